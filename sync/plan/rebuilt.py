"""What ALTER TYPE makes again, and what it forgets of that: how exactly values are counted, how foreign keys fire."""

from collections.abc import Iterable, Iterator, Mapping

from sync.model import Identity, SchemaObject
from sync.model.objects import Constraint, Index, Statistics
from sync.plan.create import relations
from sync.plan.references import place
from sync.plan.sql import Sql, qualified
from sync.plan.whole import Whole

Dependents = Mapping[Identity, Iterable[tuple[Identity, bool]]]


def forgotten(columns: Iterable[Identity], dependents: Dependents, after: Whole) -> Iterator[tuple[Identity, Identity]]:
    """What has to be said anew, and of which column's change it comes.

    Args:
        columns: Those that change their type.
        dependents: What needs what.
        after: What should be there.
    """
    for column in columns:
        for dependent, _ in dependents.get(column, ()):
            if (one := after.catalog.objects.get(dependent)) is not None and any(said(one)):
                yield dependent, column


def said(one: SchemaObject) -> Iterator[Sql]:
    """The statements that say it."""
    match one:
        case Statistics():
            yield from relations.counted(one)
        case Index():
            yield from relations.index_settings(place(one.identity), one.statistics, one.depends_on_extensions)
        case Constraint():
            own = qualified(one.identity.schema, one.identity.name)
            yield from relations.index_settings(own, one.index_statistics, one.index_depends_on_extensions)
            yield from relations.enforced(one)
