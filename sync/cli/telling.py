"""What a deployment says while it runs: lines that nobody has to read, and what is waited for."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sync.errors import one_line

if TYPE_CHECKING:
    from sync.deploy import Doing, Watch

AGAIN_S = 60.0
_BETWEEN_S = 5.0
_SHOWN = 1000  # characters of a statement; the terminal's width cuts what it is told


def say(line: str) -> None:
    """Print a line at once. A deployment goes on where nobody reads that any more, as behind `| head`."""
    with suppress(BrokenPipeError):
        print(line, flush=True)


def say_all(lines: Iterable[str]) -> None:
    """Print lines at once."""
    for line in lines:
        say(line)


@contextmanager
def told_when_stopped(environment: str, command: str) -> Iterator[None]:
    """Says what Ctrl-C leaves."""
    try:
        yield
    except KeyboardInterrupt as error:
        left = one_line(str(error)) or "nothing was being run"
        print(f"{environment}: interrupted: {left}; {command} again goes on", file=sys.stderr)
        raise


def waiting(environment: str, told: Callable[[str], None]) -> Callable[[str], None]:
    """Tells what is waited for; where there is no terminal, in a line on stderr, and again every minute."""
    if sys.stderr.isatty():
        return told
    last, at = "", -_BETWEEN_S

    def tell(text: str) -> None:
        nonlocal last, at
        if time.monotonic() - at < (AGAIN_S if text == last else _BETWEEN_S):
            return
        last, at = text, time.monotonic()
        with suppress(OSError):
            print(f"{environment}: {one_line(text)}", file=sys.stderr, flush=True)

    return tell


def watching(told: Callable[[str], None]) -> "Watch":
    """Tells which statement is being run."""

    def watch(doing: "Doing") -> None:
        told(f"{doing.migration}: {doing.number} of {doing.of}  {one_line(doing.sql[:_SHOWN])}")

    return watch
