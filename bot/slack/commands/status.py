"""`/schema status`: which environments there are, and whether they answer."""

from collections.abc import Sequence

from bot.slack.messages import Message, status_message
from bot.slack.services import Services, SlashCommand
from sync.status import status


def answer(asked: SlashCommand, _words: Sequence[str], services: Services) -> Message:
    """Ask all environments in the background; say so meanwhile."""
    configuration = services.configuration

    def work() -> None:
        services.poster.post(asked, status_message(configuration.project.name, status(configuration), asked.user))

    services.start(asked, work)
    return Message(f"Asking {', '.join(configuration.environments)}…")
