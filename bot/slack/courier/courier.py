"""A thread that says in Slack what stands in `bot.posts`, once each, whatever dies meanwhile."""

import threading
from contextlib import suppress
from typing import Self

import structlog
from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.courier.answers import UNREACHABLE
from bot.slack.courier.delivery import Delivery
from bot.slack.courier.kinds import Kinds
from bot.slack.courier.mail import Mail
from bot.slack.courier.outbox import Outbox
from bot.slack.courier.pace import Pace

_UNWELL_WAITS_S = (0.5, 1.0, 2.0, 5.0)
_LOCK_POLL_S = 1.0
_STATE_WAIT_S = 1.0

log = structlog.get_logger()


class Courier:
    """The one courier of all replicas at work; the others wait for its lock.

    Args:
        engine: The state database.
        client: Slack's Web API without retries.
        channel: Where everything is posted: a name or an id.
        kinds: What kinds of posts there are.
        post_s: Between two posts in a channel.
        update_s: Between two changes of messages.
        poll_s: How often the rows are looked at.
        retry_s: When what people have to mend first is tried again.
    """

    def __init__(
        self,
        engine: Engine,
        client: WebClient,
        channel: str,
        kinds: Kinds,
        *,
        post_s: float = 1.0,
        update_s: float = 1.2,
        poll_s: float = 0.2,
        retry_s: float = 120.0,
    ) -> None:
        self._engine = engine
        self._mail = Mail(client, channel)
        self._kinds = kinds
        self._pace = Pace(post_s, update_s)
        self._poll_s = poll_s
        self._retry_s = retry_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let the message that is on its way arrive; what else is to be said, the next start says."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except SQLAlchemyError as error:
                log.warning("the state database does not answer", reason=type(error).__name__)
                self._stopping.wait(_STATE_WAIT_S)
            except Exception:
                log.exception("the courier stumbled, and goes on")
                self._stopping.wait(_STATE_WAIT_S)

    def _work(self) -> None:
        """Be the courier, as soon as no other one is, until told to stop."""
        with self._engine.connect() as connection:
            connection.detach()  # closing it then frees the lock
            outbox = Outbox(connection, self._kinds)
            while not outbox.lock():
                if self._stopping.wait(_LOCK_POLL_S):
                    return
            with suppress(*UNREACHABLE):
                self._mail.channel.find()
            delivery = Delivery(outbox, self._mail, self._kinds, self._pace, self._retry_s)
            unwell = 0
            while not self._stopping.is_set():
                unwell = 0 if self._round(outbox, delivery) else unwell + 1
                wait_s = _UNWELL_WAITS_S[min(unwell, len(_UNWELL_WAITS_S)) - 1] if unwell else self._poll_s
                self._stopping.wait(wait_s)

    def _round(self, outbox: Outbox, delivery: Delivery) -> bool:
        """Send what can be sent, one after the other; False as soon as Slack is unwell."""
        while not self._stopping.is_set():
            found = next(filter(delivery.is_free, outbox.next_ones(self._mail.channel.known)), None)
            if found is None:
                return True
            if not delivery.send(found):
                log.warning("Slack cannot be reached; nothing is lost", subject=found.post.subject, post=found.post.key)
                return False
        return True
