"""What others refer to, without what makes it work: types, tables, functions as far as their names and signatures go.

Nothing here is ever called: the tables stay empty, and nobody asks the views.
"""

from collections.abc import Callable
from typing import Any

from psycopg import sql

from sync.model import Kind, SchemaObject
from sync.model.objects import (
    Aggregate,
    Cast,
    Collation,
    Column,
    CompositeType,
    Constraint,
    Domain,
    Enum,
    Extension,
    Index,
    Operator,
    RangeType,
    Routine,
    Sequence,
    Table,
    TextSearchConfiguration,
    TextSearchDictionary,
    View,
)
from sync.shadow.settling.steps import Rank, Steps, Wanted, name_of, own, step, with_options, write

# What the server of foreign tables is called; it is nowhere.
NOWHERE = "schemabot_nowhere"

_PLPGSQL_BODY = "BEGIN RETURN NULL; END"
_INTERNAL_BODY = "any_in"  # refuses whatever it is given
_NEEDS_C = frozenset({"c", "internal"})  # may have types that PL/pgSQL does not take


def _extension(one: Extension, _: Wanted) -> Steps:
    schema = sql.Identifier(one.in_schema)
    yield step(one, Rank.SURROUNDING, write("CREATE SCHEMA IF NOT EXISTS {}", schema))
    yield step(
        one,
        Rank.SURROUNDING,
        write("CREATE EXTENSION IF NOT EXISTS {} SCHEMA {} CASCADE", own(one), schema),
        write("CREATE EXTENSION IF NOT EXISTS {} CASCADE", own(one)),
    )


def _collation(one: Collation, _: Wanted) -> Steps:
    yield step(one, Rank.TYPE, write('CREATE COLLATION {} FROM pg_catalog."C"', name_of(one)))


def _enum(one: Enum, _: Wanted) -> Steps:
    values = sql.SQL(", ").join(map(sql.Literal, one.values))
    yield step(one, Rank.TYPE, write("CREATE TYPE {} AS ENUM ({})", name_of(one), values))


def _composite_type(one: CompositeType, _: Wanted) -> Steps:
    yield step(one, Rank.TYPE, write("CREATE TYPE {} AS ({})", name_of(one), ", ".join(one.columns)))


def _range_type(one: RangeType, _: Wanted) -> Steps:
    options = {
        "SUBTYPE": one.subtype,
        "SUBTYPE_OPCLASS": one.operator_class,
        "COLLATION": one.collation,
        "MULTIRANGE_TYPE_NAME": one.multirange,
    }
    yield step(one, Rank.TYPE, write("CREATE TYPE {} AS RANGE {}", name_of(one), with_options(options)))


def _domain(one: Domain, _: Wanted) -> Steps:
    collation = f" COLLATE {one.collation}" if one.collation else ""
    yield step(one, Rank.TYPE, write("CREATE DOMAIN {} AS {}{}", name_of(one), one.type, collation))


def _sequence(one: Sequence, _: Wanted) -> Steps:
    yield step(one, Rank.TYPE, write("CREATE SEQUENCE {}", name_of(one)))


def _configuration(one: TextSearchConfiguration, _: Wanted) -> Steps:
    made = write("CREATE TEXT SEARCH CONFIGURATION {} (COPY = pg_catalog.simple)", name_of(one))
    yield step(one, Rank.TYPE, made)


def _dictionary(one: TextSearchDictionary, _: Wanted) -> Steps:
    yield step(one, Rank.TYPE, write("CREATE TEXT SEARCH DICTIONARY {} (TEMPLATE = pg_catalog.simple)", name_of(one)))


def _table(one: Table, wanted: Wanted) -> Steps:
    """Partitions stand alone, unless the bound is under test: what their parent has, they have themselves."""
    parts = wanted.parts.get((one.identity.schema, one.identity.name), [])
    columns = [part for part in parts if isinstance(part, Column)]
    foreign = one.identity.kind is Kind.FOREIGN_TABLE
    create = write("CREATE FOREIGN TABLE {} " if foreign else "CREATE TABLE {} ", name_of(one))
    server = sql.SQL(f" SERVER {NOWHERE}" if foreign else "")
    if foreign:
        yield step(one, Rank.SURROUNDING, write(f"CREATE FOREIGN DATA WRAPPER {NOWHERE}"))
        yield step(one, Rank.SURROUNDING, write(f"CREATE SERVER {NOWHERE} FOREIGN DATA WRAPPER {NOWHERE}"))
    full, plain = (_columns(columns, wanted, full=full) for full in (True, False))
    key = sql.SQL(f" PARTITION BY {one.partition_key}" if one.partition_key else "")
    parents = sql.SQL(f" INHERITS ({', '.join(one.inherits)})" if one.inherits else "")
    attempts = [create + full + parents + key + server, create + full + server, create + plain + server]
    if one.partition_of and wanted.tests(one, "partition_bound"):
        bound = sql.SQL(f"PARTITION OF {one.partition_of} {one.partition_bound}")
        attempts.insert(0, create + bound + server + key)
    yield step(one, Rank.TABLE, *attempts)
    for part in parts:
        if not isinstance(part, Column) and part.identity not in wanted.attributes:
            yield from _key(part)


def _columns(columns: list[Column], wanted: Wanted, *, full: bool) -> sql.Composed:
    def column(one: Column) -> sql.Composed:
        collation = f" COLLATE {one.collation}" if one.collation else ""
        generated = ""
        if full and wanted.tests(one, "generated_as"):
            generated = f" GENERATED ALWAYS AS ({one.generated_as}) {one.generated}"
        return write("{} {}{}{}", own(one), one.type, collation, generated)

    return write("({})", sql.SQL(", ").join(map(column, columns)))


def _key(one: SchemaObject) -> Steps:
    if isinstance(one, Constraint):
        table = sql.Identifier(one.identity.schema, one.identity.relation)
        yield step(one, Rank.KEY, write("ALTER TABLE {} ADD CONSTRAINT {} {}", table, own(one), one.definition))
    elif isinstance(one, Index):
        yield step(one, Rank.KEY, sql.SQL(one.definition))


def signature(one: Routine) -> sql.Composed:
    """`FUNCTION name(arguments) RETURNS type IMMUTABLE`."""
    result = "" if one.result is None else f" RETURNS {one.result}"
    volatility = "" if one.result is None else f" {one.volatility}"
    return write(f"{one.identity.kind} {{}}({{}}){{}}{{}}", name_of(one), one.arguments, result, volatility)


def _routine(one: Routine, _: Wanted) -> Steps:
    needs_c = one.window or one.language in _NEEDS_C
    language, body = ("internal", _INTERNAL_BODY) if needs_c else ("plpgsql", _PLPGSQL_BODY)
    window = " WINDOW" if one.window else ""
    made = write("CREATE {}{} LANGUAGE {} AS {}", signature(one), window, language, sql.Literal(body))
    yield step(one, Rank.ROUTINE, made)


def _aggregate(one: Aggregate, _: Wanted) -> Steps:
    options = {
        "SFUNC": _function_name(one.transition),
        "STYPE": one.state_type,
        "FINALFUNC": _function_name(one.final) if one.final else None,
        "FINALFUNC_EXTRA": "true" if one.final_extra else None,
        "HYPOTHETICAL": "true" if one.type == "hypothetical-set" else None,
    }
    made = write("CREATE AGGREGATE {}({}) {}", name_of(one), one.arguments or "*", with_options(options))
    yield step(one, Rank.CALLED, made)


def _operator(one: Operator, _: Wanted) -> Steps:
    if one.function is None:
        return
    left, _comma, right = one.identity.signature.partition(", ")
    options = {
        "FUNCTION": _function_name(one.function),
        "LEFTARG": None if left == "NONE" else left,
        "RIGHTARG": None if right == "NONE" else right,
    }
    schema = sql.Identifier(one.identity.schema)
    yield step(one, Rank.CALLED, write("CREATE OPERATOR {}.{} {}", schema, one.identity.name, with_options(options)))


def _cast(one: Cast, _: Wanted) -> Steps:
    how = {"function": f"WITH FUNCTION {one.function}", "inout": "WITH INOUT"}.get(one.method, "WITHOUT FUNCTION")
    when = "" if one.context == "explicit" else f" AS {one.context}"
    made = write("CREATE CAST ({} AS {}) {}{}", one.identity.name, one.identity.signature, how, when)
    yield step(one, Rank.CALLED, made)


def _view(one: View, _: Wanted) -> Steps:
    """A view has nothing but its query, which is needed for its columns."""
    query = one.definition.strip().removesuffix(";")
    if one.identity.kind is Kind.MATERIALIZED_VIEW:
        yield step(one, Rank.VIEW, write("CREATE MATERIALIZED VIEW {} AS {}\nWITH NO DATA", name_of(one), query))
    else:
        yield step(one, Rank.VIEW, write("CREATE VIEW {} AS {}", name_of(one), query))


def _function_name(call: str) -> str:
    """The name in `schema.name(type,type)`."""
    quoted = False
    for position, character in enumerate(call):
        if character == '"':
            quoted = not quoted
        elif character == "(" and not quoted:
            return call[:position]
    return call


_BUILDERS: dict[type[SchemaObject], Callable[[Any, Wanted], Steps]] = {
    Aggregate: _aggregate,
    Cast: _cast,
    Collation: _collation,
    CompositeType: _composite_type,
    Domain: _domain,
    Enum: _enum,
    Extension: _extension,
    Operator: _operator,
    RangeType: _range_type,
    Routine: _routine,
    Sequence: _sequence,
    Table: _table,
    TextSearchConfiguration: _configuration,
    TextSearchDictionary: _dictionary,
    View: _view,
}


def stub(one: SchemaObject, wanted: Wanted) -> Steps:
    """How others find the object; nothing for what nobody refers to."""
    build = _BUILDERS.get(type(one))
    if build is not None:
        yield from build(one, wanted)
