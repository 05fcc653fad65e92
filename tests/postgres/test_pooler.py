"""Poolers: one in transaction mode is told and refused, one in session mode does no harm."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from sync.deploy import deploy, dry_run, prepare_rollback
from sync.errors import ConfigurationError, MigrationError, SchemabotError
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.pooler import refuse_transaction_pooler
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.deploy.support import QUICK, deployed, history_of, migrations
from tests.support.servers import Databases

PORT = 6432  # of a Unix-domain socket: the name of a file in the pooler's own folder
REFUSED = "pooler in transaction mode: use the address of the database itself, or of a pooler in session mode"


@contextmanager
def pooler(database: Database, server: EmbeddedServer, mode: str, *more: str) -> Iterator[Database]:
    """A database of a server through pgbouncer."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have pgbouncer: apt-get install pgbouncer")
        pytest.skip("pgbouncer is not installed")
    options = psycopg.conninfo.conninfo_to_dict(database.url)
    with tempfile.TemporaryDirectory(prefix="pooler-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            "\n".join(
                [
                    "[databases]",
                    f"* = host={options['host']} port={options['port']} user=postgres",
                    "[pgbouncer]",
                    f"pool_mode = {mode}",
                    f"unix_socket_dir = {folder}",
                    f"listen_port = {PORT}",
                    "auth_type = any",
                    "ignore_startup_parameters = extra_float_digits",
                    *more,
                ]
            )
        )
        account = server.programs.account  # who may enter the folder of the server's socket
        running = subprocess.Popen(
            [program, "-q", str(settings)], user=account.uid, group=account.gid, stderr=subprocess.PIPE
        )
        try:
            through = Database.parse(f"postgresql://postgres@/{options['dbname']}?host={folder}&port={PORT}")
            _wait(through, running)
            yield through
        finally:
            running.terminate()
            running.communicate()


def _wait(database: Database, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        assert running.poll() is None, running.communicate()[1]
        try:
            with connect(database, timeout_s=2):
                return
        except SchemabotError:
            time.sleep(0.02)
    pytest.fail("pgbouncer does not answer")


@pytest.mark.parametrize("more", [[], ["server_round_robin = 1"], ["min_pool_size = 3"]], ids=["", "in turn", "many"])
def test_a_pooler_in_transaction_mode_is_refused(databases: Databases, tmp_path: Path, more: list[str]) -> None:
    database = databases.fresh()
    with pooler(database, databases.server, "transaction", *more) as through:
        for _ in range(3):  # also when it has servers from the time before
            with pytest.raises(ConfigurationError, match=REFUSED):
                deployed(through, migrations(tmp_path, "CREATE TABLE a ()"))
        files = migrations(tmp_path, "CREATE TABLE a ()")
        with pytest.raises(ConfigurationError, match=REFUSED):
            dry_run(through, files, QUICK)
        with pytest.raises(ConfigurationError, match=REFUSED):
            prepare_rollback(through, files, Scratch(databases.server))
    assert history_exists(database) is False


def test_through_a_pooler_in_session_mode_it_works(databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh()
    with pooler(database, databases.server, "session") as through:
        deployed(through, migrations(tmp_path, "CREATE TABLE a ()", "CREATE INDEX CONCURRENTLY ON a ((1))"))
    assert history_of(database) == ["20260101000001", "20260101000002"]


def test_through_a_pooler_old_transactions_are_waited_for_and_locks_are_not(
    databases: Databases, tmp_path: Path
) -> None:
    database, told = databases.fresh("CREATE TABLE t (id integer)"), list[str]()
    files = migrations(tmp_path, "CREATE INDEX CONCURRENTLY t_id ON t (id)")
    settings = replace(QUICK, lock_timeout=timedelta(milliseconds=200), retries=0)
    with pooler(database, databases.server, "session") as through, connect(database) as other:
        other.execute("LOCK t IN SHARE UPDATE EXCLUSIVE MODE")
        with pytest.raises(MigrationError, match="line 1: canceling statement due to lock timeout"):
            deploy(through, files, settings)
        other.rollback()
        other.execute("INSERT INTO t VALUES (1)")
        threading.Timer(1, other.commit).start()
        deploy(through, files, settings, progress=told.append)
        assert f"waiting for a transaction to end: pid {other.info.backend_pid}," in told[0]


def test_the_database_itself_is_no_pooler(databases: Databases) -> None:
    refuse_transaction_pooler(databases.fresh())


def test_supabases_pooler_is_known_by_its_address() -> None:
    database = Database.parse("postgresql://postgres.abc@aws-0-eu-central-1.pooler.supabase.com:6543/postgres")
    with pytest.raises(ConfigurationError, match=rf"{REFUSED} \(of Supabase: port 5432 instead of 6543\)"):
        refuse_transaction_pooler(database)


def history_exists(database: Database) -> bool:
    with connect(database) as connection:
        return connection.execute("SELECT to_regnamespace('schemabot') IS NOT NULL").fetchone() == (True,)
