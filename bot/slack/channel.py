"""The channel where the bot speaks: configured by name or id; most of Slack's methods know it by its id alone."""

import re

from slack_sdk import WebClient

from bot.slack.pages import pages

_ID = re.compile(r"[CGD][A-Z0-9]{7,}\Z")
_PAGE = 1_000


class Channel:
    """One channel. Its name is looked up once.

    Args:
        client: Slack's Web API.
        named: `#schema`, `schema` or an id.
    """

    def __init__(self, client: WebClient, named: str) -> None:
        self._client = client
        self.name = named.removeprefix("#")
        self.known: str | None = self.name if _ID.match(self.name) else None
        """The id; None as long as Slack has not said it."""

    @property
    def target(self) -> str:
        """What a message can be posted to: the id where it is known, else the name."""
        return self.known or f"#{self.name}"

    def find(self) -> str | None:
        """The id; None where the bot is in no channel of that name. Raises as `WebClient` does."""
        if self.known is None:
            found = pages(
                self._client.users_conversations,
                "channels",
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=_PAGE,
            )
            self.known = next((str(one["id"]) for one in found if one.get("name") == self.name), None)
        return self.known

    def has(self, person: str) -> bool | None:
        """Whether somebody is in it; None where the bot itself is not. Raises as `WebClient` does."""
        channel = self.find()
        if channel is None:
            return None
        return person in pages(self._client.conversations_members, "members", channel=channel, limit=_PAGE)
