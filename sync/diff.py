"""The use case behind `schemabot diff` and `/schema diff`: read both sides at the same time, and compare."""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from dataclasses import dataclass
from threading import Thread

from sync.catalog import Profile, Scope
from sync.compare import Difference, compare
from sync.errors import SourceError, suggestion
from sync.model import Catalog, Diagnostic
from sync.selection import EVERYTHING, Selection
from sync.shadow import Scratch
from sync.sources import Source

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer to "what must change for A to become like B".

    Attributes:
        a: A's name for people.
        b: B's name for people.
        differences: What differs, of what was asked for.
        diagnostics: What was seen and not compared.
        duration_s: Seconds that reading and comparing took.
    """

    a: str
    b: str
    differences: tuple[Difference, ...]
    diagnostics: tuple[Diagnostic, ...]
    duration_s: float

    @property
    def equal(self) -> bool:
        """Whether nothing differs, of what was asked for."""
        return not self.differences


def diff(
    a: Source,
    b: Source,
    scratch: Scratch,
    *,
    selection: Selection = EVERYTHING,
    schemas: frozenset[str] = frozenset(),
    profile: Profile | None = None,
    progress: Progress = lambda _: None,
) -> Comparison:
    """Compare two sources.

    Args:
        a: The side that would change.
        b: The side that it would become like.
        scratch: Where files are replayed.
        selection: Which kinds are wanted.
        schemas: When not empty, only these schemas.
        profile: For both sides; by default that of the environment, or of the other side's.
        progress: Told what is being done, from both sides' threads.

    Raises:
        SchemabotError: A side could not be read.
    """
    started = time.monotonic()

    def read(source: Source, other: Source) -> Catalog:
        scope = Scope(profile or source.profile or other.profile or Profile.POSTGRES, schemas)
        return source.read(scope, scratch, lambda step: progress(f"{source.label}: {step}"))

    reading = (_started(lambda: read(a, b)), _started(lambda: read(b, a)))
    wait(reading, return_when=FIRST_EXCEPTION)
    for future in reading:
        if future.done():
            future.result()  # one side has failed: the answer does not wait for the other
    before, after = (future.result() for future in reading)
    _check_schemas(schemas, before, after)
    return Comparison(
        a=a.label,
        b=b.label,
        differences=selection.keep(compare(before, after)),
        diagnostics=(*before.diagnostics, *after.diagnostics),
        duration_s=time.monotonic() - started,
    )


def _started(read: Callable[[], Catalog]) -> Future[Catalog]:
    """Read in a thread that does not keep the process alive, so that Ctrl-C ends a reading that hangs."""
    future: Future[Catalog] = Future()

    def work() -> None:
        try:
            future.set_result(read())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            future.set_exception(error)

    Thread(target=work, name="read", daemon=True).start()
    return future


def _check_schemas(wanted: frozenset[str], a: Catalog, b: Catalog) -> None:
    """A schema that neither side has is a slip of the pen, not a pair of equal schemas."""
    there = {identity.schema for catalog in (a, b) for identity in catalog.objects}
    missing = sorted(wanted - there)
    if missing:
        raise SourceError(
            f'neither {a.label} nor {b.label} has a schema "{missing[0]}" to compare',
            suggestion(missing[0], there) or "name one that is there",
        )
