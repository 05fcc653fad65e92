"""`status`, `history` and `repair`: where the environments stand, and what is written down about that."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import CHECK_FAILED, app, progress

if TYPE_CHECKING:
    from sync.configuration import Configuration
    from sync.status import EnvironmentStatus

_Applied = Annotated[
    list[str] | None,
    typer.Option("--applied", metavar="VERSION", help="Write down that it is applied; may be given again."),
]
_Reverted = Annotated[
    list[str] | None,
    typer.Option("--reverted", metavar="VERSION", help="Write down that it is not applied; may be given again."),
]


class ListFormat(StrEnum):
    """How a list is shown."""

    TEXT = "text"
    JSON = "json"


@app.command()
def status(
    context: typer.Context,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Also migrations that all environments have.")] = False,
    output: Annotated[ListFormat, typer.Option("--format", help="How to answer.")] = ListFormat.TEXT,
) -> None:
    """Show what is configured, which databases answer, and which migrations each of them has.

    Exit status: 0 when all answer; 1 when one does not; 2 when it cannot ask.
    """
    from sync.errors import SchemabotError, visible
    from sync.migrations.repository import migrations_of
    from sync.report.standing import proposals, status_json, table
    from sync.status import status as ask
    from sync.wording import counted

    configuration: Configuration = context.obj()
    try:
        migrations, said = migrations_of(configuration), ""
    except SchemabotError as error:
        migrations, said = None, str(error)
    with progress() as told:
        told("asking all environments")
        found = ask(configuration, migrations)
    if output is ListFormat.JSON:
        print(status_json(configuration.project.name, said, found))
    else:
        where = said or f"{counted(len(migrations or ()), 'migration')} in {configuration.migrations.path}"
        print(visible(f"{configuration.project.name}: {where}"))
        for one in found:
            print(visible(_status_line(one)))
        for line in (*table(found, everything=all_), *proposals(found)):
            print(visible(line))
    if not all(one.reachable for one in found):
        raise typer.Exit(CHECK_FAILED)


@app.command()
def history(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment of schemabot.toml.")],
    *,
    output: Annotated[ListFormat, typer.Option("--format", help="How to answer.")] = ListFormat.TEXT,
) -> None:
    """Show which migrations an environment has, who applied them and when, and what failed or was taken back.

    Exit status: 0; 2 when the history cannot be read.
    """
    from sync.errors import visible
    from sync.migrations.recorded import recorded
    from sync.report.history import history_json, history_lines

    configuration: Configuration = context.obj()
    for database in configuration.environment(environment).databases(environment):
        applied, runs = recorded(database, environment)
        if output is ListFormat.JSON:
            print(history_json(environment, applied, runs))
        else:
            for line in history_lines(environment, applied, runs):
                print(visible(line))


@app.command()
def repair(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment of schemabot.toml.")],
    *,
    applied: _Applied = None,
    reverted: _Reverted = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also what cannot be proven; that is written down with who said so.")
    ] = False,
) -> None:
    """Have the history say what is so: which migrations are applied, and which are not. Nothing is run.

    What each of them makes is held against the database before anything is written: the history is never made to say
    what is not so, unless with --force. Without --applied and --reverted it says what seems to be wrong.

    Exit status: 0 when it is written down, or said; 2 when it is not so, or cannot be proven.
    """
    from sync.deploy import Repair, Settings, person
    from sync.deploy import repair as mend
    from sync.errors import visible
    from sync.migrations.recorded import recorded
    from sync.migrations.repository import migrations_of
    from sync.migrations.standing import half_way, standings
    from sync.report.standing import proposals_for
    from sync.shadow.scratch import Scratch
    from sync.sources import environment_source

    configuration: Configuration = context.obj()
    live, migrations = environment_source(environment, configuration), migrations_of(configuration)
    if not applied and not reverted:
        there, runs = recorded(live.database, environment)
        found = proposals_for(standings(migrations, there, runs), half_way(there, runs), environment)
        for line in found or [f"{environment}: nothing seems to be wrong"]:
            print(visible(line))
        return
    wanted = Repair(tuple(applied or ()), tuple(reverted or ()))
    with Scratch() as scratch, progress() as told:
        done = mend(live, migrations, wanted, scratch, Settings(run_by=person()), force=force, progress=told)
    if done.overridden:
        print(visible(f"not proven, and passed over: {done.overridden}"))
    for word, versions in (("applied", wanted.applied), ("not applied", wanted.reverted)):
        if versions:
            print(f"{environment}: {', '.join(versions)} {'is' if len(versions) == 1 else 'are'} {word} now")


def _status_line(one: "EnvironmentStatus") -> str:
    branch = f"branch {one.branch}" if one.branch else "no branch"
    state = (
        f"answers in {one.milliseconds:.0f} ms, PostgreSQL {one.server_version}"
        if one.reachable
        else f"does not answer: {one.problem}"
    )
    return f"  {one.name}  ({branch}, profile {one.profile}, {one.database or 'no database'})  {state}"
