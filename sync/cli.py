"""The engine's commands in the terminal: `diff` and `status`. What only one command needs, that command imports."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sync.catalog import Scope
    from sync.configuration import Configuration
    from sync.model import Catalog
    from sync.report import Line
    from sync.status import EnvironmentStatus

DIFFERENCES = 1
CHECK_FAILED = 1
CANNOT_RUN = 2

_COLOURS = {
    "title": "bold",
    "heading": "bold",
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "muted": "dim",
}

_KINDS = (
    "table, column, constraint, function, procedure, trigger, index, policy, view, sequence, type, enum, domain, "
    "collation, schema, extension, language, cast, conversion, transform, access-method, text-search, "
    "aggregate, operator, rule, event-trigger, statistics, foreign-data-wrapper, server, user-mapping, publication, "
    "subscription, role, owner, privilege, default-privilege, comment, security-label"
)
_INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT

Load = Callable[[], "Configuration"]

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep the schemas of PostgreSQL databases identical.",
)


class DiffFormat(StrEnum):
    """How `diff` answers."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SQL = "sql"
    PLAN = "plan"


class ProfileName(StrEnum):
    """The platform that both sides stand on."""

    POSTGRES = "postgres"
    SUPABASE = "supabase"


_Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; standard output by default.")
]
_Schemas = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this schema; may be given again.")]
_OneProfile = Annotated[
    ProfileName | None,
    typer.Option(help="The platform, whose own schemas are left out. Default: the environment's."),
]
_RolesOfOne = Annotated[bool, typer.Option("--roles", help="With the roles of the server.")]
_WithSecrets = Annotated[
    bool,
    typer.Option("--with-secrets", help="In SQL, write passwords and other secrets in clear: keep it to yourself."),
]


@app.command()
def diff(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="The side that would change.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The side that it would become like.")],
    *,
    output: Annotated[DiffFormat, typer.Option("--format", help="How to answer.")] = DiffFormat.TEXT,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help=f"Only this kind; may be given again. Kinds: {_KINDS}."),
    ] = None,
    schema: _Schemas = None,
    profile: Annotated[
        ProfileName | None,
        typer.Option(help="The platform of both sides, whose own schemas are left out. Default: the environment's."),
    ] = None,
    roles: Annotated[bool, typer.Option("--roles", help="With the roles of the servers.")] = False,
    cosmetic: Annotated[
        bool, typer.Option("--cosmetic", help="Also what changes nothing: line ends, generated names.")
    ] = False,
    online: Annotated[
        bool,
        typer.Option("--online", help="With --format sql or plan: the longer way that keeps reads and writes going."),
    ] = False,
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="With --format sql or plan: what was renamed; may be given again."),
    ] = None,
    no_proof: Annotated[
        bool, typer.Option("--no-proof", help="With --format sql or plan: do not try it on a copy of A first.")
    ] = False,
    with_secrets: _WithSecrets = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there are differences.")] = False,
) -> None:
    """Show what must change for A to become like B.

    A and B are each an environment of schemabot.toml, a postgresql:// URL, a folder of migrations or a .sql file.
    "Added" means that B has it and A does not.

    Files are replayed into a scratch database on an embedded PostgreSQL.

    Exit status: 0 when it could compare; 1 with --exit-code and differences, or when a plan fails its proof; 2 when it
    cannot, with one line that says why.
    """
    from sync.catalog import Profile
    from sync.diff import diff as compare_sources
    from sync.report import as_json, lines
    from sync.selection import Selection
    from sync.shadow.scratch import Scratch
    from sync.sources import resolve

    selection = Selection.of(only or (), cosmetic=cosmetic)
    sources = [resolve(text, context.obj) for text in (a, b)]
    chosen = Profile(profile.value) if profile else None
    if with_secrets and output is not DiffFormat.SQL:
        raise typer.BadParameter("--with-secrets is for --format sql: what is kept or sent has none")
    if output in (DiffFormat.SQL, DiffFormat.PLAN):
        from sync.planning import Wanted, plan

        with Scratch() as scratch, _progress() as progress:
            found = plan(
                sources[0],
                sources[1],
                scratch,
                Wanted(
                    selection,
                    online=online,
                    proof=not no_proof,
                    reverse=output is DiffFormat.PLAN,
                    renames=tuple(rename or ()),
                    secrets=with_secrets,
                ),
                schemas=frozenset(schema or ()),
                profile=chosen,
                roles=roles,
                progress=progress,
            )
        from sync.report.plan import as_script
        from sync.report.plan_json import plan_json

        sys.stdout.writelines(as_script(found) if output is DiffFormat.SQL else (plan_json(found), "\n"))
        if exit_code and found.batches:
            raise typer.Exit(DIFFERENCES)
        return
    if online or rename or no_proof:
        raise typer.BadParameter("--online, --rename and --no-proof are for --format sql or plan")
    with Scratch() as scratch, _progress() as progress:
        comparison = compare_sources(
            sources[0],
            sources[1],
            scratch,
            selection=selection,
            schemas=frozenset(schema or ()),
            profile=chosen,
            roles=roles,
            progress=progress,
        )
    if output is DiffFormat.JSON:
        print(as_json(comparison))
    elif output is DiffFormat.HTML:
        from sync.report.html import as_html

        print(as_html(comparison))
    else:
        _print_lines(lines(comparison))
    if exit_code and not comparison.equal:
        raise typer.Exit(DIFFERENCES)


@app.command()
def snapshot(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="What to keep.")],
    *,
    output: _Output = None,
    fingerprint: Annotated[
        bool, typer.Option("--fingerprint", help="Only print one digest a kind and one over all.")
    ] = False,
    schema: _Schemas = None,
    profile: _OneProfile = None,
    roles: _RolesOfOne = False,
) -> None:
    """Keep the schema of A as JSON, which `schemabot diff` takes as A or B, also years later.

    A is an environment of schemabot.toml, a postgresql:// URL, a folder of migrations or a .sql file. Secrets are kept
    as digests. With --fingerprint nothing is kept: equal schemas on equal major versions of PostgreSQL have equal
    digests, as long as the version of the fingerprint is the same.
    """
    from sync.snapshot import fingerprint as fingerprint_of
    from sync.snapshot import snapshot_text, write_snapshot

    catalog, scope = _read(context, a, schema, profile, roles=roles, dependencies=not fingerprint)
    if fingerprint:
        found = fingerprint_of(catalog)
        print(f"version    {found.version}, PostgreSQL {found.major}")
        print(f"all        {found.all}")
        for kind, digest in found.kinds.items():
            print(f"{kind.value:<26} {digest}")
    elif output is None:
        sys.stdout.writelines(snapshot_text(catalog, scope))
    else:
        write_snapshot(output, catalog, scope)


@app.command()
def export(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="What to write down.")],
    *,
    output: _Output = None,
    schema: _Schemas = None,
    profile: _OneProfile = None,
    roles: _RolesOfOne = False,
    with_secrets: _WithSecrets = False,
) -> None:
    """Write SQL that builds the schema of A from nothing, in an order that works.

    A is an environment of schemabot.toml, a postgresql:// URL, a folder of migrations or a .sql file. The script runs
    as it is in an empty database whose server has the roles it names: psql -v ON_ERROR_STOP=1 -f FILE. Where a
    secret stood it has a variable of psql, and its head says what to supply; with --with-secrets it has the secret, and
    a FILE is for its owner alone.
    """
    from sync.files import write_text
    from sync.plan.export import script

    catalog, scope = _read(context, a, schema, profile, roles=roles, dependencies=True, in_clear=with_secrets)
    pieces = script(catalog, whole=not scope.schemas)
    if output is None:
        sys.stdout.writelines(pieces)
    else:
        write_text(output, pieces, private=with_secrets)


def _read(
    context: typer.Context,
    a: str,
    schemas: list[str] | None,
    profile: ProfileName | None,
    *,
    roles: bool,
    dependencies: bool = False,
    in_clear: bool = False,
) -> "tuple[Catalog, Scope]":
    """All of one source, and what it was read with."""
    from sync.catalog import Profile
    from sync.shadow.scratch import Scratch
    from sync.sources import catalog_of, resolve

    source = resolve(a, context.obj)
    with Scratch() as scratch, _progress() as progress:
        return catalog_of(
            source,
            scratch,
            schemas=frozenset(schemas or ()),
            profile=Profile(profile.value) if profile else None,
            roles=roles,
            dependencies=dependencies,
            in_clear=in_clear,
            progress=progress,
        )


@app.command()
def status(context: typer.Context) -> None:
    """Show what is configured, and which databases answer. Exit with 1 when one does not."""
    from sync.errors import visible
    from sync.status import status as ask

    configuration: Configuration = context.obj()
    with _progress() as progress:
        progress("asking all environments")
        found = ask(configuration)
    print(visible(f"{configuration.project.name}: migrations in {configuration.migrations.path}"))
    for one in found:
        print(visible(_status_line(one)))
    if not all(one.reachable for one in found):
        raise typer.Exit(CHECK_FAILED)


def _status_line(one: "EnvironmentStatus") -> str:
    branch = f"branch {one.branch}" if one.branch else "no branch"
    state = (
        f"answers in {one.milliseconds:.0f} ms, PostgreSQL {one.server_version}"
        if one.reachable
        else f"does not answer: {one.problem}"
    )
    return f"  {one.name}  ({branch}, profile {one.profile}, {one.database or 'no database'})  {state}"


def _print_lines(shown: Iterable["Line"]) -> None:
    if not _colourful():
        for line in shown:
            print(line.text)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in shown:
        console.print(Text(line.text, style=_COLOURS.get(line.style.value, "")), soft_wrap=True)


def _colourful() -> bool:
    """Whether colours are shown: on a terminal that has them, unless `NO_COLOR` is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """What is being done, on stderr when that is a terminal; gone when it is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as display:
        yield display.update


def run(application: Any, load: Load) -> int:
    """Run the command line; every error becomes one line on stderr. Returns the exit status.

    0: done, or no difference. 1: a check failed, or there are differences and `--exit-code` was given. 2: cannot run.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _invoke(application, load)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_is_gone()
    except (typer.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a person gets a line, not a traceback
        return _unforeseen(error)
    return status


def _invoke(application: Any, load: Load) -> int:
    from sync.errors import ProofError, SchemabotError

    try:
        command = typer.main.get_command(application)
        # Not `command.main`, which ends the process itself when the reader of a pipe is gone.
        with command.make_context("schemabot", sys.argv[1:], obj=load) as context:
            command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.TyperException as error:
        return _misused(error)
    except ProofError as error:
        return _fail(str(error), CHECK_FAILED)
    except SchemabotError as error:
        return _fail(str(error))
    return 0


def _misused(error: Exception) -> int:
    """What is wrong with the command line, in the library's own words, without its usage text."""
    from sync.incident import redacted

    context = getattr(error, "ctx", None)
    path = context.command_path if context else "schemabot"
    format_message = getattr(error, "format_message", None)
    said = str(format_message() if format_message else error).rstrip(".").replace("Value error, ", "")
    return _fail(redacted(f"{said}: see {path} --help", sys.argv[1:], {}))


def _unforeseen(error: Exception) -> int:
    from sync.incident import write_down

    incident = write_down(error, sys.argv[1:])
    kept = f"the details are in {incident.file}" if incident.file else "the details could not be written down"
    return _fail(f"unexpected error ({type(error).__name__}), reference {incident.reference}: {kept}")


def _fail(message: str, status: int = CANNOT_RUN) -> int:
    from sync.errors import one_line

    print(f"schemabot: {one_line(message)}", file=sys.stderr)
    return status


def _reader_is_gone() -> int:
    """The reader of our output has enough: nothing is written any more, also not when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
