"""What a confined server, and a confined program, can still do: its work, and nothing to anybody else."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

import bot.serving
from bot.configuration import BotConfiguration, SlackAccess, WebAccess
from sync.data import DATA_VARIABLE
from sync.errors import ConfigurationError, EmbeddedServerError
from sync.postgres import confining
from sync.postgres.confining import Confinement, can_confine
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.support.children import server_processes
from tests.support.servers import execute, rows, running_scratch

SECRET = "SLACK_BOT_TOKEN"
# The script, on a kernel whose Landlock is of a certain age; 0 is this machine's.
LAUNCHER = """
import json, runpy, sys
script = runpy.run_path({script!r})
if {version}:
    script["main"].__globals__["_landlock_version"] = lambda: {version}
script["main"](script["Confinement"](**json.loads(sys.argv[1])), sys.argv[2:])
"""
# Each is tried by a Python in the place of a server; what comes through is printed.
TRIES = """
import ctypes, os, resource, signal, socket, sys
us, folder = int(sys.argv[1]), sys.argv[2]
theirs, readable = (os.path.dirname(folder) + "/" + name for name in ("theirs", "programs/readable"))
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER, IN_CREATE, NEITHER_READ_NOR_WRITE = 0x10000000, 0x100, 3

def called(name, *arguments):
    done = getattr(libc, name)(*arguments)
    if done < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return done
def namespace():
    stack = ctypes.create_string_buffer(65536)
    quit = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda _: 0)
    called("clone", quit, ctypes.byref(stack, 65536 - 64), CLONE_NEWUSER | signal.SIGCHLD, None)

def opened(path): open(path, "rb").read(1)
def written(path): open(path, "wb").close()
def connected(kind, type, address):
    with socket.socket(kind, type) as one:
        one.connect(address)
def run(program):
    child = os.fork()
    if child == 0:
        try:
            os.execv(program, [program])
        except PermissionError:
            os._exit(7)
    if os.waitpid(child, 0)[1] == 7 << 8:
        raise PermissionError

tries = {
    "another file": lambda: opened("/etc/hostname"),
    "variables of the bot": lambda: opened(f"/proc/{us}/environ"),
    "memory of the bot": lambda: opened(f"/proc/{us}/mem"),
    "a folder": lambda: os.listdir("/"),
    "a file elsewhere": lambda: written(os.path.dirname(folder) + "/elsewhere"),
    "a link": lambda: os.symlink("/etc", folder + "/link"),
    "a program": lambda: run("/usr/bin/env"),
    "a signal": lambda: os.kill(us, 0),
    "a socket of the machine": lambda: connected(socket.AF_UNIX, socket.SOCK_STREAM, folder + "/none"),
    "a datagram": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
    "a pair of datagrams": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    "a namespace": namespace,
    "limits of the bot": lambda: resource.prlimit(us, resource.RLIMIT_CORE, (0, 0)),
    "the pace of the bot": lambda: os.setpriority(os.PRIO_PROCESS, us, 0),
    "a watch": lambda: called("inotify_add_watch", called("inotify_init"), b"/tmp", IN_CREATE),
    "a queue": lambda: called("msgget", 0, 0o1600),
    "times of a file": lambda: os.utime(theirs, (1, 1)),
    "attributes of a file": lambda: os.setxattr(theirs, "user.by", b"them"),
    "the owner of a file": lambda: os.chown(theirs, -1, os.getgid()),
    "a handle on a file": lambda: os.open(theirs, NEITHER_READ_NOR_WRITE),
    "emptying with a handle": lambda: os.open(theirs, NEITHER_READ_NOR_WRITE | os.O_TRUNC),
    "emptying a file to read": lambda: os.open(readable, os.O_RDONLY | os.O_TRUNC),
    "the network": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "its own file": lambda: written(folder + "/file"),
    "its own socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).bind(folder + "/socket"),
}
for name, attempt in tries.items():
    try:
        attempt()
    except (PermissionError, FileNotFoundError) as error:
        print(name, "is refused" if isinstance(error, PermissionError) else "is looked for")
    else:
        print(name, "works")
trace = libc.ptrace(16, us, None, None)
print("a look into a process", "works" if trace == 0 else "is refused")
# These may say that they are done.
for name, attempt in {"mode": lambda: os.chmod(theirs, 0o777), "size": lambda: os.truncate(theirs, 0)}.items():
    try:
        attempt()
    except PermissionError:
        pass
"""


@pytest.fixture(autouse=True)
def _needs_landlock() -> None:
    if not can_confine():
        if os.environ.get("CI"):
            pytest.fail("CI must have a Linux with Landlock")
        pytest.skip("this machine cannot confine a process")


@pytest.fixture(scope="module")
def confined() -> Iterator[EmbeddedServer]:
    """A confined server, started by somebody who has a secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET, "xoxb-hush")
        with running_scratch() as server:
            yield server


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of schemabot, which every account may enter."""
    with tempfile.TemporaryDirectory(prefix="schemabot-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv(DATA_VARIABLE, folder)
        yield Path(folder)


@pytest.mark.parametrize("landlock", [0, 1, 2])
def test_a_program_does_its_own_work_and_nothing_else(tmp_path: Path, landlock: int) -> None:
    own, programs, theirs, launcher = (tmp_path / name for name in ("own", "programs", "theirs", "launcher.py"))
    own.mkdir()
    programs.mkdir()
    (programs / "readable").write_text("library")
    theirs.write_text("secret")
    theirs.chmod(0o600)
    launcher.write_text(LAUNCHER.format(script=confining.__file__, version=landlock))
    within = Confinement((str(own),), (sys.base_prefix, sys.prefix, str(programs)))

    done = subprocess.run(
        [
            *(sys.executable, "-I", "-S", str(launcher), within.argument()),
            *(sys.executable, "-I", "-S", "-c", TRIES, str(os.getpid()), str(own)),
        ],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
    )

    said = dict(line.split(" is ") if " is " in line else line.rsplit(" ", 1) for line in done.stdout.splitlines())
    works = {"its own file", "its own socket"} | ({"a signal"} if landlock else set())  # Landlock knows signals since 6
    assert {name for name, outcome in said.items() if outcome == "works"} == works
    assert set(said.values()) == {"works", "refused"}
    assert not (tmp_path / "elsewhere").exists()
    assert (programs / "readable").read_text() == "library"
    assert (theirs.read_text(), theirs.stat().st_mode & 0o777) == ("secret", 0o600)


@pytest.mark.parametrize(
    "statement",
    [
        "COPY (SELECT 1) TO PROGRAM '/usr/bin/env'",
        "COPY (SELECT 1) TO '/tmp/schemabot-was-here'",
        "SELECT pg_read_file('/etc/hostname')",
        "SELECT pg_read_file('/proc/self/environ')",
        "SELECT pg_ls_dir('/')",
        "SELECT dblink_connect('host=127.0.0.1 port=5432 user=postgres')",
        "SELECT lo_import('/etc/hostname')",
        "LOAD '/etc/hostname'",
    ],
)
def test_what_a_superuser_cannot_do(confined: EmbeddedServer, statement: str) -> None:
    execute(confined.database(), "CREATE EXTENSION IF NOT EXISTS dblink")

    with pytest.raises(psycopg.Error) as caught:
        execute(confined.database(), statement)

    assert caught.value.sqlstate in {"42501", "38000", "08001", "58P01"}


def test_another_server_of_this_machine_is_out_of_reach(confined: EmbeddedServer, server: EmbeddedServer) -> None:
    execute(confined.database(), "CREATE EXTENSION IF NOT EXISTS dblink")
    ask = f"SELECT dblink_connect('host={server.cluster} port=5432 user=postgres dbname=postgres')"

    with pytest.raises(psycopg.Error, match="could not establish connection"):
        execute(confined.database(), ask)


@pytest.mark.parametrize("landlock", [1, 2])
def test_the_server_works_with_an_older_landlock(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, landlock: int
) -> None:
    launcher = tmp_path_factory.mktemp("older") / "launcher.py"
    launcher.write_text(LAUNCHER.format(script=confining.__file__, version=landlock))
    monkeypatch.setattr(confining, "__file__", str(launcher))

    with (
        EmbeddedServer(data / "scratch", durable=False, confined=True) as server,
        connect(server.database(), autocommit=True) as connection,
    ):
        said: list[str] = []
        connection.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
        connection.execute("CREATE TABLE numbers AS SELECT n FROM generate_series(1, 1000) AS n")
        connection.execute("TRUNCATE numbers")
        connection.execute("DROP TABLE numbers")
        connection.execute("CHECKPOINT")

        assert server.is_confined()
        assert said == []


def test_the_server_works(confined: EmbeddedServer) -> None:
    execute(
        confined.database(),
        """
        CREATE TABLE numbers AS SELECT n FROM generate_series(1, 300000) AS n;
        CREATE INDEX ON numbers (n);
        SET max_parallel_workers_per_gather = 2; SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0;
        SELECT count(*), now() AT TIME ZONE 'Europe/Madrid' FROM numbers;
        """,
    )

    assert rows(confined.database(), "SELECT count(*) FROM numbers") == [(300_000,)]
    assert confined.is_confined()


def test_the_server_knows_nothing_of_who_started_it(confined: EmbeddedServer) -> None:
    number = int((confined.cluster / "postmaster.pid").read_text().split("\n", 1)[0])

    assert SECRET not in psutil.Process(number).environ()


def test_what_the_server_leaves_in_its_cluster_is_gone_with_the_next_start(data: Path) -> None:
    with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
        execute(server.database(), "CREATE DATABASE left_here")
        execute(server.database(), f"COPY (SELECT 1) TO '{server.cluster}/planted'")
        assert (server.cluster / "planted").exists()
    with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
        assert rows(server.database(), "SELECT 1 FROM pg_database WHERE datname = 'left_here'") == []
        assert not (server.cluster / "planted").exists()


def test_a_server_that_names_another_one_stops_alone(data: Path) -> None:
    with EmbeddedServer(data, durable=False) as state:
        with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
            (server.cluster / "postgresql.conf").write_text(f"data_directory = '{state.cluster}'")
            shutil.copy(state.cluster / "postmaster.pid", server.cluster / "postmaster.pid")
            (server.cluster / "PG_VERSION").unlink()
        assert rows(state.database(), "SELECT 1") == [(1,)]
        assert not server_processes(data / "scratch")


def test_a_full_disk_is_told_in_one_line(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedServer(data / "scratch", durable=False, confined=True):
        pass
    program = tmp_path / "cp"
    program.write_text("#!/bin/sh\necho 'cp: error writing base: No space left on device' >&2\nexit 1\n")
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(EmbeddedServerError, match=r"the scratch server cannot be made: .* No space left on device"):
            EmbeddedServer(data / "scratch", durable=False, confined=True)
    with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
        assert rows(server.database(), "SELECT 1") == [(1,)]


def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(data: Path) -> None:
    with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
        for name in ("postmaster.pid", "schemabot.conf", "start.log"):
            (server.cluster / name).unlink(missing_ok=True)
            os.mkfifo(server.cluster / name)
    with EmbeddedServer(data / "scratch", durable=False, confined=True) as server:
        assert rows(server.database(), "SELECT 1") == [(1,)]


def test_a_server_that_is_not_confined_is_not_taken_for_one(server: EmbeddedServer) -> None:
    assert not server.is_confined()


def test_scratch_databases_are_not_on_a_server_that_somebody_started_otherwise(data: Path) -> None:
    with (
        EmbeddedServer(data / "scratch", durable=False),
        Scratch(must_be_confined=True) as scratch,
        pytest.raises(EmbeddedServerError, match="is not confined: its SQL could reach what is the bot's"),
    ):
        scratch.server()


def test_scratch_databases_are_confined(data: Path) -> None:
    with Scratch(must_be_confined=True) as scratch:
        assert scratch.server().is_confined()
        assert scratch.server().data == data / "scratch"


def test_the_bot_does_not_start_where_nothing_can_be_confined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.serving, "can_confine", lambda: False)
    file = tmp_path / "schemabot.toml"
    file.write_text(
        textwrap.dedent("""
            project.name = "acme"
            environments.staging.database = "postgresql://nobody@127.0.0.1/acme"
        """)
    )
    access = SlackAccess("xoxb-1", "xapp-1", "https://slack.test/api/")

    with (
        pytest.raises(
            ConfigurationError,
            match=r"needs Linux with Landlock: see docs/deploying\.md, or set SCHEMABOT_UNCONFINED=1",
        ),
        bot.serving.bot(BotConfiguration.load(file), access, WebAccess("127.0.0.1", 0), environ={}),
    ):
        pass


def test_a_confinement_is_told_in_full() -> None:
    within = Confinement(("/a b", '/"c"'), ("/d",), uid=1, gid=2)

    assert (
        Confinement(**{**json.loads(within.argument()), "writes": within.writes, "programs": within.programs}) == within
    )
