"""Files replayed into a database: what arrives there, in which order, and from which state each file starts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import ReplayError
from sync.migrations import SqlFile
from sync.postgres.database import Database
from sync.shadow.replay import replay
from tests.support.servers import Databases, rows

Play = Callable[..., Database]


@pytest.fixture
def play(tmp_path: Path, databases: Databases) -> Play:
    """Replays texts as files into a fresh database."""

    def played(*texts: str) -> Database:
        files = []
        for number, text in enumerate(texts, 1):
            path = tmp_path / f"{number}.sql"
            path.write_text(text, encoding="utf-8")
            files.append(SqlFile(path))
        database = databases.fresh()
        replay(files, database)
        return database

    return played


def tables(database: Database) -> set[str]:
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    return {name for (name,) in rows(database, query)}


def test_a_file_is_one_transaction(play: Play) -> None:
    database = play("CREATE TABLE a AS SELECT txid_current() AS t; CREATE TABLE b AS SELECT txid_current() AS t;")
    assert rows(database, "SELECT count(*) FROM a JOIN b USING (t)") == [(1,)]


def test_savepoints_stay_inside_the_transaction_of_the_file(play: Play) -> None:
    database = play(
        "CREATE TABLE a AS SELECT txid_current() AS t; SAVEPOINT s; CREATE TABLE lost (id integer);"
        "ROLLBACK TO s; RELEASE s; CREATE TABLE b (id integer);"
    )
    assert tables(database) == {"a", "b"}


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (id integer); CREATE INDEX CONCURRENTLY i ON t (id); REINDEX INDEX CONCURRENTLY i;",
        "CREATE TABLE t (id integer); CREATE INDEX i ON t (id); DROP INDEX CONCURRENTLY i;",
        "CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'; CREATE TABLE t (e e DEFAULT 'b');",
        "CREATE TABLE t (id integer); VACUUM t;",
        "CREATE TABLE t (id integer PRIMARY KEY); CLUSTER t USING t_pkey; CLUSTER; REINDEX SCHEMA public;",
        "DO $$ BEGIN CREATE TABLE t (); COMMIT; END $$; CREATE TABLE u ();",
        "BEGIN; CREATE TABLE t (id integer); COMMIT; BEGIN; ALTER TABLE t ADD x integer; COMMIT;",
        (
            "CREATE TABLE p (id integer) PARTITION BY LIST (id); CREATE TABLE t PARTITION OF p FOR VALUES IN (1);"
            "ALTER TABLE p DETACH PARTITION t CONCURRENTLY;"
        ),
    ],
)
def test_files_that_cannot_be_one_transaction(play: Play, text: str) -> None:
    assert "t" in tables(play(text))


def test_a_transaction_left_open_is_an_error(play: Play) -> None:
    with pytest.raises(ReplayError, match="begins a transaction and does not end it"):
        play("CREATE TABLE a (id integer); COMMIT; BEGIN; CREATE TABLE b (id integer);")


def test_bodies_are_taken_as_they_are(play: Play) -> None:
    body = " BEGIN RAISE NOTICE '100%% of $1; %s %(x)s', $b$;$b$, 1; END "
    database = play(
        f"CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body${body}$body$;"
        "CREATE FUNCTION g() RETURNS integer BEGIN ATOMIC SELECT 1; SELECT 2; END;"
        "DO $$ BEGIN EXECUTE 'CREATE TABLE t (a integer); CREATE TABLE u (b integer);'; END $$;"
    )
    assert rows(database, "SELECT prosrc, g() FROM pg_proc WHERE proname = 'f'") == [(body, 2)]
    assert tables(database) == {"t", "u"}


@pytest.mark.parametrize(
    "leaves",
    [
        "SET search_path = shop",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "SET check_function_bodies = off; SET default_table_access_method = heap",
        "SET ROLE replay_someone",
        "SET SESSION AUTHORIZATION replay_someone",
        "CREATE TEMPORARY TABLE t (wrong integer)",
        "BEGIN; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; COMMIT",
        "PREPARE p AS SELECT 1",
    ],
)
def test_what_one_file_sets_does_not_reach_the_next(play: Play, leaves: str) -> None:
    database = play(
        f"CREATE SCHEMA shop; {leaves};",
        "CREATE TABLE t (id integer); PREPARE p AS SELECT 1;"
        "CREATE FUNCTION found() RETURNS text LANGUAGE sql AS 'SELECT 1::text';"
        "ALTER TABLE t ADD owner text DEFAULT current_user;",
    )
    query = "SELECT tableowner, schemaname FROM pg_tables WHERE tablename = 't'"
    assert rows(database, query) == [("postgres", "public")]


def test_words_that_name_no_role(play: Play) -> None:
    text = "SET ROLE NONE; RESET SESSION AUTHORIZATION; CREATE TABLE t (); GRANT SELECT ON t TO public, CURRENT_USER"
    assert tables(play(text)) == {"t"}


def test_roles_that_files_name_are_there(play: Play) -> None:
    text = (
        "CREATE TABLE t (id integer); ALTER TABLE t OWNER TO replay_owner; GRANT SELECT ON t TO replay_reader;"
        "CREATE POLICY p ON t TO replay_writer USING (true); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE replay_maker GRANT SELECT ON TABLES TO PUBLIC;"
    )
    for _ in range(2):
        database = play(text)
        assert rows(database, "SELECT tableowner FROM pg_tables WHERE tablename = 't'") == [("replay_owner",)]
        assert rows(database, "SELECT roles FROM pg_policies") == [(["replay_writer"],)]


def test_what_files_say_about_roles_beyond_their_names_stays_out_of_the_server(play: Play) -> None:
    text = (
        "CREATE ROLE replay_admin SUPERUSER LOGIN PASSWORD 'x'; CREATE USER replay_user IN ROLE replay_group;"
        "ALTER ROLE postgres SET default_transaction_read_only = on; ALTER ROLE replay_user RENAME TO replay_renamed;"
        "GRANT replay_admin TO replay_user; DROP ROLE replay_admin; COMMENT ON ROLE replay_user IS 'x';"
        "CREATE TABLE t (id integer); GRANT SELECT ON t TO replay_renamed;"
    )
    database = play(text)
    play(text)
    query = (
        "SELECT rolname, rolsuper, rolcanlogin FROM pg_roles WHERE rolname LIKE 'replay\\_%' AND rolname < 'replay_h'"
    )
    assert ("replay_admin", False, False) in rows(database, query)
    assert rows(database, "SELECT count(*) FROM pg_auth_members WHERE roleid::regrole::text LIKE 'replay%'") == [(0,)]
    assert rows(database, "SELECT rolconfig FROM pg_roles WHERE rolname = 'postgres'") == [(None,)]


def test_a_role_that_a_block_makes_when_it_is_missing(play: Play) -> None:
    text = (
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replay_block')"
        " THEN CREATE ROLE replay_block; END IF; END $$; CREATE TABLE t (i integer); GRANT SELECT ON t TO replay_block;"
    )
    play(text)
    play(text)


def test_the_database_as_a_whole_is_left_alone(play: Play) -> None:
    database = play(
        "ALTER DATABASE postgres SET default_transaction_read_only = on; COMMENT ON DATABASE postgres IS 'x';"
        "GRANT ALL ON DATABASE nothere TO replay_db; ALTER DATABASE postgres OWNER TO replay_db; CREATE TABLE t ();"
    )
    assert tables(database) == {"t"}
    assert rows(database, "SELECT count(*) FROM pg_db_role_setting") == [(0,)]
    assert rows(database, "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'postgres'") == [("postgres",)]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE DATABASE x",
        "DROP DATABASE IF EXISTS x",
        "ALTER SYSTEM SET work_mem = '1GB'",
        "LOAD 'auto_explain'",
        "CREATE TABLESPACE x LOCATION '/tmp'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/x'",
    ],
)
def test_the_server_and_its_files_are_refused(play: Play, text: str) -> None:
    with pytest.raises(ReplayError, match="line 2: the statement acts on the server"):
        play(f"CREATE TABLE t (id integer);\n{text};")


def test_the_hint_of_the_server_is_the_remedy(play: Play) -> None:
    with pytest.raises(ReplayError, match="explicit type casts") as raised:
        play("CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; SELECT f('a'::text);")
    assert raised.value.remedy.startswith("No function matches")


def test_an_error_at_the_end_of_the_transaction_names_the_file(play: Play) -> None:
    with pytest.raises(ReplayError, match=r"1\.sql, at its end: .*violates foreign key"):
        play(
            "CREATE TABLE a (id integer PRIMARY KEY);"
            "CREATE TABLE b (a integer REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO b VALUES (1);"
        )


def test_a_name_that_no_role_may_have(play: Play) -> None:
    with pytest.raises(ReplayError, match='role "pg_nothere" does not exist'):
        play("CREATE TABLE t (id integer); GRANT SELECT ON t TO pg_nothere;")


def test_a_file_may_speak_another_encoding_to_the_server(play: Play) -> None:
    database = play("SET client_encoding = 'LATIN1'; COMMENT ON SCHEMA public IS 'né';", 'CREATE TABLE "é→" ();')
    assert tables(database) == {"é→"}
    assert rows(database, "SELECT obj_description('public'::regnamespace)") == [("né",)]
    with pytest.raises(ReplayError, match="characters that its client_encoding lacks: take SET client_encoding out"):
        play("SET client_encoding = 'LATIN1'; COMMENT ON SCHEMA public IS '→';")
