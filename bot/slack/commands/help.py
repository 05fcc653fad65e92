"""`/schema help`, and a bare `/schema`."""

from collections.abc import Sequence

from bot.slack.messages import Message, help_message
from bot.slack.services import Asked, Services


def answer(_asked: Asked, _words: Sequence[str], services: Services) -> Message:
    """All commands, for the one who asked."""
    return help_message(services.command, tuple(services.configuration.environments))
