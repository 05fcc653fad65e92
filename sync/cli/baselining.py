"""`baseline` and `squash`: the first migration of a database that stands already, and one for many."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import DIFFERENCES, app, confirm, progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.configuration import Configuration
    from sync.planning.value import Plan
    from sync.shadow.scratch import Scratch
    from sync.sources import LiveSource

    Progress = Callable[[str], None]

_NAME = "baseline"


@app.command()
def baseline(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment of schemabot.toml.")],
    *,
    write: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Where its schema is not that of the only migration: begin with this environment's, and make what"
            " leads to the other's a migration of this name.",
        ),
    ] = None,
) -> None:
    """Begin with migrations where there are databases already.

    Without any migration, the schema of ENV becomes the first one, which is told to be applied there. With migrations,
    ENV is told to have them where they make its schema; else what makes it so is shown. What is written down is proven
    before: the migrations are replayed, and the schema that they make is held against the database.

    Exit status: 0 when ENV has all migrations now; 1 when its schema is another, and the plan is shown; 2 when it
    cannot.
    """
    from sync.deploy import Settings, person
    from sync.deploy.baselining import reconciling, take_as_applied
    from sync.migrations.repository import migrations_of
    from sync.report.plan import as_script
    from sync.shadow.scratch import Scratch
    from sync.sources import environment_source

    configuration: Configuration = context.obj()
    live = environment_source(environment, configuration)
    migrations = migrations_of(configuration, may_be_empty=True)
    settings = Settings(run_by=person())
    with Scratch() as scratch, progress() as told:
        if not migrations:
            path = _first(configuration, live, scratch, told)
            try:
                take_as_applied(live, migrations_of(configuration), scratch, settings, told)
            except BaseException:
                path.unlink()
                raise
            print(path)
            for line in _left_out(live):
                print(line)
            print(f"{environment}: {path.stem.partition('_')[0]} is applied")
            return
        found = reconciling(live, migrations, scratch, told)
        if found is None:
            done = take_as_applied(live, migrations, scratch, settings, told)
            names = ", ".join(done.repair.applied)
            print(f"{environment}: {names} applied" if names else f"{environment}: has all migrations already")
            return
        if write is not None:
            for line in _begin_with(configuration, live, found, write, scratch=scratch, told=told):
                print(line)
            return
    print(
        f"-- {environment} has another schema than the migrations make, and nothing was written. This would make it so."
    )
    print(f"-- To keep what it has: schemabot new NAME --from-diff migrations {environment}")
    print("-- To begin with its schema, where there is one migration only: this command with --write NAME")
    for piece in as_script(found):
        print(piece, end="")
    raise typer.Exit(DIFFERENCES)


def _first(configuration: "Configuration", live: "LiveSource", scratch: "Scratch", told: "Progress") -> Path:
    """Write the first migration."""
    from sync.deploy.baselining import from_nothing
    from sync.errors import MigrationError
    from sync.migrations.new import write_new
    from sync.migrations.repository import folder_path
    from sync.report.migration import as_migration

    found = from_nothing(live, scratch, told)
    if not found.batches:
        raise MigrationError(
            f"{live.label} has nothing that could be a migration", "schemabot new NAME makes the first"
        )
    return write_new(folder_path(configuration), _NAME, list(as_migration(found)))


def _begin_with(
    configuration: "Configuration",
    live: "LiveSource",
    found: "Plan",
    name: str,
    *,
    scratch: "Scratch",
    told: "Progress",
) -> list[str]:
    """Make the schema of an environment the first migration, and what leads to what was the first a second one."""
    from sync.deploy import Settings, person
    from sync.deploy.baselining import from_nothing, take_all_as_applied
    from sync.errors import MigrationError, one_line
    from sync.files import write_text
    from sync.migrations import SqlFile
    from sync.migrations.new import checked, write_new
    from sync.migrations.recorded import recorded
    from sync.migrations.repository import folder_path, migrations_of
    from sync.report.migration import as_migration
    from sync.sources import environment_source

    checked(name)
    first, *others = migrations_of(configuration)
    sides = [environment_source(one, configuration) for one in configuration.environments if one != live.label]
    having = {one.label: {each.version for each in recorded(one.database, one.label)[0]} for one in sides}
    if others or recorded(live.database, live.label)[0]:
        raise MigrationError(
            f"there are more migrations than {first.label}, or {live.label} has some already",
            f"make one with schemabot new NAME --from-diff {live.label} migrations, and deploy it",
        )
    path, before = first.file.path, first.file.path.read_bytes()
    second = None
    settings = Settings(run_by=person())
    try:
        write_text(path, list(as_migration(from_nothing(live, scratch, told))))
        second = write_new(folder_path(configuration), name, list(as_migration(found)))
        both = migrations_of(configuration)
        holding = [(one, both) for one in sides if first.version in having[one.label]]
        old = replace(first, file=SqlFile(path, before))
        take_all_as_applied([*holding, (live, both[:1])], old, scratch, settings, told)
    except BaseException:
        path.write_bytes(before)
        if second is not None:
            second.unlink()
        raise
    return [
        f"{path} has the schema of {live.label}",
        *_left_out(live),
        f"{second} makes {live.label} as {first.label} was before; read it, then schemabot deploy {live.label}",
        *(f"LOSES DATA in {live.label}: {one_line(one)}" for one in found.lost),
    ]


def _left_out(live: "LiveSource") -> list[str]:
    """That something is not in the first migration, where that is so."""
    return ["without what [compare] leaves out; the head of the file says what"] if live.patterns else []


@app.command()
def squash(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment, whose platform they stand on.")],
    *,
    to: Annotated[
        str | None, typer.Option(metavar="VERSION", help="The last one that is in it. Default: the last there is.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Make one migration of many: one file with the last one's version, which makes the same schema.

    It is proven to: all are replayed, and so is the one. What they did to rows is not in it, and is told. The histories
    of environments are not touched: schemabot repair, which is told, has them say what is so then.

    Exit status: 0 when it is written; 1 when the answer is no, or it would make another schema; 2 when it cannot.
    """
    from sync.deploy.squashing import differs
    from sync.deploy.squashing import squash as find
    from sync.errors import ProofError
    from sync.files import write_text
    from sync.migrations import SqlFile
    from sync.migrations.repository import folder_path, migrations_of
    from sync.report.migration import as_migration
    from sync.shadow.scratch import Scratch
    from sync.sources import environment_source

    configuration: Configuration = context.obj()
    folder_path(configuration)  # where nothing can be written, that is said before anything is replayed
    live, migrations = environment_source(environment, configuration), migrations_of(configuration)
    with Scratch() as scratch, progress() as told:
        found = find(migrations, live, scratch, to=to, progress=told)
        last = found.gone[-1]
        pieces = list(as_migration(found.plan))
        made = SqlFile(last.file.path, "".join(pieces).encode())
        if differs(made, found.gone, live, scratch, told):
            raise ProofError("the one migration makes another schema than the many", "please report it")
    for one in found.on_rows:
        print(f"not in it, since it acts on rows: {one}")
    print(f"{len(found.gone)} migrations become {last.label}")
    if not yes:
        confirm("Write it, and remove the others?")
    write_text(last.file.path, pieces)
    for gone in found.gone:
        for file in (gone.down, None if gone is last else gone.file):
            if file is not None:
                file.path.unlink()
    reverted = " ".join(f"--reverted {one.version}" for one in found.gone[:-1])
    print(f"Where all of them are applied: schemabot repair ENV {reverted} --applied {last.version}")
