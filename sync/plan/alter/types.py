"""Types: enums, domains, composite types, base types."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import BaseType, CompositeType, Domain, DomainConstraint, Enum
from sync.plan.alter.attributes import attributes_of
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.create import types
from sync.plan.references import place, reference, relation
from sync.plan.sql import NOTHING, Sql, deparsed, joined, literal, name, with_values, without_arguments, write
from sync.plan.whole import Whole

_NOT_VALID = " NOT VALID"


def enum(old: Enum, new: Enum, _: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """An enum type that gets more values."""
    if tuple(one for one in new.values if one in old.values) != old.values:
        raise NoStatementError
    there = list(old.values)
    for number, value in enumerate(new.values):
        if value in there:
            continue
        where = NOTHING
        if number and number < len(there):
            where = write(" AFTER {}", literal(new.values[number - 1]))
        elif there and not number:
            where = write(" BEFORE {}", literal(there[0]))
        yield write("ALTER TYPE {} ADD VALUE {}{}", place(new.identity), literal(value), where)
        there.insert(number, value)


def domain(old: Domain, new: Domain, attributes: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """A domain."""
    if "default" in attributes:
        yield from types.defaulted(new)
    if attributes & {"not_null", "not_null_name"}:
        if old.not_null:
            yield write("ALTER {} DROP NOT NULL", reference(new.identity))
        if new.not_null:
            yield types.required(new)


def domain_constraint(
    old: DomainConstraint, new: DomainConstraint, attributes: AbstractSet[str], _: Whole
) -> Iterator[Sql]:
    """A check of a domain that becomes valid."""
    if "definition" not in attributes:
        return
    if old.definition != new.definition + _NOT_VALID:
        raise NoStatementError
    yield write("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", relation(new.identity), name(new.identity.name))


def composite_type(old: CompositeType, new: CompositeType, _: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A composite type, whose new attributes come last. Tables of this type go along."""
    before, after = attributes_of(old), attributes_of(new)
    kept = [one for one in before if one in after]
    if list(after)[: len(kept)] != kept:
        raise NoStatementError
    changes = [
        *(write("DROP ATTRIBUTE {}", deparsed(one)) for one in before if one not in after),
        *(
            write("ALTER ATTRIBUTE {} TYPE {}", deparsed(one), deparsed(after[one]))
            for one in kept
            if before[one] != after[one]
        ),
        *(write("ADD ATTRIBUTE {} {}", deparsed(one), deparsed(of)) for one, of in after.items() if one not in before),
    ]
    has_tables = any(one.of_type == place(new.identity) for one in target.tables.values())
    cascading = Sql(" CASCADE" if has_tables else "")
    yield write(
        "ALTER TYPE {} {}", place(new.identity), joined(", ", [write("{}{}", one, cascading) for one in changes])
    )


_SETTABLE = {
    "receive": "RECEIVE",
    "send": "SEND",
    "modifier_input": "TYPMOD_IN",
    "modifier_output": "TYPMOD_OUT",
    "analyze": "ANALYZE",
    "subscript": "SUBSCRIPT",
}


def base_type(_: BaseType, new: BaseType, attributes: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """A base type; its values stay as they are."""
    functions = {option: getattr(new, name) for name, option in _SETTABLE.items() if name in attributes}
    values = {option: "NONE" if call is None else without_arguments(call) for option, call in functions.items()}
    if "storage" in attributes:
        if new.storage == "plain":
            raise NoStatementError
        values["STORAGE"] = deparsed(new.storage)
    yield write("ALTER TYPE {} SET {}", place(new.identity), with_values(values))
