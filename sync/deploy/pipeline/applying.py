"""Deploy: what was approved is applied, if what it was approved for is still there."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from sync.deploy.deploying import deploy
from sync.deploy.executing import Watch
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import AppliedFile, Deployed, Problem, Proposal
from sync.deploy.pipeline.state import applied_for, has_begun, live_digest, pending_of
from sync.deploy.pipeline.target import Target
from sync.deploy.running import Applied
from sync.deploy.session import Connection
from sync.errors import SchemabotError
from sync.migrations import history
from sync.migrations.migration import Migration
from sync.postgres.limits import Cancellation
from sync.wording import counted

Progress = Callable[[str], None]


class _VoidError(Exception):
    """What was approved is not what is there."""


def apply(
    target: Target,
    proposal: Proposal | None,
    *,
    watch: Watch = lambda _: None,
    begin: Callable[[Migration], None] = lambda _: None,
    done: Callable[[Applied], None] = lambda _: None,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Deployed:
    """Apply what is pending.

    In the session that holds the lock it is seen first that what was approved is what is there: the commit, what is
    pending, and the live schema with its history. A deployment that has a name, and has begun to change the schema
    before, goes on: then only what is pending must have been approved.

    Args:
        target: Where to.
        proposal: What was approved; None where nobody had to be asked.
        watch: Told of each statement.
        begin: Told of each migration that begins.
        done: Told of each migration that is applied.
        progress: Told what is waited for.
        cancellation: What may end it before its time.

    Raises:
        BusyError: Somebody else deploys.
        ConnectError: The database cannot be reached, or the connection was lost.
    """
    started = time.monotonic()
    applied: list[AppliedFile] = []
    ready = _Approved(target, proposal, applied)

    def is_done(one: Applied) -> None:
        applied.append(AppliedFile(one.label, one.seconds, one.rows, one.notices, one.attempts, one.resumed))
        done(one)

    def ended(**found: Any) -> Deployed:
        return Deployed(tuple(applied), time.monotonic() - started, **found)

    try:
        deploy(
            target.live.database,
            target.migrations,
            target.settings,
            label=target.name,
            profile=target.profile,
            ready=ready,
            watch=watch,
            begin=begin,
            done=is_done,
            progress=progress,
            cancellation=cancellation,
        )
    except _VoidError as void:
        return ended(void=str(void))
    except SchemabotError as error:
        return ended(problem=_with_the_others(problem_of(error, target.name), len(applied)))
    return ended()


class _Approved:
    """Sees that what was approved is what is there, and finds what was applied for it before."""

    def __init__(self, target: Target, proposal: Proposal | None, applied: list[AppliedFile]) -> None:
        self._target, self._proposal, self._applied = target, proposal, applied

    def __call__(self, connection: Connection, pending: Sequence[Migration]) -> None:
        """Raise _VoidError where it is not."""
        there, done = history.applied(connection), history.runs(connection)
        deployment = self._target.settings.deployment
        self._applied += applied_for(deployment, self._target.migrations, done)
        approved = self._proposal
        if approved is None:
            return
        name = self._target.name
        if approved.commit != self._target.commit:
            raise _VoidError(f"another commit was approved: {approved.commit[:7]}, not {self._target.commit[:7]}")
        found = pending_of(pending)
        if has_begun(deployment, done):
            if not set(found) <= set(approved.pending):
                raise _VoidError(f"{name} changed: it lacks other migrations than those that were approved")
        elif found != approved.pending:
            raise _VoidError(f"{name} changed: it lacks other migrations than when this was approved")
        elif live_digest(self._target.live, there, done) != approved.live:
            raise _VoidError(f"{name} changed: its schema or its history is not what it was when this was approved")


def _with_the_others(problem: Problem, number: int) -> Problem:
    """A failure, with what was applied before it and stays."""
    stays = f"{counted(number, 'migration')} before it {'stays' if number == 1 else 'stay'} applied"
    said = [problem.remedy, stays if number else ""]
    return Problem(problem.message, "; ".join(one for one in said if one), problem.place)
