"""Finds how a database differs from what the migrations make that were applied to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sync.diff import Comparison, diff
from sync.drift.applied import Holding, holding
from sync.errors import ReplayError
from sync.migrations import Migration, SqlFile
from sync.model import Diagnostic
from sync.postgres.limits import Cancellation
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource, expected_of

Progress = Callable[[str], None]

_SHOWN = 5
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Drift:
    """How an environment stands.

    Attributes:
        environment: Its name.
        holding: What it should hold.
        comparison: That, as A, against what is live; what is noticed about the history is among its diagnostics.
    """

    environment: str
    holding: Holding
    comparison: Comparison

    @property
    def is_there(self) -> bool:
        """Whether there is any."""
        return not self.comparison.equal


def drift(
    live: LiveSource,
    migrations: Sequence[Migration],
    scratch: Scratch,
    *,
    keeps: bool = True,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Drift:
    """Compare an environment with the migrations that were applied to it.

    Pending migrations are no drift. Those that were applied and are missing among the files are taken from the history.
    A database without a history is compared with all files, unless there is nothing in it.

    Args:
        live: The environment's database.
        migrations: The files.
        scratch: Where they are replayed.
        keeps: Whether what they made is kept, and found the next time.
        progress: Told what is being done.
        cancellation: What may end it before its time.

    Raises:
        ReplayError: A file did not apply to the scratch database.
        SchemabotError: The database or the files could not be read.
    """
    for _ in range(_ATTEMPTS):
        progress(f"{live.label}: reading the history")
        held = holding(migrations, live)
        found = _drift(
            live,
            held,
            lambda files: diff(
                expected_of(files, live, keeps=keeps), live, scratch, progress=progress, cancellation=cancellation
            ),
        )
        if not found.is_there or holding(migrations, live) == held:
            break  # else somebody deployed meanwhile
    return found


def _drift(live: LiveSource, held: Holding, compare: Callable[[Sequence[SqlFile]], Comparison]) -> Drift:
    def compared_with(files: Sequence[SqlFile]) -> Comparison:
        try:
            return compare(files)
        except ReplayError as error:
            if not (held.edited or held.missing or held.lost):
                raise
            raise ReplayError(
                f"the history of {live.label} and the files do not agree ({_disagreement(held)}), and what it names"
                f" cannot be applied one after the other: {error}",
                f"schemabot repair {live.label} says what mends it",
            ) from error

    compared = compared_with(held.files if held.has_history else ())
    if not held.has_history:
        if compared.equal:
            held = held.nothing()
        else:
            compared = compared_with(held.files)
    noticed = tuple(_noticed(live.label, held))
    return Drift(live.label, held, replace(compared, diagnostics=(*noticed, *compared.diagnostics)))


def _noticed(label: str, found: Holding) -> Iterator[Diagnostic]:
    if not found.has_history and found.files:
        yield Diagnostic("no-history", f"{label} keeps no history of migrations: it is compared with all files")
    for code, names, one, several in (
        ("pending", found.pending, "is pending", "are pending"),
        ("edited", found.edited, "was edited after it was applied", "were edited after they were applied"),
        ("missing", found.missing, "has no file: taken from the history", "have no files: taken from the history"),
        (
            "lost",
            found.lost,
            "has no file, and the history lacks its statements: what it made counts as drift",
            "have no files, and the history lacks their statements: what they made counts as drift",
        ),
        (
            "unfinished",
            found.unfinished,
            "is applied or taken back in part: what that changed counts as drift",
            "are applied or taken back in part: what that changed counts as drift",
        ),
    ):
        if names:
            yield Diagnostic(code, f"{label}: {_named(names)} {one if len(names) == 1 else several}")


def _disagreement(found: Holding) -> str:
    edited, gone = found.edited, (*found.missing, *found.lost)
    said = (("edited", edited), ("without a file", gone))
    return "; ".join(f"{what}: {_named(names)}" for what, names in said if names)


def _named(names: Sequence[str]) -> str:
    if len(names) > _SHOWN:
        return f"{len(names)} migrations ({', '.join(names[:_SHOWN])}, …)"
    return ", ".join(names)
