"""What `schemabot diff` says when it cannot: exit status 2, one line that helps, never a secret."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sync.errors import SourceError
from sync.migrations import migration_files
from tests.cli.command import PASSWORD, PASSWORD_ENCODED, Answer, Command, Inside, Write, free_port
from tests.support.servers import Databases

_NOBODY = 65534
NO_SECRETS = (PASSWORD, PASSWORD_ENCODED, "w0rd", "hunter2")


def complaint(answer: Answer) -> str:
    """The one line, with no secret in it."""
    said = answer.complaint
    assert not any(secret in said for secret in NO_SECRETS), said
    return said


# The database


def test_the_right_password_gets_in(schemabot: Command, guarded: int) -> None:
    url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{guarded}/postgres"
    answer = schemabot("diff", url, url)
    assert answer.out == f"app@127.0.0.1:{guarded}/postgres → app@127.0.0.1:{guarded}/postgres: no difference\n"


def test_a_wrong_password(schemabot: Command, guarded: int) -> None:
    url = f"postgresql://app:hunter2@127.0.0.1:{guarded}/postgres"
    said = complaint(schemabot("diff", url, url))
    assert said.startswith(f"cannot connect to app@127.0.0.1:{guarded}/postgres: ")
    assert 'password authentication failed for user "app"' in said


def test_an_unknown_database(schemabot: Command, guarded: int) -> None:
    url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{guarded}/nothere"
    assert 'database "nothere" does not exist' in complaint(schemabot("diff", url, url))


def test_a_port_that_nobody_listens_on(schemabot: Command) -> None:
    port = free_port()
    url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{port}/shop"
    said = complaint(schemabot("diff", url, url))
    assert said.startswith(f"cannot connect to app@127.0.0.1:{port}/shop: ")
    assert "refused" in said


def test_an_unknown_host(schemabot: Command) -> None:
    url = f"postgresql://app:{PASSWORD_ENCODED}@nothere.invalid/shop"
    said = complaint(schemabot("diff", url, url))
    assert said.startswith("cannot connect to app@nothere.invalid/shop: ")
    assert "Errno" not in said


def test_a_database_that_vanishes_while_it_is_read(schemabot: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_hang_up_after_login, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        url = f"postgresql://app:{PASSWORD_ENCODED}@127.0.0.1:{port}/shop?sslmode=disable&gssencmode=disable"
        said = complaint(schemabot("diff", url, url))
    assert f"app@127.0.0.1:{port}/shop" in said


def _hang_up_after_login(listener: socket.socket) -> None:
    """A server that lets everybody in and then goes away."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):  # the client may be quicker to go
            connection.recv(1024)
            version = b"server_version\x00180000\x00"
            size = (len(version) + 4).to_bytes(4, "big")
            connection.sendall(b"".join((b"R\0\0\0\x08\0\0\0\0", b"S", size, version, b"Z\0\0\0\x05I")))
            connection.recv(1024)


def test_a_time_limit_of_the_role(schemabot: Command, databases: Databases) -> None:
    url = f"{databases.fresh().url}&options=-c%20statement_timeout%3D1"
    answer = schemabot("diff", url, url)
    assert answer.status == 0 or "canceling statement" in complaint(answer)


# The URL


@pytest.mark.parametrize("mark", ["@", "/", "#", ":", "?", "%"])
def test_characters_of_a_password_that_need_encoding(inside: Inside, mark: str) -> None:
    url = f"postgresql://app:hunter2{mark}w0rd@127.0.0.1:{free_port()}/shop"
    said = complaint(inside("diff", url, url))
    assert "percent-encoded" in said or said.startswith("cannot connect to app@127.0.0.1")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://app:hunter2@[::1/shop",
        "postgresql://app:hunter2@127.0.0.1:port/shop",
        "postgresql://app:hunter2@127.0.0.1/shop?sslmod=require",
        "postgresql:/app:hunter2@127.0.0.1/shop",
        "POSTGRESQL://app:hunter2@127.0.0.1/shop",
        "mysql://app:hunter2@127.0.0.1/shop",
        "app:hunter2@127.0.0.1/shop",
        "host=127.0.0.1 user=app password=hunter2",
    ],
)
def test_what_is_not_a_url_is_never_quoted(inside: Inside, text: str) -> None:
    said = complaint(inside("diff", text, text))
    assert "postgresql://" in said or "percent-encoded" in said or "take it out of the URL" in said


def test_one_argument_too_many_does_not_show_its_password(inside: Inside) -> None:
    complaint(inside("diff", "a", "b", f"postgresql://app:{PASSWORD_ENCODED}@h/d"))
    complaint(inside("diff", "a", "b", "--profile", f"postgresql://app:{PASSWORD}@h/d"))


# The configuration


def test_a_variable_that_is_not_set(schemabot: Command, write: Write) -> None:
    write("schemabot.toml", '[project]\nname = "shop"\n[environments.staging]\ndatabase = "env:STAGING_URL"\n')
    said = complaint(schemabot("diff", "staging", "staging"))
    assert (
        said == "environments.staging.database is read from the variable STAGING_URL, which is not set: set STAGING_URL"
    )
    wrong = complaint(schemabot("diff", "staging", "staging", STAGING_URL="hunter2"))
    assert wrong.startswith("STAGING_URL (environments.staging.database) is not a PostgreSQL URL")


def test_an_unknown_environment_is_answered_with_the_nearest(inside: Inside, write: Write) -> None:
    write("schemabot.toml", '[project]\nname = "shop"\n[environments.staging]\ndatabase = "env:STAGING_URL"\n')
    assert complaint(inside("diff", "stagign", "b")).endswith("did you mean staging?")


def test_neither_folder_nor_configuration(inside: Inside) -> None:
    said = complaint(inside("diff", "stagign", "b"))
    assert said.startswith('"stagign" is no postgresql:// URL, folder, .sql or .json file, nor an environment')
    assert "SCHEMABOT_CONFIG" in said


# Files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "a side of the comparison is empty: "),
        ("nothere.sql", "there is no file nothere.sql: "),
        ("./nothere", "there is no folder nothere: "),
        ("empty/", "the folder empty has no migration: "),
        ("notes.txt/", "notes.txt is neither a folder nor a .sql or .json file: "),
        ("latin.sql", "latin.sql is not UTF-8 text (byte 12): save it as UTF-8"),
        ("zero.sql", "zero.sql has a zero byte in line 2: "),
        ("catalog.json", "cannot read catalog.json: No such file or directory: "),
        ("text.json", "text.json is not JSON: make one with: schemabot snapshot A -o FILE"),
        ("other.json", "other.json is not a snapshot: "),
        ("zero.json", "zero.json is not a snapshot: "),
        ("later.json", "later.json was made by schemabot 9, in format 99: this version reads formats up to "),
        ("damaged.json", "damaged.json is a damaged snapshot: "),
        ("named/", "named/first.sql is not named like a migration: rename it to <14 digits>_<name>.sql"),
        ("twice/", "two migrations in twice have the version 20260101000000: rename "),
        ("folder.sql", "folder.sql cannot be read: Is a directory"),
    ],
)
def test_files_that_cannot_be_read(inside: Inside, tmp_path: Path, write: Write, name: str, expected: str) -> None:
    write("empty/readme.md", "")
    write("notes.txt", "")
    write("text.json", "{")
    write("other.json", '{"version": 1, "differences": []}')
    write("zero.json", '{"format": 0}')
    write("later.json", '{"format": 99, "made_by": "schemabot 9"}')
    write("damaged.json", '{"format": 1}')
    (tmp_path / "latin.sql").write_bytes(b"SELECT 'caf\xe9';")
    (tmp_path / "zero.sql").write_bytes(b"SELECT 1;\n\0 DROP TABLE t;")
    write("named/first.sql", "")
    write("twice/20260101000000_a.sql", "")
    write("twice/20260101000000_b.sql", "")
    (tmp_path / "folder.sql").mkdir()
    assert complaint(inside("diff", name, name)).startswith(expected)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to read everything, where the tests run as root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_folder_that_may_not_be_read(write: Write) -> None:
    folder = write("closed/20260101000000_a.sql", "").parent
    folder.chmod(0)
    with as_nobody(), pytest.raises(SourceError) as refused:
        migration_files(folder)
    folder.chmod(0o755)
    assert str(refused.value) == f"the folder {folder} cannot be read: Permission denied"


def test_a_file_that_does_not_apply(schemabot: Command, write: Write) -> None:
    write("file.sql", "CREATE TABLE t (id integer);\n\nDROP TABLE u;")
    said = complaint(schemabot("diff", "file.sql", "file.sql"))
    assert said == 'file.sql, line 3: table "u" does not exist'


def test_names_that_would_move_the_cursor(inside: Inside) -> None:
    said = complaint(inside("diff", "a\x1b[2J\u202e\nb.sql", "b"))
    assert said.startswith("there is no file a\\x1b[2J<U+202E> b.sql")


# What nobody foresaw


def test_an_unforeseen_error_is_one_line_and_a_private_file(schemabot: Command, tmp_path: Path) -> None:
    code = (
        "import sync.diff\n"
        "def fail(a, *_, **__): raise KeyError(a.database.url + ' password=hunter2')\n"
        "sync.diff.diff = fail\n"
        "from bot.cli import main; main()"
    )
    command = Command(schemabot.folder, schemabot.data, code)
    url = f"postgresql://app:{PASSWORD_ENCODED}@h/d"
    said = complaint(command("diff", url, url, TMPDIR=str(tmp_path), SLACK_BOT_TOKEN="xoxb-hunter2"))
    assert said.startswith("unexpected error (KeyError), reference ")
    file = Path(said.rsplit(" ", 1)[1])
    assert file.parent == tmp_path
    assert file.stat().st_mode & 0o077 == 0
    kept = file.read_text()
    assert "KeyError: 'postgresql://app:•••@h/d" in kept
    assert "Traceback" in kept
    assert not any(secret in kept for secret in NO_SECRETS)
