"""The command as somebody meets it who has never used it: its help, its questions, what it says without a screen."""

import os
import pty
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from rich.console import Console

from bot.cli import app
from sync.cli import application
from sync.cli.sections import _SECTIONS
from tests.cli.command import Command, Inside, Write

CONFIGURATION = """
[project]
name = "acme"
[environments.staging]
database = "env:STAGING"
"""


def test_every_command_stands_in_a_section_of_the_help() -> None:
    named = {name for names in _SECTIONS.values() for name in names}
    commands = typer.main.get_group(app).commands

    assert named == {
        name for name, one in commands.items() if not isinstance(getattr(one, "rich_help_panel", None), str)
    }


def test_a_bare_command_shows_the_help(schemabot: Command) -> None:
    bare = schemabot()

    assert (bare.status, bare.err) == (0, "")
    assert bare.out == schemabot("--help").out
    assert "…" not in bare.out
    assert "..." not in bare.out.partition("Options:")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dif",), "No such command 'dif': did you mean 'diff', 'drift'? see schemabot --help"),
        (("new", "x", "--from-diff", "a"), "Option '--from-diff' requires 2 arguments: see schemabot new --help"),
        (("snapshot", "a", "--fingerprint", "-o", "f"), "leave -o out: see schemabot snapshot --help"),
    ],
)
def test_what_is_wrong_with_the_command_line(inside: Inside, arguments: tuple[str, ...], said: str) -> None:
    assert inside(*arguments).complaint.endswith(said)


@pytest.mark.parametrize(
    "command", ["deploy", "rollback", "repair", "history", "squash", "snapshot", "export", "status"]
)
def test_the_exit_status_is_told(inside: Inside, command: str) -> None:
    assert "Exit status: 0" in inside(command, "--help").out


def test_output_that_nobody_takes_is_no_error(schemabot: Command) -> None:
    closed = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *schemabot.words, "--help"],
        env=schemabot.environment({}),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (closed.returncode, closed.stdout, closed.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_a_full_disk_is_one_line(schemabot: Command) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*schemabot.words, "--help"],
            env=schemabot.environment({}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "make room on the disk" in ended.stderr


ASKS = """
import sys, typer
from sync.cli.application import confirm, run
app = typer.Typer()
@app.command()
def ask(): confirm("Do it?")
sys.argv = ["schemabot", "--"]
sys.exit(run(app, dict))
"""


@pytest.mark.parametrize("typed", [b"\x03", b"\x04", b"n\n"])
def test_a_question_that_is_not_agreed_to(typed: bytes) -> None:
    """Ctrl-C, Ctrl-D and no: in a line of its own it is said that nothing was done, and the check has failed."""
    child, terminal = pty.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, "-c", ASKS])  # noqa: S606 - the terminal is to be its own
    said = b""
    while b"[y/N]: " not in said:
        said += os.read(terminal, 1024)
    with suppress(OSError):  # how Linux says that the other end is closed
        while True:
            os.write(terminal, typed)  # again, as Python does not see a signal that comes before it waits for a key
            while select.select([terminal], [], [], 2)[0]:
                said += os.read(terminal, 1024)
    os.close(terminal)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert said.replace(b"\r", b"").endswith(b"\nNothing was done.\n")


def test_nobody_to_ask_is_told_so(schemabot: Command) -> None:
    nobody = Command(schemabot.folder, schemabot.data, ASKS)()

    assert nobody.complaint == "nobody is there to be asked: say --yes"


def test_progress_stays_within_a_line() -> None:
    console = Console(width=40)
    with console.capture() as taken:
        console.print(application._Doing("add_orders: 1 of 3  " + "CREATE TABLE orders " * 20))  # noqa: SLF001

    assert taken.get().rstrip("\n").endswith("…")
    assert taken.get().count("\n") == 1


def test_a_repository_that_is_not_there_is_named(inside: Inside, write: Write, tmp_path: Path) -> None:
    write("schemabot.toml", CONFIGURATION + '[migrations]\nrepository = "../gone"\n')

    said = inside("new", "add_orders").complaint
    assert "migrations.repository is ../gone, and there is no folder" in said
    assert not (tmp_path.parent / "gone").exists()


def test_squash_in_a_bare_repository_is_refused_at_once(inside: Inside, write: Write) -> None:
    write("bare.git/HEAD", "ref: refs/heads/main\n")
    write("bare.git/objects/x", "")
    write("schemabot.toml", CONFIGURATION + '[migrations]\nrepository = "bare.git"\n')

    assert "is a bare repository, and has no folder" in inside("squash", "staging").complaint


def test_a_folder_of_backups_that_is_not_there_is_named(inside: Inside, write: Write) -> None:
    write("schemabot.toml", CONFIGURATION)

    assert inside("backups", "--from", "file:///nonexistent/b").complaint == (
        "there is no folder /nonexistent/b: name one that has backups"
    )


def test_paths_for_github_begin_at_the_root_of_the_repository(schemabot: Command, write: Write) -> None:
    write(".git/HEAD", "")
    write("supabase/migrations/20260101000000_UPPER.SQL", "SELECT 1;")
    below = write("app/schemabot.toml", CONFIGURATION + '[migrations]\nrepository = ".."\n').parent

    answer = Command(below, schemabot.data)("validate", "--format", "github")

    assert answer.status == 1
    assert "file=supabase/migrations/20260101000000_UPPER.SQL," in answer.out
    assert "is not named like a migration" in answer.out
