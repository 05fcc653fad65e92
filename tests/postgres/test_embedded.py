"""The embedded server: whoever starts it, however its users die, it runs while it is used and not a moment longer."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from sync.errors import EmbeddedServerError
from sync.postgres.embedded import EmbeddedServer
from tests.support.children import Child, Interpreter, kill_all, server_processes, unprivileged, wait_until
from tests.support.servers import execute, rows

AS_ROOT = os.geteuid() == 0
NOBODY = 65534

USE = """
    import sys
    from pathlib import Path
    from sync.postgres.embedded import EmbeddedServer; from sync.postgres.session import connect
    with EmbeddedServer(Path(sys.argv[1]), durable=False) as server:
        with connect(server.database(), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (at timestamptz DEFAULT now())")
            connection.execute("INSERT INTO kept DEFAULT VALUES")
        print("ready")
        input()
        with connect(server.database()) as connection:
            print(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty data folder that every account may enter, short enough for a socket's path."""
    made = Path(tempfile.mkdtemp(prefix="sb-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


# A server that skips fsync may lose its last transactions when it is killed; this one may not.
USE_DURABLY = USE.replace("durable=False", "durable=True")


def started(folder: Path, code: str = USE, interpreter: Interpreter | None = None) -> Child:
    child = (interpreter or Interpreter()).start(code, folder)
    said = child.line()
    assert said == "ready", said + child.process.communicate()[0]
    return child


def gone(folder: Path) -> bool:
    return wait_until(lambda: not server_processes(folder))


def test_it_runs_while_it_is_used_and_keeps_its_data(folder: Path) -> None:
    for expected in ([], [(1,)]):
        with EmbeddedServer(folder, durable=False) as server:
            assert server_processes(folder)
            found = rows(server.database(), "SELECT 1 FROM pg_tables WHERE tablename = 'kept'")
            assert found == expected
            execute(server.database(), "CREATE TABLE IF NOT EXISTS kept (a int)")
        assert not server_processes(folder)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another account")
def test_as_an_ordinary_user(folder: Path) -> None:
    interpreter = unprivileged(folder, NOBODY)
    if interpreter is None:
        pytest.skip("no Python of this version that an ordinary account may run")
    data = folder / "data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    child = started(data, interpreter=interpreter)
    owners = set()
    for process in server_processes(data):
        with suppress(psutil.NoSuchProcess):  # a worker of the server that came to its end meanwhile
            owners.add(process.uids().effective)
    assert owners == {NOBODY}
    assert child.end().strip() == "1"
    assert gone(data)


@pytest.mark.skipif(not AS_ROOT, reason="only root's server runs as another account")
def test_root_without_the_right_to_look_into_processes(folder: Path) -> None:
    # As in a container: root there has no CAP_SYS_PTRACE, and may not see where another account's process works.
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv (util-linux) is missing")
    without = Interpreter(before=("setpriv", "--bounding-set", "-sys_ptrace"))
    first = started(folder)
    second = started(folder, interpreter=without)
    assert second.end().strip() == "2"
    assert first.end().strip() == "2"
    assert gone(folder)


def test_a_killed_user_leaves_nothing_running(folder: Path) -> None:
    child = started(folder)
    child.kill()
    assert gone(folder)


def test_a_killed_user_of_a_throwaway_server_leaves_no_folder() -> None:
    child = Interpreter().start(
        """
        from sync.postgres.embedded import EmbeddedServer
        server = EmbeddedServer.throwaway()
        print(server.data)
        input()
        """
    )
    data = Path(child.line())
    assert data.is_dir()
    child.kill()
    assert wait_until(lambda: not data.exists())
    assert gone(data)


def test_everything_killed_at_once_heals_at_the_next_start(folder: Path) -> None:
    child = started(folder, USE_DURABLY)
    kill_all(folder)
    child.process.kill()
    child.process.communicate()
    again = started(folder, USE_DURABLY)
    assert again.end().strip() == "2"
    assert gone(folder)


def test_a_keeper_that_was_killed_is_replaced(folder: Path) -> None:
    with EmbeddedServer(folder, durable=False):
        keeper = next(p for p in server_processes(folder) if "keeper.py" in " ".join(p.cmdline()))
        keeper.kill()
        assert wait_until(lambda: not keeper.is_running() or keeper.status() == psutil.STATUS_ZOMBIE)
    assert gone(folder)


def test_the_number_in_a_stale_lock_file_is_another_process_today(folder: Path) -> None:
    child = started(folder, USE_DURABLY)
    kill_all(folder)
    child.process.kill()
    child.process.communicate()
    bystander = Interpreter().start("print('ready'); input()")
    assert bystander.line() == "ready"
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        lock = next(folder.glob("postgresql-*")) / name
        lines = lock.read_text().split("\n")
        lock.write_text("\n".join([str(bystander.process.pid), *lines[1:]]))
    assert started(folder, USE_DURABLY).end().strip() == "2"
    assert bystander.process.poll() is None
    bystander.end()


def test_stopping_a_dead_server_spares_the_process_that_has_its_number(folder: Path) -> None:
    bystander = Interpreter().start("print('ready'); input()")
    assert bystander.line() == "ready"
    with EmbeddedServer(folder, durable=False) as server:
        lock = server.cluster / "postmaster.pid"
        lines = lock.read_text().split("\n")
        postmaster = psutil.Process(int(lines[0]))
        postmaster.kill()
        assert wait_until(lambda: not postmaster.is_running() or postmaster.status() == psutil.STATUS_ZOMBIE)
        lock.write_text("\n".join([str(bystander.process.pid), *lines[1:]]))
    assert bystander.process.poll() is None
    bystander.end()


def test_the_first_leaves_the_second_goes_on_the_last_one_stops_it(folder: Path) -> None:
    first, second = started(folder), started(folder)
    assert first.end().strip() == "2"
    assert server_processes(folder)
    assert second.end().strip() == "2"
    assert not server_processes(folder)


def test_ten_start_at_once(folder: Path) -> None:
    children = [Interpreter().start(USE, folder) for _ in range(10)]
    assert [child.line() for child in children] == ["ready"] * 10
    assert {child.end().strip() for child in children} == {"10"}
    assert gone(folder)


def test_an_interrupted_initdb_is_begun_anew(folder: Path) -> None:
    left = folder / "cluster.partial-old"
    left.mkdir()
    (left / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(folder, durable=False) as server:
        assert rows(server.database(), "SELECT 1") == [(1,)]
    assert not list(folder.glob("cluster.partial*"))


@pytest.mark.parametrize("name", ["x" * 90, "ünï cödé", "a,b", "it's"])
def test_folders_whose_path_does_not_fit_a_socket(folder: Path, name: str) -> None:
    with EmbeddedServer(folder / name, durable=False) as server:
        assert rows(server.database(), "SELECT 1") == [(1,)]
    assert gone(folder)


def test_variables_of_the_environment_do_not_lead_astray(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "6543", "PGHOST": "nowhere", "PGDATA": "/nowhere", "PGOPTIONS": "-c x"}.items():
        monkeypatch.setenv(name, value)
    with EmbeddedServer(folder, durable=False) as server:
        monkeypatch.delenv("PGOPTIONS")
        assert rows(server.database(), "SELECT 1") == [(1,)]
        said = server.programs.run("psql", "-X", "-Atc", "SELECT 2", server.database().url, cwd=server.data)
        assert said.strip() == "2"


def test_a_path_through_a_link_is_the_same_server(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "link").symlink_to(folder / "data")
    with EmbeddedServer(folder / "data", durable=False) as one, EmbeddedServer(folder / "link", durable=False) as other:
        assert one.database() == other.database()
        assert len([p for p in server_processes(folder) if "keeper.py" in " ".join(p.cmdline())]) == 1


def test_a_folder_that_cannot_be_one_is_told_in_one_line(folder: Path) -> None:
    file = folder / "file"
    file.write_text("")
    for path in (file, file / "below"):
        with pytest.raises(EmbeddedServerError, match="set SCHEMABOT_DATA") as caught:
            EmbeddedServer(path)
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(not AS_ROOT, reason="only root's server runs as another account")
def test_a_folder_that_the_servers_account_may_not_enter(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedServerError, match=r"may not enter .*/closed: set SCHEMABOT_DATA"):
        EmbeddedServer(closed / "data")
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another account")
def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    interpreter = unprivileged(folder, NOBODY)
    if interpreter is None:
        pytest.skip("no Python of this version that an ordinary account may run")
    child = interpreter.start(
        """
        import sys
        from pathlib import Path
        from sync.errors import EmbeddedServerError
        from sync.postgres.embedded import EmbeddedServer
        for path in sys.argv[1:]:
            try:
                EmbeddedServer(Path(path))
            except EmbeddedServerError as error:
                print(error)
        """,
        folder / "packages",
        folder / "new",
    )
    lines = child.end().strip().split("\n")
    assert len(lines) == 2
    assert all("cannot be used (Permission denied): set SCHEMABOT_DATA" in line for line in lines)


def test_programs_that_are_not_there(folder: Path) -> None:
    with pytest.raises(EmbeddedServerError, match=r"there is no PostgreSQL in .*: name the folder with initdb"):
        EmbeddedServer(folder, programs=folder)


def test_a_throwaway_server_that_cannot_start_leaves_no_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(EmbeddedServerError):
        EmbeddedServer.throwaway(programs=Path("/nowhere"))
    assert list(folder.iterdir()) == []


def test_a_start_that_fails_says_what_the_server_said(folder: Path) -> None:
    with EmbeddedServer(folder, durable=False) as server:
        cluster = server.cluster
    with (cluster / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedServerError, match=r"FATAL: +configuration file .* contains errors"):
        EmbeddedServer(folder, durable=False)
