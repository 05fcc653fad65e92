"""What a change of a column's type does to its values. Sources: pg_cast.dat, and tablecmds.c for what is rewritten."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sync.parsing import unwrapped
from sync.plan.effects import trees

BUILT_IN = "pg_catalog"
_SERIAL = {"smallserial": "int2", "serial2": "int2", "serial": "int4", "serial4": "int4"}
_BIG_SERIAL = {"bigserial": "int8", "serial8": "int8"}
SERIALS = {**_SERIAL, **_BIG_SERIAL}

_STRINGS = frozenset({"text", "varchar", "bpchar", "citext"})
_REFERENCES = frozenset(
    {
        *("oid", "regproc", "regprocedure", "regoper", "regoperator", "regclass", "regcollation", "regtype"),
        *("regconfig", "regdictionary", "regrole", "regnamespace"),
    }
)
# From each, what it is already. Binary coercible casts; to `character` with a length there is more to do.
_SAME_VALUES = {
    "text": {"varchar", "bpchar", "citext"},
    "varchar": {"text", "bpchar", "citext"},
    "citext": {"text", "varchar"},
    "cidr": {"inet"},
    "bit": {"varbit"},
    "varbit": {"bit"},
    "xml": {"text", "varchar", "bpchar"},
    "int4": set(_REFERENCES),
    **{one: {"int4", "oid"} for one in _REFERENCES},
    "oid": {"int4", *_REFERENCES},
    "regproc": {"int4", "oid", "regprocedure"},
    "regprocedure": {"int4", "oid", "regproc"},
    "regoper": {"int4", "oid", "regoperator"},
    "regoperator": {"int4", "oid", "regoper"},
}
# Whose indexes serve both.
_SAME_ORDER = (frozenset({"text", "varchar"}), frozenset({"cidr", "inet"}))
_LENGTHS = frozenset({"varchar", "varbit", "bpchar", "bit"})
_GROWING = frozenset({"varchar", "varbit"})
_TIMES = frozenset({"time", "timetz", "timestamp", "timestamptz"})
_FINEST = 6
_WHOLE_NUMBERS = {"int2": 1, "int4": 2, "int8": 3}
_FRACTIONS = frozenset({"numeric", "float4", "float8"})
_DIGITS = {"int2": 0, "float4": 1, "int4": 2, "float8": 3, "int8": 4, "numeric": 5}
_ROUNDED = "rounds"
_CUT = "cuts off what is longer in"
_DROPS_TIME = "drops the time of day of"
_LOSING = {
    **{(one, "date"): _DROPS_TIME for one in ("timestamp", "timestamptz")},
    **{
        (one, other): "drops the date of"
        for one in ("timestamp", "timestamptz", "interval")
        for other in ("time", "timetz")
    },
    ("timetz", "time"): "drops the time zone of",
    ("inet", "cidr"): "drops what is beyond the network in",
    ("json", "jsonb"): "drops repeated keys and the order of keys of",
}
_ALL_FIELDS = 32767
# Seconds, minutes, hours, days, months, years. Source: datetime.h.
_FIELDS = tuple(1 << bit for bit in (12, 11, 10, 3, 1, 2))
_MODIFIERS_OF_INTERVAL = 2


@dataclass(frozen=True, slots=True)
class Type:
    """A type with its modifiers.

    Attributes:
        schema: Where it is; empty for one that stands without, and may be built in or on the search path.
        name: As the catalogs have it: `int4`.
        modifiers: Length, precision and scale.
        is_array: Whether it is an array of that.
    """

    schema: str
    name: str
    modifiers: tuple[int, ...] = ()
    is_array: bool = False

    @property
    def base(self) -> "Type":
        """The same without modifiers."""
        return replace(self, modifiers=())


@dataclass(frozen=True, slots=True)
class Domain:
    """What a type is that is a domain: another one, perhaps with constraints and a collation of its own."""

    base: Type
    is_constrained: bool
    collation: str = ""


Domains = Callable[[Type], Domain | None]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What becomes of values.

    Attributes:
        rewrites: Whether each is written anew.
        loses: What is lost of them, with a verb; empty where nothing is.
        may_fail: Whether there may be some that the new type does not take.
        reorders: Whether an index over them has to be built anew, even if they are not.
    """

    rewrites: bool = False
    loses: str = ""
    may_fail: bool = False
    reorders: bool = False


def type_of(node: Any) -> Type:
    """The type that a tree names."""
    found = trees.names(node.names)
    schema, own = found[-2] if len(found) > 1 else "", found[-1]
    if not schema and own in SERIALS:
        own = SERIALS[own]
    modifiers = tuple(_number(unwrapped(one)[1]) for one in node.typmods)
    if own in ("bit", "bpchar") and schema == BUILT_IN and not modifiers and node.typemod != -1:
        modifiers = (1,)
    if own == "numeric" and len(modifiers) == 1:
        modifiers = (*modifiers, 0)
    return Type("" if schema == BUILT_IN else schema, own, modifiers, bool(node.array_bounds))


def parsed(text: str) -> Type | None:
    """The type that the server wrote; None where the parser does not know it."""
    node = trees.type_name(text)
    return None if node is None else type_of(node)


def _number(node: Any) -> int:
    text = trees.constant(node) if type(node).__name__ == "A_Const" else None
    return int(text) if text and text.lstrip("-").isdigit() else 0


def converted(steps: Sequence[Type], domains: Domains, *, explicit: int) -> Conversion:
    """What becomes of values that go through several types.

    Args:
        steps: The type that they have, and those that they come to.
        domains: What a domain is.
        explicit: How many of the steps, from the first, are casts that somebody wrote.
    """
    found = Conversion()
    for number, (old, new) in enumerate(pairwise(steps)):
        one = _step(old, new, domains, explicit=number < explicit)
        found = Conversion(
            found.rewrites or one.rewrites,
            found.loses or one.loses,
            found.may_fail or one.may_fail,
            found.reorders or one.reorders,
        )
    return found


def _step(old: Type, new: Type, domains: Domains, *, explicit: bool) -> Conversion:
    if old == new:
        return Conversion()
    constrained = False
    known = domains(old) is None
    arrays = old.is_array and new.is_array and old.base != new.base
    while (domain := domains(old)) is not None:
        old = replace(domain.base, is_array=old.is_array or domain.base.is_array)
    while (domain := domains(new)) is not None:
        constrained |= domain.is_constrained
        new = replace(domain.base, is_array=new.is_array or domain.base.is_array)
    loses = _loses(old, new, explicit=explicit) if old.is_array == new.is_array else ""
    # Of the values of a domain, PostgreSQL does not know how long they are; those in an array it converts one by one.
    rewrites = constrained or arrays or not _stays(old if known else old.base, new)
    may_fail = constrained or (not loses and _may_fail(old, new))
    return Conversion(rewrites, loses, may_fail, _reorders(old, new))


def _stays(old: Type, new: Type) -> bool:
    """Whether what is stored for one type is what is stored for the other."""
    if old.is_array or new.is_array:
        return old.base == new.base and new.modifiers in ((), old.modifiers)
    if old.base == new.base:
        return _widens(old, new)
    is_same = new.name in _SAME_VALUES.get(old.name, ()) and not new.modifiers
    return is_same and (not old.schema or old.name == "citext") and (not new.schema or new.name == "citext")


def _widens(old: Type, new: Type) -> bool:
    """Whether a type takes all values of the same type with other modifiers as they are."""
    before, after, own = old.modifiers, new.modifiers, old.name
    if not after or before == after:
        return True
    if own in _GROWING:
        return bool(before) and after[0] >= before[0]
    if own == "numeric":
        return bool(before) and after[1] == before[1] and after[0] >= before[0]
    if own in _TIMES:
        return after[0] >= (before[0] if before else _FINEST)
    if own == "interval":
        (field, finest), (smaller, finer) = _interval(before), _interval(after)
        return smaller <= field and finer >= finest
    return False


def _interval(modifiers: tuple[int, ...]) -> tuple[int, int]:
    """The smallest field of an interval, by its place in the list, and the digits of its seconds."""
    fields = modifiers[0] if modifiers else _ALL_FIELDS
    smallest = next((number for number, bit in enumerate(_FIELDS) if fields & bit), 0)
    return smallest, modifiers[1] if len(modifiers) == _MODIFIERS_OF_INTERVAL else _FINEST


def _loses(old: Type, new: Type, *, explicit: bool) -> str:  # noqa: PLR0911 - one answer for each family of types
    own, to = old.name, new.name
    if own == to:
        return "" if _widens(old, new) else _loses_by_modifiers(old, new, explicit=explicit)
    if (own, to) in _LOSING:
        return _LOSING[own, to]
    if own in _FRACTIONS and to in _WHOLE_NUMBERS:
        scale = old.modifiers[1:] if own == "numeric" else ()
        return "" if scale == (0,) else _ROUNDED
    if own in _DIGITS and to in _DIGITS:
        return _ROUNDED if _is_rounded(old, new) else ""
    if to == "bool" and own in _WHOLE_NUMBERS:
        return "keeps only whether it is zero of"
    if to in ("name", "char") and own != to:
        return _CUT
    if to in _LENGTHS and new.modifiers and explicit and own not in ("bool", "bit"):
        return _CUT
    if own in _TIMES and to in _TIMES and new.modifiers and new.modifiers[0] < (*old.modifiers, _FINEST)[0]:
        return _ROUNDED
    return ""


def _is_rounded(old: Type, new: Type) -> bool:
    if new.name == "numeric":
        return old.name in _FRACTIONS
    return new.name in _FRACTIONS and _DIGITS[old.name] > _DIGITS[new.name]


def _loses_by_modifiers(old: Type, new: Type, *, explicit: bool) -> str:
    if old.name in _LENGTHS:
        shorter = not old.modifiers or new.modifiers[0] < old.modifiers[0]
        return _CUT if explicit and shorter else ""
    if old.name == "numeric":
        return _ROUNDED if not old.modifiers or new.modifiers[1] < old.modifiers[1] else ""
    if old.name in _TIMES:
        return _ROUNDED
    return "drops the smaller fields of" if old.name == "interval" else ""


def _may_fail(old: Type, new: Type) -> bool:
    own, to = old.name, new.name
    if old.base == new.base:
        return not _widens(old, new) and own in _LENGTHS | {"numeric"} and _is_narrower(old, new)
    if own in _WHOLE_NUMBERS and to in _WHOLE_NUMBERS:
        return _WHOLE_NUMBERS[own] > _WHOLE_NUMBERS[to]
    if to in _LENGTHS:
        return bool(new.modifiers)
    if own in _WHOLE_NUMBERS and to == "numeric":
        return bool(new.modifiers)
    return (to not in _STRINGS and to not in ("float4", "float8", "numeric", *_TIMES, "date")) or own in _STRINGS


def _is_narrower(old: Type, new: Type) -> bool:
    if not old.modifiers:
        return True
    if old.name == "numeric":
        return new.modifiers[0] - new.modifiers[1] < old.modifiers[0] - old.modifiers[1]
    return new.modifiers[0] < old.modifiers[0]


def _reorders(old: Type, new: Type) -> bool:
    if old.base == new.base:
        return False
    return not any({old.name, new.name} <= both for both in _SAME_ORDER)
