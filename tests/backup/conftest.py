"""Fixtures of the tests of backups."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sync.backup import Store, open_store
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.programs import server_account
from sync.shadow.scratch import Scratch
from tests.backup.s3 import ObjectServer
from tests.cli.command import free_port
from tests.support.servers import require

PASSWORD = "s3cret-p@ss"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that `store` keeps its files in."""
    return tmp_path / "backups"


@pytest.fixture
def store(folder: Path) -> Store:
    """A store on a disk."""
    return open_store(folder.as_uri())


@pytest.fixture(scope="session")
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    """Scratch databases on the server of the tests."""
    with Scratch(server) as made:
        yield made


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectServer]:
    """An object store that speaks S3, with a bucket named `bucket`; the environment has its address and keys."""
    with ObjectServer() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@dataclass(frozen=True, slots=True)
class TlsServer:
    """A PostgreSQL 15 that takes nobody without TLS.

    Attributes:
        port: On loopback; its certificate is of `localhost`.
        authority: The file of the certificate that signed it.
        other_authority: The file of one that did not.
        client: The files of a certificate for the user `certified`, and of its key.
    """

    port: int
    authority: Path
    other_authority: Path
    client: tuple[Path, Path]

    def database(
        self, name: str = "postgres", *, host: str = "localhost", user: str = "app", **options: str
    ) -> Database:
        """A database of it; the options are libpq's."""
        return Database.parse(f"postgresql://{user}:s3cret-p%40ss@{host}:{self.port}/{name}?{urlencode(options)}")


@pytest.fixture(scope="session")
def tls_server() -> Iterator[TlsServer]:
    """A server with a certificate of its own making; its log-in is SCRAM, or a client's certificate."""
    programs = require(15)
    assert programs is not None
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="schemabot-tls-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o755)
        _certificates(home)
        cluster = home / "cluster"
        words = home / "password"
        words.write_text(PASSWORD)
        cluster.mkdir(mode=0o700)
        for path in (cluster, words, home / "server.key"):
            account.owns(path)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments],
                check=True,
                cwd="/",
                stdout=subprocess.DEVNULL,
                user=account.uid,
                group=account.gid,
                extra_groups=[] if account.uid is not None else None,
            )

        run(
            *("initdb", "-D", str(cluster), "-U", "app", "--auth=scram-sha-256", f"--pwfile={words}"),
            *("--no-sync", "--no-locale", "--encoding=UTF8"),
        )
        (cluster / "pg_hba.conf").write_text(
            "hostssl all certified all cert clientcert=verify-full\nhostssl all all all scram-sha-256\n"
        )
        port = free_port()
        settings = {
            "port": port,
            "listen_addresses": "localhost,127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "ssl": "on",
            "ssl_cert_file": home / "server.crt",
            "ssl_key_file": home / "server.key",
            "ssl_ca_file": home / "authority.crt",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        run("pg_ctl", "start", "-w", "-s", "-D", str(cluster), "-l", str(cluster / "log"), "-o", options)
        try:
            client = (home / "client.crt", home / "client.key")
            yield TlsServer(port, home / "authority.crt", home / "other.crt", client)
        finally:
            run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", str(cluster))
            shutil.rmtree(cluster, ignore_errors=True)


def _certificates(home: Path) -> None:
    program = shutil.which("openssl")
    assert program is not None

    def openssl(*arguments: str) -> None:
        subprocess.run([program, *arguments], check=True, cwd=home, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for name in ("authority", "other"):
        openssl(
            *("req", "-x509", *key, "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "2"),
            *("-subj", f"/CN={name}"),
        )
    for name, subject in (("server", "localhost"), ("client", "certified")):
        signed = ("-CA", "authority.crt", "-CAkey", "authority.key", "-addext", f"subjectAltName=DNS:{subject}")
        openssl(
            *("req", "-x509", *key, "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "2"),
            *("-subj", f"/CN={subject}", *signed, "-addext", "basicConstraints=critical,CA:false"),
        )
        (home / f"{name}.key").chmod(0o600)
