"""What `migrations.repository` may be: an address on another machine, or a folder of this one."""

import os
import re
from pathlib import Path

from sync.errors import SourceError

_LOCAL = "file://"
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/]+@[^/]+:")


def local_part(address: str) -> Path:
    """A folder of this machine, as its path; what is relative stays so."""
    return Path(address.removeprefix(_LOCAL)).expanduser()


def is_remote(address: str) -> bool:
    """Whether it is on another machine."""
    return _REMOTE.match(address.removeprefix(_LOCAL)) is not None


def is_bare(path: Path) -> bool:
    """Whether it is a git repository without a work tree."""
    return (path / "HEAD").is_file() and (path / "objects").is_dir()


def root_above(start: Path) -> Path | None:
    """The root of the repository that a folder is in; None where it is in none."""
    whole = start.resolve()
    return next((one for one in (whole, *whole.parents) if (one / ".git").exists() or is_bare(one)), None)


def inside_of(root: Path, start: Path, path: str, name: str = "") -> str:
    """A path that begins at a folder of a repository, as it is from the repository's root; `.` is the root itself.

    Args:
        root: The root of the repository.
        start: The folder, with no links in its path.
        path: What begins there.
        name: What people call the repository; by default its root.

    Raises:
        SourceError: It leads out of the repository.
    """
    whole = Path(os.path.normpath(start / path))
    if not whole.is_relative_to(root):
        raise SourceError(
            f"migrations.path {path} is outside of the repository {name or root}",
            "set it to a folder in the repository",
        )
    return whole.relative_to(root).as_posix()
