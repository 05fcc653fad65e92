"""The script of a stand-in. Nothing in it does anything: functions return no value, views have no rows."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sync.plan.sql import NOTHING, Sql, deparsed, joined, literal, optional, write
from sync.shadow.stand_ins.members import Member, StandIn

_Said = Mapping[str, Any]

_VOLATILITY = {"i": Sql("IMMUTABLE"), "s": Sql("STABLE"), "v": Sql("VOLATILE")}
_CONTEXT = {"a": Sql(" AS ASSIGNMENT"), "i": Sql(" AS IMPLICIT"), "e": NOTHING}
_EARLY = ("schema", "base type")
# What PostgreSQL's own functions do for the types that are made here: their values are texts.
_PARTS = {
    "input": "textin",
    "output": "textout",
    "modifier_input": "varchartypmodin",
    "modifier_output": "varchartypmodout",
}


def script(stand_in: StandIn) -> Iterator[Sql]:
    """The statements, in order."""
    schemas, types, parts, rest, last = (
        [one for one in stand_in.members if _stage(one) == stage] for stage in range(5)
    )
    for one in schemas:
        yield from _schema(one.said)
    yield from (write("CREATE TYPE {}", deparsed(one.said["name"])) for one in types)
    for one in (*parts, *types, *rest, *last):
        yield from _MADE[one.kind](one.said)


def _stage(one: Member) -> int:
    """Schemas, base types, and what these are made of, as no language knows a type that is not whole; all else.

    An operator class has members of later versions, too, and comes at the end.
    """
    if one.kind in _EARLY:
        return _EARLY.index(one.kind)
    if one.kind == "operator class":
        return 4
    return 2 if one.said.get("part") else 3


def _access_method(said: _Said) -> Iterator[Sql]:
    yield write("CREATE ACCESS METHOD {} TYPE TABLE HANDLER heap_tableam_handler", deparsed(said["name"]))


def _schema(said: _Said) -> Iterator[Sql]:
    yield write("CREATE SCHEMA {}", deparsed(said["name"]))


def _enum(said: _Said) -> Iterator[Sql]:
    yield write("CREATE TYPE {} AS ENUM ({})", deparsed(said["name"]), deparsed(said["labels"] or ""))


def _domain(said: _Said) -> Iterator[Sql]:
    yield write("CREATE DOMAIN {} AS {}", deparsed(said["name"]), deparsed(said["base"]))


def _base_type(said: _Said) -> Iterator[Sql]:
    modifiers = said["modifier_input"] and said["modifier_output"]
    yield write(
        "CREATE TYPE {} (INPUT = {}, OUTPUT = {}, STORAGE = extended, COLLATABLE = {}{})",
        deparsed(said["name"]),
        deparsed(said["input"]),
        deparsed(said["output"]),
        Sql("true" if said["collatable"] else "false"),
        write(", TYPMOD_IN = {}, TYPMOD_OUT = {}", deparsed(said["modifier_input"]), deparsed(said["modifier_output"]))
        if modifiers
        else NOTHING,
    )


def _columns(said: _Said) -> Sql:
    return joined(", ", [write("{} {}", deparsed(name), deparsed(of)) for name, of in said["columns"] or ()])


def _composite_type(said: _Said) -> Iterator[Sql]:
    yield write("CREATE TYPE {} AS ({})", deparsed(said["name"]), _columns(said))


def _table(said: _Said) -> Iterator[Sql]:
    yield write("CREATE TABLE {} ({})", deparsed(said["name"]), _columns(said))


def _sequence(said: _Said) -> Iterator[Sql]:
    yield write("CREATE SEQUENCE {}", deparsed(said["name"]))


def _view(said: _Said) -> Iterator[Sql]:
    columns = [write("NULL::{} AS {}", deparsed(of), deparsed(name)) for name, of in said["columns"] or ()]
    yield write("CREATE VIEW {} AS SELECT {} WHERE false", deparsed(said["name"]), joined(", ", columns))


def _function(said: _Said) -> Iterator[Sql]:
    yield write(
        "CREATE FUNCTION {}({}) RETURNS {} {}{} {}",
        deparsed(said["name"]),
        deparsed(said["arguments"]),
        deparsed(said["result"]),
        _VOLATILITY[said["volatility"]],
        Sql(" WINDOW") if said["is_window"] else NOTHING,
        _body(said),
    )


def _body(said: _Said) -> Sql:
    """What takes or returns what only the server knows is in no language that checks its types."""
    if said["part"] or said["is_internal"] or said["is_window"]:
        return write("LANGUAGE internal AS {}", literal(_PARTS.get(said["part"], "textin")))
    result = "" if said["returns_nothing"] else " RETURN NEW;" if said["is_trigger"] else " RETURN NULL;"
    return write("LANGUAGE plpgsql AS {}", literal(f"BEGIN{result} END"))


def _procedure(said: _Said) -> Iterator[Sql]:
    yield write(
        "CREATE PROCEDURE {}({}) LANGUAGE plpgsql AS 'BEGIN END'", deparsed(said["name"]), deparsed(said["arguments"])
    )


def _aggregate(said: _Said) -> Iterator[Sql]:
    yield write(
        "CREATE AGGREGATE {}({}) (SFUNC = {}, STYPE = {}{}{})",
        deparsed(said["name"]),
        deparsed(said["arguments"] or "*"),
        deparsed(said["step"]),
        deparsed(said["state"]),
        optional(", FINALFUNC = {}", said["final"]),
        write(", INITCOND = {}", literal(said["start"])) if said["start"] is not None else NOTHING,
    )


def _operator(said: _Said) -> Iterator[Sql]:
    yield write(
        "CREATE OPERATOR {} (FUNCTION = {}{}{})",
        deparsed(said["name"]),
        deparsed(said["function"]),
        optional(", LEFTARG = {}", said["left"]),
        optional(", RIGHTARG = {}", said["right"]),
    )


def _cast(said: _Said) -> Iterator[Sql]:
    how = Sql("WITH INOUT" if said["method"] == "i" else "WITHOUT FUNCTION")
    if said["function"]:
        how = write("WITH FUNCTION {}({})", deparsed(said["function"]), deparsed(said["arguments"]))
    context = _CONTEXT[said["context"]]
    yield write("CREATE CAST ({} AS {}) {}{}", deparsed(said["source"]), deparsed(said["target"]), how, context)


def _operator_family(said: _Said) -> Iterator[Sql]:
    yield write("CREATE OPERATOR FAMILY {} USING {}", deparsed(said["name"]), deparsed(said["method"]))


def _operator_class(said: _Said) -> Iterator[Sql]:
    parts = [
        *(write("OPERATOR {} {}", Sql(str(number)), deparsed(of)) for number, of in said["operators"] or ()),
        *(write("FUNCTION {} {}", Sql(str(number)), deparsed(of)) for number, of in said["functions"] or ()),
        *([write("STORAGE {}", deparsed(said["storage"]))] if said["storage"] else []),
    ]
    yield write(
        "CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {} FAMILY {} AS {}",
        deparsed(said["name"]),
        Sql(" DEFAULT") if said["default"] else NOTHING,
        deparsed(said["type"]),
        deparsed(said["method"]),
        deparsed(said["family"]),
        joined(", ", parts) if parts else write("STORAGE {}", deparsed(said["type"])),
    )


def _language(said: _Said) -> Iterator[Sql]:
    trusted = Sql("TRUSTED ") if said["trusted"] else NOTHING
    yield write("CREATE {}LANGUAGE {} HANDLER {}", trusted, deparsed(said["name"]), deparsed(said["handler"]))


def _foreign_data_wrapper(said: _Said) -> Iterator[Sql]:
    yield write("CREATE FOREIGN DATA WRAPPER {}", deparsed(said["name"]))


_MADE: Mapping[str, Callable[[_Said], Iterator[Sql]]] = {
    "access method": _access_method,
    "enum": _enum,
    "domain": _domain,
    "base type": _base_type,
    "composite type": _composite_type,
    "table": _table,
    "sequence": _sequence,
    "view": _view,
    "function": _function,
    "procedure": _procedure,
    "aggregate": _aggregate,
    "operator": _operator,
    "cast": _cast,
    "operator family": _operator_family,
    "operator class": _operator_class,
    "language": _language,
    "foreign-data wrapper": _foreign_data_wrapper,
}
