"""A database that has of a catalog what is under test, and what that refers to.

What a statement refers to is not looked up: every object whose name is a word of it is taken to be meant. That is more
than is needed and never less. Nor is the order known: what fails is tried again when others have been made.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import psycopg
from psycopg import sql

from sync.model import Catalog, Identity, SchemaObject
from sync.model.objects import Cast, Column, Constraint, Extension, Index, RangeType
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.session import connect
from sync.shadow.settling.details import details
from sync.shadow.settling.steps import Place, Step, Wanted, write
from sync.shadow.settling.stubs import stub

_WORD = re.compile(r"[\w$]+")
_COLLATION = re.compile(r'\bCOLLATE (?:pg_catalog\.)?("(?:[^"]|"")+"|\w+)(?![.\w])')
_KEYS = frozenset({"primary key", "unique"})

_SETTINGS = {
    "search_path": "",
    "check_function_bodies": "off",
    "client_min_messages": "error",
    "synchronous_commit": "off",
    "allow_system_table_mods": "on",  # to stand in for collations that this server does not have
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "lc_monetary": "C",
    "statement_timeout": "30s",
}

_Connection = psycopg.Connection[tuple[Any, ...]]


class Skeleton:
    """What of a catalog is to be made.

    Args:
        catalog: All of the catalog.
        tested: By identity the attributes that are under test.
    """

    def __init__(self, catalog: Catalog, tested: Mapping[Identity, frozenset[str]]) -> None:
        self._wanted = Wanted(tested, _parts(catalog.objects, tested))
        self._names = _Names(catalog.objects.values())
        self._refers: dict[Identity, list[Identity]] = {}  # of all that is made
        self.steps = self._steps(catalog.objects)

    def _steps(self, objects: Mapping[Identity, SchemaObject]) -> tuple[Step, ...]:
        """In the order that promises most: what others refer to before them."""
        found: list[Step] = []
        waiting = [one for identity, one in objects.items() if identity in self._wanted.attributes]
        waiting += self._names.within(one.identity.relation for one in waiting)
        waiting += [one for one in objects.values() if isinstance(one, Cast | Extension)]  # no text says who needs one
        waiting = list({one.identity: one for one in waiting}.values())
        known = {one.identity for one in waiting}
        for one in waiting:
            own = list(stub(one, self._wanted))
            if one.identity in self._wanted.attributes:
                own += details(one, self._wanted)
            found += own
            others = list(self._names.within(attempt for step in own for attempt in step.attempts))
            self._refers[one.identity] = [other.identity for other in others]
            waiting += [other for other in others if other.identity not in known]
            known.update(self._refers[one.identity])
        once = {step.attempts: step for step in found[::-1]}
        return tuple(sorted(once.values(), key=lambda step: step.rank))

    def build(self, database: Database) -> Mapping[Identity, str]:
        """Make it in an empty database, as far as this can be done.

        Returns:
            For what was not made with all that is under test of it, the server's reason.
        """
        with connect(database, autocommit=True) as connection:
            for name, value in _SETTINGS.items():
                connection.execute("SELECT set_config(%s, %s, false)", [name, value])
            for schema in {identity.schema for identity in self._refers if identity.schema}:
                _failure(connection, write("CREATE SCHEMA IF NOT EXISTS {}", sql.Identifier(schema)).as_string())
            for name in self._collations():
                _failure(connection, f'CREATE COLLATION IF NOT EXISTS pg_catalog.{name} FROM pg_catalog."C"')
            failures = _run(connection, self.steps)
        return {identity: self._root(identity, failures) for identity in failures}

    def _collations(self) -> set[str]:
        """The names of collations without a schema in the texts: PostgreSQL's own, of one machine or the other."""
        return {name for step in self.steps for attempt in step.attempts for name in _COLLATION.findall(attempt)}

    def _root(self, identity: Identity, failures: Mapping[Identity, str]) -> str:
        """Why something failed: if what it refers to failed as well, why that did."""
        seen = {identity}
        while cause := next(
            (one for one in self._refers.get(identity, ()) if one in failures and one not in seen), None
        ):
            identity = cause
            seen.add(cause)
        return failures[identity]


class _Names:
    """Finds objects by their names."""

    def __init__(self, objects: Iterable[SchemaObject]) -> None:
        self._words: dict[str, list[SchemaObject]] = {}
        self._others: list[tuple[str, SchemaObject]] = []  # names that are not one word
        for one in objects:
            for name in _names(one):
                if _WORD.fullmatch(name):
                    self._words.setdefault(name, []).append(one)
                else:
                    self._others.append((name.replace('"', '""'), one))

    def within(self, texts: Iterable[str]) -> Iterator[SchemaObject]:
        """The objects whose names the texts have."""
        words: dict[str, None] = {}
        for text in texts:
            words |= dict.fromkeys(_WORD.findall(text))
            for name, one in self._others:
                if name in text:
                    yield one
        for word in words:
            yield from self._words.get(word, ())


def _names(one: SchemaObject) -> Iterator[str]:
    """Under which names texts may refer to an object; none for what cannot be made."""
    identity = one.identity
    if identity.relation or identity.of or not identity.name:
        return
    yield identity.name
    if isinstance(one, RangeType):
        yield from _WORD.findall(one.multirange or "")
        yield (
            identity.name.replace("range", "multirange", 1)
            if "range" in identity.name
            else f"{identity.name}_multirange"
        )


def _parts(objects: Mapping[Identity, SchemaObject], tested: Iterable[Identity]) -> Mapping[Place, list[SchemaObject]]:
    """What a table cannot be without: its columns, and the keys that queries group by and references point at."""
    references = any(getattr(objects.get(identity), "type", None) == "foreign key" for identity in tested)
    parts: dict[Place, list[SchemaObject]] = {}
    for one in objects.values():
        match one:
            case Column():
                is_part = True
            case Constraint():
                is_part = one.type in _KEYS
            case Index():
                is_part = references and one.definition.startswith("CREATE UNIQUE INDEX ")
            case _:
                is_part = False
        if is_part:
            parts.setdefault((one.identity.schema, one.identity.relation), []).append(one)
    return parts


def _run(connection: _Connection, steps: Iterable[Step]) -> Mapping[Identity, str]:
    """Take the steps until none succeeds any more; those in full that do not at last are the result."""
    failures: dict[Identity, str] = {}
    waiting = [(step, step.attempts) for step in steps]
    while waiting:
        left = []
        for step, attempts in waiting:
            reason = _failure(connection, attempts[0])
            if reason is not None:
                left.append((step, attempts))
                if attempts == step.attempts:
                    failures[step.identity] = reason
            elif attempts == step.attempts:
                failures.pop(step.identity, None)
        if len(left) == len(waiting):  # nothing helps but less of some
            if all(len(attempts) == 1 for _, attempts in left):
                break
            left = [(step, attempts[1:] or attempts) for step, attempts in left]
        waiting = left
    return failures


def _failure(connection: _Connection, statement: str) -> str | None:
    """The server's reason why a statement fails; None when it does not."""
    try:
        connection.execute(statement.encode(), binary=True)  # in this protocol a text is one statement and no more
    except psycopg.Error as error:
        if connection.broken:
            raise
        return reason_of(error)
    return None
