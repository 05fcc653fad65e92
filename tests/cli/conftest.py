"""Fixtures of the tests of the command line."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import app
from bot.configuration import BotConfiguration
from sync import cli
from sync.postgres.embedded import EmbeddedServer
from tests.cli.command import PASSWORD, Answer, Command, Inside, Write, free_port


@pytest.fixture
def schemabot(tmp_path: Path, scratch_server: EmbeddedServer) -> Command:
    """`schemabot("diff", a, b, VARIABLE="value")` runs the command in `tmp_path`."""
    return Command(tmp_path, scratch_server.data.parent)


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    """Runs the command in this process, in `tmp_path`: for what ends before any database is asked."""
    monkeypatch.chdir(tmp_path)

    def run_inside(*arguments: object) -> Answer:
        monkeypatch.setattr("sys.argv", ["schemabot", *(str(one) for one in arguments)])
        status = cli.run(app, BotConfiguration.load)
        written = capsys.readouterr()
        return Answer(status, written.out, written.err)

    return run_inside


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below `tmp_path`."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="session")
def guarded(server: EmbeddedServer) -> Iterator[int]:
    """The port of a server on loopback that asks for a password (SCRAM): user `app`, `PASSWORD`."""
    programs = server.programs
    with tempfile.TemporaryDirectory(prefix="schemabot-guarded-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        words = folder / "password"
        words.write_text(PASSWORD)
        cluster = folder / "cluster"
        cluster.mkdir(mode=0o700)
        for path in (folder, words, cluster):
            programs.account.owns(path)
        programs.run(
            *("initdb", "-D", str(cluster), "-U", "app", "--auth=scram-sha-256", f"--pwfile={words}"),
            *("--no-sync", "--no-locale", "--encoding=UTF8"),
            cwd=folder,
        )
        port = free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        log = str(cluster / "log")
        programs.run("pg_ctl", "start", "-w", "-s", "-D", str(cluster), "-l", log, "-o", options, cwd=cluster)
        yield port
        programs.run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", str(cluster), cwd=cluster)
