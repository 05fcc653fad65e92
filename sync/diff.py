"""The use case behind `schemabot diff` and `/schema diff`: read both sides at the same time, and compare."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from dataclasses import dataclass, replace
from threading import Thread

from sync.catalog import NO_PATTERNS, Patterns, Profile, Reading, Scope
from sync.catalog.platform import without_services
from sync.compare import Difference, compare
from sync.errors import SourceError, suggestion
from sync.model import Catalog, Diagnostic
from sync.postgres.limits import Cancellation
from sync.selection import EVERYTHING, Selection
from sync.shadow.bench import Bench
from sync.shadow.scratch import Scratch
from sync.sources import Means, Source, bench_for

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
    roles: bool = False,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Comparison:
    """Compare two sources.

    Args:
        a: The side that would change.
        b: The side that it would become like.
        scratch: Where files are replayed.
        selection: Which kinds are wanted.
        schemas: When not empty, only these schemas.
        profile: For both sides; by default that of the environment, or of the other side's.
        roles: Whether roles are compared, also when the selection does not name them.
        progress: Told what is being done, from both sides' threads.
        cancellation: What may end the reading before its time.

    Raises:
        SchemabotError: A side could not be read.
    """
    started = time.monotonic()
    patterns = a.patterns or b.patterns
    with_roles = roles or selection.names_roles
    before, after = read_both(
        a,
        b,
        scratch,
        schemas=schemas,
        profile=profile,
        roles=with_roles,
        progress=progress,
        cancellation=cancellation,
    )
    left, right = _comparable(*_decoded(before, after, patterns))
    found = compare(left, right)
    differences, unsettled = settled(
        selection.keep(found),
        lambda: (_whole(before), _whole(after)),
        bench_for(scratch, a, b),
        one_major=left.major == right.major,
        progress=progress,
    )
    return Comparison(
        a=a.label,
        b=b.label,
        differences=differences,
        diagnostics=(
            *left.diagnostics,
            *right.diagnostics,
            *unsettled,
            *patterns.unmatched(before, after),
            *said_of_cosmetics(selection.hidden(found)),
        ),
        duration_s=time.monotonic() - started,
    )


def read_both(
    a: Source,
    b: Source,
    scratch: Scratch,
    *,
    schemas: frozenset[str] = frozenset(),
    profile: Profile | None = None,
    roles: bool = False,
    dependencies: bool = False,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> tuple[Reading | Catalog, Reading | Catalog]:
    """Both sides, read at the same time. The arguments are those of `diff`.

    Raises:
        SchemabotError: A side could not be read.
    """
    patterns = a.patterns or b.patterns
    bench = bench_for(scratch, a, b)

    def read(source: Source, other: Source, both: Cancellation) -> Reading | Catalog:
        chosen = profile or source.profile or other.profile or Profile.POSTGRES
        scope = Scope(chosen, schemas, roles, patterns, dependencies)
        means = Means(bench, lambda step: progress(f"{source.label}: {step}"), both)
        return source.read(scope, means)

    with (cancellation or Cancellation()).within(b.label) as both:
        reading = (_started(lambda: read(a, b, both)), _started(lambda: read(b, a, both)))
        try:
            wait(reading, return_when=FIRST_EXCEPTION)
            for future in reading:
                if future.done():
                    future.result()  # one side has failed: the answer does not wait for the other
            before, after = (future.result() for future in reading)
        except BaseException:
            both.cancel()
            raise
    _check_schemas(schemas, before, after)
    return before, after


def settled(
    differences: tuple[Difference, ...],
    whole: Callable[[], tuple[Catalog, Catalog]],
    bench: Bench,
    *,
    one_major: bool,
    progress: Progress = lambda _: None,
) -> tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]:
    """The differences without what only the servers' ways of writing make different, and why some of it stays.

    Args:
        differences: What differs in text.
        whole: All of both sides; called only when it is needed.
        bench: Where both are made once more.
        one_major: Whether both are of one major version.
        progress: Told what is being done.
    """
    if differences:
        from sync.shadow.settling.doubt import doubtful

        if tested := doubtful(differences, one_major=one_major):
            from sync.shadow.settling.settle import settle

            return settle(differences, tested, *whole(), bench, progress=progress)
    return differences, ()


def _comparable(a: Catalog, b: Catalog) -> tuple[Catalog, Catalog]:
    """Both without what is not to be compared; nothing of that needs the objects' classes where no object differs."""
    if a.objects or b.objects:
        from sync.catalog.across import comparable

        return comparable(a, b)
    return without_services(a, b)


def _decoded(a: Reading | Catalog, b: Reading | Catalog, patterns: Patterns) -> tuple[Catalog, Catalog]:
    """Of two databases what they do not have in the same words; of a snapshot, and what it is held against, all."""
    if isinstance(a, Reading) and isinstance(b, Reading):
        return a.differing(b), b.differing(a)
    return _catalog(a, patterns), _catalog(b, patterns)


def _catalog(found: Reading | Catalog, patterns: Patterns) -> Catalog:
    if isinstance(found, Reading):
        return found.catalog()
    return replace(found, objects=patterns.keep(found.objects, patterns.relations(found)))


def _whole(found: Reading | Catalog) -> Catalog:
    """All of it, also what is not compared: what is may refer to it."""
    if isinstance(found, Reading):
        return replace(found, scope=replace(found.scope, patterns=NO_PATTERNS)).catalog()
    return found


def said_of_cosmetics(number: int) -> Iterator[Diagnostic]:
    """That so many objects differ in nothing else, which is not shown."""
    if number:
        objects = "1 object differs" if number == 1 else f"{number} objects differ"
        ways = "line ends, generated names or whether NOT NULL is inherited"
        yield Diagnostic("cosmetic", f"{objects} only in {ways}: --cosmetic shows it")


def _started(read: Callable[[], Reading | Catalog]) -> Future[Reading | Catalog]:
    """Read in a thread that does not keep the process alive, so that Ctrl-C ends a reading that hangs."""
    future: Future[Reading | Catalog] = Future()

    def work() -> None:
        try:
            future.set_result(read())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            future.set_exception(error)

    Thread(target=work, name="read", daemon=True).start()
    return future


def _check_schemas(wanted: frozenset[str], a: Reading | Catalog, b: Reading | Catalog) -> None:
    """A schema that neither side has is a slip of the pen, not a pair of equal schemas."""
    if not wanted:
        return
    there = a.schemas | b.schemas
    missing = sorted(wanted - there)
    if missing:
        raise SourceError(
            f'neither {a.label} nor {b.label} has a schema "{missing[0]}" to compare',
            suggestion(missing[0], there) or "name one that is there",
        )
