"""Slack's Web API as the courier uses it: each call is one attempt, and what may have been sent can be looked for."""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient

from bot.slack.messages.message import Attachment, Message
from bot.store.models import Post

_EVENT = "schemabot"
_ID = re.compile(r"[CGD][A-Z0-9]{7,}\Z")
_PAGE = 200
_CHANNELS_PAGE = 1_000
_MARGIN_S = 3_600  # between the clocks of the database and of Slack


class Mail:
    """Posts, changes, uploads and finds again.

    Args:
        client: Slack's Web API without retries: a repeated request may be a second message.
        channel: Where everything is posted: its name or its id.
    """

    def __init__(self, client: WebClient, channel: str) -> None:
        self._client = client
        self.channel = channel

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
        return str(answer["channel"]), str(answer["ts"])

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

    def channel_id(self) -> str | None:
        """The id of the channel; None where the bot sees none of that name."""
        wanted = self.channel.removeprefix("#")
        if _ID.match(wanted):
            return wanted
        cursor = ""
        while True:
            answer = self._client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=_CHANNELS_PAGE, cursor=cursor
            )
            for one in answer["channels"]:
                if one.get("name") == wanted:
                    return str(one["id"])
            cursor = _cursor(answer.data)
            if not cursor:
                return None

    def _history(self, channel: str, oldest: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            answer = self._client.conversations_history(
                channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor, include_all_metadata=True
            )
            yield from answer["messages"]
            cursor = _cursor(answer.data)
            if not cursor:
                return

    def _replies(self, channel: str, thread: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            answer = self._client.conversations_replies(
                channel=channel, ts=thread, limit=_PAGE, cursor=cursor, include_all_metadata=True
            )
            yield from answer["messages"]
            cursor = _cursor(answer.data)
            if not cursor:
                return


def _metadata(post: Post) -> dict[str, Any]:
    """By which a post is found again: the deployment's id, the step, the row."""
    return {
        "event_type": _EVENT,
        "event_payload": {"deployment": post.subject, "step": post.key, "post": post.id},
    }


def _payload(message: dict[str, Any]) -> Any:
    return (message.get("metadata") or {}).get("event_payload")


def _cursor(answer: Any) -> str:
    return str((answer.get("response_metadata") or {}).get("next_cursor") or "")
