"""Who may decide, and how many have to."""

from datetime import UTC, datetime

import pytest

from bot.deployments import rules
from bot.deployments.states import Choice
from bot.deployments.view import Said
from sync.deploy.freezing import Frozen

GROUPS = {"S0PLATFORM": frozenset({"U0ANNA", "U0BEN"})}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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
    frozen = Frozen(at("2026-11-23 07:00"), "UTC", "weekend")

    assert rules.standing(1, said[:1], None).is_enough
    assert not rules.standing(1, said[:1], frozen).is_enough
    assert rules.standing(1, said, frozen).is_enough
    assert not rules.standing(2, said[:1] * 2, None).is_enough, "one person counts once"
