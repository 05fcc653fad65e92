"""Where a database stands: which migrations it has, which it lacks, and which are not what they were.

A function of what is in the files and what the database has written down; it asks nobody. A migration is applied where
the database has its version. Whether it is still what was applied is told by the digest of its statements where
schemabot applied it, and by the statements that were kept with the version, which are those of whoever applied it last:
where either is the same, at most white space and comments around statements were edited. How they were split does not
count: not every version of the Supabase CLI does it as `sync.migrations.split`, and others keep a file in one piece.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.migrations.history import Applied, Did, Run, RunState
from sync.migrations.migration import Migration, called
from sync.migrations.split import TRIMMED

_VERSION = re.compile(r"\d{14}\Z")
_BETWEEN = f"{TRIMMED};"
_GAP = re.compile(f"[{re.escape(_BETWEEN)}]*")


class State(StrEnum):
    """What a database has of a migration."""

    APPLIED = "applied"
    """It has what is in the file, as far as anybody can tell."""
    PENDING = "pending"
    """It has not got it."""
    UNKNOWN = "unknown"
    """It has one of which there is no file."""
    EDITED = "edited"
    """It has it, and the file was changed since."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A version, and what a database has of it.

    Attributes:
        version: 14 digits, or what somebody else wrote into the database.
        name: Its name; empty where there is no file and the database has not written it down.
        state: What the database has.
        migration: The file; None where there is none.
        applied: What the database has written down; None where it has not got it.
        out_of_order: It is pending, and the database has a later one.
        same_as: Another version under which the database has the same statements, of one that is pending; the file with
            the same statements, of one that is unknown: it seems to have been renamed.
    """

    version: str
    name: str
    state: State
    migration: Migration | None
    applied: Applied | None
    out_of_order: bool
    same_as: str | None

    @property
    def is_another(self) -> bool:
        """Whether the database has something else under this version, by another name: two took the same moment."""
        known_as = self.applied.name if self.applied else None
        return self.state is State.EDITED and bool(known_as) and known_as != self.name

    @property
    def called(self) -> str:
        """What people know it by, file or not."""
        return called(self.version, self.name)


def standings(migrations: Iterable[Migration], applied: Iterable[Applied], runs: Iterable[Run]) -> tuple[Standing, ...]:
    """Where a database stands, in the order of the versions.

    Args:
        migrations: The files.
        applied: What the database has.
        runs: What schemabot did there, the first before the others.

    Raises:
        SourceError: A file cannot be read.
    """
    files = {one.version: one for one in migrations}
    there = {one.version: one for one in applied}
    digests = _digests(runs)
    newest = max((version for version in there if _VERSION.match(version)), default="")
    found = []
    for version in sorted({*files, *there}):
        migration, kept = files.get(version), there.get(version)
        state = _state(migration, kept, digests.get(version))
        found.append(
            Standing(
                version,
                migration.name if migration else (kept and kept.name) or "",
                state,
                migration,
                kept,
                state is State.PENDING and version < newest,
                _same(state, migration, kept, files, there),
            )
        )
    return tuple(found)


def half_way(applied: Iterable[Applied], runs: Iterable[Run]) -> tuple[Run, ...]:
    """What is applied, or taken back, in part, in the order of the versions: it may go on, or was left so.

    Args:
        applied: What the database has.
        runs: What schemabot did there, the first before the others.
    """
    there = {one.version for one in applied}
    last: dict[str, Run] = {}
    in_part: set[str] = set()
    for one in runs:
        if not one.did_something:
            continue
        # What is half applied has no row in the history of what is applied, and may be half taken back.
        was_in_part = one.version in in_part
        in_part.discard(one.version)
        if one.state is not RunState.DONE and (one.action is Did.APPLY or was_in_part):
            in_part.add(one.version)
        last[one.version] = one
    return tuple(
        one
        for version, one in sorted(last.items())
        if one.state is not RunState.DONE and (version in there) is (version not in in_part)
    )


def is_edited(migration: Migration, applied: Applied, digest: str | None) -> bool:
    """Whether a migration is not what was applied; False where that was not written down.

    Args:
        migration: The file.
        applied: What the database has of it.
        digest: Of what schemabot applied, if it did.
    """
    if digest == migration.digest:
        return False
    if applied.statements is not None:
        return not _has(migration, applied.statements) and applied.migration().digest != migration.digest
    return digest is not None


def _digests(runs: Iterable[Run]) -> dict[str, str]:
    """By version, the digest of what schemabot applied last and has not taken back."""
    found: dict[str, str] = {}
    for run in runs:
        if run.state is not RunState.DONE:
            continue
        if run.action in (Did.APPLY, Did.MARK):
            found[run.version] = run.digest
        else:
            found.pop(run.version, None)
    return found


def _state(migration: Migration | None, applied: Applied | None, digest: str | None) -> State:
    if applied is None:
        return State.PENDING
    if migration is None:
        return State.UNKNOWN
    return State.EDITED if is_edited(migration, applied, digest) else State.APPLIED


def _same(
    state: State,
    migration: Migration | None,
    applied: Applied | None,
    files: Mapping[str, Migration],
    there: Mapping[str, Applied],
) -> str | None:
    """The other version with the same statements; of several one without a file, which seems to be the one renamed."""
    if state is State.PENDING and migration is not None and migration.written:
        same = [version for version, one in there.items() if one.statements and _has(migration, one.statements)]
        return min(same, key=lambda version: (version in files, version), default=None)
    if state is State.UNKNOWN and applied is not None and applied.statements:
        pending = (one for one in files.values() if one.version not in there)
        return next((one.version for one in pending if _has(one, applied.statements)), None)
    return None


def _has(migration: Migration, statements: Sequence[str]) -> bool:
    """Whether a migration is made of statements, and of nothing else but white space and semicolons between them."""
    text = _plain(migration.file.text)
    position = _next(text, 0)
    for one in (_plain(each).strip(_BETWEEN) for each in statements):
        if not text.startswith(one, position):
            return False
        position = _next(text, position + len(one))
    return position == len(text)


def _next(text: str, position: int) -> int:
    """Where the next statement begins."""
    found = _GAP.match(text, position)
    return found.end() if found else position


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
