"""Deployments in lines for people: what would be done, and what was done."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sync.compare import Difference
from sync.deploy import Applied, DryRun, Rollback, Settings
from sync.deploy.dry import DryMigration
from sync.errors import one_line, visible
from sync.plan.effects.effect import Effect
from sync.plan.effects.sizes import shown
from sync.report.standing import half_line
from sync.wording import counted, listed

_LONGEST = 100


def timeouts(settings: Settings) -> str:
    """What may end a statement."""
    return f"lock_timeout {_time(settings.lock_timeout)}, statement_timeout {_time(settings.statement_timeout)}"


def dry_lines(found: DryRun) -> Iterator[str]:
    """What would be done, file by file."""
    number = len(found.migrations)
    if not number:
        yield f"{found.database}: nothing is pending"
        return
    yield f"{found.database}: {counted(number, 'migration')} pending"
    for one in found.migrations:
        yield ""
        yield from _migration(one)


def applied_lines(one: Applied) -> Iterator[str]:
    """What a migration did."""
    rows = f", {counted(one.rows, 'row')} written" if one.rows else ""
    resumed = f", gone on behind step {one.resumed}" if one.resumed else ""
    yield f"applied {visible(one.label)} in {one.seconds:.2f} s{rows}{resumed}"
    for notice in one.notices:
        yield f"    {one_line(notice)}"


def rollback_lines(found: Rollback) -> Iterator[str]:
    """What would be taken back, and how."""
    names = [visible(one.label) for one in found.undone]
    for gone in found.undone:
        if gone.says_no_way_back:
            yield f"{visible(gone.label)} says of its way back: {one_line(gone.says_no_way_back)}"
    yield f"{found.database}: {counted(len(names), 'migration')} would be taken back"
    if found.plan is not None:
        computed = names[: len(names) - len(found.judged)]
        for half in found.half:
            yield half_line(half)
        why = "what is half applied has to go first" if found.takes_half_back else "not all have a rollback part"
        yield f"{listed(computed)}: {why}, so this was computed, and proven on a copy"
        yield "It leads to the schema that there was before them: what was changed by hand since goes as well."
        for batch in found.plan.batches:
            for one in batch.statements:
                yield from _judged(one.sql, one.effect, "")
    for part in found.judged:
        yield ""
        yield from _migration(part)


def forgotten_lines(found: Rollback, differences: Sequence[Difference]) -> Iterator[str]:
    """What differs from before when migrations are taken back."""
    if found.before is not None:
        for one in differences:
            yield visible(f"not as it was: {one.change} {one.identity.kind} {one.identity}")
    elif found.judged:
        yield f"no snapshot was kept: schemabot drift {found.database} tells whether something is left"


def _migration(one: DryMigration) -> Iterator[str]:
    whole = len(one.steps) == 1 and one.steps[0].in_transaction
    how = "one transaction" if whole else f"{counted(len(one.steps), 'step')}, each written down when it is done"
    yield f"{visible(one.migration.label)}  ({how if one.steps else 'no statement'})"
    if one.left is not None:
        yield f"  {half_line(one.left)}"
    done = one.left.steps_done if one.left is not None else 0
    for number, step in enumerate(one.steps, 1):
        if not whole:
            how = "a transaction" if step.in_transaction else "outside of transactions"
            yield f"  step {number}: {how}{', done already' if number <= done else ''}"
        for each in step.statements if number > done else ():
            yield from _judged(each.statement.sql, each.effect, f"line {each.statement.line}: ")
            if each.is_patient:
                yield "      waits for older transactions as long as they last: nobody waits behind it"


def _judged(sql: str, effect: Effect, place: str) -> Iterator[str]:
    text = one_line(sql)
    yield f"  {place}{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}"
    for hazard in effect.hazards:
        yield f"      {hazard.kind}: {one_line(hazard.text)}"
    for lock in effect.locks:
        if lock.mode.waiting:
            size = f" ({shown(lock.size)})" if lock.size else ""
            yield f"      {lock.mode} lock on {one_line(str(lock.relation))}{size}: {lock.mode.waiting}"


def _time(wanted: timedelta | None) -> str:
    return "none" if wanted is None else f"{wanted.total_seconds():g} s"
