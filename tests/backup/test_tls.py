"""Servers that want TLS: pg_dump and pg_restore, which cannot speak it, reach them all the same."""

from pathlib import Path

import pytest

from sync.backup import BackupError, Store, make_backup, restore
from sync.backup.programs import access, running
from sync.errors import ConnectError
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.postgres.tls import PORT, relay
from sync.sources import LiveSource
from tests.backup.conftest import TlsServer
from tests.support.servers import execute, rows


def _dump(database: Database) -> None:
    with (
        connect(database, autocommit=True) as connection,
        access(database, connection) as entry,
        running("pg_dump", ["--schema-only"], entry),
    ):
        assert str(PORT) in entry.conninfo
        assert "s3cret" not in entry.conninfo


@pytest.mark.parametrize("mode", ["prefer", "require", "verify-ca", "verify-full"])
def test_the_modes_of_libpq(tls_server: TlsServer, mode: str) -> None:
    authority = {"sslrootcert": str(tls_server.authority)} if mode.startswith("verify") else {}
    _dump(tls_server.database(sslmode=mode, **authority))


def test_an_address_instead_of_a_name(tls_server: TlsServer) -> None:
    _dump(tls_server.database(host="127.0.0.1", sslmode="verify-ca", sslrootcert=str(tls_server.authority)))


def test_a_long_name_of_the_folder_for_temporary_files(
    tls_server: TlsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    _dump(tls_server.database(sslmode="require"))


def test_the_clients_own_certificate(tls_server: TlsServer) -> None:
    certificate, key = (str(path) for path in tls_server.client)
    execute(tls_server.database(sslmode="require"), "CREATE ROLE certified LOGIN")
    _dump(tls_server.database(user="certified", sslmode="require", sslcert=certificate, sslkey=key))


@pytest.mark.parametrize(
    ("mode", "host", "is_known", "reason"),
    [
        ("verify-ca", "localhost", False, "its certificate is not trusted: "),
        ("require", "localhost", False, "its certificate is not trusted: "),  # as libpq has it
        ("verify-full", "127.0.0.1", True, "its certificate is not trusted: "),
    ],
)
def test_a_server_that_is_not_trusted_hears_nothing(
    tls_server: TlsServer, mode: str, host: str, is_known: bool, reason: str
) -> None:
    authority = tls_server.authority if is_known else tls_server.other_authority
    options = {"host": host, "port": str(tls_server.port), "sslmode": mode, "sslrootcert": str(authority)}
    place = Database.parse("postgresql://app@/postgres")
    with pytest.raises(ConnectError, match=reason), relay(options, "shop") as folder:
        execute(Database(f"{place.url}?host={folder}&port={PORT}&sslmode=disable", "relay"), "SELECT")


def test_binding_that_is_required_is_not_passed_over(tls_server: TlsServer) -> None:
    with pytest.raises(BackupError, match="channel_binding=require, which pg_dump here cannot do: use sslmode=verify"):
        _dump(tls_server.database(sslmode="require", channel_binding="require"))


def test_certificates_that_cannot_be_used(tls_server: TlsServer) -> None:
    options = {"host": "localhost", "port": str(tls_server.port), "sslcert": "/nowhere/client.crt"}
    said = "certificates for shop cannot be used: No such file"
    with pytest.raises(ConnectError, match=said), relay(options, "shop"):
        pass


def test_a_backup_and_its_restore_by_several_connections(tls_server: TlsServer, store: Store) -> None:
    full = {"sslmode": "verify-full", "sslrootcert": str(tls_server.authority)}
    execute(tls_server.database(), "CREATE DATABASE shop")
    execute(tls_server.database(), "CREATE DATABASE copy")
    execute(
        tls_server.database("shop"),
        "CREATE TABLE orders AS SELECT n AS id, repeat('x', 100) AS note FROM generate_series(1, 20000) AS n;"
        "CREATE INDEX ON orders (id); CREATE TABLE lines (id int PRIMARY KEY)",
    )
    source = LiveSource("shop", tls_server.database("shop", **full), None)
    made = make_backup(source, store, environment="production")
    copy = tls_server.database("copy", **full)
    restore(store, made.id, copy, jobs=3)
    assert rows(copy, "SELECT count(*), sum(id) FROM orders") == [(20000, 200010000)]
