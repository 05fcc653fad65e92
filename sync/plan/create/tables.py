"""Tables with their columns."""

from collections.abc import Iterator
from dataclasses import replace
from typing import LiteralString

from sync.model import Identity, Kind
from sync.model.objects import Column, Table
from sync.plan.create import sequences, storage
from sync.plan.create.not_null_names import given_name
from sync.plan.descent import below, parent
from sync.plan.references import place, reference, relation
from sync.plan.sql import NOTHING, Sql, deparsed, joined, listed, name, optional, options, parameters, write
from sync.plan.whole import Whole

_IDENTITY_OF_PARTITIONS_SINCE = 17


def table(one: Table, whole: Whole) -> Iterator[Sql]:
    """A table with its columns, but for defaults that call functions, and for what a parent or a type brings along.

    A partition stands alone at first, see `attached`, so that it has its own columns in their own order.
    """
    own = (one.identity.schema, one.identity.name)
    columns = whole.columns.get(own, [])
    typed = one.of_type is not None
    inherited = one.partition_of is None and not typed
    shown = [] if typed else [column for column in columns if not (inherited and column.inherited)]
    yield joined(
        "",
        [
            write("CREATE {}TABLE {}", _kind(one), place(one.identity)),
            optional(" OF {}", one.of_type),
            _list([_without_given(column, one, whole) for column in shown], whole) if shown or not typed else NOTHING,
            write(" INHERITS ({})", listed(one.inherits)) if one.inherits else NOTHING,
            optional(" PARTITION BY {}", one.partition_key),
            write(" USING {}", name(one.access_method)) if one.access_method else NOTHING,
            write(" WITH ({})", parameters(one.options)) if one.options else NOTHING,
            write(" TABLESPACE {}", name(one.tablespace)) if one.tablespace else NOTHING,
            write(" SERVER {}", name(one.server)) if one.server else NOTHING,
            write(" OPTIONS ({})", options(one.foreign_options)) if one.foreign_options else NOTHING,
        ],
    )
    for column in columns:
        if column not in shown:
            yield from _taken_over(column, whole)
        if one.inherits and (given := parent(column, whole)):
            yield from storage.unlike(column, given, whole.catalog.major)
        yield from _settings(column)
    yield from _security(one)


def added(one: Column, whole: Whole) -> Iterator[Sql]:
    """A column of a table that is there; one that its parent has too comes with the parent's."""
    given = parent(one, whole) if one.inherited else None
    if given is None and one.identity_column is not None and _has_children(one, whole):
        yield from _numbered_apart(one, whole)
    elif given is None:
        yield write("ALTER TABLE {} ADD COLUMN {}", relation(one.identity), column(one, whole))
    else:
        if one.default != given.default:
            yield defaulted(one)
        if is_required_by_itself(one, given, whole) and not one.not_null_options:
            yield required(one)
    yield from _settings(one)


def _has_children(one: Column, whole: Whole) -> bool:
    """Whether tables have a column from this one, and could not have an identity column so."""
    return not numbers_partitions(one, whole) and next(below(one, whole), None) is not None


def numbers_partitions(one: Column, whole: Whole) -> bool:
    """Whether an identity column is one of the partitions, too."""
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    is_partitioned = table is not None and table.partition_key is not None
    return is_partitioned and whole.catalog.major >= _IDENTITY_OF_PARTITIONS_SINCE


def _numbered_apart(one: Column, whole: Whole) -> Iterator[Sql]:
    """PostgreSQL adds no identity column to tables below: there it is a plain one."""
    plain = replace(one, identity_column=None)
    yield write("ALTER TABLE {} ADD COLUMN {}", relation(one.identity), column(plain, whole))
    yield altered(one, "ADD{}", _identity(one))


def added_along(one: Column, whole: Whole) -> Iterator[Sql]:
    """A column that came with the type of its table."""
    yield from _taken_over(one, whole)
    yield from _settings(one)


def attached(one: Table) -> Iterator[Sql]:
    """A partition becomes one."""
    if one.partition_of is not None:
        yield write(
            "ALTER TABLE ONLY {} ATTACH PARTITION {} {}",
            deparsed(one.partition_of),
            place(one.identity),
            deparsed(one.partition_bound or "DEFAULT"),
        )


def defaulted(one: Column) -> Sql:
    """A column gets its default."""
    return (
        altered(one, "DROP DEFAULT") if one.default is None else altered(one, "SET DEFAULT {}", deparsed(one.default))
    )


def column(one: Column, whole: Whole) -> Sql:
    """The definition of a column as CREATE TABLE and ADD COLUMN take it; not every default is part of it."""
    return joined(
        "",
        [
            write("{} {}", name(one.identity.name), deparsed(one.type)),
            write(" OPTIONS ({})", options(one.foreign_options)) if one.foreign_options else NOTHING,
            optional(" COLLATE {}", one.collation),
            write(" GENERATED ALWAYS AS ({}) {}", deparsed(one.generated_as), Sql(one.generated.upper()))
            if one.generated_as and one.generated
            else NOTHING,
            _identity(one),
            optional(" DEFAULT {}", one.default) if one.identity in whole.plain_defaults else NOTHING,
            _not_null(one, whole),
        ],
    )


def _kind(one: Table) -> Sql:
    if one.identity.kind is Kind.FOREIGN_TABLE:
        return Sql("FOREIGN ")
    return Sql("UNLOGGED ") if one.persistence == "unlogged" else NOTHING


def _list(columns: list[Column], whole: Whole) -> Sql:
    if not columns:
        return Sql(" ()")
    return write(" (\n    {}\n)", joined(",\n    ", [column(one, whole) for one in columns]))


def _identity(one: Column) -> Sql:
    if one.identity_column is None:
        return NOTHING
    how = Sql(one.identity_column.upper())
    if one.identity_sequence is None:
        return write(" GENERATED {} AS IDENTITY", how)
    return write(" GENERATED {} AS IDENTITY ({})", how, sequences.of_identity(one.identity_sequence))


def _without_given(one: Column, table: Table, whole: Whole) -> Column:
    """A column as CREATE TABLE has it: a NOT NULL that a parent has comes from that, under that one's name."""
    given = parent(one, whole) if table.inherits else None
    if given is None or given.not_null_options or one.not_null_options:
        return one
    return replace(one, not_null=is_required_by_itself(one, given, whole))


def is_required_by_itself(one: Column, given: Column | None, whole: Whole) -> bool:
    """Whether a column is NOT NULL also if no parent says so.

    Args:
        one: The column.
        given: The same of a parent.
        whole: What it is part of.
    """
    if not one.not_null or given is None or not given.not_null:
        return one.not_null
    table = whole.tables.get((one.identity.schema, one.identity.relation))
    return one.not_null_inherited is False and table is not None and table.partition_of is None


def _not_null(one: Column, whole: Whole) -> Sql:
    """What is not valid yet is added by itself."""
    if not one.not_null or "not valid" in (one.not_null_options or ""):
        return NOTHING
    inherit = Sql(" NO INHERIT") if one.not_null_options else NOTHING
    own = given_name(one, whole)
    return write("{} NOT NULL{}", write(" CONSTRAINT {}", own) if own else NOTHING, inherit)


def required(one: Column, template: LiteralString = "ALTER TABLE ONLY {}") -> Sql:
    """A column that is there becomes NOT NULL, for rows that come, or for all.

    Args:
        one: What it should be.
        template: What is altered: the table alone, or those below it too.
    """
    table = write(template, relation(one.identity))
    if not one.not_null_options and not one.not_null_name:
        return write("{} ALTER COLUMN {} SET NOT NULL", table, name(one.identity.name))
    own = write("CONSTRAINT {} ", name(one.not_null_name)) if one.not_null_name else NOTHING
    options = one.not_null_options or ""
    words = Sql("".join(f" {word}" for word in ("NO INHERIT", "NOT VALID") if word.lower() in options))
    return write("{} ADD {}NOT NULL {}{}", table, own, name(one.identity.name), words)


def _taken_over(one: Column, whole: Whole) -> Iterator[Sql]:
    """What a column has beside what its parents or its type gave it."""
    given = parent(one, whole)
    if is_required_by_itself(one, given, whole):
        yield required(one)
    if one.identity in whole.plain_defaults or (given and given.default is not None and one.default is None):
        yield defaulted(one)


def altered(one: Column, change: LiteralString, *parts: Sql) -> Sql:
    """ALTER TABLE … ALTER COLUMN with what is to be changed."""
    return write(
        "ALTER TABLE ONLY {} ALTER COLUMN {} {}",
        relation(one.identity),
        name(one.identity.name),
        write(change, *parts),
    )


def _settings(one: Column) -> Iterator[Sql]:
    """What a column has that its definition does not take."""
    if one.not_null_options and "not valid" in one.not_null_options:
        yield required(one)
    if one.storage:
        yield altered(one, "SET STORAGE {}", Sql(one.storage.upper()))
    if one.compression:
        yield altered(one, "SET COMPRESSION {}", name(one.compression))
    if one.statistics is not None:
        yield altered(one, "SET STATISTICS {}", Sql(str(one.statistics)))
    if one.options:
        yield altered(one, "SET ({})", parameters(one.options))
    if one.identity_sequence is not None:
        yield from sequences.said_of_identity(one.identity_sequence, one.type)


def _security(one: Table) -> Iterator[Sql]:
    if one.row_security:
        yield write("ALTER {} ENABLE ROW LEVEL SECURITY", reference(one.identity))
    if one.force_row_security:
        yield write("ALTER {} FORCE ROW LEVEL SECURITY", reference(one.identity))
    if one.replica_identity in ("full", "nothing") and one.identity.kind is Kind.TABLE:
        yield write("ALTER {} REPLICA IDENTITY {}", reference(one.identity), Sql(one.replica_identity.upper()))


def altered_with_those_below(one: Column, change: LiteralString, *parts: Sql) -> Sql:
    """The same for the tables below as well."""
    return write(
        "ALTER TABLE {} ALTER COLUMN {} {}", relation(one.identity), name(one.identity.name), write(change, *parts)
    )


def dropped_alone(column: Identity) -> Sql:
    """A column goes from a table, and is the own one of each table below."""
    return write("ALTER TABLE ONLY {} DROP COLUMN {}", relation(column), name(column.name))


def marked(one: Table) -> Iterator[Sql]:
    """Which indexes of a table tell its rows apart and keep them in order."""
    kind, _space, index = one.replica_identity.partition(" ")
    if kind == "index":
        yield write("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", place(one.identity), deparsed(index))
    if one.clustered_on is not None:
        yield write("ALTER TABLE {} CLUSTER ON {}", place(one.identity), deparsed(one.clustered_on))
