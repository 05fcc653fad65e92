"""Writing SQL: names and texts become SQL here and nowhere else, so that none of them can become anything else.

`Sql` is a text that is SQL already: composed by `write` of parts that are, or as the server wrote it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import count
from typing import LiteralString, NewType

from sync.plan.keywords import KEYWORDS

Sql = NewType("Sql", str)

NOTHING = Sql("")

_NAME = re.compile(r'"((?:[^"]|"")*)"|([^".]+)')
_NAMES = 10_000  # a plan writes the same ones again and again
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")


def write(template: LiteralString, *parts: Sql) -> Sql:
    """A template whose `{}` are filled in."""
    return Sql(template.format(*parts))


def deparsed(text: str) -> Sql:
    """What the server wrote, under an empty search path: expressions, types, names of functions, whole statements."""
    return Sql(text)


def joined(separator: LiteralString, parts: Iterable[Sql]) -> Sql:
    """Parts, with the separator between them."""
    return Sql(separator.join(parts))


def optional(template: LiteralString, text: str | None) -> Sql:
    """The template filled in with what the server wrote; nothing where it wrote nothing."""
    return write(template, deparsed(text)) if text else NOTHING


@lru_cache(_NAMES)
def name(text: str) -> Sql:
    """A name, in double quotes where need be."""
    if _PLAIN_NAME.match(text) and text not in KEYWORDS:
        return Sql(text)
    return Sql('"' + text.replace('"', '""') + '"')


@lru_cache(_NAMES)
def qualified(schema: str, text: str) -> Sql:
    """A name in a schema."""
    return write("{}.{}", name(schema), name(text))


def names(texts: Iterable[str]) -> Sql:
    """Names in a list."""
    return joined(", ", map(name, texts))


def literal(text: str) -> Sql:
    """A string. The scripts set standard_conforming_strings, so that a backslash is a backslash."""
    return Sql("'" + text.replace("'", "''") + "'")


def body(text: str) -> Sql:
    """A string in dollar quotes, for what has lines and quotes of its own."""
    for number in count():
        tag = f"$body{number or ''}$"
        if tag not in f"{text}$":
            return Sql(f"{tag}{text}{tag}")
    raise AssertionError  # pragma: no cover - a text is finite


def listed(texts: Iterable[str]) -> Sql:
    """What the server wrote, in a list."""
    return joined(", ", map(deparsed, texts))


def without_arguments(call: str) -> Sql:
    """The name in `public.area(integer,integer)`, or in `public.<->(point,point)`."""
    within = False
    for position, character in enumerate(call):
        within ^= character == '"'
        if character == "(" and not within:
            return deparsed(call[:position])
    return deparsed(call)


def parameters(texts: Iterable[str]) -> Sql:
    """Storage parameters, `name=value` each, as WITH and SET take them."""
    parts = (text.partition("=") for text in texts)
    return joined(", ", [write("{} = {}", joined(".", map(name, key.split("."))), literal(to)) for key, _, to in parts])


def options(texts: Iterable[str]) -> Sql:
    """Options of what is about foreign data, `name=value` each, as OPTIONS takes them."""
    parts = (text.partition("=") for text in texts)
    return joined(", ", [write("{} {}", name(key), literal(to)) for key, _, to in parts])


def with_values(values: Mapping[LiteralString, str | None]) -> Sql:
    """`(NAME = value, NAME = value)` of those that have a value, which the server wrote."""
    return Sql("(" + ", ".join(f"{key} = {value}" for key, value in values.items() if value is not None) + ")")


def named(text: str) -> tuple[str, ...]:
    """The names in what the server wrote: `public."My Table"` is `("public", "My Table")`."""
    return tuple(quoted.replace('""', '"') or plain for quoted, plain in _NAME.findall(text))
