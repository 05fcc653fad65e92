"""Renames that people answered: PostgreSQL itself carries them into all texts, on a copy."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.catalog import Scope, read
from sync.catalog.secrets import StandIn
from sync.errors import PlanError
from sync.model import Catalog, Kind
from sync.plan.actions import Action, Part
from sync.plan.references import reference
from sync.plan.renames import Rename, undone
from sync.plan.sql import Sql, write
from sync.planning.proof import copy_of, run
from sync.shadow.bench import Bench


def renamed(
    a: Catalog, copied: Catalog, renames: Iterable[Rename], scope: Scope, bench: Bench, *, stand_in: StandIn | None
) -> Catalog:
    """A catalog as it is when renames were made.

    What they do not touch stays as it was read, in the words of its own server.

    Args:
        a: As it was read.
        copied: What a copy is made of: that, or more.
        renames: What is renamed.
        scope: What of the copy is read.
        bench: Where it is made.
        stand_in: What made what stands in the place of secrets in these catalogs.

    Raises:
        PlanError: PostgreSQL refuses one of them.
        SourceError: No copy can be made.
    """
    with copy_of(copied, (), bench) as copy:
        before = read(copy, scope).catalog(stand_in)
        if failure := run(copy, (sql for one in renames for sql in one.statements)):
            raise PlanError(f"it cannot be renamed: {failure}", "see --rename in the documentation")
        after = read(copy, scope).catalog(stand_in)
    gone = {of for of, one in before.objects.items() if after.objects.get(of) != one}
    come = {of: one for of, one in after.objects.items() if before.objects.get(of) != one}
    objects = {of: one for of, one in a.objects.items() if of not in gone or of in come}
    objects.update(come)
    known = {one for one in a.dependencies if one.dependent in objects and one.needed in objects}
    return replace(
        a,
        objects=objects,
        dependencies=frozenset(known | after.dependencies),
        view_columns={of: one for of, one in {**a.view_columns, **after.view_columns}.items() if of in objects},
        unpopulated=frozenset({one for one in a.unpopulated if one not in gone} | (after.unpopulated & come.keys())),
    )


def there(renames: Iterable[Rename]) -> Iterator[Action]:
    """What renames. A schema that several go to is made once."""
    made: set[Sql] = set()
    for one in renames:
        yield Action((one.old, Part.SHELL), tuple(sql for sql in one.statements if sql not in made))
        made.update(one.statements)


def back(renames: Iterable[Rename], a: Catalog, start: Catalog) -> Iterator[Action]:
    """What takes renames back, and the schemas that were made for them.

    Args:
        renames: As they were made.
        a: The catalog before.
        start: The catalog after.
    """
    undoing = undone(renames, start, a)
    yield from there(undoing)
    renamed_schemas = {one.old for one in undoing}
    for of in start.objects.keys() - a.objects.keys() - renamed_schemas:
        if of.kind is Kind.SCHEMA:
            yield Action((of, Part.GONE), (write("DROP {}", reference(of)),))
