"""Functions, procedures, aggregates, operators: replaced under the same name, so that what calls them stays."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from sync.model import Kind
from sync.model.objects import Aggregate, Operator, OperatorFamily, Routine
from sync.plan.alter.arguments import is_replaceable
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import extensions_changed, replaced
from sync.plan.create import routines
from sync.plan.references import place, reference
from sync.plan.sql import Sql, deparsed, joined, with_values, without_arguments, write
from sync.plan.whole import Whole

_DEPENDS = "depends_on_extensions"
# What only a function can say.
_OF_FUNCTIONS = frozenset({"volatility", "strict", "leakproof", "parallel", "cost", "rows", "support"})
_COUNTERPARTS_SINCE = 17


def routine(old: Routine, new: Routine, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A function or a procedure."""
    if new.identity.kind is Kind.PROCEDURE and attributes & _OF_FUNCTIONS:
        raise NoStatementError
    if not is_replaceable(old.arguments, new.arguments):
        raise NoStatementError
    yield from _again(reference(new.identity), old, new, attributes, routines.routine(new, target))


def aggregate(old: Aggregate, new: Aggregate, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """An aggregate function."""
    own = place(new.identity._replace(kind=Kind.FUNCTION))
    yield from _again(write("FUNCTION {}", own), old, new, attributes, routines.aggregate(new, target))


def _again(
    of: Sql, old: Routine | Aggregate, new: Routine | Aggregate, attributes: AbstractSet[str], made: Iterator[Sql]
) -> Iterator[Sql]:
    """Replace it, unless only the extensions differ that it depends on; replaced, it depends on none."""
    if attributes - {_DEPENDS}:
        first, *more = made
        yield replaced(first)
        yield from more
    else:
        yield from extensions_changed(of, old.depends_on_extensions, new.depends_on_extensions)


_SETTABLE = {"restrict": "RESTRICT", "join": "JOIN"}
_COUNTERPARTS = {"commutator": "COMMUTATOR", "negator": "NEGATOR"}
_FLAGS = {"hashes": "HASHES", "merges": "MERGES"}


def operator(old: Operator, new: Operator, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """An operator; what it is said to go with is said once."""
    late = attributes & {*_COUNTERPARTS, *_FLAGS}
    if late and (target.catalog.major < _COUNTERPARTS_SINCE or any(getattr(old, one) for one in late)):
        raise NoStatementError
    functions = {word: routines.name_of(getattr(new, one)) for one, word in _SETTABLE.items() if one in attributes}
    operators = {word: routines.operator_call(getattr(new, one)) for one, word in _COUNTERPARTS.items() if one in late}
    flags = {word: "true" for one, word in _FLAGS.items() if one in late}
    values = {**{word: call or "NONE" for word, call in functions.items()}, **operators, **flags}
    yield write("ALTER {} SET {}", reference(new.identity), with_values(values))


def operator_family(old: OperatorFamily, new: OperatorFamily, _: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """What is in an operator family."""
    operators = tuple(text for text in old.operators if text not in new.operators)
    functions = tuple(text for text in old.functions if text not in new.functions)
    yield from without_members(OperatorFamily(new.identity, operators=operators, functions=functions))
    operators = tuple(text for text in new.operators if text not in old.operators)
    functions = tuple(text for text in new.functions if text not in old.functions)
    yield from routines.members(OperatorFamily(new.identity, operators=operators, functions=functions))


def without_members(one: OperatorFamily) -> Iterator[Sql]:
    """What is in an operator family goes, and the family stays."""
    gone = [*map(_dropped_operator, one.operators), *map(_dropped_function, one.functions)]
    if gone:
        yield write("ALTER {} DROP {}", reference(one.identity), joined(", ", gone))


def _dropped_operator(text: str) -> Sql:
    found = _member(routines.OPERATOR_MEMBER, text)
    types = found["operator"].removeprefix(without_arguments(found["operator"]))
    return write("OPERATOR {} {}", Sql(found["number"]), deparsed(types))


def _dropped_function(text: str) -> Sql:
    found = _member(routines.FUNCTION_MEMBER, text)
    return write("FUNCTION {} ({})", Sql(found["number"]), deparsed(found["types"]))


def _member(pattern: re.Pattern[str], text: str) -> Mapping[str, str]:
    found = pattern.fullmatch(text)
    if found is None or " as " in text:  # for types other than its own, which only a class can say
        raise NoStatementError
    return found.groupdict()
