"""Who may decide, and when an environment is frozen."""

from datetime import UTC, datetime

import pytest

from bot.deployments import rules
from bot.deployments.states import Choice
from bot.deployments.view import Said
from sync.configuration import Freeze

WEEKEND = Freeze.model_validate(
    {"from": "Fri 16:00", "to": "Mon 08:00", "zone": "Europe/Madrid", "reason": "nobody is there"}
)
NIGHT = Freeze.model_validate({"from": "Tue 22:00", "to": "Wed 06:00", "reason": "the nightly load"})
GROUPS = {"S0PLATFORM": frozenset({"U0ANNA", "U0BEN"})}


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
    found = rules.frozen_at([WEEKEND], at(moment))

    assert (found.until if found else None) == (at(until) if until else None)


def test_of_several_windows_the_one_counts_that_ends_last() -> None:
    both = Freeze.model_validate({"from": "Tue 00:00", "to": "Tue 23:00", "reason": "audit"})

    found = rules.frozen_at([both, NIGHT], at("2026-11-24 22:30"))

    assert found is not None
    assert (found.until, found.reason) == (at("2026-11-25 06:00"), "the nightly load")


@pytest.mark.parametrize(
    ("person", "own", "author", "is_approval", "refused"),
    [
        ("U0ANNA", False, None, True, ""),
        ("U0DORA", False, "U0ANNA", True, ""),
        ("U0CHRIS", False, None, True, rules.NOT_NAMED),
        ("U0CHRIS", False, None, False, rules.NOT_NAMED),
        ("U0ANNA", False, "U0ANNA", True, rules.OWN),
        ("U0ANNA", False, "U0ANNA", False, ""),
        ("U0ANNA", True, "U0ANNA", True, ""),
    ],
)
def test_who_may_decide(person: str, own: bool, author: str | None, is_approval: bool, refused: str) -> None:
    found = rules.refusal(
        person,
        approvers=["S0PLATFORM", "U0DORA"],
        own=own,
        authors=[author] if author else [],
        members=lambda group: GROUPS.get(group, frozenset()),
        is_approval=is_approval,
    )

    assert found == refused


def test_a_freeze_takes_one_more() -> None:
    said = [Said(one, Choice.APPROVE, "", at("2026-11-20 10:00")) for one in ("U0ANNA", "U0BEN")]
    frozen = rules.frozen_at([WEEKEND], at("2026-11-21 12:00"))

    assert rules.standing(1, said[:1], None).is_enough
    assert not rules.standing(1, said[:1], frozen).is_enough
    assert rules.standing(1, said, frozen).is_enough
    assert not rules.standing(2, said[:1] * 2, None).is_enough, "one person counts once"
