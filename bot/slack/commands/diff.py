"""`/schema diff [A] [B] [kind]`: what differs between two environments."""

from collections.abc import Sequence

from bot.slack.messages import Message, comparison_answer
from bot.slack.messages.message import escape
from bot.slack.services import Asked, Services
from bot.slack.words import diff_request
from sync.diff import diff
from sync.sources import environment_source


def answer(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """Compare in the background; say so meanwhile. Only environments can be named, no URL and no path."""
    request = diff_request(words, services.configuration, services.command)
    a, b = (environment_source(name, services.configuration) for name in (request.a, request.b))

    def work() -> None:
        comparison = diff(a, b, services.scratch, selection=request.selection)
        found = comparison_answer(comparison, asked.user)
        posted = services.poster.post(asked, found.message, found.private)
        if posted is None:
            return
        for message in found.thread:
            services.poster.reply(posted, message)
        if found.detail:
            services.poster.attach(posted, found.file_name, found.detail)

    services.start(asked, work)
    return Message(f"Comparing {escape(request.a)} with {escape(request.b)}…")
