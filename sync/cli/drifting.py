"""`drift`: what is live, against what the migrations make."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import CANNOT_RUN, DIFFERENCES, app, print_lines, progress

if TYPE_CHECKING:
    from sync.configuration import Configuration


class DriftFormat(StrEnum):
    """How `drift` answers."""

    TEXT = "text"
    JSON = "json"


@app.command()
def drift(
    context: typer.Context,
    environment: Annotated[
        str | None, typer.Argument(metavar="[ENV]", help="An environment of schemabot.toml. Default: all.")
    ] = None,
    *,
    output: Annotated[DriftFormat, typer.Option("--format", help="How to answer.")] = DriftFormat.TEXT,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Replay the migrations also where that was done before.")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there is drift.")] = False,
) -> None:
    """Show what is live and in no migration, and what migrations made and is not live.

    The migrations that were applied to an environment are replayed into a scratch database, as the role and on the
    platform that they were applied on, and what comes out is compared with what is live. Pending migrations are no
    drift. "Added" means that it is live and no migration made it.

    Exit status: 0 when it could compare; 1 with --exit-code and drift; 2 when it cannot, with one line that says why.
    """
    from sync.drift import drift as drift_of
    from sync.errors import SchemabotError, one_line
    from sync.migrations.repository import migrations_of
    from sync.report import lines
    from sync.report.drift import drift_json
    from sync.shadow.scratch import Scratch
    from sync.sources import environment_source

    configuration: Configuration = context.obj()
    names = [environment] if environment else list(configuration.environments)
    configuration.environment(names[0])
    migrations = migrations_of(configuration)
    found, failed = [], {}
    with Scratch() as scratch, progress() as told:
        for name in names:
            try:
                live = environment_source(name, configuration)
                found.append(drift_of(live, migrations, scratch, keeps=not no_cache, progress=told))
            except SchemabotError as error:
                if environment:
                    raise
                failed[name] = str(error)
    if output is DriftFormat.JSON:
        print(drift_json(found, failed))
    else:
        for number, one in enumerate(found):
            print("\n" * (number > 0), end="")
            print_lines(lines(one.comparison))
    for name, problem in failed.items():
        print(f"schemabot: {name}: {one_line(problem)}", file=sys.stderr)
    if failed:
        raise typer.Exit(CANNOT_RUN)
    if exit_code and any(one.is_there for one in found):
        raise typer.Exit(DIFFERENCES)
