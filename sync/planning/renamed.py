"""Renames that people answered: PostgreSQL itself carries them into all texts, on a copy."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.catalog import Scope, read_catalog
from sync.errors import PlanError
from sync.model import Catalog
from sync.plan.actions import Action, Part
from sync.plan.renames import Rename
from sync.plan.renames.statements import renaming
from sync.plan.whole import Whole
from sync.planning.proof import copy_of, run
from sync.shadow.scratch import Scratch


def renamed(a: Catalog, renames: Iterable[Rename], scope: Scope, scratch: Scratch) -> Catalog:
    """A catalog as it is when renames were made.

    What they do not touch stays as it was read, in the words of its own server.

    Raises:
        PlanError: PostgreSQL refuses one of them.
        SourceError: No copy can be made.
    """
    with copy_of(a, (), scratch) as copy:
        before = read_catalog(copy, scope)
        if failure := run(copy, (sql for one in renames for sql in one.statements)):
            raise PlanError(f"it cannot be renamed: {failure}", "see --rename in the documentation")
        after = read_catalog(copy, scope)
    gone = {of for of, one in before.objects.items() if after.objects.get(of) != one}
    come = {of: one for of, one in after.objects.items() if before.objects.get(of) != one}
    objects = {of: one for of, one in a.objects.items() if of not in gone or of in come}
    objects.update(come)
    known = {one for one in a.dependencies if one.dependent in objects and one.needed in objects}
    return replace(a, objects=objects, dependencies=frozenset(known | after.dependencies))


def there(renames: Iterable[Rename]) -> tuple[Action, ...]:
    """What renames."""
    return tuple(Action((one.old, Part.SHELL), one.statements) for one in renames)


def back(renames: Iterable[Rename], a: Catalog) -> Iterator[Action]:
    """What takes renames back, the last first."""
    whole = Whole(a)
    for one in reversed(tuple(renames)):
        new = replace(one.new, schema=one.old.schema, relation=one.old.relation) if one.old.relation else one.new
        value = (one.value[1], one.value[0]) if one.value is not None else None
        yield Action((new, Part.SHELL), tuple(renaming(new, one.old, value, one.old.schema, whole)))
