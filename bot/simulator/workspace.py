"""The state of one Slack workspace, in memory, and the few ways in which it changes.

What the app may do to it is `web_api`'s to decide, what people may do is `interactions`'.
"""

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.simulator.clock import Clock
from bot.simulator.deliveries import Deliveries
from bot.simulator.elements import Values
from bot.simulator.errors import SlackError
from bot.simulator.faults import Faults
from bot.simulator.passes import ResponseUrls, Tickets, Triggers
from bot.simulator.validation import prepared
from bot.simulator.values import (
    SLACKBOT,
    App,
    Channel,
    File,
    Message,
    Reaction,
    Team,
    User,
    UserGroup,
)
from bot.simulator.views import Views


class Workspace:
    """Everything that Slack would know. `changed` is notified of every change; hold it to read at one moment."""

    def __init__(
        self,
        team: Team,
        app: App,
        users: Sequence[User],
        groups: Sequence[UserGroup],
        channels: Sequence[Channel],
    ) -> None:
        self.team = team
        self.app = app
        self.users = {user.id: user for user in users}
        self.groups = {group.id: group for group in groups}
        self.channels = {channel.id: channel for channel in channels}
        self.files: dict[str, File] = {}
        self.changed = threading.Condition(threading.RLock())
        self.revision = 0
        self.base_url = ""
        self.clock = Clock()
        self.faults = Faults()
        self.triggers = Triggers(self.clock)
        self.tickets = Tickets()
        self.response_urls = ResponseUrls(self.clock)
        self.deliveries = Deliveries(self.clock)
        self.views = Views(self.touch)
        self.entered: dict[tuple[str, str], Values] = {}
        """What people have chosen but not sent, by person and by message or view."""
        self._messages: dict[tuple[str, str], Message] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0

    def touch(self) -> None:
        """Tell whoever waits that something changed."""
        with self.changed:
            self.revision += 1
            self.changed.notify_all()

    def new_id(self, letter: str) -> str:
        """Return an id such as Slack's, beginning with `letter`."""
        return f"{letter}0{next(self._numbers):09d}"

    def new_ts(self) -> str:
        """Return a message's time, in Slack's form; no two are equal, later ones are greater."""
        with self.changed:
            self._last_ts = max(int(self.clock.now() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # -- finding ------------------------------------------------------------------------------------------

    def user(self, reference: str) -> User:
        """Find a user by id or name.

        Raises:
            SlackError: `user_not_found`.
        """
        wanted = reference.removeprefix("@")
        for user in self.users.values():
            if wanted in (user.id, user.name):
                return user
        raise SlackError("user_not_found")

    def channel(self, reference: str) -> Channel:
        """Find a channel by id, `#name` or name.

        Raises:
            SlackError: `channel_not_found`.
        """
        wanted = reference.removeprefix("#")
        for channel in self.channels.values():
            if reference == channel.id or (wanted == channel.name and not channel.is_im):
                return channel
        raise SlackError("channel_not_found")

    def direct_channel(self, user_id: str) -> Channel:
        """Return the person's conversation with the app, opened if there is none yet."""
        with self.changed:
            for channel in self.channels.values():
                if channel.is_im and user_id in channel.members:
                    return channel
            channel = Channel(
                id=self.new_id("D"),
                name=self.user(user_id).name,
                topic="",
                members=(user_id, self.app.bot_user_id),
                created=int(self.clock.now()),
                is_im=True,
            )
            self.channels[channel.id] = channel
            self.touch()
            return channel

    def message(self, channel_id: str, ts: str, *, ephemeral: bool = False) -> Message:
        """Find a message; an ephemeral one only when asked for, as Slack's methods do not know them.

        Raises:
            SlackError: `message_not_found`.
        """
        found = self._messages.get((channel_id, ts))
        if found is None or (found.only_visible_to is not None and not ephemeral):
            raise SlackError("message_not_found")
        return found

    def messages(self, channel_id: str) -> tuple[Message, ...]:
        """Return all messages of a channel, replies and ephemeral ones too, oldest first."""
        with self.changed:
            found = [message for message in self._messages.values() if message.channel == channel_id]
        return tuple(sorted(found, key=lambda message: message.ts))

    def replies(self, channel_id: str, thread_ts: str) -> tuple[Message, ...]:
        """Return the public replies below a message, oldest first."""
        return tuple(
            message
            for message in self.messages(channel_id)
            if message.is_reply and message.thread_ts == thread_ts and message.only_visible_to is None
        )

    # -- changing -----------------------------------------------------------------------------------------

    def post(self, draft: Message) -> Message:
        """Add a message; its `ts` is given here, its blocks get their ids."""
        with self.changed:
            message = replace(draft, ts=self.new_ts(), blocks=prepared(draft.blocks))
            self._messages[message.channel, message.ts] = message
            self.touch()
            return message

    def amend(self, message: Message, change: Callable[[Message], Message]) -> Message:
        """Replace a message by what `change` makes of its present version."""
        with self.changed:
            key = message.channel, message.ts
            amended = change(self._messages[key])
            self._messages[key] = replace(amended, blocks=prepared(amended.blocks))
            self.touch()
            return self._messages[key]

    def delete(self, message: Message) -> None:
        """Remove a message; one with replies leaves a tombstone, as in Slack."""
        with self.changed:
            if self.replies(message.channel, message.ts):
                self._messages[message.channel, message.ts] = replace(
                    message, text="This message was deleted.", blocks=(), files=(), deleted=True
                )
            else:
                self._messages.pop((message.channel, message.ts), None)
            self.touch()

    def whisper(self, channel_id: str, user_id: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Let Slack itself say something to one person."""
        return self.post(Message(channel_id, "", SLACKBOT, text, only_visible_to=user_id, thread_ts=thread_ts))

    def react(self, message: Message, name: str, user_id: str) -> None:
        """Put an emoji on a message.

        Raises:
            SlackError: `already_reacted`.
        """
        present = {reaction.name: reaction.users for reaction in message.reactions}
        if user_id in present.get(name, ()):
            raise SlackError("already_reacted")
        present[name] = (*present.get(name, ()), user_id)
        self._put_reactions(message, present)

    def unreact(self, message: Message, name: str, user_id: str) -> None:
        """Take an emoji away again.

        Raises:
            SlackError: `no_reaction`.
        """
        present = {reaction.name: reaction.users for reaction in message.reactions}
        if user_id not in present.get(name, ()):
            raise SlackError("no_reaction")
        present[name] = tuple(user for user in present[name] if user != user_id)
        self._put_reactions(message, present)

    def join(self, channel: Channel, user_id: str) -> Channel:
        """Make somebody a member."""
        with self.changed:
            if user_id not in channel.members:
                channel = replace(channel, members=(*channel.members, user_id))
                self.channels[channel.id] = channel
                self.touch()
            return channel

    def leave(self, channel: Channel, user_id: str) -> Channel:
        """Remove somebody from a channel."""
        with self.changed:
            left = replace(channel, members=tuple(member for member in channel.members if member != user_id))
            self.channels[channel.id] = left
            self.touch()
            return left

    def keep_file(self, file: File) -> File:
        """Add a file, or replace it by a later state of itself."""
        with self.changed:
            self.files[file.id] = file
            self.touch()
            return file

    def drop_file(self, file: File) -> None:
        """Delete a file, here and in the messages that share it."""
        with self.changed:
            del self.files[file.id]
            for key, message in self._messages.items():
                if file.id in message.files:
                    left = tuple(each for each in message.files if each != file.id)
                    self._messages[key] = replace(message, files=left)
            self.touch()

    def _put_reactions(self, message: Message, present: dict[str, tuple[str, ...]]) -> None:
        kept = tuple(Reaction(name, users) for name, users in present.items() if users)
        self.amend(message, lambda current: replace(current, reactions=kept))
