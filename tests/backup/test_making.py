"""A backup that was made: what is known of it, and that it holds everything."""

import hashlib
import json
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from psycopg import sql

from sync.backup import (
    BackupError,
    DamagedError,
    Rehearsed,
    State,
    Store,
    backups,
    environment_of,
    make_backup,
    open_store,
    restore,
    verify,
)
from sync.backup.contents import missing
from sync.backup.programs import release
from sync.catalog import Scope, read_catalog
from sync.diff import diff
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.snapshot import fingerprint
from sync.sources import LiveSource
from tests.backup.shop import SHOP, fill
from tests.schemas.test_musicbrainz import build
from tests.support.servers import Databases, execute, rows


def live(database: Database) -> LiveSource:
    return LiveSource("shop", database, None)


def test_what_is_known_of_it(each_databases: Databases, store: Store, folder: Path) -> None:
    database = each_databases.fresh(SHOP)
    before = datetime.now(UTC)
    made = make_backup(live(database), store, environment="staging")
    assert environment_of(made.id) == made.environment == "staging"
    assert abs(made.time - before) < timedelta(seconds=10)
    assert f"{made.time:%Y%m%dT%H%M%S}" in made.id
    dump = folder / f"{made.id}.dump"
    assert {path.name for path in folder.iterdir()} == {dump.name, f"{made.id}.json"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    assert dump.read_bytes().startswith(b"PGDMP")
    assert made.size_bytes == dump.stat().st_size
    assert made.sha256 == hashlib.sha256(dump.read_bytes()).hexdigest()
    assert made.database == database.label
    assert made.server_version.startswith(f"{each_databases.major}.")
    assert made.pg_dump_version == release("pg_dump")
    assert made.fingerprint == fingerprint(read_catalog(database, Scope())).all
    assert made.roles == ("postgres",)
    assert made.rehearsed is Rehearsed.NO
    assert json.loads((folder / f"{made.id}.json").read_text())["duration_s"] > 0
    [listed] = backups(store)
    assert (listed.state, listed.record) == (State.GOOD, made)
    assert verify(store, listed) == listed


def test_it_restores_to_the_same(each_databases: Databases, store: Store, scratch: Scratch) -> None:
    database = each_databases.fresh(SHOP)
    made = make_backup(live(database), store, environment="staging")
    copy = each_databases.fresh()
    restore(store, made.id, copy)
    assert diff(live(database), live(copy), scratch).equal
    for query in ("SELECT * FROM orders", "SELECT * FROM parts", "SELECT oid FROM pg_largeobject_metadata"):
        assert rows(copy, query) == rows(database, query)


def test_a_rehearsal(each_databases: Databases, store: Store, scratch: Scratch) -> None:
    database = each_databases.fresh(SHOP)
    made = make_backup(live(database), store, environment="staging", rehearse=scratch)
    assert made.rehearsed is Rehearsed.ROWS


@pytest.mark.parametrize("encoding", ["LATIN1", "WIN1252", "KOI8R", "EUC_JP", "SQL_ASCII"])
def test_other_encodings_and_odd_names(databases: Databases, store: Store, scratch: Scratch, encoding: str) -> None:
    word = {"KOI8R": "имя", "EUC_JP": "名前"}.get(encoding, "naïve")
    databases.fresh()
    database = databases.fresh(name=f"odd 'name'= \\ {encoding}")
    server = databases.server.database()
    drop, create = (
        sql.SQL("DROP DATABASE {}"),
        sql.SQL("CREATE DATABASE {} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING {}"),
    )
    name = sql.Identifier(f"odd 'name'= \\ {encoding}")
    with connect(server, autocommit=True) as connection:
        connection.execute(drop.format(name))
        connection.execute(create.format(name, sql.Literal(encoding)))
    execute(database, f'CREATE TABLE "{word}" (a text); INSERT INTO "{word}" VALUES (\'{word}\')')
    made = make_backup(live(database), store, environment="staging", rehearse=scratch)
    assert made.rehearsed is Rehearsed.ROWS
    copy = databases.fresh()
    restore(store, made.id, copy)
    assert rows(copy, f'SELECT a FROM "{word}"') == [(word,)]


def test_a_database_without_the_schema_public(databases: Databases, store: Store, scratch: Scratch) -> None:
    database = databases.fresh("DROP SCHEMA public; CREATE SCHEMA own; CREATE TABLE own.orders (id int)")
    assert make_backup(live(database), store, environment="staging", rehearse=scratch).rehearsed is Rehearsed.ROWS


def test_it_shows_one_moment_whatever_is_written_meanwhile(
    databases: Databases, store: Store, scratch: Scratch
) -> None:
    database = databases.fresh(SHOP)

    def write(step: str) -> None:
        if step.startswith("rehearsing"):
            execute(database, "INSERT INTO parts VALUES (1, 'ok'); CREATE TABLE IF NOT EXISTS late (id int)")

    made = make_backup(live(database), store, environment="staging", rehearse=scratch, progress=write)
    assert made.rehearsed is Rehearsed.ROWS
    copy = databases.fresh()
    restore(store, made.id, copy)
    assert rows(copy, "SELECT count(*), to_regclass('late') FROM parts") == [(1, None)]


def test_an_extension_that_the_scratch_server_lacks_is_stood_in_for(
    databases_15: Databases, store: Store, scratch: Scratch
) -> None:
    database = databases_15.fresh(
        """CREATE EXTENSION pgcrypto; CREATE TABLE keys (a text); CREATE INDEX ON keys (digest(a, 'sha1'));
        INSERT INTO keys VALUES ('a')"""
    )
    made = make_backup(live(database), store, environment="staging", rehearse=scratch)
    assert made.rehearsed is Rehearsed.SCHEMA


def test_the_scratch_servers_own_version_of_an_extension_will_do(
    databases_15: Databases, store: Store, scratch: Scratch
) -> None:
    database = databases_15.fresh("CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_trgm; CREATE TABLE t ()")
    assert make_backup(live(database), store, environment="e", rehearse=scratch).rehearsed is Rehearsed.ROWS


def test_an_extension_belongs_to_whoever_restores_it(databases: Databases, store: Store, scratch: Scratch) -> None:
    database = databases.fresh(
        """DO $$ BEGIN CREATE ROLE extension_maker; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO extension_maker', current_database()); END $$;
        GRANT CREATE ON SCHEMA public TO extension_maker; SET ROLE extension_maker; CREATE EXTENSION pg_trgm"""
    )
    assert make_backup(live(database), store, environment="e", rehearse=scratch).rehearsed is Rehearsed.ROWS


def test_memory_stays_flat_and_progress_tells_bytes_and_seconds(databases: Databases, folder: Path) -> None:
    database = databases.fresh()
    fill(database, megabytes=25)  # of which pg_dump makes 50 MB of text, and 25 again
    told: list[str] = []
    make_backup(live(databases.fresh()), open_store(folder.as_uri()), environment="first")
    grown = _growth(
        lambda: make_backup(live(database), open_store(folder.as_uri()), environment="large", progress=told.append)
    )
    assert max(path.stat().st_size for path in folder.iterdir()) > 25_000_000
    assert grown < 30_000_000
    assert any(re.fullmatch(r"dumping: \d+\.\d MB, \d+ s", step) for step in told)


def _growth(work: Callable[[], object]) -> int:
    """By how many bytes this process grows at the most while something is done."""
    over = Event()
    process = psutil.Process()
    start = process.memory_info().rss
    seen = [start]

    def watch() -> None:
        while not over.wait(0.005):
            seen.append(process.memory_info().rss)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        over.set()
        watcher.join()
    return max(seen) - start


def test_what_a_list_lacks_is_named(databases: Databases) -> None:
    catalog = read_catalog(databases.fresh('CREATE TABLE a (id int); CREATE TABLE "a b" (id int)'), Scope())
    whole = """;
        ; Archive created at 2026-01-01
        1; 1259 1 TABLE public a postgres
        2; 1259 2 TABLE public a b postgres
        3; 0 1 TABLE DATA public a postgres
        4; 0 2 TABLE DATA public a b postgres
        """.replace("        ", "")
    assert missing(catalog, whole, ["postgres"]) == ()
    for line, expected in (
        ("1; 1259 1 TABLE public a postgres", "table public.a"),
        ("2; 1259 2 TABLE public a b postgres", "table public.a b"),
        ("3; 0 1 TABLE DATA public a postgres", "table data public.a"),
    ):
        assert [str(one) for one in missing(catalog, whole.replace(line, ""), ["postgres"])] == [expected]


def test_a_dump_that_lacks_something_is_no_backup(
    databases: Databases, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.backup.making._OPTIONS", ("--format=custom", "--exclude-table=orders"))
    with pytest.raises(DamagedError, match=r"the dump of shop lacks table public.orders, "):
        make_backup(live(databases.fresh(SHOP)), store, environment="staging")
    assert list(folder.iterdir()) == []


def test_a_dump_that_restores_to_something_else_is_no_backup(
    databases: Databases, store: Store, folder: Path, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.backup.making._OPTIONS", ("--format=custom", "--no-comments"))
    database = databases.fresh("CREATE TABLE orders (id int); COMMENT ON TABLE orders IS 'all of them'")
    with pytest.raises(DamagedError, match=r"something else: 1 difference \(removed comment table public.orders\)"):
        make_backup(live(database), store, environment="staging", rehearse=scratch)
    assert list(folder.iterdir()) == []


def test_a_dump_without_some_rows_is_no_backup(
    databases: Databases, store: Store, folder: Path, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.backup.moment.Moment.rows", lambda _: {("public", "orders"): 7})
    database = databases.fresh("CREATE TABLE orders (id int)")
    with pytest.raises(DamagedError, match=r"restores 0 rows of public.orders, which has 7"):
        make_backup(live(database), store, environment="staging", rehearse=scratch)
    assert list(folder.iterdir()) == []


def test_a_newer_server_than_pg_dump(databases: Databases, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.backup.making.release", lambda _: "17.2")
    with pytest.raises(BackupError, match=r"shop runs PostgreSQL 18, and pg_dump is of 17.2: a newer schemabot"):
        make_backup(live(databases.fresh()), store, environment="staging")


def test_musicbrainz_with_rows(databases: Databases, store: Store, scratch: Scratch) -> None:
    database = databases.fresh(template=databases.template("musicbrainz", build))
    execute(
        database,
        """SET session_replication_role = replica;
        INSERT INTO musicbrainz.artist (id, gid, name, sort_name)
        SELECT n, gen_random_uuid(), 'Artist ' || n, 'Artist, ' || n FROM generate_series(1, 1000) AS n;
        INSERT INTO musicbrainz.label (id, gid, name) SELECT n, gen_random_uuid(), 'Label ' || n
          FROM generate_series(1, 200) AS n""",
    )
    made = make_backup(live(database), store, environment="production")
    copy = databases.fresh()
    restore(store, made.id, copy, jobs=2)
    assert diff(live(database), live(copy), scratch).equal
    for table in ("musicbrainz.artist", "musicbrainz.label"):
        query = f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM {table} AS t"
        assert rows(copy, query) == rows(database, query)
