"""A new migration: what its file is called, and where it is written."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.errors import SourceError
from sync.files import write_text
from sync.migrations.folder import Folder, folder_at

_ALLOWED = re.compile(r"[A-Za-z0-9_-]+\Z")
_LONGEST = 200  # file systems end at 255, and .down.sql needs room
_VERSION = "%Y%m%d%H%M%S"


def checked(name: str) -> str:
    """A name as it stands in the file's name: `_` in the place of spaces.

    Raises:
        SourceError: It has something else than letters, digits, `_` and `-`.
    """
    found = "_".join(name.split())
    if not found:
        raise SourceError("the name of the migration is empty", "say in a few words what it does, such as add_orders")
    if wrong := next((one for one in found if not _ALLOWED.match(one)), None):
        raise SourceError(
            f'the name "{name}" has the character "{wrong}"',
            "use letters from a to z, digits, _ and -, such as add_orders",
        )
    if len(found) > _LONGEST:
        raise SourceError(f"the name has {len(found)} characters", f"use at most {_LONGEST}")
    return found


def write_new(
    folder: Path, name: str, pieces: Iterable[str], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Path:
    """Write a new migration, whose version is later than all that are there. Returns its path.

    Args:
        folder: Where; made when it is missing.
        name: What it is called.
        pieces: What is to be in it.
        clock: What time it is, in UTC.

    Raises:
        SourceError: The name cannot be used, or the folder cannot be read or written.
    """
    name = checked(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"the folder {folder} cannot be made", error.strerror or "") from error
    path = folder / f"{next_version(folder_at(folder), clock())}_{name}.sql"
    write_text(path, pieces)
    return path


def write_several(folder: Path, name: str, files: Sequence[Iterable[str]]) -> list[Path]:
    """Write new migrations that belong together, each a second behind the one before: all, or none.

    Args:
        folder: Where; made when it is missing.
        name: What they are called, each with its number where there are several.
        files: What is to be in each.

    Raises:
        SourceError: As `write_new` does.
    """
    names = [f"{name}_{number}" for number in range(1, len(files) + 1)] if len(files) > 1 else [name]
    written: list[Path] = []
    try:
        for each, pieces in zip(names, files, strict=True):
            written.append(write_new(folder, each, pieces))
    except BaseException:
        for path in written:
            path.unlink()
        raise
    return written


def next_version(folder: Folder, now: datetime) -> str:
    """The version of this moment; a second behind the newest where the clock is not beyond that."""
    newest = max((one.version for one in folder.migrations), default="")
    version = now.strftime(_VERSION)
    if version > newest:
        return version
    try:
        return (datetime.strptime(newest, _VERSION).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(_VERSION)
    except (ValueError, OverflowError):  # 14 digits that are no moment
        following = str(int(newest) + 1)
    if len(following) > len(newest):
        raise SourceError(f"no version is later than {newest}", f"give {newest} the moment at which it was begun")
    return following.zfill(len(newest))
