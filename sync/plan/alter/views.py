"""Views, as far as the columns that they have stay the same."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model import Kind
from sync.model.objects import View
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import extensions_changed, parameters_changed, replaced, tablespace
from sync.plan.create import storage
from sync.plan.create.relations import COLUMN_SETTINGS, STORAGE, created
from sync.plan.references import place, reference
from sync.plan.sql import Sql, deparsed, name, named, write
from sync.plan.whole import Whole

_METHODS_SINCE = 15
_SETTINGS = {"statistics": ("SET STATISTICS {}", "-1"), "compression": ("SET COMPRESSION {}", "default")}


def view(old: View, new: View, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A view or a materialized view."""
    own, major = reference(new.identity), target.catalog.major
    if "definition" in attributes:
        yield _again(old, new)
    changes: list[Sql] = []
    if "options" in attributes and "definition" not in attributes:
        changes += parameters_changed(old.options, new.options)
    if "access_method" in attributes:
        if major < _METHODS_SINCE:
            raise NoStatementError
        changes.append(write("SET ACCESS METHOD {}", name(new.access_method or "heap")))
    if "tablespace" in attributes:
        changes.append(tablespace(new.tablespace))
    if "clustered_on" in attributes:
        clustered = new.clustered_on
        changes.append(write("CLUSTER ON {}", deparsed(clustered)) if clustered else Sql("SET WITHOUT CLUSTER"))
    yield from (write("ALTER {} {}", own, change) for change in changes)
    if "column_settings" in attributes:
        yield from _columns(old, new, major)
    if "depends_on_extensions" in attributes:
        if new.identity.kind is Kind.VIEW:
            raise NoStatementError
        yield from extensions_changed(own, old.depends_on_extensions, new.depends_on_extensions)


def _again(old: View, new: View) -> Sql:
    """The view with another query, and with all of its options, as it loses those that it had."""
    from sync.plan.alter import queries

    if new.identity.kind is not Kind.VIEW or not queries.is_replaceable(old.definition, new.definition):
        raise NoStatementError
    return replaced(created(new))


def _columns(old: View, new: View, major: int) -> Iterator[Sql]:
    """What is set for the columns."""
    before, after = _settings(old), _settings(new)
    nothing: dict[str, str | None] = {}
    for column in dict.fromkeys((*before, *after)):
        was, becomes = before.get(column, nothing), after.get(column, nothing)
        start = write("ALTER {} ALTER COLUMN {}", reference(new.identity), deparsed(column))
        yield from (write("{} {}", start, change) for change in _column(was, becomes))
        if was.get("storage") != becomes.get("storage"):
            yield _stored(new, column, becomes.get("storage"), major)


def _column(was: dict[str, str | None], becomes: dict[str, str | None]) -> Iterator[Sql]:
    default = becomes.get("default")
    if was.get("default") != default:
        yield Sql("DROP DEFAULT") if default is None else write("SET DEFAULT {}", deparsed(default))
    for key, (template, otherwise) in _SETTINGS.items():
        if was.get(key) != becomes.get(key):
            yield Sql(template.format(becomes.get(key) or otherwise))
    options = ((one.get("options") or "").split(",") for one in (was, becomes))
    yield from parameters_changed(*([text for text in texts if text] for texts in options))


def _stored(of: View, column: str, how: str | None, major: int) -> Sql:
    start = write("ALTER {} ALTER COLUMN {}", reference(of.identity), deparsed(column))
    return storage.stored(start, STORAGE[how] if how else None, place(of.identity), named(column)[0], major)


def _settings(of: View) -> dict[str, dict[str, str | None]]:
    found: list[re.Match[str] | None] = [COLUMN_SETTINGS.fullmatch(text) for text in of.column_settings]
    return {one["name"]: one.groupdict() for one in found if one is not None}
