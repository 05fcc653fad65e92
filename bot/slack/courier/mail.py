"""Slack's Web API as the courier uses it: each call is one attempt, and what may have been sent can be looked for."""

from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient

from bot.slack.channel import Channel
from bot.slack.messages.message import Attachment, Message
from bot.slack.pages import pages
from bot.store.models import Post

_EVENT = "schemabot"
_PAGE = 200
_MARGIN_S = 3_600  # between the clocks of the database and of Slack


class Mail:
    """Posts, changes, uploads and finds again.

    Args:
        client: Slack's Web API without retries: a repeated request may be a second message.
        channel: Where everything is posted: its name or its id.

    Attributes:
        channel: The same, and its id as soon as it is known.
    """

    def __init__(self, client: WebClient, channel: str) -> None:
        self._client = client
        self.channel = Channel(client, channel)

    def post(self, post: Post, message: Message, channel: str, thread: str | None) -> tuple[str, str]:
        """Post it; the ids of the channel and of the message."""
        answer = self._client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            metadata=_metadata(post),
            text=message.text,
            blocks=list(message.blocks) or None,
        )
        found = str(answer["channel"]), str(answer["ts"])
        if channel == self.channel.target:
            self.channel.known = found[0]
        return found

    def update(self, post: Post, message: Message) -> None:
        """Bring it up to date. What is left out of a change would stay, old buttons too."""
        self._client.chat_update(
            channel=post.channel or "",
            ts=post.ts or "",
            text=message.text,
            blocks=list(message.blocks),
            metadata=_metadata(post),
        )

    def upload(self, file: Attachment, channel: str, thread: str) -> None:
        """Put a file into a thread."""
        self._client.files_upload_v2(
            channel=channel,
            thread_ts=thread,
            filename=file.name,
            title=file.name,
            content=file.content,
            snippet_type=file.language,
        )

    def find(self, post: Post, channel: str, thread: str | None) -> str | None:
        """When it was posted, in Slack's form; None where it was not."""
        sought = _metadata(post)["event_payload"]
        oldest = str(post.made_at.timestamp() - _MARGIN_S)
        found = self._replies(channel, thread) if thread else self._history(channel, oldest)
        return next((str(one["ts"]) for one in found if _payload(one) == sought), None)

    def has_file(self, name: str, channel: str, thread: str) -> bool:
        """Whether a file stands in a thread."""
        replies = self._replies(channel, thread)
        return any(file.get("name") == name for one in replies for file in one.get("files", ()))

    def conversation(self, person: str) -> str:
        """The id of a person's conversation with the bot."""
        return str(self._client.conversations_open(users=person)["channel"]["id"])

    def link(self, channel: str, ts: str) -> str:
        """The address of a message."""
        return str(self._client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])

    def _history(self, channel: str, oldest: str) -> Iterator[dict[str, Any]]:
        listed = {"channel": channel, "oldest": oldest, "limit": _PAGE, "include_all_metadata": True}
        return pages(self._client.conversations_history, "messages", **listed)

    def _replies(self, channel: str, thread: str) -> Iterator[dict[str, Any]]:
        listed = {"channel": channel, "ts": thread, "limit": _PAGE, "include_all_metadata": True}
        return pages(self._client.conversations_replies, "messages", **listed)


def _metadata(post: Post) -> dict[str, Any]:
    """By which a post is found again: the deployment's id, the step, the row."""
    return {
        "event_type": _EVENT,
        "event_payload": {"deployment": post.subject, "step": post.key, "post": post.id},
    }


def _payload(message: dict[str, Any]) -> Any:
    return (message.get("metadata") or {}).get("event_payload")
