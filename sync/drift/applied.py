"""Which migrations a database should hold: those that its history says were applied to it, as the files have them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sync.migrations import Migration, SqlFile
from sync.migrations.migration import called
from sync.migrations.recorded import recorded
from sync.migrations.standing import Standing, State, half_way, standings
from sync.sources import LiveSource


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database should hold.

    Attributes:
        files: What was applied, in order.
        has_history: Whether it says of anything that it was applied; else the files are all that there are.
        pending: What was not applied yet.
        edited: What was edited after it was applied; the files have it as it is.
        missing: What was applied and has no file; the history has its statements.
        lost: The same where the history has not got them: what it made is not known.
        unfinished: What is applied, or taken back, in part: it goes on, or was left so.
    """

    files: tuple[SqlFile, ...]
    has_history: bool
    pending: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()

    def nothing(self) -> "Holding":
        """The same where none of the files was applied."""
        return replace(self, files=(), pending=tuple(one.name for one in self.files))


def holding(migrations: Sequence[Migration], live: LiveSource) -> Holding:
    """What a database should hold.

    Raises:
        ConnectError: No server answers.
        ReadError: Its history cannot be read.
        SourceError: A file cannot be read.
    """
    there, done = recorded(live.database, live.label)
    half = half_way(there, done)
    if not there and not half:
        return Holding(tuple(one.file for one in migrations), has_history=False)
    found = standings(migrations, there, done)
    replayed = [(one, _file(one)) for one in found if one.state is not State.PENDING]
    gone = [(one, file) for one, file in replayed if one.state is State.UNKNOWN]
    return Holding(
        tuple(file for _, file in replayed if file is not None),
        has_history=True,
        pending=tuple(_label(one) for one in found if one.state is State.PENDING),
        edited=tuple(_label(one) for one in found if one.state is State.EDITED),
        missing=tuple(_label(one) for one, file in gone if file is not None),
        lost=tuple(_label(one) for one, file in gone if file is None),
        unfinished=tuple(called(one.version, one.name) for one in half),
    )


def _label(one: Standing) -> str:
    if one.migration is not None:
        return one.migration.label
    return one.called


def _file(one: Standing) -> SqlFile | None:
    """Its file, or what the history has of it."""
    if one.migration is not None:
        return one.migration.file
    if one.applied is None or one.applied.statements is None:
        return None
    return one.applied.migration().file
