"""The `schemabot` command: the engine's commands, and those of the bot."""

import sys
from typing import TYPE_CHECKING

from sync import cli

if TYPE_CHECKING:
    from bot.configuration import BotConfiguration

app = cli.app


def main() -> None:
    """Entry point of the console script."""
    sys.exit(cli.run(app, _load))


def _load() -> "BotConfiguration":
    from bot.configuration import BotConfiguration

    return BotConfiguration.load()
