"""Functions, procedures, aggregates, operators, and how access methods use them."""

import re
from collections.abc import Iterator

from sync.catalog.lines import Lines
from sync.model import Kind
from sync.model.objects import Aggregate, Operator, OperatorClass, OperatorFamily, Routine
from sync.plan.references import reference
from sync.plan.sql import (
    NOTHING,
    Sql,
    body,
    deparsed,
    joined,
    literal,
    name,
    optional,
    qualified,
    with_values,
    without_arguments,
    write,
)
from sync.plan.whole import Whole

# Settings that hold lists of names, whose values PostgreSQL keeps as it would read them. Source: GUC_LIST_QUOTE in
# guc_tables.c.
_LISTS = frozenset(
    {
        *("search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries"),
        *("shared_preload_libraries", "unix_socket_directories"),
    }
)
_LISTED = re.compile(r'"((?:[^"]|"")*)"|([^,\s]+)')
_IN_C = frozenset({"c", "internal"})
_USUAL_ROWS = (0, 1000)
_MODIFIES = {"read only": "READ_ONLY", "shareable": "SHAREABLE", "read write": "READ_WRITE"}
# As `operator_families.sql` writes them.
OPERATOR_MEMBER = re.compile(
    r"(?P<number>\d+) (?P<operator>.+?\))(?: for order by (?P<family>.+?))?(?: as .+)?", re.DOTALL
)
FUNCTION_MEMBER = re.compile(r"(?P<number>\d+) (?P<function>.+) for (?P<types>.+)", re.DOTALL)


def routine(one: Routine, _: Whole) -> Iterator[Sql]:
    """A function or a procedure."""
    yield joined(
        "",
        [
            write("CREATE {} ", Sql(one.identity.kind.upper())),
            write("{}({})", qualified(one.identity.schema, one.identity.name), deparsed(one.arguments)),
            optional("\nRETURNS {}", one.result),
            write("\nLANGUAGE {}", name(one.language)),
            *_properties(one),
            *(write("\nSET {}", setting(text)) for text in one.settings),
            _body(one),
        ],
    )
    for extension in one.depends_on_extensions:
        yield write("ALTER {} DEPENDS ON EXTENSION {}", reference(one.identity), deparsed(extension))


def _properties(one: Routine) -> Iterator[Sql]:
    """What differs from what CREATE FUNCTION takes for granted."""
    if one.transforms:
        yield write("\nTRANSFORM {}", joined(", ", [write("FOR TYPE {}", deparsed(of)) for of in one.transforms]))
    for wanted, words in (
        (one.window, "WINDOW"),
        (one.volatility != "volatile", one.volatility.upper()),
        (one.strict, "STRICT"),
        (one.security_definer, "SECURITY DEFINER"),
        (one.leakproof, "LEAKPROOF"),
        (one.parallel != "unsafe", f"PARALLEL {one.parallel.upper()}"),
        (
            one.cost != _usual_cost(one),
            f"COST {_number(one.cost)}",
        ),
        (one.rows not in _USUAL_ROWS, f"ROWS {_number(one.rows)}"),
    ):
        if wanted:
            yield Sql(f"\n{words}")
    yield optional("\nSUPPORT {}", one.support)


def _usual_cost(one: Routine) -> float:
    if one.identity.kind is Kind.PROCEDURE:  # nobody can say what it costs
        return one.cost
    return 1 if one.language in _IN_C else 100


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def setting(text: str) -> Sql:
    """What SET takes for `name=value` as PostgreSQL keeps it."""
    key, _, value = text.partition("=")
    values = [value]
    if key in _LISTS:
        values = [quoted.replace('""', '"') or plain for quoted, plain in _LISTED.findall(value)] or [""]
    return write("{} TO {}", joined(".", map(name, key.split("."))), joined(", ", map(literal, values)))


def _body(one: Routine) -> Sql:
    if one.statements is not None:
        return write("\n{}", deparsed(one.statements))
    text = Lines(one.body, one.line_ends).original() or ""
    if one.library is not None:
        return write("\nAS {}, {}", literal(one.library), literal(text))
    return write("\nAS {}", literal(text) if one.language in _IN_C else body(text))


def aggregate(one: Aggregate, _: Whole) -> Iterator[Sql]:
    """An aggregate function."""
    options = {
        "SFUNC": name_of(one.transition),
        "STYPE": one.state_type,
        "SSPACE": str(one.state_size) if one.state_size else None,
        "FINALFUNC": name_of(one.final),
        "FINALFUNC_EXTRA": "true" if one.final_extra else None,
        "FINALFUNC_MODIFY": _MODIFIES[one.final_modify] if one.final else None,
        "COMBINEFUNC": name_of(one.combine),
        "SERIALFUNC": name_of(one.serialize),
        "DESERIALFUNC": name_of(one.deserialize),
        "INITCOND": None if one.initial_value is None else literal(one.initial_value),
        "MSFUNC": name_of(one.moving_transition),
        "MINVFUNC": name_of(one.moving_inverse),
        "MSTYPE": one.moving_state_type,
        "MSSPACE": str(one.moving_state_size) if one.moving_state_size else None,
        "MFINALFUNC": name_of(one.moving_final),
        "MFINALFUNC_EXTRA": "true" if one.moving_final_extra else None,
        "MFINALFUNC_MODIFY": _MODIFIES[one.moving_final_modify] if one.moving_final else None,
        "MINITCOND": None if one.moving_initial_value is None else literal(one.moving_initial_value),
        "SORTOP": operator_call(one.sort_operator),
        "HYPOTHETICAL": "true" if one.type == "hypothetical-set" else None,
        "PARALLEL": one.parallel,
    }
    own = qualified(one.identity.schema, one.identity.name)
    yield write("CREATE AGGREGATE {}({}) {}", own, deparsed(one.arguments or "*"), with_values(options))
    for extension in one.depends_on_extensions:
        call = write("{}({})", own, deparsed(one.identity.signature))
        yield write("ALTER FUNCTION {} DEPENDS ON EXTENSION {}", call, deparsed(extension))


def name_of(call: str | None) -> Sql | None:
    """The name of a function, as options take it."""
    return None if call is None else without_arguments(call)


def operator_call(call: str | None) -> Sql | None:
    """The name of an operator, as options take it."""
    if call is None:
        return None
    found = without_arguments(call)
    return write("OPERATOR({})", found if "." in found else Sql(f"pg_catalog.{found}"))


def operator(one: Operator, _: Whole) -> Iterator[Sql]:
    """An operator; one that only others name comes with these."""
    if one.function is None:
        return
    left, _comma, right = one.identity.signature.partition(", ")
    options = {
        "FUNCTION": name_of(one.function),
        "LEFTARG": None if left == "NONE" else left,
        "RIGHTARG": None if right == "NONE" else right,
        "COMMUTATOR": operator_call(one.commutator),
        "NEGATOR": operator_call(one.negator),
        "RESTRICT": name_of(one.restrict),
        "JOIN": name_of(one.join),
    }
    flags = [flag for flag, wanted in (("HASHES", one.hashes), ("MERGES", one.merges)) if wanted]
    inner = [with_values(options)[1:-1], *flags] if flags else None
    own = write("{}.{}", name(one.identity.schema), deparsed(one.identity.name))
    yield write("CREATE OPERATOR {} {}", own, Sql(f"({', '.join(inner)})") if inner else with_values(options))


def operator_family(one: OperatorFamily, whole: Whole) -> Iterator[Sql]:
    """An operator family, its classes, and what is in it. One of PostgreSQL's own gets only what is in it beside."""
    if whole.owner(one.identity):
        yield write("CREATE {}", reference(one.identity))
    for of in whole.classes.get(one.identity, ()):
        if of.identity not in whole.apart:
            yield from operator_class(of, whole)
    yield from members(one)


def members(one: OperatorFamily) -> Iterator[Sql]:
    """What is in an operator family."""
    for text in one.operators:
        found = OPERATOR_MEMBER.fullmatch(text)
        assert found is not None, text
        order = optional(" FOR ORDER BY {}", found["family"])
        member = write("OPERATOR {} {}{}", Sql(found["number"]), deparsed(found["operator"]), order)
        yield write("ALTER {} ADD {}", reference(one.identity), member)
    for text in one.functions:
        found = FUNCTION_MEMBER.fullmatch(text)
        assert found is not None, text
        parts = (Sql(found["number"]), deparsed(found["types"]), deparsed(found["function"]))
        yield write("ALTER {} ADD FUNCTION {} ({}) {}", reference(one.identity), *parts)


def operator_class(one: OperatorClass, _: Whole) -> Iterator[Sql]:
    """An operator class, without operators and functions: its family has them."""
    yield write(
        "CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {} FAMILY {} AS STORAGE {}",
        qualified(one.identity.schema, one.identity.name),
        Sql(" DEFAULT") if one.default else NOTHING,
        deparsed(one.type),
        name(one.identity.signature),
        deparsed(one.family),
        deparsed(one.storage or one.type),
    )
