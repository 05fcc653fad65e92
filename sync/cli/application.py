"""The command line as a whole: its name, how errors are told, what is shown while something is being done."""

import errno
import io
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sync.cli.sections import Sections

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

    from sync.configuration import Configuration
    from sync.report import Line

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

_INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT

# What no command can help, wherever it happens.
_REMEDIES = {
    errno.ENOSPC: "make room on the disk, and run it again",
    errno.EDQUOT: "make room on the disk, and run it again",
    errno.EMFILE: "let it open more files (ulimit -n), and run it again",
}

Load = Callable[[], "Configuration"]

app = typer.Typer(
    cls=Sections,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep the schemas of PostgreSQL databases identical.",
)


def print_lines(shown: Iterable["Line"]) -> None:
    """Print lines, with colours where there are any."""
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
def progress() -> Iterator[Callable[[str], None]]:
    """What is being done, and for how long, on stderr when that is a terminal; gone when it is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as display:
        yield lambda text: display.update(_Doing(text))


class _Doing:
    """What is being done, and how long that takes where it takes long, in one line: rich asks again and again.

    It is a text as it is: a name may look like rich's markup.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._began = time.monotonic()

    def __rich_console__(self, _: "Console", options: "ConsoleOptions") -> "Iterator[Text]":
        from rich.text import Text

        seconds = time.monotonic() - self._began
        after = f"  {seconds:.0f} s" if seconds >= 1 else ""
        said = Text(self._text)
        said.truncate(max(options.max_width - len(after), 1), overflow="ellipsis")
        yield said.append(after)


def require_terminal() -> None:
    """See that somebody can be asked. Raises ConfigurationError where nobody can."""
    if not sys.stdin.isatty():
        from sync.errors import ConfigurationError

        raise ConfigurationError("nobody is there to be asked", "say --yes")


def confirm(question: str, otherwise: str = "Nothing was done.") -> None:
    """Ask a person. Ends the command where the answer is no, and says `otherwise`."""
    require_terminal()
    try:
        agreed = typer.confirm(question)
    except typer.Abort:  # Ctrl-C or Ctrl-D: the cursor still stands behind the question
        print()
        agreed = False
    if not agreed:
        print(otherwise)
        raise typer.Exit(CHECK_FAILED)


def run(application: Any, load: Load) -> int:
    """Run the command line; every error becomes one line on stderr. Returns the exit status.

    0: done, or no difference. 1: a check failed, or there are differences and `--exit-code` was given. 2: cannot run.
    """
    _have_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _invoke(application, load)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_is_gone()
    except OSError as error:
        if error.errno not in _REMEDIES:
            return _unforeseen(error)
        _write_nothing_more()  # what could not be written is still waiting to be
        return _fail(f"the machine refuses ({error.strerror}): {_REMEDIES[error.errno]}")
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
        with command.make_context("schemabot", sys.argv[1:] or ["--help"], obj=load) as context:
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
    from sync.redacting import Redactor

    context = getattr(error, "ctx", None)
    path = context.command_path if context else " ".join(["schemabot", *_command_of(sys.argv[1:])])
    format_message = getattr(error, "format_message", None)
    said = str(format_message() if format_message else error).rstrip(".").replace("Value error, ", "")
    said = said.replace(". Did you", ": did you")
    end = "" if said.endswith("?") else ":"
    return _fail(Redactor({}, sys.argv[1:]).text(f"{said}{end} see {path} --help"))


def _command_of(arguments: list[str]) -> list[str]:
    """The command that is meant, where the library does not say; nothing where there is none of that name."""
    return arguments[:1] if arguments and arguments[0] in typer.main.get_group(app).commands else []


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
    """The reader of our output has enough."""
    _write_nothing_more()
    return 0


def _write_nothing_more() -> None:
    """Nothing is written to standard output any more, also not when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _have_streams() -> None:
    """Where standard output or error was closed by who started us (`>&-`), what is written there is lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run
