"""One call of a Web API method: its arguments, however encoded, and the answers that end it early."""

import json
from dataclasses import dataclass
from typing import Any

from bot.simulator.errors import SlackError
from bot.simulator.values import Channel, JsonObject
from bot.simulator.workspace import Workspace

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Call:
    """A method's name and arguments. Structured ones may come as JSON, or as a string that holds JSON."""

    workspace: Workspace
    method: str
    arguments: JsonObject

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def needs(self, name: str) -> str:
        """Return an argument that must be there.

        Raises:
            SlackError: `invalid_arguments`.
        """
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """Return an argument as yes or no."""
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number.

        Raises:
            SlackError: `invalid_arguments`.
        """
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_arguments", [f"[ERROR] must provide a number: {name}"]) from None

    def structure(self, name: str, error: str) -> Any:
        """Return an argument that is a list or an object, or None.

        Raises:
            SlackError: `error`, when it is a string that holds no JSON.
        """
        value = self.arguments.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None

    def channel(self) -> Channel:
        """Return the channel named by id.

        Raises:
            SlackError: `channel_not_found`; a `#name` is not an id.
        """
        reference = self.needs("channel")
        if reference not in self.workspace.channels:
            raise SlackError("channel_not_found")
        return self.workspace.channels[reference]

    def page(self, items: list[Any], key: str) -> JsonObject:
        """Return one page of `items` under `key`, with the cursor of the next."""
        limit = max(1, min(self.number("limit", PAGE_SIZE), 1000))
        try:
            start = int(self.text("cursor", "0").removeprefix("page:") or 0)
        except ValueError:
            raise SlackError("invalid_cursor") from None
        more = start + limit < len(items)
        return {
            key: items[start : start + limit],
            "has_more": more,
            "response_metadata": {"next_cursor": f"page:{start + limit}" if more else ""},
        }


def require_membership(workspace: Workspace, channel: Channel) -> None:
    """Refuse what the app may do only where it is a member.

    Raises:
        SlackError: `not_in_channel`.
    """
    if workspace.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
