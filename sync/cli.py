"""The engine's commands in the terminal: `diff` and `status`. What only one command needs, that command imports."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sync.configuration import Configuration
    from sync.report import Line
    from sync.status import EnvironmentStatus

DIFFERENCES = 1
CHECK_FAILED = 1

_COLOURS = {
    "title": "bold",
    "heading": "bold",
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "muted": "dim",
}

Load = Callable[[], "Configuration"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class DiffFormat(StrEnum):
    """How `diff` answers."""

    TEXT = "text"
    JSON = "json"


class ProfileName(StrEnum):
    """The platform that both sides stand on."""

    POSTGRES = "postgres"
    SUPABASE = "supabase"


@app.command()
def diff(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="The side that would change.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The side that it would become like.")],
    *,
    output: Annotated[DiffFormat, typer.Option("--format", help="How to answer.")] = DiffFormat.TEXT,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only this kind: table, function, trigger, index, policy, view, …"),
    ] = None,
    schema: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this schema.")] = None,
    profile: Annotated[ProfileName | None, typer.Option(help="Whose schemas to leave out on both sides.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there are differences.")] = False,
) -> None:
    """Show what must change for A to become like B.

    A and B are each an environment of schemabot.toml, a postgresql:// URL, a folder of migrations or a .sql file.
    "Added" means that B has it and A does not.
    """
    from sync.catalog import Profile
    from sync.diff import diff as compare_sources
    from sync.report import as_json, lines
    from sync.selection import Selection
    from sync.shadow import Scratch
    from sync.sources import resolve

    selection = Selection.of(only or ())
    sources = [resolve(text, context.obj) for text in (a, b)]
    with Scratch() as scratch, _progress() as progress:
        comparison = compare_sources(
            sources[0],
            sources[1],
            scratch,
            selection=selection,
            schemas=frozenset(schema or ()),
            profile=Profile(profile.value) if profile else None,
            progress=progress,
        )
    if output is DiffFormat.JSON:
        print(as_json(comparison))
    else:
        _print_lines(lines(comparison))
    if exit_code and not comparison.equal:
        raise typer.Exit(DIFFERENCES)


@app.command()
def status(context: typer.Context) -> None:
    """Show what is configured, and which databases answer. Exit with 1 when one does not."""
    from sync.status import status as ask

    configuration: Configuration = context.obj()
    with _progress() as progress:
        progress("asking all environments")
        found = ask(configuration)
    print(f"{configuration.project.name}: migrations in {configuration.migrations.path}")
    for one in found:
        print(_status_line(one))
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
    if not sys.stdout.isatty():
        for line in shown:
            print(line.text)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in shown:
        console.print(Text(line.text, style=_COLOURS.get(line.style.value, "")), soft_wrap=True)


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
    from sync.errors import SchemabotError

    try:
        return int(
            typer.main.get_command(application).main(prog_name="schemabot", standalone_mode=False, obj=load) or 0
        )
    except typer.TyperException as error:
        return _fail(f"{_said(error)}: see schemabot --help")
    except SchemabotError as error:
        return _fail(str(error))
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _said(error: Exception) -> str:
    """What is wrong with the command line; the library's own words, without its usage text."""
    format_message = getattr(error, "format_message", None)
    return str(format_message() if format_message else error).rstrip(".")


def _fail(message: str) -> int:
    print(f"schemabot: {' '.join(message.split())}", file=sys.stderr)
    return 2
