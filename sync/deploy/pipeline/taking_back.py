"""A rollback in the same phases: Test finds the way back and what it loses, Deploy goes that way."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sync.deploy.dry import DryMigration, DryStep, Judged
from sync.deploy.pipeline.dangers import dangers_of
from sync.deploy.pipeline.hiding import hidden
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.proposing import propose
from sync.deploy.pipeline.records import AppliedFile, Deployed, Proposal, Tested
from sync.deploy.pipeline.state import digest_of, live_digest, pending_of
from sync.deploy.pipeline.target import Target
from sync.deploy.rolling_back import Rollback, prepare_rollback, roll_back
from sync.deploy.session import Connection
from sync.errors import MigrationError, SchemabotError, one_line
from sync.migrations import history
from sync.migrations.history import Did, Run, RunState
from sync.migrations.migration import called
from sync.migrations.parser import split
from sync.migrations.recorded import recorded
from sync.migrations.standing import half_way
from sync.shadow.scratch import Scratch

Progress = Callable[[str], None]

_NOTHING = "0"


class _VoidError(Exception):
    """What was approved is not what is there."""


def way_back(
    target: Target,
    scratch: Scratch,
    to: str | None,
    *,
    undoes: str | None = None,
    progress: Progress = lambda _: None,
) -> Tested:
    """Find what takes migrations back. What had to be computed is proven on a copy; nothing is written.

    Args:
        target: Where.
        scratch: Where a computed way is proven.
        to: The version that is to be the last one then; `0` for none; None for one less.
        undoes: Without `to`: a deployment, by its name in the history, of which all that was applied goes.
        progress: Told what is being done.

    Raises:
        ConnectError: The database cannot be reached.
    """
    try:
        if to is None and undoes is not None:
            to = _before(target, undoes)
        return _tested(target, _prepared(target, scratch, to, progress))
    except SchemabotError as error:
        return Tested(problem=problem_of(error, target.name))


def take_back(target: Target, proposal: Proposal, scratch: Scratch, *, progress: Progress = lambda _: None) -> Deployed:
    """Take back what was approved, by the way that was approved. One that was begun goes on where it stopped.

    Args:
        target: Where.
        proposal: What was approved: its `pending` are the migrations that go.
        scratch: Where a computed way is proven.
        progress: Told what is waited for.

    Raises:
        BusyError: Somebody else deploys.
        ConnectError: The database cannot be reached, or the connection was lost.
    """
    started = time.monotonic()
    going = {one.version: one for one in proposal.pending}
    deployment = target.settings.deployment
    there, done = recorded(target.live.database, target.name)
    own = [one for one in done if deployment is not None and one.deployment == deployment]
    gone = [one for one in own if one.action is Did.ROLLBACK and one.state is RunState.DONE]
    left = [one.version for one in there if one.version in going]
    try:
        if not left and gone:
            return Deployed(tuple(_gone(target, gone)), time.monotonic() - started)
        to = max((one.version for one in there if one.version not in going), default=_NOTHING)
        way = _prepared(target, scratch, to, progress)
        if not own and propose(target, _tested(target, way)).digest != proposal.digest:
            return Deployed(void=f"{target.name} changed: it takes another way back than the one that was approved")

        ready = partial(_refuse_another, target, proposal) if not own else _as_it_is
        found = roll_back(
            target.live.database,
            way,
            target.settings,
            ready=ready,
            watch=lambda doing: progress(f"{doing.migration}: {doing.number} of {doing.of}"),
            progress=progress,
        )
    except _VoidError:
        return Deployed(
            void=f"{target.name} changed: its schema or its history is not what it was when this was approved"
        )
    except SchemabotError as error:
        return Deployed(tuple(_gone(target, gone)), time.monotonic() - started, problem=problem_of(error, target.name))
    applied = (
        AppliedFile(one.label, one.seconds, one.rows, one.notices, one.attempts, one.resumed) for one in found.applied
    )
    return Deployed((*_gone(target, gone), *applied), time.monotonic() - started)


def _refuse_another(target: Target, proposal: Proposal, connection: Connection) -> None:
    """Raise _VoidError where the live schema is not the one that was approved."""
    there, done = history.applied(connection), history.runs(connection)
    if live_digest(target.live, there, done) != proposal.live:
        raise _VoidError


def _as_it_is(_: Connection) -> None:
    """What has begun goes on."""


def _prepared(target: Target, scratch: Scratch, to: str | None, progress: Progress) -> Rollback:
    return prepare_rollback(
        target.live.database,
        target.migrations,
        scratch,
        to=to,
        label=target.name,
        profile=target.profile,
        progress=progress,
    )


def _before(target: Target, deployment: str) -> str:
    """The version before all that a deployment has applied.

    Raises:
        MigrationError: Nothing of it is there.
    """
    there, done = recorded(target.live.database, target.name)
    own = {one.version for one in done if one.deployment == deployment and one.action is Did.APPLY}
    known = {one.version for one in there} | {one.version for one in half_way(there, done)}
    if not own & known:
        raise MigrationError(f"{target.name} has nothing any more of what {deployment} applied")
    return max((one for one in known if one < min(own & known)), default=_NOTHING)


def _tested(target: Target, way: Rollback) -> Tested:
    there, done = recorded(target.live.database, target.name)
    sql, going = "\n".join(_sql(way)), {one.version for one in way.undone}
    return Tested(
        live=live_digest(target.live, there, done),
        pending=pending_of(way.undone),
        dangers=dangers_of((*_computed(way), *way.judged)),
        sql=hidden(sql),
        expected=digest_of(sql),
        back_to=max((one.version for one in there if one.version not in going), default=_NOTHING),
    )


def _computed(way: Rollback) -> Iterator[DryMigration]:
    """The statements of a computed way, each with what it endangers."""
    for batch in way.plan.batches if way.plan is not None else ():
        judged = tuple(Judged(next(iter(split(one.sql))), one.effect) for one in batch.statements)
        yield DryMigration(way.works[0].migration, (DryStep(judged, batch.in_transaction),))


def _sql(way: Rollback) -> Iterator[str]:
    """What will be run, under the migrations that it takes back."""
    for work in way.works:
        for one in (work.migration, *work.also):
            note = one_line(one.says_no_way_back)
            yield f"-- takes back {one.label}" + (f", which says: {note}" if note else "")
        yield from (f"{one.sql.rstrip(';')};" for step in work.steps for one in step.statements)
        yield ""


def _gone(target: Target, done: Iterable[Run]) -> Iterator[AppliedFile]:
    """What was taken back for it already."""
    labels = {one.version: one.label for one in target.migrations}
    for one in done:
        seconds = (one.finished_at - one.started_at).total_seconds() if one.finished_at else 0.0
        label = labels.get(one.version, called(one.version, one.name))
        yield AppliedFile(label, seconds, one.rows_affected or 0, one.notices)
