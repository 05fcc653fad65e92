"""Connection URLs: what people read of them, and that no part of a password ever gets out."""

import socket
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg2.errors
import pytest

from sync.catalog import Scope, read_catalog
from sync.errors import ConfigurationError, ConnectError, ReadError
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.programs import installed_programs
from sync.postgres.session import connect
from tests.support.servers import execute

# Each piece of these words is long enough that it stands in no message by chance.
SECRET = "Zq7Xw"
MORE = "Kv9Jp"


def texts_of(error: BaseException) -> str:
    """Everything that a log or a terminal could show of an error, its causes and contexts included."""
    found = ["".join(traceback.format_exception(error))]
    link: BaseException | None = error
    while link is not None:
        found += [str(link), repr(link), repr(link.args), repr(vars(link))]
        link = link.__cause__ or link.__context__
    return "\n".join(found)


def assert_no_secret(text: str) -> None:
    assert SECRET not in text
    assert MORE not in text


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("postgresql://anna@db.example.com:6543/app", "anna@db.example.com:6543/app"),
        (f"postgresql://anna:{SECRET}@db.example.com/app", "anna@db.example.com/app"),
        (f"postgres://anna:{SECRET}@db/app?sslmode=require", "anna@db/app"),
        (f"postgresql://anna:{SECRET}%40%2F%23%3A%3F{MORE}@db/app", "anna@db/app"),
        (f"postgresql://anna:{SECRET}#{MORE}@db/app", "anna@db/app"),
        (f"postgresql://anna:{SECRET}[{MORE}@db/app", "anna@db/app"),
        (f"postgresql://anna:{SECRET}:{MORE}@db/app", "anna@db/app"),
        (f"postgresql://db/app?user=anna&password={SECRET}%26{MORE}", "anna@db/app"),
        (f"postgresql://anna@db/app?sslpassword={SECRET}", "anna@db/app"),
        (f"postgresql://anna:{SECRET}@[::1]:5433/app", "anna@[::1]:5433/app"),
        (f"postgresql://anna:{SECRET}@[::1]:1,[::2]:2/app", "anna@::1,::2:1,2/app"),
        (f"postgresql://anna:{SECRET}@one:1,two:2/app", "anna@one,two:1,2/app"),
        (f"postgresql://anna:{SECRET}@%2Fvar%2Frun/app", "anna@/var/run/app"),
        (f"postgresql://anna:{SECRET}@/app?host=/var/run", "anna@/var/run/app"),
        (f"postgresql:///app?hostaddr=10.0.0.1&password={SECRET}", "10.0.0.1/app"),
        (f"postgresql://?service=acme&password={SECRET}", "service acme"),
        (f"postgresql://anna:{SECRET}@db", "anna@db/anna"),
    ],
)
def test_a_label_says_where_and_never_the_password(url: str, label: str) -> None:
    database = Database.parse(url)
    assert database.label == label
    assert_no_secret(repr(database))
    message = f"{url} {SECRET} {SECRET}%40%2F%23%3A%3F{MORE} {SECRET}@/#:?{MORE} {SECRET}%26{MORE} {SECRET}&{MORE}"
    if SECRET in url and MORE not in url:
        assert_no_secret(database.redact(message.replace(MORE, "")))
    else:
        redacted = database.redact(url)
        assert_no_secret(redacted)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://anna:{SECRET}@{MORE}@db/app",
        f"postgresql://anna:{SECRET}/{MORE}@db/app",
        f"postgresql://anna:{SECRET}?{MORE}@db/app",
        f"postgresql://anna:12/{SECRET}@db/app",
        f"postgresql://anna:{SECRET}@{MORE}:5432@db/app",
        f"postgresql://anna:{SECRET}%{MORE}@db/app",
        f"postgresql://anna:{SECRET}%@db/app",
        f"postgresql://anna:{SECRET}%00@db/app",
        f"postgresql://anna:{SECRET}%FF@db/app",
        f"postgresql://anna:{SECRET} {MORE}@db:x/app",
        f"postgresql://db/app?password={SECRET}&nonsense={MORE}",
        f"postgresql://db/app?{SECRET}",
        f"mysql://anna:{SECRET}@db/app",
        f"host=db password={SECRET}",
        f"{SECRET}",
        "",
        "postgresql://anna@db:port/app",
    ],
)
def test_a_url_that_cannot_be_right_is_refused_without_quoting_it(url: str) -> None:
    try:
        database = Database.parse(url, "STAGING_DATABASE_URL")
    except ConfigurationError as error:
        said = str(error)
        shown = texts_of(error)
    else:  # PostgreSQL may take the URL all the same
        said = "STAGING_DATABASE_URL"
        shown = database.label + repr(database) + database.redact(url)
    assert "STAGING_DATABASE_URL" in said
    assert "\n" not in said
    assert_no_secret(shown)


@pytest.fixture(scope="module")
def password_port(server: EmbeddedServer) -> Iterator[tuple[int, str]]:
    """A server that asks for a password on a free TCP port, and the password that it takes."""
    password = f"{SECRET}@/{MORE}"
    folder = Path(tempfile.mkdtemp(prefix="sb-password-"))
    folder.chmod(0o755)
    programs = installed_programs(server.programs.folder, server.programs.account)
    cluster, secret = folder / "cluster", folder / "secret"
    cluster.mkdir(mode=0o700)
    programs.account.owns(cluster)
    secret.write_text(password)
    programs.run(
        "initdb", "-D", str(cluster), "-U", "anna", "--auth=scram-sha-256", f"--pwfile={secret}", "-N", cwd=folder
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = f"-h 127.0.0.1 -p {port} -k '' -F"
    programs.run("pg_ctl", "start", "-w", "-D", str(cluster), "-o", options, "-l", str(cluster / "log"), cwd=cluster)
    yield port, password
    programs.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(cluster), cwd=cluster)
    subprocess.run(["rm", "-rf", str(folder)], check=True)  # noqa: S607


def test_the_right_password_gets_in(password_port: tuple[int, str]) -> None:
    port, _ = password_port
    with connect(Database.parse(f"postgresql://anna:{SECRET}%40%2F{MORE}@127.0.0.1:{port}/postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_wrong_password_is_told_without_it(password_port: tuple[int, str]) -> None:
    port, _ = password_port
    for written in (f"{SECRET}{MORE}", f"{SECRET}%40{MORE}", f"{SECRET}#{MORE}"):
        database = Database.parse(f"postgresql://anna:{written}@127.0.0.1:{port}/postgres")
        with pytest.raises(ConnectError, match="password authentication failed") as caught, connect(database):
            pass
        assert_no_secret(texts_of(caught.value))
        assert str(caught.value).startswith(f"cannot connect to anna@127.0.0.1:{port}/postgres: ")
        assert str(caught.value).endswith(": check host, port, user, password and database of its URL")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "127.0.0.1:1,127.0.0.1", "no-such-host.invalid"])
def test_a_server_that_cannot_be_reached_is_told_in_one_line(host: str) -> None:
    database = Database.parse(f"postgresql://anna:{SECRET}%40{MORE}@{host}:1/app")
    with pytest.raises(ConnectError) as caught, connect(database, timeout_s=2):
        pass
    assert "\n" not in str(caught.value)
    assert_no_secret(texts_of(caught.value))


def test_an_error_of_the_server_is_told_without_the_password(
    password_port: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, _ = password_port
    database = Database.parse(f"postgresql://anna:{SECRET}%40%2F{MORE}@127.0.0.1:{port}/postgres")
    monkeypatch.setattr("sync.catalog.script.text_of", lambda _: "SELEKT 1")
    with pytest.raises(ReadError, match="syntax error at or near") as caught:
        read_catalog(database, Scope())
    assert isinstance(caught.value.__cause__, psycopg2.errors.SyntaxError)
    assert_no_secret(texts_of(caught.value))


def test_a_database_in_sql_ascii_is_read_as_text(server: EmbeddedServer) -> None:
    execute(
        server.database(), "CREATE DATABASE ascii TEMPLATE template0 ENCODING SQL_ASCII LOCALE_PROVIDER libc LOCALE 'C'"
    )
    database = server.database("ascii")
    try:
        execute(database, 'CREATE TABLE "tür" (a int)')
        names = {identity.name for identity in read_catalog(database, Scope()).objects}
        assert "tür" in names
    finally:
        execute(server.database(), "DROP DATABASE ascii")


def test_a_connection_is_cut_at_its_limit(server: EmbeddedServer) -> None:
    with (
        pytest.raises(ConnectError, match=r"has not finished answering within 0\.3 s"),
        connect(server.database(), limit_s=0.3) as connection,
    ):
        connection.execute("SELECT pg_sleep(20)")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("schema=public", 'the parameter "schema", which PostgreSQL does not know: take it out of the URL'),
        ("sslmode=require&foo=bar", 'the parameter "foo", which PostgreSQL does not know: take it out of the URL'),
        ("password=half&other=half", "percent-encoded"),  # what may be a part of a password is not named
    ],
)
def test_a_parameter_that_postgresql_does_not_know_is_named(query: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Database.parse(f"postgresql://anna@h/shop?{query}")
    assert said in str(caught.value)
    assert "other" not in str(caught.value)
