"""From some settings to others: storage parameters, options of foreign data, extensions that something depends on."""

from collections.abc import Iterable, Iterator, Mapping

from sync.plan.sql import NOTHING, Sql, deparsed, joined, literal, name, parameters, write

_TABLESPACE_OF_THE_DATABASE = "pg_default"


def taken_apart(texts: Iterable[str]) -> Mapping[str, str]:
    """Name and value of each `name=value`."""
    parts = (text.partition("=") for text in texts)
    return {key: value for key, _, value in parts}


def parameters_changed(old: Iterable[str], new: Iterable[str]) -> Iterator[Sql]:
    """SET and RESET of what differs between storage parameters."""
    before, after = taken_apart(old), taken_apart(new)
    gone = [joined(".", map(name, key.split("."))) for key in before if key not in after]
    if gone:
        yield write("RESET ({})", joined(", ", gone))
    changed = [f"{key}={value}" for key, value in after.items() if before.get(key) != value]
    if changed:
        yield write("SET ({})", parameters(changed))


def options_changed(old: Iterable[str], new: Iterable[str]) -> Sql:
    """OPTIONS of what differs between the options of what is about foreign data; nothing where nothing does."""
    before, after = taken_apart(old), taken_apart(new)
    changes = [write("DROP {}", name(key)) for key in before if key not in after]
    for key, value in after.items():
        if key not in before:
            changes.append(write("ADD {} {}", name(key), literal(value)))
        elif before[key] != value:
            changes.append(write("SET {} {}", name(key), literal(value)))
    return write("OPTIONS ({})", joined(", ", changes)) if changes else NOTHING


def extensions_changed(of: Sql, old: Iterable[str], new: Iterable[str]) -> Iterator[Sql]:
    """Let an object, with its kind, no longer depend on some extensions, and depend on others."""
    before, after = tuple(old), tuple(new)
    for extension in before:
        if extension not in after:
            yield write("ALTER {} NO DEPENDS ON EXTENSION {}", of, deparsed(extension))
    for extension in after:
        if extension not in before:
            yield write("ALTER {} DEPENDS ON EXTENSION {}", of, deparsed(extension))


def tablespace(new: str | None) -> Sql:
    """Where to keep something; where the database is, unless something else is said."""
    return write("SET TABLESPACE {}", name(new or _TABLESPACE_OF_THE_DATABASE))


def replaced(statement: Sql) -> Sql:
    """The statement that makes an object, for one that is there."""
    return write("CREATE OR REPLACE {}", Sql(statement.removeprefix("CREATE ")))
