"""MusicBrainz: planned from nothing, to nothing, and to itself after a hundred random edits, there and back.

With SCHEMABOT_TEST_EXAMPLES=1000 for twenty schemas that were edited, 50 for each; else for one.
"""

import os
from collections import Counter
from random import Random

import psycopg
import pytest

from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.support import musicbrainz
from tests.support.edits.every import edit
from tests.support.exporting import dumped, psql
from tests.support.servers import Databases, clients, execute
from tests.support.travelling import planned, prepare

_EDITS = 100
# PostgreSQL gives names to columns that have none, and writes them from then on.
_WRITTEN_AGAIN = """
DO $$ DECLARE v regclass; BEGIN
    FOR v IN SELECT oid FROM pg_class WHERE relkind = 'v' AND oid >= 16384 LOOP
        EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', v, pg_get_viewdef(v));
    END LOOP;
END $$
"""
_SEEDS = range(max(1, int(os.environ.get("SCHEMABOT_TEST_EXAMPLES", "0")) // 50))


def build(database: Database, server: EmbeddedServer) -> None:
    """Build MusicBrainz as it is when it was dumped and restored."""
    musicbrainz.load(database, server)
    execute(database, _WRITTEN_AGAIN)


@pytest.fixture
def template(databases: Databases) -> str:
    """The template with MusicBrainz."""
    return databases.template("musicbrainz written again", build)


def become(databases: Databases, scratch: Scratch, a: Database, b: Database) -> None:
    """Make one database like the other, for our own reader and for pg_dump, and see that nothing is left to do."""
    with connect(a, autocommit=True) as connection:
        for statement in planned(a, b, scratch, proof=False).statements:
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                pytest.fail(f"{error}\nin: {statement}")
    left = planned(a, b, scratch, proof=False)
    assert [f"{one.change} {one.identity.kind} {one.identity}" for one in left.differences] == []
    assert left.batches == ()
    ours, theirs = (Counter(dumped(one, databases.server)) for one in (a, b))
    if ours != theirs:
        # Two ways to the same expression may be written in two ways, until they are read again.
        ours, theirs = (Counter(dumped(restored(databases, one), databases.server)) for one in (a, b))
    assert (list(ours - theirs), list(theirs - ours)) == ([], [])


def restored(databases: Databases, database: Database) -> Database:
    """A copy that pg_dump and psql made."""
    copy = databases.fresh()
    server = databases.server
    psql(
        databases,
        copy,
        clients(server).run("pg_dump", "--schema-only", database.url, cwd=server.programs.folder),
    )
    return copy


def test_from_nothing_and_back(databases: Databases, scratch: Scratch, template: str) -> None:
    full, a = databases.fresh(template=template), databases.fresh()
    become(databases, scratch, a, full)
    become(databases, scratch, a, databases.fresh())


@pytest.mark.parametrize("seed", _SEEDS)
def test_a_hundred_edits_and_back(databases: Databases, scratch: Scratch, template: str, seed: int) -> None:
    prepare(databases)
    a, b = (databases.fresh(template=template) for _ in range(2))
    assert len(edit(b, Random(seed), _EDITS)) == _EDITS  # noqa: S311 - a seed always makes the same edits
    become(databases, scratch, a, b)
    become(databases, scratch, b, databases.fresh(template=template))
