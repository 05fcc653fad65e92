"""Envelopes on their way to the app: sent over whichever transport is there, acknowledged in time or not.

How an envelope travels (a socket, a signed request) is the transports' matter; what it says is the sender's.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from bot.simulator.clock import Clock
from bot.simulator.values import JsonObject

ACKNOWLEDGE_WITHIN_S = 3.0
"""Slack waits this long for an acknowledgement."""

EVENT_RETRY_DELAYS_S = (0.0, 60.0, 300.0)
"""An event that was not acknowledged comes again: nearly at once, after a minute, after five minutes."""


class Outcome(StrEnum):
    """How a delivery ended."""

    ACKNOWLEDGED = "acknowledged"
    DISPATCH_FAILED = "dispatch_failed"
    OPERATION_TIMEOUT = "operation_timeout"
    SERVICE_ERROR = "http_service_error"


class Kind(StrEnum):
    """The types of envelopes that carry a payload."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(eq=False)
class Delivery:
    """One payload and what became of it; wait on `done` to learn `outcome`."""

    kind: Kind
    payload: JsonObject
    on_acknowledged: Callable[[JsonObject], None]
    on_failed: Callable[[Outcome], None]
    envelope_id: str = ""
    attempt: int = 0
    due: float = 0.0
    outcome: Outcome | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def envelope(self) -> JsonObject:
        """Return the delivery as Socket Mode sends it."""
        envelope: JsonObject = {
            "type": str(self.kind),
            "envelope_id": self.envelope_id,
            "payload": self.payload,
            "accepts_response_payload": self.kind is not Kind.EVENT,
        }
        if self.kind is Kind.EVENT:
            envelope["retry_attempt"] = self.attempt
            envelope["retry_reason"] = "timeout" if self.attempt else ""
        return envelope


Transport = Callable[[JsonObject], bool]
"""Takes an envelope and tells whether there is anybody to carry it."""


class Deliveries:
    """All envelopes that wait for an acknowledgement. Methods may be called from any thread."""

    def __init__(self, clock: Clock) -> None:
        self.transport: Transport | None = None
        self._clock = clock
        self._lock = threading.RLock()
        self._waiting: dict[str, Delivery] = {}
        self._resting: list[Delivery] = []

    def send(self, delivery: Delivery) -> Delivery:
        """Send it once; whether it arrives shows in its outcome."""
        delivery.envelope_id = str(uuid4())
        delivery.due = self._clock.now() + ACKNOWLEDGE_WITHIN_S
        with self._lock:
            self._waiting[delivery.envelope_id] = delivery
        if self.transport is None or not self.transport(delivery.envelope()):
            self.fail(delivery.envelope_id, Outcome.DISPATCH_FAILED)
        return delivery

    def acknowledge(self, envelope_id: str, response: JsonObject) -> None:
        """Take the app's acknowledgement; one that comes late, or twice, changes nothing."""
        delivery = self._take(envelope_id)
        if delivery is None:
            return
        delivery.outcome = Outcome.ACKNOWLEDGED
        try:
            delivery.on_acknowledged(response)
        finally:
            delivery.done.set()

    def fail(self, envelope_id: str, outcome: Outcome) -> None:
        """Note that the app did not get it; an event is put aside to come again."""
        delivery = self._take(envelope_id)
        if delivery is None:
            return
        if delivery.kind is Kind.EVENT and delivery.attempt < len(EVENT_RETRY_DELAYS_S):
            delivery.due = self._clock.now() + EVENT_RETRY_DELAYS_S[delivery.attempt]
            delivery.attempt += 1
            with self._lock:
                self._resting.append(delivery)
            return
        delivery.outcome = outcome
        try:
            delivery.on_failed(outcome)
        finally:
            delivery.done.set()

    def tick(self) -> None:
        """Look at the clock: fail what is late, send again what is due. Called many times a second."""
        now = self._clock.now()
        with self._lock:
            late = [delivery for delivery in self._waiting.values() if delivery.due <= now]
            again = [delivery for delivery in self._resting if delivery.due <= now]
            self._resting = [delivery for delivery in self._resting if delivery not in again]
        for delivery in late:
            self.fail(delivery.envelope_id, Outcome.OPERATION_TIMEOUT)
        for delivery in again:
            self.send(delivery)

    def _take(self, envelope_id: str) -> Delivery | None:
        with self._lock:
            return self._waiting.pop(envelope_id, None)
