"""Reads a catalog: one transaction and a fixed number of round trips, whatever the size of the schema."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sync.catalog.families import families_of
from sync.catalog.reading import Reading, Rows
from sync.catalog.scope import Scope
from sync.catalog.script import LOCK_TIMEOUT_S, ROLLBACK, around, looking, reading, state, there
from sync.catalog.surroundings import surroundings, unreadable
from sync.catalog.versions import NEWEST_MAJOR, OLDEST_MAJOR
from sync.errors import ReadError
from sync.model import Catalog, Diagnostic, Identity
from sync.postgres.asking import Asker, asking
from sync.postgres.database import Database
from sync.postgres.driver import errors, psycopg2, sql
from sync.postgres.limits import Cancellation, reason_of

Progress = Callable[[str], None]
_Row = tuple[Any, ...]

_ATTEMPTS = 3
_NAMED = 3
_LIMIT_S = 600.0


def read(
    database: Database,
    scope: Scope,
    label: str = "",
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
    *,
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> Reading:
    """Read everything in scope from one database, as it was at one moment.

    Needs no right but CONNECT: PostgreSQL's catalogs are open to all, but for a few secrets. What may not be read is
    named in the diagnostics.

    Args:
        database: Where to read.
        scope: Which schemas.
        label: The name that people know it by; the database's own when empty.
        progress: Told what is being done.
        cancellation: What may end the reading before its time.
        lock_timeout_s: How long to wait for a table that somebody has locked.

    Raises:
        ConnectError: The database cannot be reached.
        ReadError: The server is too old, or the transaction failed.
    """
    label = label or database.label
    progress("connecting")
    with asking(database, limit_s=_LIMIT_S, cancellation=cancellation) as asker:
        version = asker.server_version
        if version < OLDEST_MAJOR * 10_000:
            raise ReadError(
                f"{label} runs PostgreSQL {version // 10_000}",
                f"schemabot reads PostgreSQL {OLDEST_MAJOR} and later",
            )
        try:
            for attempt in range(_ATTEMPTS):
                progress("reading")
                try:
                    found = _read(asker, scope, label, lock_timeout_s)
                except errors.InternalError_:  # "cache lookup failed": dropped while it was deparsed
                    if attempt == _ATTEMPTS - 1:
                        raise
                    found = None
                if found is not None:
                    return found
                asker.ask(ROLLBACK)
        except psycopg2.Error as error:
            raise ReadError(f"cannot read the schema of {label}", database.redact(reason_of(error))) from error
        except UnicodeDecodeError as error:
            raise ReadError(
                f"{label} has a name or text that is not UTF-8",
                "PostgreSQL may have cut a name that it made in the middle of a letter: rename what is named so",
            ) from error
    raise ReadError(
        f"the schema of {label} kept changing while it was read",
        "try again when whatever changes it, a deployment perhaps, is over",
    )


def read_catalog(database: Database, scope: Scope, label: str = "", progress: Progress = lambda _: None) -> Catalog:
    """The same, decoded. Raises as `read` does."""
    return read(database, scope, label, progress).catalog()


def _read(asker: Asker, scope: Scope, label: str, lock_timeout_s: float) -> Reading | None:
    """What there is, or None when somebody changed the schema in the meantime."""
    version = asker.server_version
    major = version // 10_000
    before, some = _answer(asker, looking(scope))
    families = [family for family, there_is in zip(families_of(scope), some, strict=True) if there_is]
    script = reading(scope, major, families, superuser=asker.is_superuser, lock_timeout_s=lock_timeout_s)
    *lines, depends, columns, unpopulated, unmodelled, looked, after = _answer(asker, script)
    looked = _plain(looked)
    found = surroundings(looked, [_plain(_answer(asker, question)[0]) for question in around(looked)])
    unchanged = before is not None and before == after
    if not unchanged and (
        asker.ask(there(scope)) != (some,)
        or asker.ask(state(scope, major, as_it_is=False))
        != asker.ask(state(scope, major, as_it_is=True, lock_timeout_s=lock_timeout_s))
    ):
        return None
    found_lines = {family.query: text for family, text in zip(families, lines, strict=True)}
    rows = {family.query: Rows(found_lines.get(family.query) or "") for family in families_of(scope)}
    noticed = (
        *_newer(label, major),
        *(_diagnostic(label, *row) for row in _plain(unmodelled)),
        *_not_readable(label, major, scope, rows),
        *unreadable(looked, label),
    )
    beside = (Rows(text or "") for text in (depends, columns, unpopulated))
    return Reading(label, version, scope, rows, noticed, found, *beside)


def _answer(asker: Asker, script: sql.Composable) -> _Row:
    answer = asker.ask(script)
    assert answer is not None  # a SELECT without FROM returns a row
    return answer


def _plain(rows: list[dict[str, Any]] | None) -> list[_Row]:
    """Rows that came as JSON objects."""
    return [tuple(row.values()) for row in rows or ()]


def _diagnostic(label: str, kind: str, number: int, names: list[str]) -> Diagnostic:
    more = ", …" if number > len(names) else ""
    word = kind if number == 1 else _plural(kind)
    return Diagnostic("not-compared", f"{label}: {number} {word} not compared ({', '.join(names)}{more})")


def _newer(label: str, major: int) -> Iterator[Diagnostic]:
    if major > NEWEST_MAJOR:
        yield Diagnostic(
            "newer-server",
            f"{label} runs PostgreSQL {major}: what is new since {NEWEST_MAJOR}, schemabot does not know",
        )


def _not_readable(label: str, major: int, scope: Scope, rows: Mapping[str, Rows]) -> Iterator[Diagnostic]:
    """What of the rows the role may not read."""
    for family in families_of(scope):
        if not family.guarded or not rows[family.query]:
            continue
        from sync.catalog.decoding import Decoder

        addresses: dict[str, Identity] | None = {} if scope.dependencies else None
        for name, objects in Decoder(family, major, addresses).not_readable(rows[family.query]).items():
            what = f"{name.replace('_', ' ')} of {objects[0].kind.counted(len(objects))}"
            names = ", ".join(map(str, objects[:_NAMED])) + (", …" if len(objects) > _NAMED else "")
            yield Diagnostic("not-readable", f"{label}: {what} ({names}), which this role may not read, not compared")


def _plural(kind: str) -> str:
    """The plural of what `unmodelled.sql` calls a kind."""
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"
