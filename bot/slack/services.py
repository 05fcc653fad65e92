"""What the listeners work with: the configuration, the pool that does the work, and the way back to people."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Self

import structlog

from bot.configuration import BotConfiguration
from bot.slack.messages.message import TEXT_LIMIT, clip, escape
from bot.slack.poster import Poster, SlashCommand
from sync.errors import SchemabotError
from sync.shadow.scratch import Scratch

__all__ = ["Services", "SlashCommand"]

_WORKERS = 4  # comparisons at the same time; each has a thread a side

_STOPPING = ":warning: I am being restarted, and have not done this: ask again in a minute."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Services:
    """Shared by all listeners.

    Attributes:
        configuration: The whole configuration.
        poster: Posts messages.
        scratch: Scratch databases, for sources that are files.
        pool: Does what takes longer than an acknowledgement may.
        stopping: Set when the bot ends: what waits in the pool is then told so instead of done.
    """

    configuration: BotConfiguration
    poster: Poster
    scratch: Scratch
    pool: ThreadPoolExecutor
    stopping: Event = field(default_factory=Event)

    @classmethod
    def make(cls, configuration: BotConfiguration, poster: Poster) -> Self:
        """With a pool of their own."""
        return cls(configuration, poster, Scratch(), ThreadPoolExecutor(_WORKERS, thread_name_prefix="work"))

    @property
    def command(self) -> str:
        """The slash command that people type."""
        return self.configuration.slack.command

    def start(self, asked: SlashCommand, work: Callable[[], None]) -> None:
        """Do it in the pool; whatever goes wrong is told to the one who asked, in one line."""
        self.pool.submit(self._guarded, asked, work)

    def problem(self, error: SchemabotError) -> str:
        """What is wrong and what to do, for the one who asked."""
        return f":warning: {clip(escape(str(error)), TEXT_LIMIT)}"

    def close(self) -> None:
        """Let running work end, and tell the people whose work waits."""
        self.stopping.set()
        self.pool.shutdown(wait=True)
        self.scratch.close()

    def _guarded(self, asked: SlashCommand, work: Callable[[], None]) -> None:
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


def new_reference() -> str:
    """A short id that ties what a person sees to the log."""
    return secrets.token_hex(4)


def unexpected(reference: str) -> str:
    """What a person sees of an unexpected error."""
    return f":warning: Something went wrong that should not have (reference {reference}). The log has the details."
