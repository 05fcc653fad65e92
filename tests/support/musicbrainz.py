"""MusicBrainz: a real schema of about 500 tables and 450 triggers, from the package mbdata."""

from importlib.util import find_spec
from pathlib import Path

from sync.postgres import Database, EmbeddedServer

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


def folder() -> Path:
    """Where mbdata keeps its SQL; found without importing it, which would import SQLAlchemy's models."""
    found = find_spec("mbdata")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "sql"


def load(database: Database, server: EmbeddedServer) -> None:
    """Build MusicBrainz in an empty database with psql, as its makers do.

    All but its collation, which is ICU's: the embedded server is built without ICU.
    """
    files = [path for step in _STEPS for part in _PARTS if (path := folder() / part / f"{step}.sql").exists()]
    script = ["SET client_min_messages = warning;"]
    script += [f"CREATE SCHEMA {schema};" for schema in _SCHEMAS]
    script.append('CREATE COLLATION musicbrainz.musicbrainz FROM "C";')
    for path in files:
        # The text, not the path: root's psql runs as another account, which may not enter the folder of the package.
        script += ["SET search_path = musicbrainz, public;", path.read_text(encoding="utf-8")]
    path = server.data / "musicbrainz.sql"
    path.write_text("\\set ON_ERROR_STOP 1\n" + "\n".join(script) + "\n", encoding="utf-8")
    server.programs.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(path), database.url, cwd=server.data)
