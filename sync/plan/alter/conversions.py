"""How the values of a column come from one type to another.

An assignment cast says what does not fit, an explicit one cuts it off: `text` to `varchar(20)` must not lose anything.
So USING stands only where PostgreSQL would not find the way by itself.
"""

import re

from sync.model import Identity, Kind
from sync.plan.sql import NOTHING, Sql, deparsed, write
from sync.plan.whole import Whole, pair

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
_ARRAY = "[]"
# Those whose values have nothing but their texts in common with those of other types.
_BY_TEXT = (Kind.ENUM, Kind.COMPOSITE_TYPE)


def using(column: Sql, old: str, new: str, target: Whole) -> Sql:
    """The USING of ALTER COLUMN … TYPE, where there has to be one."""
    before, after = _base(old), _base(new)
    if before == after or _is_assigned(before, after):
        return NOTHING
    if before.endswith(_ARRAY) != after.endswith(_ARRAY) or _has_only_texts(after, target):
        return write(" USING {}::text::{}", column, deparsed(new))
    return write(" USING {}::{}", column, deparsed(new))


def _base(of: str) -> str:
    """A type without its length, precision or fields."""
    if '"' in of:
        return of
    return _INTERVAL.sub("interval", _MODIFIER.sub("", of))


def _is_assigned(old: str, new: str) -> bool:
    """Whether PostgreSQL takes values of a type for those of another, and complains of what does not fit."""
    if new in _STRINGS:
        return True
    if old.endswith(_ARRAY) != new.endswith(_ARRAY):
        return False
    before, after = old.removesuffix(_ARRAY), new.removesuffix(_ARRAY)
    return after in _STRINGS or any(before in types and after in types for types in _CASTS)


def _has_only_texts(of: str, target: Whole) -> bool:
    if "." not in of:
        return False
    schema, name = pair(of.removesuffix(_ARRAY))
    return any(Identity(kind, schema, "", name) in target.catalog.objects for kind in _BY_TEXT)
