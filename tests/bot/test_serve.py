"""`schemabot serve` and `schemabot demo` as commands: what stops them, and what they leave behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.simulator import default_workspace, running
from tests.support.servers import Databases

COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
FILE = """
[project]
name = "acme"
[environments.staging]
database = "env:STAGING_DATABASE_URL"
"""
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def environment(folder: Path, **more: str) -> dict[str, str]:
    (folder / "schemabot.toml").write_text(FILE)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    here = {"HOST": "127.0.0.1", "PORT": "0"}
    return {**kept, **here, "SCHEMABOT_CONFIG": str(folder / "schemabot.toml"), **more}


@contextmanager
def started(command: str, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A command at work; killed at the end of the block if it has not ended by then."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, command], stdout=pipe, stderr=pipe, text=True, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ({}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"),
        ({**TOKENS, "SLACK_BOT_TOKEN": "xapp-hunter2"}, "SLACK_BOT_TOKEN holds the token for SLACK_APP_TOKEN"),
        ({**TOKENS, "SLACK_BOT_TOKEN": "hunter2"}, "SLACK_BOT_TOKEN is no token of that kind: it starts with xoxb-"),
        ({**TOKENS, "SLACK_API_URL": "http://127.0.0.1:1"}, "SLACK_API_URL is not the address of an API"),
    ],
)
def test_a_wrong_environment_is_one_line_and_status_2(tmp_path: Path, tokens: dict[str, str], said: str) -> None:
    ended = subprocess.run(
        [*COMMAND, "serve"],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path, **tokens),
        timeout=30,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert "hunter2" not in ended.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_bot_listens_until_it_is_told_to_stop(tmp_path: Path, databases: Databases, how: signal.Signals) -> None:
    with running(default_workspace()) as slack:
        variables = environment(
            tmp_path,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            SLACK_API_URL=slack.api_url,
            SCHEMABOT_STATE_URL=databases.fresh().url,
            STAGING_DATABASE_URL=databases.fresh().url,
            GITHUB_WEBHOOK_SECRET="known",
        )
        with started("serve", env=variables) as bot:
            slack.wait_until_connected(timeout_s=30)
            slack.person("anna").command("#schema", "/schema help")
            slack.person("anna").wait_for("#schema", "/schema diff")
            bot.send_signal(how)
            _, log = bot.communicate(timeout=20)

    assert bot.returncode == 0
    assert "listening" in log
    assert slack.bot_token not in log
    assert "warning" not in log


def test_a_bot_that_waits_for_slack_stops_when_it_is_told_to(tmp_path: Path, databases: Databases) -> None:
    slack = {**TOKENS, "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    variables = environment(tmp_path, **slack, SCHEMABOT_STATE_URL=databases.fresh().url)
    with started("serve", env=variables) as bot:
        assert bot.stderr is not None
        waiting = next(line for line in bot.stderr if "Slack cannot be reached" in line)
        bot.send_signal(signal.SIGTERM)
        _, log = bot.communicate(timeout=15)

    assert waiting
    assert bot.returncode == 0
    assert "Traceback" not in log


def test_the_demo_checks_itself() -> None:
    ended = subprocess.run([*COMMAND, "demo", "--check"], capture_output=True, text=True, check=False, timeout=120)

    assert ended.returncode == 0, ended.stderr
    assert "staging → production: 13 differences" in ended.stdout


def test_a_port_that_is_taken_is_one_line_that_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*COMMAND, "demo", "--port", port], capture_output=True, text=True, check=False, timeout=60
        )

    assert ended.returncode == 2
    assert f"cannot listen on port {port}" in ended.stderr.splitlines()[-1]
    assert "--port" in ended.stderr


def test_ctrl_c_ends_the_demo_cleanly() -> None:
    with started("demo") as demo:
        assert demo.stdout is not None
        address = next(line for line in demo.stdout if "http://127.0.0.1:" in line)
        demo.send_signal(signal.SIGINT)
        _, log = demo.communicate(timeout=30)

    assert address
    assert demo.returncode == 0
    assert "Traceback" not in log


def test_the_version_is_the_package_s() -> None:
    ended = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=False, timeout=30)

    assert (ended.returncode, ended.stdout) == (0, f"schemabot {version('schemabot')}\n")
