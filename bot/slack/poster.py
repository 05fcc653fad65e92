"""Posts messages, thread replies and files, and tells a single person something."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Self

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.views import View
from slack_sdk.webhook import WebhookClient

from bot.slack.messages.message import Message, context
from sync.errors import SchemabotError

log = structlog.get_logger()

# What Slack answers when the app may not write where a command was typed.
_NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "invalid_trigger_id"})
_HINT = "Only you can see this: invite me to the channel and ask again, and I answer where all can read it."


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that somebody typed or pressed, and the way back to them.

    Attributes:
        text: The words behind the command, or what was pressed.
        user: Slack's id of who.
        channel: Slack's id of where.
        response_url: Where answers for that person alone go, used as Slack gave it; empty where it gave none.
    """

    text: str
    user: str
    channel: str
    response_url: str

    @classmethod
    def from_payload(cls, payload: Mapping[str, str]) -> Self:
        """From what Slack sends."""
        return cls(
            text=payload.get("text") or "",
            user=payload["user_id"],
            channel=payload["channel_id"],
            response_url=payload["response_url"],
        )


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel."""

    channel: str
    ts: str


class Poster:
    """The way back to people.

    Args:
        client: Slack's Web API, with the bot's token.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, asked: Asked, message: Message, private: Message | None = None) -> Posted | None:
        """Post where the command was typed.

        Where the app is not a member, the answer (`private`, where that is another) goes to the asking person alone,
        and None is returned.
        """
        try:
            return self._post(asked.channel, message)
        except SlackApiError as error:
            if error.response.get("error") not in _NOT_THERE:
                raise
        alone = private or message
        self._respond(asked, Message(f"{alone.text}\n{_HINT}", (*alone.blocks, context(_HINT))))
        return None

    def reply(self, to: Posted, message: Message) -> Posted:
        """Post in the thread of a message."""
        return self._post(to.channel, message, thread=to.ts)

    def attach(self, to: Posted, name: str, content: str) -> None:
        """Upload a text file into the thread of a message; when Slack refuses it, say so there."""
        try:
            self._client.files_upload_v2(
                channel=to.channel, thread_ts=to.ts, filename=name, title=name, content=content, snippet_type="diff"
            )
        except (SlackClientError, OSError) as error:  # from the API, or from the place that the content goes to
            reason = error.response.get("error") if isinstance(error, SlackApiError) else "the upload failed"
            log.warning("file refused", file=name, reason=reason, exc_info=error)
            self.reply(to, Message(f":warning: Slack did not take the file {name} ({reason})."))

    def tell(self, asked: Asked, text: str) -> None:
        """Tell something to the asking person alone."""
        self._respond(asked, Message(text))

    def open(self, trigger: str, view: View) -> None:
        """Open a modal.

        Raises:
            SchemabotError: Slack does not take it any more.
        """
        try:
            self._client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as error:
            reason = error.response.get("error")
            if reason not in _TOO_LATE:
                raise
            raise SchemabotError("Slack waits three seconds for a window, and it took longer", "press again") from None

    def _post(self, channel: str, message: Message, thread: str | None = None) -> Posted:
        response = self._client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=list(message.blocks) or None,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(str(response["channel"]), str(response["ts"]))

    def _respond(self, asked: Asked, message: Message) -> None:
        """By the response URL; when that is used up or gone, by the bot's own token."""
        blocks = list(message.blocks) or None
        try:
            if asked.response_url:
                webhook = WebhookClient(asked.response_url, retry_handlers=self._client.retry_handlers)
                answer = webhook.send(
                    text=message.text, blocks=blocks, response_type="ephemeral", replace_original=False
                )
                if answer.status_code == 200:  # noqa: PLR2004  # HTTP's "OK"
                    return
                log.warning("answer refused", status=answer.status_code, reason=answer.body)
            self._client.chat_postEphemeral(channel=asked.channel, user=asked.user, text=message.text, blocks=blocks)
        except (SlackClientError, HTTPException, OSError, ValueError) as error:
            log.warning("answer lost", user=asked.user, reason=str(error))
