"""The actions that make one schema like another: what goes, what changes, what comes, and what has to step aside.

An object that PostgreSQL cannot change in place is dropped and made again, and so is all that depends on it, with its
owner, privileges and comments: that is what being made from the target's catalog means.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from sync.compare import Difference
from sync.errors import PlanError
from sync.model import Catalog
from sync.plan.actions import Action, Step
from sync.plan.change.acting import Acting
from sync.plan.change.deciding import decided
from sync.plan.change.decisions import Decisions
from sync.plan.change.turns import Turns
from sync.plan.order import ordered


def changes(a: Catalog, b: Catalog, differences: Iterable[Difference]) -> tuple[Action, ...]:
    """What makes A like B, in an order in which it can be done.

    Args:
        a: All of A, read with dependencies.
        b: All of B, likewise.
        differences: What differs between them.

    Raises:
        PlanError: PostgreSQL cannot do it without losing data, or there is no order.
    """
    told = tuple(differences)
    with suppress(PlanError):  # what stays may close a circle, which opens when it is made again
        return ordered(_actions(decided(a, b, told, stays=True)))
    return ordered(_actions(decided(a, b, told, stays=False)))


def _actions(of: Decisions) -> Iterator[Action]:
    """The actions, each with what it needs."""
    turns = Turns(of)
    found = {one.step: one for one in Acting(of).actions()}
    needs: defaultdict[Step, set[Step]] = defaultdict(set)
    for one in found.values():
        own = needs[one.step]
        for wanted in one.needs:
            if wanted in found:
                own.add(wanted)
            else:
                own.update(turns.found(wanted, found))
    for dependent, needed in turns.pairs(found):
        if dependent != needed:
            needs[dependent].add(needed)
    for step, one in found.items():
        own = needs[step]
        own.discard(step)
        yield one if own == one.needs else replace(one, needs=frozenset(own))
