"""Short-lived permissions that Slack hands out: triggers for views, tickets for sockets, response URLs."""

import secrets
from dataclasses import dataclass, replace

from bot.simulator.clock import Clock
from bot.simulator.errors import SlackError

TRIGGER_LIVES_S = 3.0
RESPONSE_URL_LIVES_S = 30 * 60.0
RESPONSE_URL_USES = 5


class Triggers:
    """`trigger_id`s: each opens one view for one person, within three seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()

    def issue(self, user_id: str) -> str:
        """Return a new trigger of that person's click or command."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = (user_id, self._clock.now() + TRIGGER_LIVES_S)
        return trigger_id

    def spend(self, trigger_id: str) -> str:
        """Use it up and return whose it was.

        Raises:
            SlackError: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        if trigger_id in self._spent:
            raise SlackError("exchanged_trigger_id")
        if trigger_id not in self._issued:
            raise SlackError("invalid_trigger_id")
        user_id, expires = self._issued[trigger_id]
        if self._clock.now() > expires:
            raise SlackError("expired_trigger_id")
        self._spent.add(trigger_id)
        return user_id


@dataclass(frozen=True, slots=True)
class ResponsePass:
    """What a response URL answers to: a person in a channel and, after a click, the message clicked."""

    user_id: str
    channel_id: str
    message_ts: str | None
    thread_ts: str | None
    expires: float
    uses_left: int = RESPONSE_URL_USES


class ResponseUrls:
    """`response_url`s: five posts in thirty minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._passes: dict[str, ResponsePass] = {}

    def issue(
        self, user_id: str, channel_id: str, *, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Return the secret last part of a new response URL."""
        key = secrets.token_urlsafe(18)
        expires = self._clock.now() + RESPONSE_URL_LIVES_S
        self._passes[key] = ResponsePass(user_id, channel_id, message_ts, thread_ts, expires)
        return key

    def spend(self, key: str) -> ResponsePass:
        """Count one use and return the pass.

        Raises:
            SlackError: `expired_url`, `used_url`, or `no_service` for a URL that was never issued.
        """
        if key not in self._passes:
            raise SlackError("no_service")
        found = self._passes[key]
        if self._clock.now() > found.expires:
            raise SlackError("expired_url")
        if found.uses_left == 0:
            raise SlackError("used_url")
        self._passes[key] = replace(found, uses_left=found.uses_left - 1)
        return found


class Tickets:
    """The secret part of a Socket Mode URL: good for one connection."""

    def __init__(self) -> None:
        self._open: set[str] = set()

    def issue(self) -> str:
        """Return a new ticket."""
        ticket = secrets.token_urlsafe(18)
        self._open.add(ticket)
        return ticket

    def spend(self, ticket: str) -> bool:
        """Tell whether the ticket is good, and tear it."""
        if ticket not in self._open:
            return False
        self._open.discard(ticket)
        return True
