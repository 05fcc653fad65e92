"""How statements name the objects that they are about."""

import re
from collections.abc import Callable

from sync.model import Identity, Kind
from sync.model.kinds import TYPES
from sync.plan.sql import Sql, deparsed, joined, name, qualified, write

_ARGUMENT = re.compile(r'(?:"(?:[^"]|"")*"|[^", ])(?:"(?:[^"]|"")*"|[^",])*')
_WORDS = {**dict.fromkeys(TYPES, "TYPE"), Kind.DOMAIN_CONSTRAINT: "CONSTRAINT", Kind.STATISTICS: "STATISTICS"}


def word(kind: Kind | str) -> Sql:
    """What ALTER, DROP and COMMENT call a kind of object."""
    return Sql(_WORDS.get(Kind(kind), kind.upper()))


def relation(of: Identity) -> Sql:
    """The name of what an object is on."""
    return qualified(of.schema, of.relation)


def place(of: Identity) -> Sql:
    """The name of an object as ALTER and DROP take it: `public.orders`, `own_rows ON public.orders`."""
    written = _WRITTEN.get(of.of or of.kind)
    return written(of) if written else qualified(of.schema, of.name)


def reference(of: Identity) -> Sql:
    """The kind and the name of an object: `TABLE public.orders`; of a fact, that of what it is about."""
    return write("{} {}", word(of.of or of.kind), place(of))


def _alone(of: Identity) -> Sql:
    return name(of.name)


def _on_relation(of: Identity) -> Sql:
    return write("{} ON {}", name(of.name), relation(of))


def _called(of: Identity) -> Sql:
    return write("{}({})", qualified(of.schema, of.name), deparsed(of.signature))


def _procedure(of: Identity) -> Sql:
    """Arguments that do not say what they are may be those of another one, which gives some out."""
    arguments = [write("IN {}", deparsed(one)) for one in _ARGUMENT.findall(of.signature)]
    return write("{}({})", qualified(of.schema, of.name), joined(", ", arguments))


def _aggregate(of: Identity) -> Sql:
    if of.kind is Kind.PRIVILEGE:  # GRANT knows it as a function
        return _called(of)
    return write("{}({})", qualified(of.schema, of.name), deparsed(of.signature or "*"))


def _operator(of: Identity) -> Sql:
    return write("{}.{} ({})", name(of.schema), deparsed(of.name), deparsed(of.signature))


def _of_method(of: Identity) -> Sql:
    return write("{} USING {}", qualified(of.schema, of.name), name(of.signature))


_WRITTEN: dict[Kind | str, Callable[[Identity], Sql]] = {
    Kind.SCHEMA: lambda of: name(of.schema),
    **dict.fromkeys(
        (
            *(Kind.ROLE, Kind.EXTENSION, Kind.LANGUAGE, Kind.EVENT_TRIGGER, Kind.ACCESS_METHOD),
            *(Kind.FOREIGN_DATA_WRAPPER, Kind.SERVER, Kind.PUBLICATION, Kind.SUBSCRIPTION),
        ),
        _alone,
    ),
    Kind.COLUMN: lambda of: write("{}.{}", relation(of), name(of.name)),
    **dict.fromkeys((Kind.CONSTRAINT, Kind.RULE, Kind.POLICY, Kind.TRIGGER), _on_relation),
    Kind.DOMAIN_CONSTRAINT: lambda of: write("{} ON DOMAIN {}", name(of.name), relation(of)),
    Kind.FUNCTION: _called,
    Kind.PROCEDURE: _procedure,
    Kind.AGGREGATE: _aggregate,
    Kind.OPERATOR: _operator,
    Kind.OPERATOR_CLASS: _of_method,
    Kind.OPERATOR_FAMILY: _of_method,
    Kind.CAST: lambda of: write("({} AS {})", deparsed(of.name), deparsed(of.signature)),
    Kind.TRANSFORM: lambda of: write("FOR {} LANGUAGE {}", deparsed(of.name), name(of.signature)),
}
