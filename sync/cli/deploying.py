"""`deploy` and `rollback`: what is pending is applied, what was applied is taken back."""

import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import app, confirm, progress
from sync.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync.configuration import Configuration, Environment
    from sync.deploy import Applied, Doing, DryRun, Settings, Watch
    from sync.migrations.migration import Migration
    from sync.postgres.database import Database

_SHOWN = 1000  # characters of a statement; the terminal's width cuts what it is told
_AGAIN_S = 60.0
_BETWEEN_S = 5.0


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
            help="Deploy although the database has migrations that are unknown or edited, or some are out-of-order;"
            " may be given again.",
        ),
    ] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="End at once if somebody else deploys.")] = False,
) -> None:
    """Apply the migrations that an environment lacks, in the order of their versions.

    Each file is one transaction together with its row in the history, unless it has statements that refuse one: these
    run alone, and what is done is written down, so that a deployment that was killed goes on where it stopped. One
    deployment at a time: a second one waits.

    Exit status: 0 when all is applied; 1 when the answer is no; 2 when not, with one line that says which file and line
    failed, why, and what is left of it.
    """
    configuration: Configuration = context.obj()
    found = configuration.environment(environment)
    settings = _settings(found, accept or [], no_wait=no_wait)
    from sync.migrations.repository import migrations_of

    migrations = migrations_of(configuration)
    for database in found.databases(environment):
        if dry_run:
            _show(_dry(environment, database, migrations, settings))
        else:
            _deploy(environment, found, database, migrations, settings, yes=yes)


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
    settings = _settings(found, [], no_wait=False)
    from sync.deploy import forgotten, prepare_rollback, roll_back
    from sync.migrations.repository import migrations_of
    from sync.report.deploying import forgotten_lines, rollback_lines
    from sync.shadow.scratch import Scratch
    from sync.wording import listed

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
        with _told_when_stopped(environment, "rollback"), progress() as told:
            done = roll_back(database, way, settings, watch=_watching(told), progress=_waiting(environment, told))
        print(f"{environment}: taken back in {done.seconds:.2f} s: {listed([one.label for one in way.undone])}")
        with Scratch() as scratch, progress() as told:
            left = forgotten(database, way, scratch, told)
        for line in forgotten_lines(way, left):
            print(line)


def _settings(found: "Environment", accept: list[str], *, no_wait: bool) -> "Settings":
    from datetime import timedelta

    from sync.deploy import Accept, Settings, person

    unknown = [one for one in accept if one not in list(Accept)]
    if unknown:
        raise typer.BadParameter(f"--accept takes {', '.join(Accept)}, not {unknown[0]}")
    wanted = found.deploy
    return Settings(
        lock_timeout=wanted.lock_timeout,
        statement_timeout=wanted.statement_timeout,
        retries=wanted.retries,
        wait=timedelta() if no_wait else wanted.wait,
        accepted=frozenset(Accept(one) for one in accept),
        run_by=person(),
    )


def _dry(environment: str, database: "Database", migrations: "tuple[Migration, ...]", settings: "Settings") -> "DryRun":
    from sync.deploy import dry_run

    with progress() as told:
        return dry_run(database, migrations, settings, label=environment, progress=told)


def _show(found: "DryRun") -> None:
    from sync.report.deploying import dry_lines

    for line in dry_lines(found):
        print(line)


def _deploy(
    environment: str,
    found: "Environment",
    database: "Database",
    migrations: "tuple[Migration, ...]",
    settings: "Settings",
    *,
    yes: bool,
) -> None:
    from sync.deploy import deploy
    from sync.errors import visible
    from sync.report.deploying import applied_lines, timeouts
    from sync.wording import counted

    if not yes:
        _ask(environment, database, migrations, settings)
    said = [f"{environment}: {timeouts(settings)}"]
    with _told_when_stopped(environment, "deploy"), progress() as told:

        def begin(one: "Migration") -> None:
            while said:
                _say(said.pop())
            _say(visible(f"{one.label}: {counted(len(one.statements), 'statement')}"))

        def done(one: "Applied") -> None:
            for line in applied_lines(one):
                _say(line)

        deployed = deploy(
            database,
            migrations,
            settings,
            label=environment,
            profile=found.profile,
            watch=_watching(told),
            begin=begin,
            done=done,
            progress=_waiting(environment, told),
        )
    number = len(deployed.applied)
    if number:
        print(f"{environment}: {counted(number, 'migration')} applied in {deployed.seconds:.2f} s")
    else:
        print(f"{environment}: nothing is pending")


def _ask(environment: str, database: "Database", migrations: "tuple[Migration, ...]", settings: "Settings") -> None:
    """Show what is pending, and ask a person. Ends the command where there is none, or the answer is no."""
    found = _dry(environment, database, migrations, settings)
    if not found.migrations:
        return
    _show(found)
    confirm(f"Apply this to {environment}?")


@contextmanager
def _told_when_stopped(environment: str, command: str) -> "Iterator[None]":
    """Says what Ctrl-C leaves."""
    try:
        yield
    except KeyboardInterrupt as error:
        left = one_line(str(error)) or "nothing was being run"
        print(f"{environment}: interrupted: {left}; {command} again goes on", file=sys.stderr)
        raise


def _say(line: str) -> None:
    """Print a line at once. A deployment goes on where nobody reads that any more, as behind `| head`."""
    with suppress(BrokenPipeError):
        print(line, flush=True)


def _waiting(environment: str, told: "Callable[[str], None]") -> "Callable[[str], None]":
    """Tells what is waited for; where there is no terminal, in a line on stderr, and again every minute."""
    if sys.stderr.isatty():
        return told
    last, at = "", -_BETWEEN_S

    def tell(text: str) -> None:
        nonlocal last, at
        if time.monotonic() - at < (_AGAIN_S if text == last else _BETWEEN_S):
            return
        last, at = text, time.monotonic()
        with suppress(OSError):
            print(f"{environment}: {one_line(text)}", file=sys.stderr, flush=True)

    return tell


def _watching(told: "Callable[[str], None]") -> "Watch":
    def watch(doing: "Doing") -> None:
        told(f"{doing.migration}: {doing.number} of {doing.of}  {one_line(doing.sql[:_SHOWN])}")

    return watch
