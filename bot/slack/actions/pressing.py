"""What a click is about: looked up by the message that it was made on, never taken from the button alone."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.slack.deploying import Deploying
from bot.slack.messages.deployment import Press, Target
from bot.slack.poster import Asked
from sync.errors import SchemabotError

_PATIENCE_S = 5.0  # a message can be clicked a moment before it is written down where it stands
_A_MOMENT_S = 60.0
_POLL_S = 0.05
_MOST_QUOTED = 200


class NotOursError(SchemabotError):
    """A click on what is not a button of ours, or not on its message."""


@dataclass(frozen=True, slots=True)
class Click:
    """A button that somebody pressed, or a modal that it opened.

    Attributes:
        asked: Who, where, and the way back to them.
        value: Of the button.
        ts: Of the message that it stands under.
        trigger: Opens a modal, for three seconds.
    """

    asked: Asked
    value: str
    ts: str
    trigger: str = ""

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """From what Slack sends of a button in a message."""
        action = payload["actions"][0]
        asked = Asked(
            text=str(action["action_id"]),
            user=payload["user"]["id"],
            channel=(payload.get("channel") or {}).get("id") or "",
            response_url=payload.get("response_url") or "",
        )
        ts = (payload.get("message") or {}).get("ts") or (payload.get("container") or {}).get("message_ts") or ""
        return cls(asked, str(action.get("value") or ""), str(ts), str(payload.get("trigger_id") or ""))

    @classmethod
    def from_private(cls, private: str, action: str, user: str) -> Self:
        """From what a modal of ours was given to keep."""
        try:
            value, channel, ts = json.loads(private)
        except ValueError:
            value = channel = ts = ""
        return cls(Asked(text=action, user=user, channel=str(channel), response_url=""), str(value), str(ts))

    @property
    def private(self) -> str:
        """For a modal to keep."""
        return json.dumps([self.value, self.asked.channel, self.ts])

    def target(self, deploying: Deploying) -> Target:
        """What it is about.

        Raises:
            NotOursError: No button of ours has such a value, or the message is not that deployment's.
        """
        target = Target.read(self.value)
        there = self._subject(deploying)
        decides = self.asked.text in (Press.APPROVE, Press.REJECT)
        unasked = target is not None and decides and (target.question is None or not target.digest)
        if target is None or unasked or there is None or there != target.deployment:
            said = f"the button says {self.value[:_MOST_QUOTED]!r}, the message is {there or 'none of ours'}"
            deploying.tampered(self.asked.user, self.asked.text, said)
            raise NotOursError("this button does not belong to this message", "use the one under the latest message")
        return target

    def _subject(self, deploying: Deploying) -> str | None:
        until = time.monotonic() + (_PATIENCE_S if self._is_of_now() else 0)
        while (found := deploying.subject_at(self.asked.channel, self.ts)) is None and time.monotonic() < until:
            time.sleep(_POLL_S)
        return found

    def _is_of_now(self) -> bool:
        """Whether the message was posted a moment ago, as its id says."""
        try:
            return float(self.ts) > time.time() - _A_MOMENT_S
        except ValueError:
            return False
