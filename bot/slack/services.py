"""What the listeners work with: the configuration, the pool that does the work, and the way back to people."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Self

import structlog

from bot.configuration import BotConfiguration
from bot.deployments.errors import RefusedError
from bot.drift import Drifts
from bot.slack.deploying import Deploying
from bot.slack.messages.deployment.words import mention
from bot.slack.messages.message import TEXT_LIMIT, clip, escape
from bot.slack.poster import Asked, Poster
from sync.errors import SchemabotError
from sync.shadow.scratch import Scratch

__all__ = ["Asked", "Services"]

_WORKERS = 4  # comparisons at the same time; each has a thread a side
_QUICK_WORKERS = 8  # what only asks the records, and Slack

_MOST_NAMED = 10

_STOPPING = ":warning: I am being restarted, and have not done this: ask again in a minute."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Services:
    """Shared by all listeners.

    Attributes:
        configuration: The whole configuration.
        poster: Posts messages.
        scratch: Scratch databases, for sources that are files.
        pool: Does what takes long, such as comparisons.
        quick: Does what people wait for: decisions, what opens a window.
        deploying: What listeners need for deployments.
        drifting: What is known of drift.
        stopping: Set when the bot ends: what waits in the pool is then told so instead of done.
    """

    configuration: BotConfiguration
    poster: Poster
    scratch: Scratch
    pool: ThreadPoolExecutor
    quick: ThreadPoolExecutor
    deploying: Deploying
    drifting: Drifts
    stopping: Event = field(default_factory=Event)

    @classmethod
    def make(cls, configuration: BotConfiguration, poster: Poster, deploying: Deploying, drifting: Drifts) -> Self:
        """With pools of their own."""
        pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="work")
        quick = ThreadPoolExecutor(_QUICK_WORKERS, thread_name_prefix="quick")
        return cls(configuration, poster, Scratch(), pool, quick, deploying, drifting)

    @property
    def command(self) -> str:
        """The slash command that people type."""
        return self.configuration.slack.command

    def soon(self, asked: Asked, work: Callable[[], None]) -> None:
        """Do what people wait for; whatever goes wrong is told to the one who asked, in one line."""
        self.quick.submit(self._guarded, asked, work)

    def start(self, asked: Asked, work: Callable[[], None]) -> None:
        """Do what takes long; whatever goes wrong is told to the one who asked, in one line."""
        self.pool.submit(self._guarded, asked, work)

    def aside(self, work: Callable[[], None]) -> None:
        """Do what nobody has asked for; whatever goes wrong is in the log alone."""
        with suppress(RuntimeError):  # the bot ends
            self.quick.submit(_logged, work)

    def problem(self, error: SchemabotError) -> str:
        """What is wrong and what to do, for the one who asked."""
        may = error.approvers[:_MOST_NAMED] if isinstance(error, RefusedError) else ()
        named = f"\nApprovers: {', '.join(map(mention, may))}." if may else ""
        return f":warning: {clip(escape(str(error)), TEXT_LIMIT)}{named}"

    def close(self) -> None:
        """Let running work end, and tell the people whose work waits."""
        self.stopping.set()
        self.quick.shutdown(wait=True)
        self.pool.shutdown(wait=True)
        self.scratch.close()

    def _guarded(self, asked: Asked, work: Callable[[], None]) -> None:
        if self.stopping.is_set():
            self.poster.tell(asked, _STOPPING)
            return
        try:
            work()
        except SchemabotError as error:
            log.warning("command failed", command=asked.text, user=asked.user, problem=str(error))
            self.poster.tell(asked, self.problem(error))
        except Exception:
            reference = new_reference()
            log.exception("unexpected error", command=asked.text, user=asked.user, reference=reference)
            self.poster.tell(asked, unexpected(reference))


def _logged(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("unexpected error")


def new_reference() -> str:
    """A short id that ties what a person sees to the log."""
    return secrets.token_hex(4)


def unexpected(reference: str) -> str:
    """What a person sees of an unexpected error."""
    return f":warning: Something went wrong that should not have (reference {reference}). The log has the details."
