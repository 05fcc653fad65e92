"""Definitions that nobody thought of: twins never differ, and a value that is changed is the one thing that differs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from sync.catalog import Scope
from sync.catalog.across import comparable
from sync.catalog.lines import Lines
from sync.compare import compare
from sync.model import Kind
from sync.model.identity import quoted
from sync.postgres.database import Database
from tests.support.catalogs import Shown, read, shown
from tests.support.servers import Databases

_SCOPE = Scope(schemas=frozenset({"h"}))
_ROLES = ("generated_a", 'generated "B"', "Génerated, c=")
_PRIVILEGES = ("DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE")
_TYPES = (
    *("integer", "bigint", "text", "varchar(7)", "varchar(8)", "numeric(5,2)", "numeric(5,-2)", "timestamptz(3)"),
    *("bit(3)", '"char"', "char(3)", "interval day to second(2)", "integer[]", "h.e", "h.e[]", "jsonb"),
)
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_TEXTS = st.text(_CHARACTERS, min_size=1, max_size=40) | st.sampled_from(
    ["a\nb", "a\r\nb", "'", '"', "\\", "$$", "%s", "{}", "E'\\'", "--", "/*", " ", "NULL", "password='x'"]
)
_NAMES = _TEXTS.filter(lambda text: len(text.encode()) <= 63)
_LISTS = st.lists(_NAMES, min_size=1, max_size=4, unique=True).map(tuple)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands in a definition.

    Attributes:
        kind: The object's.
        attribute: Which one has the value.
        identity: What the object is called, as text; its name stands for `{}`.
        made: SQL that makes the object with the value; `{n}` is its name, `{v}` the value.
        changed: SQL that gives it another value.
        values: What the value may be.
        composed: How a value is written in SQL.
    """

    kind: Kind
    attribute: str
    identity: str
    made: str
    changed: str
    values: st.SearchStrategy[Any]
    composed: Callable[[Any], sql.Composable] = sql.Literal


def _names(values: Any) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, values))


def _literals(values: Any) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Literal, values))


def _columns(values: Any) -> sql.Composable:
    return sql.SQL(", ").join(sql.SQL("{} integer").format(sql.Identifier(one)) for one in values)


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values), min_size=1).map(lambda found: tuple(sorted(found)))


def _plain(value: Any) -> sql.Composable:
    return sql.SQL(value if isinstance(value, str) else ", ".join(value))


_TABLE = "CREATE TABLE h.{n} (a integer, b text);"
_FUNCTION = "CREATE FUNCTION h.{n}() RETURNS SETOF integer LANGUAGE plpgsql AS ''"
_SEQUENCE = "CREATE SEQUENCE h.{n} MINVALUE -9000 MAXVALUE 9000 START 1"
_BODY = "CREATE OR REPLACE FUNCTION h.{n}() RETURNS text LANGUAGE plpgsql AS {v}"
_DEFAULTS = "CREATE OR REPLACE FUNCTION h.{n}(a text DEFAULT {v}) RETURNS text LANGUAGE sql AS 'SELECT 1'"
_NUMBERS = st.integers(1, 9000)

SLOTS = (
    Slot(
        Kind.COMMENT,
        "text",
        "table h.{}",
        f"{_TABLE} COMMENT ON TABLE h.{{n}} IS {{v}}",
        "COMMENT ON TABLE h.{n} IS {v}",
        _TEXTS,
    ),
    Slot(
        Kind.ENUM,
        "values",
        "h.{}",
        "CREATE TYPE h.{n} AS ENUM ({v})",
        "DROP TYPE h.{n}; CREATE TYPE h.{n} AS ENUM ({v})",
        _LISTS,
        _literals,
    ),
    Slot(
        Kind.COMPOSITE_TYPE,
        "columns",
        "h.{}",
        "CREATE TYPE h.{n} AS ({v})",
        "DROP TYPE h.{n}; CREATE TYPE h.{n} AS ({v})",
        _LISTS,
        _columns,
    ),
    Slot(
        Kind.COLUMN,
        "type",
        "h.t/{}",
        "CREATE TABLE h.t ({n} {v})",
        "DROP TABLE h.t; CREATE TABLE h.t ({n} {v})",
        st.sampled_from(_TYPES),
        _plain,
    ),
    Slot(
        Kind.COLUMN,
        "default",
        "h.t/{}",
        "CREATE TABLE h.t ({n} text DEFAULT {v})",
        "ALTER TABLE h.t ALTER {n} SET DEFAULT {v}",
        _TEXTS,
    ),
    Slot(
        Kind.COLUMN,
        "statistics",
        "h.t/{}",
        "CREATE TABLE h.t ({n} text); ALTER TABLE h.t ALTER {n} SET STATISTICS {v}",
        "ALTER TABLE h.t ALTER {n} SET STATISTICS {v}",
        _NUMBERS,
    ),
    Slot(
        Kind.CONSTRAINT,
        "definition",
        "h.t/{}",
        "CREATE TABLE h.t (a text, CONSTRAINT {n} CHECK (a <> {v}))",
        "ALTER TABLE h.t DROP CONSTRAINT {n}; ALTER TABLE h.t ADD CONSTRAINT {n} CHECK (a <> {v})",
        _TEXTS,
    ),
    Slot(
        Kind.TABLE,
        "options",
        "h.{}",
        f"{_TABLE} ALTER TABLE h.{{n}} SET (fillfactor = {{v}})",
        "ALTER TABLE h.{n} SET (fillfactor = {v})",
        st.integers(10, 100),
    ),
    Slot(
        Kind.SEQUENCE,
        "start",
        "h.{}",
        f"{_SEQUENCE}; ALTER SEQUENCE h.{{n}} START {{v}}",
        "ALTER SEQUENCE h.{n} START {v}",
        _NUMBERS,
    ),
    Slot(
        Kind.SEQUENCE,
        "increment",
        "h.{}",
        f"{_SEQUENCE} INCREMENT {{v}}",
        "ALTER SEQUENCE h.{n} INCREMENT {v}",
        _NUMBERS,
    ),
    Slot(Kind.SEQUENCE, "cache", "h.{}", f"{_SEQUENCE} CACHE {{v}}", "ALTER SEQUENCE h.{n} CACHE {v}", _NUMBERS),
    Slot(Kind.FUNCTION, "body", "h.{}()", _BODY, _BODY, _TEXTS),
    Slot(
        Kind.FUNCTION,
        "cost",
        "h.{}()",
        f"{_FUNCTION} COST {{v}}",
        "ALTER FUNCTION h.{n}() COST {v}",
        st.floats(0.0009765625, 1e6, width=32),
    ),
    Slot(Kind.FUNCTION, "rows", "h.{}()", f"{_FUNCTION} ROWS {{v}}", "ALTER FUNCTION h.{n}() ROWS {v}", _NUMBERS),
    Slot(
        Kind.FUNCTION,
        "settings",
        "h.{}()",
        f'{_FUNCTION} SET "my.thing" = {{v}}',
        'ALTER FUNCTION h.{n}() SET "my.thing" = {v}',
        _TEXTS,
    ),
    Slot(Kind.FUNCTION, "arguments", "h.{}(text)", _DEFAULTS, _DEFAULTS, _TEXTS),
    Slot(
        Kind.PRIVILEGE,
        "privileges",
        "table h.{} to generated_a",
        f"{_TABLE} GRANT {{v}} ON h.{{n}} TO generated_a",
        "REVOKE ALL ON h.{n} FROM generated_a; GRANT {v} ON h.{n} TO generated_a",
        _some(_PRIVILEGES),
        _plain,
    ),
    Slot(
        Kind.POLICY,
        "roles",
        "h.t/{}",
        "CREATE TABLE h.t (); CREATE POLICY {n} ON h.t TO {v}",
        "ALTER POLICY {n} ON h.t TO {v}",
        _some(_ROLES),
        _names,
    ),
    Slot(
        Kind.POLICY,
        "using",
        "h.t/{}",
        "CREATE TABLE h.t (a text); CREATE POLICY {n} ON h.t USING (a = {v})",
        "ALTER POLICY {n} ON h.t USING (a = {v})",
        _TEXTS,
    ),
    Slot(
        Kind.TRIGGER,
        "definition",
        "h.t/{}",
        "CREATE TABLE h.t (); CREATE TRIGGER {n} BEFORE INSERT ON h.t FOR EACH ROW EXECUTE FUNCTION h.tf({v})",
        "DROP TRIGGER {n} ON h.t; CREATE TRIGGER {n} BEFORE INSERT ON h.t FOR EACH ROW EXECUTE FUNCTION h.tf({v})",
        _TEXTS,
    ),
    Slot(
        Kind.VIEW,
        "definition",
        "h.{}",
        "CREATE VIEW h.{n} AS SELECT {v} AS x",
        "CREATE OR REPLACE VIEW h.{n} AS SELECT {v} AS x",
        _TEXTS,
    ),
)

_START = """DROP SCHEMA IF EXISTS h CASCADE; CREATE SCHEMA h; CREATE TYPE h.e AS ENUM ('a');
CREATE FUNCTION h.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"""


def _attributes(slot: Slot, old: Any, new: Any) -> set[str]:
    """Which attributes differ: line ends are one of their own."""
    if slot.attribute not in ("text", "body"):
        return {slot.attribute}
    before, after = Lines.of(old), Lines.of(new)
    return ({slot.attribute} if before.text != after.text else set()) | (
        {"line_ends"} if before.ends != after.ends else set()
    )


@st.composite
def _changes(draw: st.DrawFn) -> tuple[Slot, str, Any, Any]:
    slot = draw(st.sampled_from(SLOTS))
    old = draw(slot.values)
    new = draw(slot.values.filter(lambda value: value != old))
    return slot, draw(_NAMES.filter(lambda name: name not in {"t", "e", "tf", "a", "b"})), old, new


@pytest.fixture
def sides(databases: Databases) -> Iterator[list[tuple[Database, psycopg.Connection]]]:
    """Two databases and a connection to each, for all examples."""
    roles = ("DO $$ BEGIN CREATE ROLE {}; EXCEPTION WHEN duplicate_object THEN NULL; END $$", _ROLES)
    with ExitStack() as stack:
        made = []
        for database in (databases.fresh(), databases.fresh()):
            connection = stack.enter_context(psycopg.connect(database.url, autocommit=True))
            connection.execute("SET client_min_messages = error; SET check_function_bodies = off")
            for role in roles[1]:
                connection.execute(sql.SQL(roles[0]).format(sql.Identifier(role)))
            made.append((database, connection))
        yield made


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=_changes())
def test_a_value_that_is_changed_is_all_that_differs(
    sides: list[tuple[Database, psycopg.Connection]], change: tuple[Slot, str, Any, Any]
) -> None:
    slot, name, old, new = change

    def filled(text: str, value: Any) -> sql.Composed:
        return sql.SQL(text).format(n=sql.Identifier(name), v=slot.composed(value))

    for _, connection in sides:
        connection.execute(_START)
        connection.execute(filled(slot.made, old))
    (a, _), (b, connection) = sides
    first, twin = read(a, _SCOPE), read(b, _SCOPE)
    connection.execute(filled(slot.changed, new))
    second = read(b, _SCOPE)
    identity = slot.identity.format(quoted(name))
    expected: Shown = ("changed", slot.kind.value, identity, tuple(sorted(_attributes(slot, old, new))))
    assert compare(*comparable(first, twin)) == ()
    assert shown(compare(*comparable(first, second))) == {expected}
    assert shown(compare(*comparable(second, first))) == {expected}
