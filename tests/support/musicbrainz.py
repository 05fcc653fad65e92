"""MusicBrainz: a real schema of about 500 tables and 450 triggers, from the package mbdata."""

from importlib.util import find_spec
from pathlib import Path

import psycopg

from sync.migrations.parser import split
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect

_SCHEMAS = (
    *("musicbrainz", "cover_art_archive", "dbmirror2", "documentation", "event_art_archive"),
    *("json_dump", "report", "sitemaps", "statistics", "wikidocs"),
)

# The folders of mbdata that hold a schema of their own, beside the main one.
_PARTS = ("", "caa/", "documentation/", "eaa/", "json_dump/", "report/", "sitemaps/", "statistics/", "wikidocs/")

# MusicBrainz' own InitDb.pl runs the files in this order, each for every part that has it.
_STEPS = (
    *("Extensions", "CreateTypes", "CreateTables", "CreatePrimaryKeys"),
    *("CreateSearchConfiguration", "CreateFunctions", "CreateIndexes", "CreateMirrorIndexes"),
    *("CreateFKConstraints", "CreateEditFKConstraints", "CreateConstraints", "CreateViews"),
    *("CreateTriggers", "CreateSearchIndexes", "CreateCollateIndexes", "ReplicationSetup"),
)

# From here on PostgreSQL takes all of it; an older one lacks UNIQUE NULLS NOT DISTINCT.
WHOLE_SINCE = 15


def folder() -> Path:
    """Where mbdata keeps its SQL; found without importing it, which would import SQLAlchemy's models."""
    found = find_spec("mbdata")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "sql"


def load(database: Database, server: EmbeddedServer) -> tuple[str, ...]:
    """Build MusicBrainz in an empty database, statement by statement, in its makers' order.

    All but its collation, which is ICU's: the embedded server is built without ICU.

    Returns:
        The statements in the syntax of a later major version than the server's: left out.
    """
    files = [path for step in _STEPS for part in _PARTS if (path := folder() / part / f"{step}.sql").exists()]
    texts = [f"CREATE SCHEMA {schema}" for schema in _SCHEMAS]
    texts.append('CREATE COLLATION musicbrainz.musicbrainz FROM "C"')
    texts += [_without_psql(path.read_text(encoding="utf-8")) for path in files]
    return run(database, server, *texts)


def run(database: Database, server: EmbeddedServer, *texts: str) -> tuple[str, ...]:
    """Run texts of statements, each statement in its own transaction.

    Returns:
        The statements in the syntax of a later major version than the server's: left out.
    """
    left_out = []
    with connect(database, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        for text in texts:
            connection.execute("SET search_path = musicbrainz, public")
            for statement in split(text):
                if statement.controls_transaction:
                    continue
                try:
                    connection.execute(statement.sql.encode())
                except psycopg.errors.SyntaxError:
                    if server.programs.major >= WHOLE_SINCE:
                        raise
                    left_out.append(statement.sql)
    return tuple(left_out)


def _without_psql(text: str) -> str:
    """The text without psql's own commands: only `set ON_ERROR_STOP`, at the beginning of a line."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("\\"))
