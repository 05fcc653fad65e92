"""Types and collations."""

from collections.abc import Iterator

from sync.model.objects import BaseType, Collation, CompositeType, Domain, DomainConstraint, Enum, RangeType
from sync.plan.references import place, reference, relation
from sync.plan.sql import (
    NOTHING,
    Sql,
    deparsed,
    joined,
    listed,
    literal,
    name,
    optional,
    with_values,
    without_arguments,
    write,
)
from sync.plan.whole import Whole


def enum(one: Enum, _: Whole) -> Iterator[Sql]:
    """An enum type."""
    yield write("CREATE TYPE {} AS ENUM ({})", place(one.identity), joined(", ", map(literal, one.values)))


def composite_type(one: CompositeType, _: Whole) -> Iterator[Sql]:
    """A composite type."""
    yield write("CREATE TYPE {} AS ({})", place(one.identity), listed(one.columns))


def domain(one: Domain, whole: Whole) -> Iterator[Sql]:
    """A domain without its checks, and without a default that calls a function, which may know the domain."""
    yield joined(
        "",
        [
            write("CREATE DOMAIN {} AS {}", place(one.identity), deparsed(one.type)),
            optional(" COLLATE {}", one.collation),
            optional(" DEFAULT {}", one.default) if one.identity in whole.plain_defaults else NOTHING,
            write(" {}", _not_null(one)) if one.not_null else NOTHING,
        ],
    )


def _not_null(one: Domain) -> Sql:
    return write("CONSTRAINT {} NOT NULL", name(one.not_null_name)) if one.not_null_name else Sql("NOT NULL")


def required(one: Domain) -> Sql:
    """A domain that is there becomes NOT NULL."""
    how = write("ADD {}", _not_null(one)) if one.not_null_name else Sql("SET NOT NULL")
    return write("ALTER {} {}", reference(one.identity), how)


def defaulted(one: Domain) -> Iterator[Sql]:
    """Give a domain its default."""
    change = Sql("DROP DEFAULT") if one.default is None else write("SET DEFAULT {}", deparsed(one.default))
    yield write("ALTER {} {}", reference(one.identity), change)


def domain_constraint(one: DomainConstraint, _: Whole) -> Iterator[Sql]:
    """A check of a domain."""
    yield write(
        "ALTER DOMAIN {} ADD CONSTRAINT {} {}",
        relation(one.identity),
        name(one.identity.name),
        deparsed(one.definition),
    )


def shell(one: BaseType | RangeType) -> Iterator[Sql]:
    """The name of a type whose functions have to be made before it."""
    needs_functions = one.input if isinstance(one, BaseType) else one.canonical
    if needs_functions is not None or isinstance(one, BaseType):
        yield write("CREATE TYPE {}", place(one.identity))


def range_type(one: RangeType, _: Whole) -> Iterator[Sql]:
    """A range type and the multirange type that comes with it."""
    options = with_values(
        {
            "SUBTYPE": one.subtype,
            "SUBTYPE_OPCLASS": one.operator_class,
            "COLLATION": one.collation,
            "CANONICAL": one.canonical,
            "SUBTYPE_DIFF": one.subtype_difference,
            "MULTIRANGE_TYPE_NAME": one.multirange,
        }
    )
    yield write("CREATE TYPE {} AS RANGE {}", place(one.identity), options)


def base_type(one: BaseType, _: Whole) -> Iterator[Sql]:
    """A base type; nothing for one that is only a name."""
    if one.input is None:
        return
    functions = {
        "INPUT": one.input,
        "OUTPUT": one.output,
        "RECEIVE": one.receive,
        "SEND": one.send,
        "TYPMOD_IN": one.modifier_input,
        "TYPMOD_OUT": one.modifier_output,
        "ANALYZE": one.analyze,
        "SUBSCRIPT": one.subscript,
    }
    late = ["TYPMOD_OUT"] if one.modifier_input is None and one.modifier_output is not None else []
    calls = {key: without_arguments(call) for key, call in functions.items() if call is not None}
    options = {
        **{key: call for key, call in calls.items() if key not in late},
        "INTERNALLENGTH": one.length,
        "PASSEDBYVALUE": "true" if one.by_value else None,
        "ALIGNMENT": one.alignment,
        "STORAGE": one.storage,
        "CATEGORY": literal(one.category),
        "PREFERRED": "true" if one.preferred else None,
        "DEFAULT": None if one.default is None else literal(one.default),
        "ELEMENT": one.element,
        "DELIMITER": literal(one.delimiter),
        "COLLATABLE": "true" if one.collatable else None,
    }
    yield write("CREATE TYPE {} {}", place(one.identity), with_values(options))
    if late:  # CREATE TYPE refuses it without a function for the input
        yield write("ALTER TYPE {} SET {}", place(one.identity), with_values({key: calls[key] for key in late}))


def collation(one: Collation, _: Whole) -> Iterator[Sql]:
    """A collation."""
    texts = {"LOCALE": one.locale, "LC_COLLATE": one.collate, "LC_CTYPE": one.ctype, "RULES": one.rules}
    options = {
        "PROVIDER": one.provider,
        **{key: None if text is None else literal(text) for key, text in texts.items()},
        "DETERMINISTIC": None if one.deterministic else "false",
    }
    yield write("CREATE COLLATION {} {}", place(one.identity), with_values(options))
