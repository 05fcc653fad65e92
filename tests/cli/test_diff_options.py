"""What the options of `schemabot diff` do, and how its answer looks where it goes."""

import json
import os
import pty
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.selection import WORDS
from tests.cli.command import AFTER, BEFORE, Command, Write
from tests.support.servers import Databases, rows

ESCAPE = "\x1b["


@pytest.fixture
def two(databases: Databases) -> tuple[str, str]:
    """The URLs of two databases with differences."""
    return databases.fresh(BEFORE).url, databases.fresh(AFTER).url


def on_terminal(command: Command, *arguments: str, **variables: str) -> tuple[str, str]:
    """Run with stdout and stderr each on a terminal; what came out of each."""
    ours, theirs = zip(pty.openpty(), pty.openpty(), strict=True)
    process = subprocess.Popen(
        [*command.words, *arguments],
        cwd=command.folder,
        env=command.environment({"TERM": "xterm-256color", **variables}),
        stdin=subprocess.DEVNULL,
        stdout=theirs[0],
        stderr=theirs[1],
    )
    for end in theirs:
        os.close(end)
    texts = [_drained(end) for end in ours]
    assert process.wait(60) == 0
    return texts[0], texts[1]


def _drained(descriptor: int) -> str:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # Linux: the other end is closed
            part = b""
        if not part:
            os.close(descriptor)
            return b"".join(parts).decode()
        parts.append(part)


def test_exit_code_says_whether_something_differs(schemabot: Command, two: tuple[str, str]) -> None:
    assert schemabot("diff", *two, "--exit-code").status == 1
    assert schemabot("diff", two[0], two[0], "--exit-code").status == 0
    assert schemabot("diff", *two).status == 0
    only = schemabot("diff", *two, "--exit-code", "--only", "views")
    assert (only.status, only.out.splitlines()[0][-13:]) == (0, "no difference")


def test_json_is_one_document_and_nothing_else(schemabot: Command, two: tuple[str, str]) -> None:
    answer = schemabot("diff", *two, "--format", "json")
    document = json.loads(answer.out)
    assert document["equal"] is False
    assert answer.err == ""
    assert json.loads(schemabot("diff", two[0], two[0], "--format", "json").out)["equal"] is True


def test_a_profile_leaves_the_platform_out(schemabot: Command, databases: Databases) -> None:
    a = databases.fresh("CREATE SCHEMA auth; CREATE TABLE auth.users (id integer);")
    b = databases.fresh()
    assert schemabot("diff", a.url, b.url, "--exit-code").status == 1
    assert schemabot("diff", a.url, b.url, "--exit-code", "--profile", "supabase").status == 0


def test_a_schema_that_neither_side_has_is_a_slip(schemabot: Command, databases: Databases) -> None:
    a = databases.fresh("CREATE SCHEMA shop; CREATE TABLE shop.t (id integer); CREATE TABLE public.u (id integer);")
    b = databases.fresh()
    answer = schemabot("diff", a.url, b.url, "--schema", "shop", "--format", "json")
    assert {one["identity"] for one in json.loads(answer.out)["differences"]} == {"shop", "shop.t", "shop.t/id"}
    complaint = schemabot("diff", a.url, b.url, "--schema", "shp").complaint
    assert 'schema "shp"' in complaint


def test_an_unknown_kind_is_answered_with_the_nearest(schemabot: Command) -> None:
    complaint = schemabot("diff", "a", "b", "--only", "functoin").complaint
    assert complaint.startswith('"functoin" is not a kind of object: did you mean function? There are: table, ')


def test_help_names_every_kind_and_every_form_of_a_source(schemabot: Command) -> None:
    answer = schemabot("diff", "--help")
    said = " ".join(answer.out.split()).replace("- ", "-")  # a line may end at the hyphen of a word
    assert f"Kinds: {', '.join(WORDS)}." in said
    for part in ("postgresql:// URL", "folder of migrations", ".sql file", "schemabot.toml", "Exit status"):
        assert part in said


def test_colours_are_for_terminals(schemabot: Command, two: tuple[str, str]) -> None:
    assert ESCAPE not in schemabot("diff", *two).out
    colourful, _ = on_terminal(schemabot, "diff", *two)
    assert f"{ESCAPE}32m+ table public.lines" in colourful
    plain, _ = on_terminal(schemabot, "diff", *two, NO_COLOR="1")
    assert ESCAPE not in plain
    assert "+ table public.lines" in plain


def test_progress_is_on_a_terminal_only_and_gone_after(schemabot: Command, two: tuple[str, str]) -> None:
    assert schemabot("diff", *two).err == ""
    out, progress = on_terminal(schemabot, "diff", *two)
    assert "reading" in progress
    assert "reading" not in out
    assert progress.rstrip().endswith(f"{ESCAPE}1A{ESCAPE}2K")  # up, and the line cleared


def test_a_reader_that_has_enough_ends_it_quietly(schemabot: Command, databases: Databases, write: Write) -> None:
    many = "".join(f"CREATE TABLE t{number} (id integer);" for number in range(1500))
    write("many.sql", many)
    process = subprocess.Popen(
        [*schemabot.words, "diff", databases.fresh().url, "many.sql", "--format", "json"],
        cwd=schemabot.folder,
        env=schemabot.environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) == 0


def test_ctrl_c_leaves_nothing_behind(schemabot: Command, scratch_server: EmbeddedServer, write: Write) -> None:
    write("slow.sql", "CREATE TABLE here (id integer); COMMIT; SELECT pg_sleep(600);")
    process = subprocess.Popen(
        [*schemabot.words, "diff", "slow.sql", "slow.sql"],
        cwd=schemabot.folder,
        env=schemabot.environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    postgres = scratch_server.database()
    _wait_for(lambda: _sleeping(postgres) == 2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert _scratch_databases(postgres) == []


def test_ctrl_c_stops_a_server_of_its_own(schemabot: Command, write: Write) -> None:
    write("slow.sql", "SELECT pg_sleep(600);")
    data = Path(tempfile.mkdtemp(prefix="schemabot-ctrl-c-"))
    process = subprocess.Popen(
        [*schemabot.words, "diff", "slow.sql", "slow.sql"],
        cwd=schemabot.folder,
        env={**schemabot.environment({}), "SCHEMABOT_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _wait_for(lambda: len(_below(data)) > 0 and _sleepers(data) == 2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    _wait_for(lambda: _below(data) == [])
    shutil.rmtree(data)


def _below(data: object) -> list[psutil.Process]:
    """The servers' processes of a data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(data)):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _sleepers(data: object) -> int:
    names = []
    for process in _below(data):
        try:
            names.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return sum("scratch_" in name and "SELECT" in name for name in names)


def _sleeping(database: Database) -> int:
    return int(rows(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")[0][0])


def _scratch_databases(database: Database) -> list[tuple[str, ...]]:
    return rows(database, "SELECT datname FROM pg_database WHERE datname LIKE 'scratch%'")


def _wait_for(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
