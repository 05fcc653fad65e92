"""The phases of a deployment in the terminal: run one after the other, each told when it is over."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import typer

from sync.cli.application import CHECK_FAILED, confirm, progress, require_terminal
from sync.cli.telling import say, say_all, waiting, watching
from sync.deploy import Accept, Applied, dry_run
from sync.deploy.pipeline import (
    Compared,
    Drifted,
    Problem,
    Proposal,
    Target,
    Tested,
    apply,
    backup,
    compare,
    propose,
    remove_old_backups,
    test,
    validate,
    verify,
)
from sync.deploy.pipeline.dangers import MISLEADING
from sync.deploy.pipeline.state import waiting_at
from sync.errors import SchemabotError, one_line, visible
from sync.migrations.migration import Migration
from sync.report.deploying import applied_lines, dry_lines, timeouts
from sync.report.phases import (
    backup_line,
    compared_lines,
    danger_lines,
    tested_lines,
    validated_lines,
    verified_lines,
)
from sync.shadow.scratch import Scratch
from sync.wording import counted, listed


def deploy(target: Target, *, yes: bool) -> None:
    """Deploy, and ask before anything of the environment is changed. Where nothing is pending, that is said.

    Args:
        target: Where to.
        yes: Whether nobody is asked.

    Raises:
        SchemabotError: It cannot be done; what was wrong is in it.
        typer.Exit: A check failed, or the answer is no.
    """
    if not waiting_at(target).steps:
        _apply(target, None)
        return
    if not yes:
        require_terminal()
    begun = datetime.now(UTC)
    with Scratch() as scratch:
        tested, compared = _checked(target, scratch, begun)
        accepted = compared.drift if compared is not None else ()
        target = _on_record(target, is_drift_accepted=compared is None or bool(accepted))
        proposal = None
        if yes:
            say_all(danger_lines(tested))
        else:
            _ask(target, tested)
            proposal = propose(target, tested)
        _back_up(target, begun)
        _apply(target, proposal)
        _verify(target, scratch, accepted)


def _checked(target: Target, scratch: Scratch, begun: datetime) -> tuple[Tested, Compared | None]:
    """Validate, Test, Compare. None for a comparison that could not be made, which people accept."""
    with progress() as told:
        validated = validate(target, progress=told)
    say_all(validated_lines(validated, target.name))
    _refuse(validated.problem)
    before = target.after
    if before is not None and (left := waiting_at(before).migrations):
        said = f"{counted(len(left), 'migration')}: {listed([one.label for one in left])}"
        say(visible(f"{before.name}: comes before {target.name}, and gets first what it lacks, {said}"))
    with progress() as told:
        tested = test(
            target,
            scratch,
            since=begun,
            backed_up=lambda made: say(backup_line(made, made.environment)),
            progress=told,
        )
    say_all(tested_lines(tested, target.name, before.name if before else ""))
    _refuse(tested.problem)
    with progress() as told:
        compared = compare(target, scratch, progress=told)
    say_all(compared_lines(compared))
    is_accepted = Accept.DRIFT in target.settings.accepted
    if compared.problem is not None:
        if not is_accepted:
            _refuse(replace(compared.problem, remedy=_or(compared.problem.remedy)))
        say(visible(f"{target.name}: Compare: it cannot be told, and is passed over: {compared.problem.message}"))
        return tested, None
    if compared.drift and not is_accepted:
        names = " and ".join(one.environment for one in compared.drift)
        _fail(f"{names} drifted from what the migrations make", _or("mend that, or write it into a migration"))
    return tested, compared


def _or(remedy: str) -> str:
    return f"{remedy}{', or ' if remedy else ''}--accept {Accept.DRIFT} deploys all the same"


def _on_record(target: Target, *, is_drift_accepted: bool) -> Target:
    """The target with what was in fact accepted: that is what the history keeps."""
    if is_drift_accepted:
        return target
    accepted = target.settings.accepted - {Accept.DRIFT}
    return replace(target, settings=replace(target.settings, accepted=accepted))


def _ask(target: Target, tested: Tested) -> None:
    """Show what will be done, statement by statement, and ask a person. First, where that is not to be believed."""
    misleading = tuple(one for one in tested.dangers if one.hazard == MISLEADING)
    say_all(danger_lines(replace(tested, dangers=misleading)))
    with progress() as told:
        found = dry_run(target.live.database, target.migrations, target.settings, label=target.name, progress=told)
    say_all(dry_lines(found))
    confirm(f"Apply this to {target.name}?", f"Nothing was done to {target.name}.")


def _back_up(target: Target, since: datetime) -> None:
    if target.environment.backup is None:
        return
    with progress() as told:
        made = backup(target, since=since, progress=told)
    _refuse(made.problem)
    say(backup_line(made, target.name))


def _apply(target: Target, proposal: Proposal | None) -> None:
    said = [f"{target.name}: {timeouts(target.settings)}"]
    with progress() as told:

        def begin(one: Migration) -> None:
            while said:
                say(said.pop())
            say(visible(f"{one.label}: {counted(len(one.statements), 'statement')}"))

        def done(one: Applied) -> None:
            say_all(applied_lines(one))

        deployed = apply(
            target,
            proposal,
            watch=watching(told),
            begin=begin,
            done=done,
            progress=waiting(target.name, told),
        )
    if deployed.void:
        _fail(f"nothing was applied: {deployed.void}", "look at it once more, and deploy again")
    _refuse(deployed.problem)
    number = len(deployed.applied)
    if number:
        say(f"{target.name}: {counted(number, 'migration')} applied in {deployed.seconds:.2f} s")
    else:
        say(f"{target.name}: nothing is pending")


def _verify(target: Target, scratch: Scratch, accepted: tuple[Drifted, ...]) -> None:
    with progress() as told:
        verified = verify(target, scratch, accepted, progress=told)
    say_all(verified_lines(verified, target.name, target.after.name if target.after else ""))
    if verified.problem is not None and Accept.DRIFT in target.settings.accepted:
        say(visible(f"{target.name}: Verify: it cannot be told, and is passed over: {verified.problem.message}"))
        return
    if verified.problem is not None:
        _fail(f"{target.name} is deployed and not verified: {verified.problem.message}", verified.problem.remedy)
    if not verified.is_equal:
        _fail(f"{target.name} is deployed, and is not as it should be", "see above what differs, and mend it")
    if (problem := remove_old_backups(target, verified)) is not None:
        say(visible(f"{problem.place}: old backups stay: {problem.message}"))


def _refuse(problem: Problem | None) -> None:
    """Raise a problem, if there is one."""
    if problem is not None:
        raise SchemabotError(problem.message, problem.remedy)


def _fail(problem: str, remedy: str) -> None:
    """End the command, as a check has failed."""
    print(f"schemabot: {one_line(f'{problem}: {remedy}' if remedy else problem)}", file=sys.stderr)
    raise typer.Exit(CHECK_FAILED)
