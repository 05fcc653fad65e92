"""When an environment is frozen."""

from datetime import UTC, datetime

import pytest

from sync.configuration import Freeze
from sync.deploy.freezing import frozen_at

WEEKEND = Freeze.model_validate(
    {"from": "Fri 16:00", "to": "Mon 08:00", "zone": "Europe/Madrid", "reason": "nobody is there"}
)
NIGHT = Freeze.model_validate({"from": "Tue 22:00", "to": "Wed 06:00", "reason": "the nightly load"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-20 14:59", None),
        ("2026-11-20 15:00", "2026-11-23 07:00"),  # 16:00 in Madrid
        ("2026-11-22 23:30", "2026-11-23 07:00"),
        ("2026-11-23 06:59", "2026-11-23 07:00"),
        ("2026-11-23 07:00", None),
        ("2026-10-24 12:00", "2026-10-26 07:00"),  # the clocks go back in between: 08:00 stays 08:00
        ("2026-07-05 12:00", "2026-07-06 06:00"),
    ],
)
def test_a_freeze_is_by_the_wall_clock_of_its_zone(moment: str, until: str | None) -> None:
    found = frozen_at([WEEKEND], at(moment))

    assert (found.until if found else None) == (at(until) if until else None)


def test_of_several_windows_the_one_counts_that_ends_last() -> None:
    both = Freeze.model_validate({"from": "Tue 00:00", "to": "Tue 23:00", "reason": "audit"})

    found = frozen_at([both, NIGHT], at("2026-11-24 22:30"))

    assert found is not None
    assert (found.until, found.reason) == (at("2026-11-25 06:00"), "the nightly load")


def test_it_says_until_when_in_the_words_of_its_zone() -> None:
    found = frozen_at([WEEKEND], at("2026-11-21 12:00"))

    assert str(found) == "frozen until Mon 08:00 Europe/Madrid: nobody is there"
