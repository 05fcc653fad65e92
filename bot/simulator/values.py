"""What a workspace consists of, as frozen values; `Workspace` holds them and replaces them."""

from dataclasses import dataclass
from typing import Any

JsonObject = dict[str, Any]
"""Blocks, views and payloads stay in Slack's own JSON: they are what the protocol is about."""

SLACKBOT = "USLACKBOT"
"""The author of what Slack itself says to a person."""


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace as Slack names it."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class User:
    """A person, a bot or Slackbot; `colour` is the avatar's background as `#rrggbb`."""

    id: str
    name: str
    real_name: str
    email: str
    colour: str
    is_bot: bool = False
    is_admin: bool = False
    is_deactivated: bool = False

    @property
    def initials(self) -> str:
        """Return the one or two letters that stand on the avatar."""
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A named group of people, mentioned as `@handle`."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command as the app's manifest declares it; `name` begins with a slash."""

    name: str
    description: str
    usage_hint: str


@dataclass(frozen=True, slots=True)
class App:
    """The installed app. With `request_url` it is served over HTTP, otherwise over Socket Mode."""

    id: str
    name: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    app_token: str
    commands: tuple[SlashCommand, ...]
    events: frozenset[str]
    request_url: str | None = None
    signing_secret: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or with `is_im` the conversation of one person with the app."""

    id: str
    name: str
    topic: str
    members: tuple[str, ...]
    created: int
    is_im: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file; `shared_in` lists the channels it was completed into."""

    id: str
    name: str
    title: str
    snippet_type: str
    size: int
    user: str
    created: int
    content: bytes | None = None
    shared_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji and who put it."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `only_visible_to` names the one person who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[JsonObject, ...] = ()
    thread_ts: str | None = None
    files: tuple[str, ...] = ()
    metadata: JsonObject | None = None
    only_visible_to: str | None = None
    edited_ts: str | None = None
    reactions: tuple[Reaction, ...] = ()
    deleted: bool = False
    broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Tell whether the message stands in a thread below another one."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class View:
    """An open modal, or a published Home; `content` is the view as the app sent it."""

    id: str
    user: str
    content: JsonObject
    hash: str
    root_id: str
    previous_id: str | None = None
    errors: tuple[tuple[str, str], ...] = ()
    notice: str = ""

    @property
    def blocks(self) -> tuple[JsonObject, ...]:
        """Return the view's blocks."""
        return tuple(self.content.get("blocks", ()))

    @property
    def title(self) -> str:
        """Return the modal's title; a Home has none."""
        return str(self.content.get("title", {}).get("text", ""))
