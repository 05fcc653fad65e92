"""How the values of a column come from one type to another.

An assignment cast says what does not fit, an explicit one cuts it off: `text` to `varchar(20)` must not lose anything.
So USING stands only where PostgreSQL would not find the way by itself.
"""

import re
from collections.abc import Mapping

from sync.errors import PlanError
from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import CompositeType, Domain, Enum, RangeType
from sync.plan.alter.attributes import attributes_of, type_in
from sync.plan.sql import NOTHING, Sql, deparsed, joined, named, write
from sync.plan.whole import Whole

_MODIFIER = re.compile(r"\(-?\d+(?:,-?\d+)?\)")
_INTERVAL = re.compile(r"interval\b[^\[]*")
_STRINGS = frozenset({"text", "character varying", "character", "name"})
# Of each of them there is an assignment cast to each of them. Source: pg_cast.dat.
_CASTS = (
    frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"}),
    frozenset({"date", "timestamp without time zone", "timestamp with time zone"}),
    frozenset({"bit", "bit varying"}),
    frozenset({"json", "jsonb"}),
    frozenset({"inet", "cidr"}),
)
# The others that PostgreSQL has casts between, which an expression has to name. Source: pg_cast.dat.
_NAMED_CASTS: Mapping[str, frozenset[str]] = {
    "boolean": frozenset({"integer"}),
    "bytea": frozenset({"smallint", "integer", "bigint"}),
    "smallint": frozenset({"bytea", "oid"}),
    "integer": frozenset({"boolean", "bytea", "oid", "money", "bit"}),
    "bigint": frozenset({"bytea", "oid", "money", "bit"}),
    "oid": frozenset({"integer", "bigint"}),
    "numeric": frozenset({"money"}),
    "money": frozenset({"numeric"}),
    "bit": frozenset({"integer", "bigint"}),
    "jsonb": frozenset({"boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision"}),
    "time without time zone": frozenset({"interval", "time with time zone"}),
    "time with time zone": frozenset({"time without time zone"}),
    "timestamp without time zone": frozenset({"time without time zone"}),
    "timestamp with time zone": frozenset({"time without time zone", "time with time zone"}),
    "interval": frozenset({"time without time zone"}),
    "point": frozenset({"box"}),
    "lseg": frozenset({"point"}),
    "path": frozenset({"polygon"}),
    "box": frozenset({"point", "lseg", "polygon", "circle"}),
    "polygon": frozenset({"point", "path", "box", "circle"}),
    "circle": frozenset({"point", "box", "polygon"}),
    "macaddr": frozenset({"macaddr8"}),
    "macaddr8": frozenset({"macaddr"}),
    "int4range": frozenset({"int4multirange"}),
    "int8range": frozenset({"int8multirange"}),
    "numrange": frozenset({"nummultirange"}),
    "daterange": frozenset({"datemultirange"}),
    "tsrange": frozenset({"tsmultirange"}),
    "tstzrange": frozenset({"tstzmultirange"}),
    "xid8": frozenset({"xid"}),
}
# Those without casts to others, beside these.
_WITHOUT_CASTS = frozenset(
    {
        *(
            "uuid",
            "xml",
            "xid",
            "tid",
            "tsvector",
            "tsquery",
            "pg_lsn",
            "jsonpath",
            "pg_snapshot",
            "line",
            "json",
            "date",
        ),
        *(
            "inet",
            "cidr",
            "real",
            "double precision",
            "bit varying",
            "int4multirange",
            "int8multirange",
            "nummultirange",
        ),
        *("datemultirange", "tsmultirange", "tstzmultirange"),
    }
)
_BUILT_IN = _NAMED_CASTS.keys() | _WITHOUT_CASTS
_ARRAY = "[]"
# Those whose values have nothing but their texts in common with those of other types.
_BY_TEXT = (Enum, CompositeType, RangeType)


def using(column: Sql, old: str, new: str, target: Whole) -> Sql:
    """The USING of ALTER COLUMN … TYPE, where there has to be one.

    Raises:
        PlanError: No expression tells how the values become others.
    """
    value = _converted(column, old, new, target)
    return NOTHING if value == column else write(" USING {}", value)


def _converted(value: Sql, old: str, new: str, target: Whole) -> Sql:
    """A value as one of another type; the value itself where PostgreSQL finds the way."""
    before, after = _beneath(old, target, renewed=True), _beneath(new, target, renewed=False)
    element, dimensions = _parted(after)
    has = target.type_named(element)
    had = target.renewed.get(named(element)) if _parted(before)[0] == element else None
    if isinstance(had, CompositeType) and isinstance(has, CompositeType) and _is_rearranged(had, has, target):
        return _rearranged(value, new, had, has, target)
    if had is None and (before == after or _is_assigned(before, after)):
        return value
    if (
        _parted(before)[1] != dimensions
        or had is not None
        or isinstance(has, _BY_TEXT)
        or _has_no_cast(before, after, target)
    ):
        return write("{}::text::{}", value, deparsed(new))
    return write("{}::{}", value, deparsed(new))


def _has_no_cast(old: str, new: str, target: Whole) -> bool:
    """Whether nothing leads from a type to another one but its text. Of those of extensions nobody knows."""
    before, after = _parted(old)[0], _parted(new)[0]
    if not {before, after} <= _BUILT_IN or after in _NAMED_CASTS.get(before, ()):
        return False
    return Identity(Kind.CAST, "", "", before, after) not in target.catalog.objects


def _is_rearranged(had: SchemaObject | None, has: SchemaObject | None, target: Whole) -> bool:
    """Whether the text of a value of a composite type is not one of the new type."""
    if not isinstance(had, CompositeType) or not isinstance(has, CompositeType):
        return False
    if list(attributes_of(had)) != list(attributes_of(has)):
        return True
    within = (_parted(_base(type_in(of)))[0] for of in attributes_of(has).values())
    return any(_is_rearranged(target.renewed.get(named(one)), target.type_named(one), target) for one in within)


def _rearranged(value: Sql, new: str, had: CompositeType, has: CompositeType, target: Whole) -> Sql:
    """A value of a composite type, attribute by attribute."""
    if target.type_named(new) is not has:
        raise PlanError(
            f"values of {new} cannot follow {had.identity.kind} {had.identity}, which has to be made again",
            "its attributes change their places, and no expression tells that of an array or of a domain",
        )
    before, after = attributes_of(had), attributes_of(has)
    values = [
        _converted(write("({}).{}", value, deparsed(name)), type_in(before[name]), type_in(of), target)
        if name in before
        else Sql("NULL")
        for name, of in after.items()
    ]
    return write(
        "CASE WHEN {} IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW({})::{} END",
        value,
        joined(", ", values),
        deparsed(new),
    )


def _beneath(of: str, target: Whole, *, renewed: bool) -> str:
    """A type without its length, precision or fields; what is beneath a domain, of an old one where it is renewed."""
    base = _base(of)
    element, dimensions = _parted(base)
    known = (target.renewed.get(named(element)) if renewed else None) or target.type_named(element)
    if isinstance(known, Domain):
        return _beneath(known.type + dimensions, target, renewed=renewed)
    return base


def _parted(of: str) -> tuple[str, str]:
    """What is in an array, and what makes it one; in an array of domains over arrays these are several."""
    element = of
    while element.endswith(_ARRAY):
        element = element.removesuffix(_ARRAY)
    return element, of[len(element) :]


def _base(of: str) -> str:
    """A type without its length, precision or fields."""
    if '"' in of:
        return of
    return _INTERVAL.sub("interval", _MODIFIER.sub("", of))


def _is_assigned(old: str, new: str) -> bool:
    """Whether PostgreSQL takes values of a type for those of another, and complains of what does not fit."""
    if new in _STRINGS:
        return True
    (before, had), (after, has) = _parted(old), _parted(new)
    if had != has:
        return False
    return after in _STRINGS or any(before in types and after in types for types in _CASTS)
