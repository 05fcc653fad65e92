"""How soon `schemabot serve` acknowledges slash commands that come at once, and whether all are answered.

    python benchmarks/ack.py [--commands 200]

The bot is a process of its own, in Socket Mode with the local workspace, which runs in this one, so that its work also
counts against the bot. Slack gives up after three seconds.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.simulator import Server, default_workspace, running
from bot.simulator.deliveries import Outcome
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect

CHANNEL = "#schema"
COMMANDS = ("help", "status", "deployments", "diff", "approve production-1", "deploi staging")
PEOPLE = ("anna", "ben", "chris")
TARGET_S = 3.0
START_WITHIN_S = 60
ANSWERED_WITHIN_S = 120
CONFIGURATION = """
[project]
name = "acme"
[migrations]
repository = "{folder}"
[environments.staging]
database = "env:STAGING_DATABASE_URL"
branch = "develop"
[environments.production]
database = "env:PRODUCTION_DATABASE_URL"
branch = "main"
after = "staging"
[drift]
watch = "off"
"""


def main() -> int:
    """Print the figures. Returns 1 where the target is missed or an answer is lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--commands", type=int, default=200)
    number = parser.parse_args().commands
    with (
        EmbeddedServer.throwaway() as server,
        running(default_workspace()) as slack,
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [str(Path(sys.executable).with_name("schemabot")), "serve"],
            env={**os.environ, **_variables(server, slack, Path(folder))},
            stderr=subprocess.DEVNULL,
        ) as bot,
    ):
        try:
            slack.wait_until_connected(timeout_s=START_WITHIN_S)
            took, lost = _type(slack, number)
            unanswered = _unanswered(slack, number)
        finally:
            bot.terminate()
    cuts = quantiles(took, n=100)
    print(f"{number} slash commands at once: p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s, slowest {max(took):.2f} s")
    print(f"not acknowledged within {TARGET_S:.0f} s: {lost}; comparisons and states not answered: {unanswered}")
    return int(bool(lost or unanswered) or max(took) > TARGET_S)


def _variables(server: EmbeddedServer, slack: Server, folder: Path) -> dict[str, str]:
    urls = {}
    with connect(server.database(), autocommit=True) as connection:
        for name in ("state", "staging", "production"):
            connection.execute(f"CREATE DATABASE {name}".encode())
            urls[name] = server.database(name).url
    (folder / "schemabot.toml").write_text(CONFIGURATION.format(folder=folder))
    return {
        "SCHEMABOT_CONFIG": str(folder / "schemabot.toml"),
        "SCHEMABOT_STATE_URL": urls["state"],
        "STAGING_DATABASE_URL": urls["staging"],
        "PRODUCTION_DATABASE_URL": urls["production"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "HOST": "127.0.0.1",
        "PORT": "0",
    }


def _type(slack: Server, number: int) -> tuple[list[float], int]:
    """Have people type, all at the same time. How long each waited, and how many in vain."""

    def one(position: int) -> tuple[float, bool]:
        person = slack.person(PEOPLE[position % len(PEOPLE)])
        begun = time.monotonic()
        delivery = person.command(CHANNEL, f"/schema {COMMANDS[position % len(COMMANDS)]}")
        waited = time.monotonic() - begun
        return waited, delivery is not None and delivery.outcome is Outcome.ACKNOWLEDGED

    with ThreadPoolExecutor(number) as pool:
        found = list(pool.map(one, range(number)))
    return [seconds for seconds, _ in found], sum(not known for _, known in found)


def _unanswered(slack: Server, number: int) -> int:
    """How many of the answers that are posted in the channel do not come."""
    posting = sum(COMMANDS[position % len(COMMANDS)] in ("status", "diff") for position in range(number))
    end = time.monotonic() + ANSWERED_WITHIN_S
    anna = slack.person("anna")
    while True:
        answered = sum(
            not one.is_reply and one.only_visible_to is None and "asked by" in anna.reads(one)
            for one in anna.sees(CHANNEL)
        )
        if answered >= posting or time.monotonic() > end:
            return posting - answered
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
