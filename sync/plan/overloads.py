"""Routines of one name: a call that leaves arguments out may mean either, and PostgreSQL refuses it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from sync.model import Identity
from sync.model.objects import Routine
from sync.plan.actions import Part, Step
from sync.plan.whole import Place, Whole

# Arguments that a call need not have, as pg_get_function_arguments writes them.
_LEFT_OUT = re.compile(r"\bDEFAULT\b|\bVARIADIC\b")


def mistakable(
    gone: Iterable[Identity], made: Iterable[Identity], before: Whole, after: Whole
) -> Iterator[tuple[Identity, Identity]]:
    """A routine that goes and one that comes, if a call might mean both.

    Args:
        gone: What goes.
        made: What is made.
        before: What is there.
        after: What should be there.
    """
    going: defaultdict[Place, list[Routine]] = defaultdict(list)
    for of in gone:
        if isinstance(one := before.catalog.objects.get(of), Routine):
            going[of.schema, of.name].append(one)
    for of in made if going else ():
        if isinstance(one := after.catalog.objects.get(of), Routine):
            for old in going[of.schema, of.name]:
                if old.identity != of and (_LEFT_OUT.search(old.arguments) or _LEFT_OUT.search(one.arguments)):
                    yield old.identity, of


def in_turn(before: Whole, after: Whole, steps: Collection[Step]) -> Iterator[tuple[Step, Step]]:
    """Pairs of a step and one that has to be taken before: a routine comes when the other one is gone."""
    gone, made = ([of for of, part in steps if part is wanted] for wanted in (Part.GONE, Part.WHOLE))
    for old, new in mistakable(gone, made, before, after):
        yield (new, Part.WHOLE), (old, Part.GONE)
