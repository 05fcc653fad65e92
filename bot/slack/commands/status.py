"""`/schema status`: which environments there are, whether they answer, what is under way."""

from collections.abc import Sequence

from bot.slack.messages import Message, status_message
from bot.slack.messages.deployment import under_way
from bot.slack.services import Asked, Services
from sync.status import status


def answer(asked: Asked, _words: Sequence[str], services: Services) -> Message:
    """Ask all environments in the background; say so meanwhile."""
    configuration = services.configuration

    def work() -> None:
        deployments = under_way(services.deploying.desk.recent())
        found = status(configuration)
        services.poster.post(asked, status_message(configuration.project.name, found, asked.user, deployments))

    services.start(asked, work)
    return Message(f"Asking {', '.join(configuration.environments)}…")
