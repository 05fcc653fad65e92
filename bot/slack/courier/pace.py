"""How often something may be sent: about one message a second to a channel, and as Slack asks when it is too much."""

import time
from dataclasses import dataclass, field

POST, UPDATE = "post", "update"


@dataclass(slots=True)
class Pace:
    """When what may be sent. Times are of the monotonic clock, in seconds.

    Attributes:
        post_s: Between two posts in a channel.
        update_s: Between two changes of messages, in the whole workspace.
    """

    post_s: float
    update_s: float
    _not_before: dict[tuple[str, str], float] = field(default_factory=dict)

    def is_free(self, what: str, channel: str) -> bool:
        """Whether something may be sent to a channel now."""
        now = time.monotonic()
        return all(self._not_before.get(key, 0.0) <= now for key in _keys(what, channel))

    def went(self, what: str, channel: str) -> None:
        """Something was sent."""
        if what == UPDATE:
            self._hold((UPDATE, ""), self.update_s)
        else:
            self._hold((POST, channel), self.post_s)

    def asked_to_wait(self, what: str, channel: str, wait_s: float) -> None:
        """Slack said to wait, for this kind of call in this channel."""
        self._hold((what, channel), wait_s)

    def _hold(self, key: tuple[str, str], wait_s: float) -> None:
        self._not_before[key] = max(self._not_before.get(key, 0.0), time.monotonic() + wait_s)


def _keys(what: str, channel: str) -> tuple[tuple[str, str], ...]:
    return (what, channel), (what, "")
