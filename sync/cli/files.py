"""`new` and `validate`: migration files, before they are applied."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import CHECK_FAILED, app, print_lines, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sync.configuration import Configuration
    from sync.migrations.checks import Against
    from sync.migrations.folder import Folder
    from sync.planning.value import Plan


class ValidateFormat(StrEnum):
    """How `validate` answers."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it does, in a few words: add_orders.")],
    *,
    from_diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--from-diff", metavar="A B", help="Fill it with what makes A like B, proven on a copy of A."),
    ] = None,
    online: Annotated[
        bool,
        typer.Option("--online", help="With --from-diff: the longer way that keeps reads and writes going."),
    ] = False,
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="With --from-diff: what was renamed; may be given again."),
    ] = None,
) -> None:
    """Make a migration file in the folder that schemabot.toml names, and print its path.

    It asks for why it is there, and for how it is taken back. With --from-diff it has the statements already, and the
    way back; nothing is written where A and B do not differ. A and B are what schemabot diff takes. What cannot be one
    transaction becomes several files. What may have been renamed, and what is lost, is told on stderr.

    Exit status: 0 when it is written, or there is no difference; 1 when the plan fails its proof; 2 when it cannot.
    """
    from sync.migrations.new import checked, write_several
    from sync.migrations.repository import folder_path
    from sync.migrations.template import TEMPLATE

    if (online or rename) and from_diff is None:
        raise typer.BadParameter("--online and --rename are for --from-diff")
    configuration: Configuration = context.obj()
    folder = folder_path(configuration)
    checked(name)
    files: list[Iterable[str]] = [[TEMPLATE]]
    if from_diff is not None:
        from sync.report.migration import as_migrations, to_be_looked_at

        a, b = from_diff
        found = _plan(context, a, b, online=online, renames=rename or [])
        if not found.batches:
            what = "no statement changes what differs" if found.differences else "there is no difference"
            print(f"{what} from {found.a.label} to {found.b.label}: nothing was written")
            for one in found.diagnostics:
                print(f"note: {one.message}", file=sys.stderr)
            return
        files = [*as_migrations(found)]
        for line in to_be_looked_at(found):
            print(line, file=sys.stderr)
    paths = write_several(folder, name, files)
    for path in paths:
        print(path)
    if from_diff is not None and from_diff[0] == "migrations" and from_diff[1] in configuration.environments:
        words = " ".join(f"--applied {path.name.partition('_')[0]}" for path in paths)
        print(f"{b} has this already: schemabot repair {b} {words}, which proves it first", file=sys.stderr)


def _plan(context: typer.Context, a: str, b: str, *, online: bool, renames: list[str]) -> "Plan":
    from sync.planning import Wanted, plan
    from sync.shadow.deployer import deployer_of
    from sync.shadow.scratch import Scratch
    from sync.sources import LiveSource, resolve

    sides = [resolve(text, context.obj) for text in (a, b)]
    with Scratch() as scratch, progress() as told:
        deployers = {deployer_of(one.database).role for one in sides if isinstance(one, LiveSource)}
        by = deployers.pop() if len(deployers) == 1 and not renames else ""
        wanted = Wanted(online=online, reverse=True, renames=tuple(renames), deployer=by)
        return plan(sides[0], sides[1], scratch, wanted, progress=told)


@app.command()
def validate(
    context: typer.Context,
    environment: Annotated[
        str | None, typer.Argument(metavar="ENV", help="Also hold them against what this environment has.")
    ] = None,
    *,
    output: Annotated[ValidateFormat, typer.Option("--format", help="How to answer.")] = ValidateFormat.TEXT,
    commit: Annotated[
        str | None, typer.Option(metavar="C", help="The files of this branch, tag or commit, without a checkout.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings, too.")] = False,
) -> None:
    """Check the migration files, without running them.

    Names, versions, encoding, and SQL by PostgreSQL's own parser; what only psql understands; transactions; comments
    and the way back; and what squawk says, with its own .squawk.toml and its waivers in the files. With ENV also what
    a deployment there would refuse: migrations that are missing here, were edited after they had been applied, or come
    too late; of those that it has only errors are told.

    Exit status: 0 when there is no error; 1 when there is one, or a warning with --strict; 2 when it cannot check.
    """
    from sync.migrations.checks import Severity, check
    from sync.migrations.repository import folder_of, path_in_repository
    from sync.report.validation import annotations, validation_json, validation_lines

    configuration: Configuration = context.obj()
    folder = folder_of(configuration, commit)
    against = tuple(_against(configuration, environment, folder)) if environment else ()
    checked = check(
        folder,
        against=against,
        beside_supabase=_beside_supabase(configuration),
    )
    if output is ValidateFormat.JSON:
        print(validation_json(checked))
    elif output is ValidateFormat.GITHUB:
        for line in annotations(checked, str if folder.commit else path_in_repository):
            print(line)
    else:
        print_lines(validation_lines(checked))
    if checked.count(Severity.ERROR) or (strict and checked.count(Severity.WARNING)):
        raise typer.Exit(CHECK_FAILED)


def _against(configuration: "Configuration", name: str, folder: "Folder") -> "Iterator[Against]":
    """What the databases of an environment have."""
    from sync.migrations.checks import Against
    from sync.migrations.recorded import recorded
    from sync.migrations.standing import standings

    readable = {one.version: one for one in folder.migrations if one.is_readable}
    others = {one.version for one in folder.migrations} - readable.keys()
    with progress() as told:
        for database in configuration.environment(name).databases(name):
            told(f"asking {name}")
            applied, runs = recorded(database, name)
            found = standings(readable.values(), applied, runs)
            yield Against(name, tuple(one for one in found if one.version not in others))


def _beside_supabase(configuration: "Configuration") -> bool:
    """Whether the Supabase CLI is likely to work on the same files."""
    from sync.catalog import Profile

    profiles = {one.profile for one in configuration.environments.values()}
    return Profile.SUPABASE in profiles or configuration.migrations.path.strip("/").endswith("supabase/migrations")
