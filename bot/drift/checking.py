"""Holds what is live against what the files say, and environments against each other. Keeps nothing.

A pair of environments is compared where both were checked and have the same migrations; what one of them drifted from
its files is told there, and not once more as a difference of the two.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from bot.configuration import BotConfiguration
from bot.deployments.phases import StoppingError
from bot.drift.differing import Differing, differing
from bot.drift.values import FILES, Mending
from sync.deploy.pipeline.state import digest_of
from sync.diff import diff
from sync.drift import Drift, drift
from sync.errors import BusyError, ConnectError, PlanError, ProofError, SchemabotError, SourceError
from sync.migrations.folder import Folder
from sync.migrations.mirror import Mirror
from sync.model import Identity
from sync.planning import Wanted, plan
from sync.report.plan import as_script
from sync.shadow.deployer import deployer_of
from sync.shadow.scratch import Scratch
from sync.sources import environment_source, expected_of
from sync.wording import counted, listed

_MAY_PASS = (ConnectError, BusyError, SourceError)
_HEAD = "HEAD"

_Result = TypeVar("_Result")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at an environment found.

    Attributes:
        environment: Which.
        against: `FILES`, or the environment that it should be equal to.
        found: What differs.
        notes: What was noticed besides.
        is_compared: Whether that was looked for.
        problem: Why it could not be checked; empty where it could.
        remedy: What to do about that.
        is_busy: Whether that is because somebody works there.
        mending: What makes it as the files have it; None where nothing is to be mended.
    """

    environment: str
    against: str
    found: tuple[Differing, ...] = ()
    notes: tuple[str, ...] = ()
    is_compared: bool = True
    problem: str = ""
    remedy: str = ""
    is_busy: bool = False
    mending: Mending | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """One environment against its files."""

    seen: Seen
    drift: Drift | None = None

    @property
    def objects(self) -> frozenset[Identity]:
        """What drifted."""
        return frozenset(one.identity for one in self.drift.comparison.differences) if self.drift else frozenset()


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks environments.

    Attributes:
        configuration: The whole configuration.
        mirror: The commits.
        scratch: Where files are replayed, and the mending is proven.
        stopping: Set when the bot ends.
    """

    configuration: BotConfiguration
    mirror: Mirror
    scratch: Scratch
    stopping: threading.Event

    def check(
        self,
        environments: Sequence[str],
        *,
        waits_s: Sequence[float] = (),
        quiet: Callable[[str], None] = lambda _: None,
    ) -> tuple[Seen, ...]:
        """Check environments against their files, and against what they should be equal to.

        Args:
            environments: Their names.
            waits_s: How long to wait before each further attempt at what may pass by itself.
            quiet: Called with an environment when it has been read; raises BusyError where somebody deploys there.

        Raises:
            StoppingError: The bot ends.
        """
        held: dict[str, _Held] = {}

        def of(name: str) -> _Held:
            if name not in held:
                held[name] = self._guarded(name, lambda: self._against_files(name, quiet), waits_s)
            return held[name]

        seen: list[Seen] = []
        fetched = self._guarded_problem(self.mirror.fetch, waits_s)
        for name in environments:
            if fetched is not None:
                seen.append(Seen(name, FILES, problem=fetched.problem, remedy=fetched.remedy))
                continue
            seen.append(of(name).seen)
            before = self.configuration.environments[name].after
            if before is not None:
                pair = self._between(name, of(before), of(name), waits_s)
                seen += [pair] if pair is not None else []
        return tuple(seen)

    # -- against the files --------------------------------------------------------------------------------

    def _against_files(self, name: str, quiet: Callable[[str], None]) -> _Held:
        live = environment_source(name, self.configuration)
        quiet(name)
        found = drift(live, self._folder(name).migrations, self.scratch)
        mending = self._mending(name, found) if found.is_there else None
        quiet(name)
        seen = Seen(
            name,
            FILES,
            differing(found.comparison.differences),
            tuple(_notes(name, found)),
            mending=mending,
        )
        return _Held(seen, found)

    def _folder(self, name: str) -> Folder:
        branch = self.configuration.environments[name].branch
        head = self.mirror.head(branch) if branch is not None else self.mirror.fetched(_HEAD)
        if head is None:
            raise SourceError(f"there is no branch {branch} in the repository", "push it, or mend schemabot.toml")
        return self.mirror.folder(head.id, self.configuration.migrations.path)

    def _mending(self, name: str, found: Drift) -> Mending:
        """What makes it as the files have it. Where there is none, that is no reason not to tell what drifted."""
        live = environment_source(name, self.configuration)
        try:
            wanted = Wanted(deployer=deployer_of(live.database).role)
            made = plan(live, expected_of(found.holding.files, live), self.scratch, wanted)
        except (PlanError, ProofError) as error:
            return Mending(name, "", error.problem)
        except SchemabotError as error:
            log.warning("nothing that mends was found", environment=name, problem=str(error))
            return Mending(name, "", error.problem)
        sql = "".join(as_script(made)) if made.batches else ""
        return Mending(name, sql, "" if sql else "no statement changes what differs", digest_of(sql)[:16])

    # -- against each other -------------------------------------------------------------------------------

    def _between(self, name: str, before: _Held, after: _Held, waits_s: Sequence[float]) -> Seen | None:
        """How an environment differs from the one before it; None where that cannot be told."""
        other = before.seen.environment
        if before.drift is None or after.drift is None:
            return None
        lacking = _files(before.drift) - _files(after.drift)
        more = _files(after.drift) - _files(before.drift)
        if lacking or more:
            said = [f"lacks {_migrations(lacking)} that {other} has"] if lacking else []
            said += [f"has {_migrations(more)} that {other} lacks"] if more else []
            note = f"{name} is not held against {other}: it {' and '.join(said)}"
            return Seen(name, other, notes=(note,), is_compared=False)

        def compare() -> _Held:
            found = diff(
                environment_source(other, self.configuration),
                environment_source(name, self.configuration),
                self.scratch,
            )
            told = before.objects | after.objects
            rest = [one for one in found.differences if one.identity not in told]
            return _Held(Seen(name, other, differing(rest)))

        return self._guarded(name, compare, waits_s, against=other).seen

    # -- with patience ------------------------------------------------------------------------------------

    def _guarded(
        self, name: str, work: Callable[[], _Held], waits_s: Sequence[float], *, against: str = FILES
    ) -> _Held:
        kept: list[_Held] = []
        error = self._guarded_problem(lambda: kept.append(work()), waits_s)
        if error is None:
            return kept[0]
        is_busy = isinstance(error, BusyError)
        return _Held(Seen(name, against, problem=error.problem, remedy=error.remedy, is_busy=is_busy))

    def _guarded_problem(self, work: Callable[[], None], waits_s: Sequence[float]) -> SchemabotError | None:
        """Do it, once more where it may pass; why it cannot be done."""
        try:
            self._patiently(work, waits_s)
        except SchemabotError as error:
            self._end_if_stopping()
            return error
        except DBAPIError:
            raise  # of the state: all of it is done again when it answers
        except Exception:
            self._end_if_stopping()
            reference = secrets.token_hex(4)
            log.exception("unexpected error", reference=reference)
            said = f"something went wrong that should not have (reference {reference})"
            return SchemabotError(said, "the log of the bot has the details under that reference")
        return None

    def _end_if_stopping(self) -> None:
        """What fails while the bot ends may have had its scratch databases taken away: that is no news."""
        if self.stopping.is_set():
            raise StoppingError

    def _patiently(self, work: Callable[[], _Result], waits_s: Sequence[float]) -> _Result:
        for wait_s in waits_s:
            with suppress(*_MAY_PASS):
                return work()
            if self.stopping.wait(wait_s):
                raise StoppingError
        return work()


def _notes(name: str, found: Drift) -> Iterator[str]:
    """What was noticed about the history, and about what is not compared; pending files are no news every night."""
    for one in found.comparison.diagnostics:
        if one.code != "pending":
            yield one.message.removeprefix(f"{name}: ")


def _files(found: Drift) -> frozenset[str]:
    return frozenset(one.name for one in found.holding.files)


def _migrations(names: frozenset[str]) -> str:
    return f"{counted(len(names), 'migration')} ({listed(sorted(names))})"
