"""Columns of tables, which keep their values."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sync.errors import PlanError
from sync.model import Kind
from sync.model.objects import Column
from sync.plan.alter import identities
from sync.plan.alter.conversions import using
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import options_changed, parameters_changed
from sync.plan.create import not_null_names, storage, tables
from sync.plan.descent import below, parent
from sync.plan.following import follows, leaders
from sync.plan.references import relation
from sync.plan.sql import NOTHING, Sql, deparsed, name, optional, write
from sync.plan.whole import Whole

_EXPRESSIONS_SINCE = 17
_RETYPED = frozenset({"type", "collation"})


def column(old: Column, new: Column, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A column: what it must not have before its type changes goes first, what it then has comes last."""
    if "inherited" in attributes and not _is_inherited_with_its_table(new, target):
        raise NoStatementError
    if attributes & _RETYPED and new.generated is not None and not _is_followed(old, new, target):
        raise NoStatementError
    is_other = bool(attributes & _RETYPED)
    retyped = is_other and not follows(new.identity, target)
    along = target.followers.get(new.identity, {})
    yield from identities.dropped(old, new, target)
    if retyped and any(one.default is not None for one in (old, *along.values())):
        yield tables.altered_with_those_below(new, "DROP DEFAULT")
    elif identities.begins(old, new) and tables.numbers_partitions(new, target):
        if any(one.default is not None for one in (old, *along.values())):
            yield tables.altered_with_those_below(new, "DROP DEFAULT")
    elif old.default is not None and identities.begins(old, new):
        yield tables.altered(new, "DROP DEFAULT")
    yield from _computed(old, new, attributes, target)
    if retyped:
        yield _retyped(old, new, target)
    if "generated_as" in attributes and new.generated is not None:
        yield _recomputed(new, target)
    yield from _required(old, new, attributes, target)
    yield from identities.changed(old, new, target)
    if ("default" in attributes or (is_other and new.default is not None)) and not _is_numbered_along(new, target):
        yield from _defaulted(old, new)
    yield from _settings(old, new, attributes, target, retyped=is_other)
    yield from identities.replaced(old, new, target)


def _is_inherited_with_its_table(new: Column, target: Whole) -> bool:
    """Whether ALTER TABLE says, when the table gets or loses its parent, what is to be said."""
    table = target.tables.get((new.identity.schema, new.identity.relation))
    is_partition = table is not None and table.partition_of is not None
    return is_partition if new.inherited else parent(new, target) is None


def _is_followed(old: Column, new: Column, target: Whole) -> bool:
    """Whether PostgreSQL by itself takes values of the old type for those of the new one: these have no USING."""
    try:
        return using(name(new.identity.name), old.type, new.type, target) == NOTHING
    except PlanError:
        return False


def _required_if_there(one: Column) -> Sql:
    """NOT NULL in a table that may be made again, and then is made so."""
    return write(
        "ALTER TABLE IF EXISTS ONLY {} ALTER COLUMN {} SET NOT NULL", relation(one.identity), name(one.identity.name)
    )


def _retyped(old: Column, new: Column, target: Whole) -> Sql:
    """The values of a foreign table are elsewhere, those of a generated column are computed."""
    kind = target.relation(new.identity.schema, new.identity.relation).kind
    keeps_values = kind is Kind.TABLE and new.generated is None
    own = name(new.identity.name)
    return tables.altered_with_those_below(
        new,
        "TYPE {}{}{}",
        deparsed(new.type),
        optional(" COLLATE {}", new.collation),
        using(own, old.type, new.type, target) if keeps_values else NOTHING,
    )


def _computed(old: Column, new: Column, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A stored column may become a plain one; the other way it has to be added again."""
    if "generated" not in attributes:
        return
    if old.generated != "stored" or new.generated is not None:
        raise NoStatementError
    if not follows(new.identity, target):
        yield tables.altered_with_those_below(new, "DROP EXPRESSION")


def _recomputed(new: Column, target: Whole) -> Sql:
    """Another expression. PostgreSQL 18 forgets then, table by table, that a column is NOT NULL by its parents."""
    is_given = parent(new, target) is not None or next(below(new, target), None) is not None
    if target.catalog.major < _EXPRESSIONS_SINCE or (new.not_null and is_given):
        raise NoStatementError
    return tables.altered(new, "SET EXPRESSION AS ({})", deparsed(new.generated_as or ""))


def _required(old: Column, new: Column, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """Whether there has to be a value, and for which rows."""
    stays = old.not_null and new.not_null
    if becomes_valid(old, new):
        yield required(replace(new, not_null_name=None))
    elif attributes & {"not_null", "not_null_options"}:
        if old.not_null:
            yield from _not_required(new, target)
        if new.not_null:
            yield required(new)
        return
    elif "not_null_inherited" in attributes and stays:
        yield from _required_by_itself(new, target)
    if "not_null_name" in attributes and stays and not _is_required_above(new, target):
        yield not_null_names.renamed(old, new)


def _is_required_above(new: Column, target: Whole) -> bool:
    """Whether its NOT NULL is a parent's, too, and has the name that it has."""
    given = parent(new, target)
    return given is not None and given.not_null


def _required_by_itself(new: Column, target: Whole) -> Iterator[Sql]:
    """What its parents say already a table says, too; that it says so no more comes before they do."""
    if parent(new, target) is not None and tables.is_required_by_itself(new, parent(new, target), target):
        yield tables.altered(new, "SET NOT NULL")


def becomes_valid(old: Column, new: Column) -> bool:
    """Whether a NOT NULL holds for all rows that did not."""
    return old.not_null and new.not_null and old.not_null_options == "not valid" and not new.not_null_options


def required(new: Column) -> Sql:
    """A column becomes NOT NULL."""
    return tables.required(new) if new.not_null_options else tables.required(new, "ALTER TABLE {}")


def _not_required(new: Column, target: Whole) -> Iterator[Sql]:
    """What holds no longer for a partitioned table may hold for its partitions."""
    table = target.tables.get((new.identity.schema, new.identity.relation))
    if table is None or table.partition_key is None:
        yield tables.altered(new, "DROP NOT NULL")
        return
    yield tables.altered_with_those_below(new, "DROP NOT NULL")
    for of in target.followers.get(new.identity, ()):
        one = target.catalog.objects.get(of)
        if isinstance(one, Column) and one.not_null and not one.not_null_options:
            yield _required_if_there(one)


def _is_numbered_along(new: Column, target: Whole) -> bool:
    """Whether a partition has a column as the identity that it is of the whole, which has then taken its default."""
    above = (target.catalog.objects.get(of) for of in leaders(new.identity, target))
    return any(
        isinstance(one, Column) and one.identity_column is not None and tables.numbers_partitions(one, target)
        for one in above
    )


def _defaulted(old: Column, new: Column) -> Iterator[Sql]:
    if new.default is not None or not identities.begins(old, new):
        yield tables.defaulted(new)


def _settings(old: Column, new: Column, attributes: AbstractSet[str], target: Whole, *, retyped: bool) -> Iterator[Sql]:
    """How its values are stored, counted and fetched. Another type has its own storage again."""
    if "storage" in attributes or (retyped and new.storage is not None):
        yield storage.of_column(new, target.catalog.major)
    if "compression" in attributes or (retyped and new.compression is not None):
        yield tables.altered(new, "SET COMPRESSION {}", name(new.compression or "default"))
    if "statistics" in attributes:
        yield tables.altered(new, "SET STATISTICS {}", Sql(str(-1 if new.statistics is None else new.statistics)))
    for change in parameters_changed(old.options, new.options) if "options" in attributes else ():
        yield tables.altered(new, "{}", change)
    if "foreign_options" in attributes:
        yield tables.altered(new, "{}", options_changed(old.foreign_options, new.foreign_options))
