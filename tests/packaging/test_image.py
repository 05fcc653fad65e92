"""The image: built as the Dockerfile says, and at work as an ordinary user on a read-only root."""

import os
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from bot.simulator import Server, default_workspace
from bot.simulator import running as workspace_running
from tests.packaging.container import CHECKOUT, Container, build, can_be_run, running
from tests.packaging.dockerfile import read_dockerfile
from tests.support.git import commit, repository

UID = 10001
CONFIGURATION = """
[project]
name = "acme"

[migrations]
repository = "/etc/schemabot/app"

[environments.staging]
branch = "develop"
database = "env:STAGING_DATABASE_URL"

[drift]
watch = "off"
"""


def test_the_image_works_as_an_ordinary_user_stops_cleanly_and_comes_back_after_a_kill(tmp_path: Path) -> None:
    if not can_be_run():
        assert "CI" not in os.environ, "the image is tested by root on Linux"
        pytest.skip("needs root on Linux, for namespaces")
    image = build(read_dockerfile(CHECKOUT / "Dockerfile"), build_context(tmp_path / "context"), tmp_path / "layers")
    volume = image.volume(tmp_path / "volume")
    settings = configuration(tmp_path / "settings")
    log = tmp_path / "log"

    with workspace_running(default_workspace()) as slack:
        port = free_port()
        variables = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        mounts = [(volume, "/data"), (settings, "/etc/schemabot")]

        with running(image, variables, mounts, log) as container:
            eventually(container, lambda: ready(port), "ready")
            answers(slack, container)
            assert {process.uids().real for process in container.processes()} == {UID}
            assert container.execute("schemabot", "--version").stdout.startswith("schemabot ")
            assert difference(container) == "added", "the embedded server works"
            assert container.execute(*image.stage.arguments("HEALTHCHECK")).returncode == 0
            eventually(container, lambda: zombies(container) == [], "process 1 buries what PostgreSQL leaves")
            container.kill()

        with running(image, variables, mounts, log) as container:
            eventually(container, lambda: ready(port), "ready again")
            answers(slack, container)
            assert difference(container) == "added", "what was killed is cleared away"
            assert container.stop() == 0

    said = log.read_text()
    assert '"event": "listening"' in said
    assert "Traceback" not in said
    assert slack.bot_token not in said


def build_context(folder: Path) -> Path:
    """What .dockerignore lets through of the checkout, and nobody may write to it."""
    lines = (CHECKOUT / ".dockerignore").read_text().splitlines()
    never = shutil.ignore_patterns(*(line.removeprefix("**/") for line in lines if line.startswith("**/")))
    folder.mkdir()
    for source in (CHECKOUT / line.removeprefix("!") for line in lines if line.startswith("!")):
        if source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=never)
        else:
            shutil.copy(source, folder)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode & ~0o222)
    return folder


def configuration(folder: Path) -> Path:
    commit(repository(folder / "app"), "one", supabase__migrations__20260101000000_one="CREATE TABLE one ();")
    (folder / "schemabot.toml").write_text(CONFIGURATION)
    (folder / "a.sql").write_text("")
    (folder / "b.sql").write_text("CREATE TABLE added ();")
    return folder


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def ready(port: int) -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return bool(answer.status == HTTPStatus.OK)
    return False


def answers(slack: Server, container: Container) -> None:
    anna = slack.person("anna")
    before = anna.transcript("#schema").count("/schema diff [A]")
    anna.command("#schema", "/schema help")
    eventually(
        container,
        lambda: anna.transcript("#schema").count("/schema diff [A]") > before,
        "an answer to /schema help",
    )


def difference(container: Container) -> str:
    """What differs between two files, which are replayed on the embedded server."""
    asked = container.execute("schemabot", "diff", "/etc/schemabot/a.sql", "/etc/schemabot/b.sql")
    assert asked.returncode == 0, asked.stderr
    return "added" if "public.added" in asked.stdout else asked.stdout


def zombies(container: Container) -> list[psutil.Process]:
    return [one for one in container.processes() if one.status() == psutil.STATUS_ZOMBIE]


def eventually(container: Container, condition: Callable[[], bool], what: str, timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert container.is_alive, f"ended before: {what}\n{container.log.read_text()}"
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}\n{container.log.read_text()}"
        time.sleep(0.1)
