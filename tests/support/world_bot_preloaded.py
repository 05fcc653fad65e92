"""Everything that a bot imports, for the process from which bots are forked."""

import bot.cli
import bot.serving  # noqa: F401
