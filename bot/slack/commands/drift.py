"""`/schema drift [ENV]`: whether what is live is what the files say."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock

from bot.slack.messages import Message
from bot.slack.messages.drift import report_message
from bot.slack.messages.drift.words import joined
from bot.slack.messages.message import escape
from bot.slack.poster import Asked
from bot.slack.services import Services
from bot.slack.words import UnknownWordError, environment_named


def answer(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """Check in the background; say so meanwhile."""
    drifts, known = services.drifting, services.configuration.environments
    if len(words) > 1:
        raise UnknownWordError(
            f"{len(words)} are too many environments", f"name one, or none: {services.command} drift"
        )
    name = environment_named(words[0], services.configuration) if words else None

    def work() -> None:
        found = drifts.asked(name, asked.user)
        message = report_message(found)
        # Where only one person sees it, there is nothing to bring up to date.
        unpressable = tuple(one for one in message.blocks if not isinstance(one, ActionsBlock))
        posted = services.poster.post(asked, message, Message(message.text, unpressable))
        if posted is not None:
            drifts.stands(found.subject, posted.channel, posted.ts)

    services.start(asked, work)
    return Message(f"Looking for drift in {escape(joined([name] if name else list(known)))}…")
