"""`deploy` and `rollback`: what is pending is applied, what was applied is taken back."""

from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import app, confirm, progress
from sync.cli.telling import told_when_stopped, waiting, watching

if TYPE_CHECKING:
    from sync.configuration import Configuration
    from sync.deploy import Accept
    from sync.deploy.pipeline import Target


@app.command()
def deploy(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment of schemabot.toml.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would run, with what it locks and endangers.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Deploy although the database has migrations that are unknown or edited, some are out-of-order, or"
            " there is drift; may be given again.",
        ),
    ] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="End at once if somebody else deploys.")] = False,
) -> None:
    """Apply the migrations that an environment lacks, in the order of their versions.

    In phases. Validate: the files are sound, and fit the histories of this environment and of the one before it. Test:
    that one gets first what it lacks; then the files are run on a copy of the live schema, without rows. Compare: what
    is live is what the applied migrations make. Approve: you are asked. Backup, where one is configured. Deploy.
    Verify: what is live is what the files make, and equal to the environment before.

    Each file is one transaction together with its row in the history, unless it has statements that refuse one: these
    run alone, and what is done is written down, so that a deployment that was killed goes on where it stopped. One
    deployment at a time: a second one waits.

    Exit status: 0 when all is applied and verified, or nothing is pending; 1 when the answer is no, an environment has
    drifted, it changed while you were asked, or it is not as it should be afterwards; 2 when it cannot be done, with
    one line that says which file and line failed, why, and what is left of it.
    """
    configuration: Configuration = context.obj()
    configuration.environment(environment)
    target = _target(configuration, environment, _accepted(accept or []), no_wait=no_wait)
    if dry_run:
        from sync.deploy import dry_run as see
        from sync.report.deploying import dry_lines

        with progress() as told:
            found = see(target.live.database, target.migrations, target.settings, label=environment, progress=told)
        for line in dry_lines(found):
            print(line)
        return
    from sync.cli.phases import deploy as deploy_in_phases

    with told_when_stopped(environment, "deploy"):
        deploy_in_phases(target, yes=yes)


@app.command()
def rollback(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment of schemabot.toml.")],
    *,
    to: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The version that is to be the last one; 0 for none. Default: one less."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would run, with what it locks and endangers.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take the last migration back, or all behind one.

    It runs the rollback parts of the files. Where one has none, it computes what leads to the schema that there was
    before, and proves it on a copy; rows that were deleted do not come back. What is run is shown first, with what it
    endangers.

    Exit status: 0 when they are taken back; 1 when the answer is no, or what was computed fails its proof; 2 when it
    cannot, with one line that says why.
    """
    configuration: Configuration = context.obj()
    found = configuration.environment(environment)
    from sync.deploy import Settings, forgotten, person, prepare_rollback, roll_back
    from sync.migrations.repository import migrations_of
    from sync.report.deploying import forgotten_lines, rollback_lines
    from sync.shadow.scratch import Scratch
    from sync.wording import listed

    wanted = found.deploy
    settings = Settings(wanted.lock_timeout, wanted.statement_timeout, wanted.retries, wanted.wait, run_by=person())
    migrations = migrations_of(configuration)
    for database in found.databases(environment):
        with Scratch() as scratch, progress() as told:
            way = prepare_rollback(
                database, migrations, scratch, to=to, label=environment, profile=found.profile, progress=told
            )
        for line in rollback_lines(way):
            print(line)
        if dry_run:
            continue
        if not yes:
            confirm(f"Run this on {environment}?")
        with told_when_stopped(environment, "rollback"), progress() as told:
            done = roll_back(database, way, settings, watch=watching(told), progress=waiting(environment, told))
        print(f"{environment}: taken back in {done.seconds:.2f} s: {listed([one.label for one in way.undone])}")
        with Scratch() as scratch, progress() as told:
            left = forgotten(database, way, scratch, told)
        for line in forgotten_lines(way, left):
            print(line)


def _target(
    configuration: "Configuration", environment: str, accepted: "frozenset[Accept]", *, no_wait: bool
) -> "Target":
    from dataclasses import replace
    from datetime import timedelta

    from sync.deploy import person
    from sync.deploy.pipeline import target
    from sync.errors import SourceError
    from sync.migrations.folder import migrations_of_folder
    from sync.migrations.repository import folder_of

    folder = folder_of(configuration)
    if not migrations_of_folder(folder):
        raise SourceError(f"the folder {folder.label} has no migration", "schemabot new NAME makes the first")
    found = target(configuration, environment, folder, run_by=person(), accepted=accepted)
    return replace(found, settings=replace(found.settings, wait=timedelta())) if no_wait else found


def _accepted(words: list[str]) -> "frozenset[Accept]":
    from sync.deploy import Accept

    unknown = [one for one in words if one not in list(Accept)]
    if unknown:
        raise typer.BadParameter(f"--accept takes {', '.join(Accept)}, not {unknown[0]}")
    return frozenset(Accept(one) for one in words)
