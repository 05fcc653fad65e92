"""What is in a commit of a git repository, read from its objects: nothing is checked out, no git program is needed.

It takes repositories that are open; `repository.py` opens those of the disk, `mirror.py` its own.
"""

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from stat import S_ISREG

from dulwich import objects
from dulwich.errors import (
    ApplyDeltaError,
    ChecksumMismatch,
    FileFormatException,
    NotTreeError,
    ObjectFormatException,
    ObjectMissing,
    WrongObjectException,
)
from dulwich.objects import Blob, SubmoduleEncountered, Tree
from dulwich.objectspec import AmbiguousShortId, parse_commit, parse_object, scan_for_short_id
from dulwich.pack import PackFileDisappeared
from dulwich.repo import Repo

from sync.errors import SourceError, suggestion
from sync.migrations.files import SqlFile
from sync.migrations.folder import SQUAWK, Folder, files_of, has_sql

# What reading raises where an object is gone or is not what it was.
DAMAGE = (
    KeyError,
    OSError,
    zlib.error,
    ApplyDeltaError,
    ChecksumMismatch,
    FileFormatException,
    ObjectMissing,
    PackFileDisappeared,
    WrongObjectException,
)
_RELATIVE = "~^"
_SHORT = 7
_BRANCHES = (b"refs/heads/", b"refs/tags/", b"refs/remotes/")
_LAST_S = 253_402_214_400  # a day before what a datetime can hold
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit. Names and messages are what somebody wrote: data, to be escaped where they are shown.

    Attributes:
        id: All 40 digits of it.
        message: As it was written, with all its lines.
        author_name: Who wrote it.
        author_email: May be anything.
        time: When it was committed, with the committer's zone.
    """

    id: str
    message: str
    author_name: str
    author_email: str
    time: datetime

    @property
    def short(self) -> str:
        """The first digits of the id, as people call it."""
        return self.id[:_SHORT]

    @property
    def title(self) -> str:
        """The first line of the message that says something."""
        return next((line.strip() for line in self.message.splitlines() if line.strip()), "")


def told(commit: objects.Commit) -> Commit:
    """What a commit says of itself; what cannot be decoded is replaced."""
    name, _, email = commit.author.rpartition(b"<")
    seconds = min(max(commit.commit_time, 0), _LAST_S)
    offset = commit.commit_timezone if abs(commit.commit_timezone) < _DAY_S else 0
    return Commit(
        id=commit.id.decode(),
        message=_text(commit.message, commit.encoding),
        author_name=_text(name or commit.author, commit.encoding).strip(),
        author_email=_text(email, commit.encoding).strip().removesuffix(">") if name else "",
        time=datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(seconds=offset))),
    )


def _text(raw: bytes, encoding: bytes | None) -> str:
    try:
        codec = codecs.lookup((encoding or b"utf-8").decode(errors="replace")).name
        return raw.decode(codec, errors="replace")
    except (LookupError, ValueError):  # an unknown encoding, or one that is not of texts
        return raw.decode(errors="replace")


def with_id(repository: Repo, commit: str, label: str) -> objects.Commit:
    """The commit of an id, or of its first digits. A branch that is called so is not taken for it.

    Raises:
        SourceError: There is none, or several.
    """
    raw = commit.encode()
    try:
        found = (
            repository.object_store[objects.ObjectID(raw)]
            if objects.valid_hexsha(raw)
            else scan_for_short_id(repository.object_store, raw, objects.Commit)
        )
    except AmbiguousShortId:
        raise _ambiguous(commit) from None
    except KeyError:
        found = None
    if not isinstance(found, objects.Commit):
        raise SourceError(f"{label} has no commit {commit}", "push it, or name another")
    return found


def named(repository: Repo, commit: str, label: str) -> objects.Commit:
    """The commit of an id, a branch, a tag, or of one of these with `~` or `^` behind it.

    Raises:
        SourceError: There is none, or several.
    """
    try:
        start = parse_object(repository, commit).id if any(mark in commit for mark in _RELATIVE) else commit
        return parse_commit(repository, start)
    except AmbiguousShortId:
        raise _ambiguous(commit) from None
    except (KeyError, ValueError, ObjectFormatException, ObjectMissing):
        raise SourceError(
            f'{label} has no commit, branch or tag "{commit}"',
            suggestion(commit, _names(repository)) or "fetch it, or name another",
        ) from None


def _ambiguous(commit: str) -> SourceError:
    return SourceError(f"several commits begin with {commit}", "give more of the commit's id")


def _names(repository: Repo) -> list[str]:
    """Branches and tags, as people call them."""
    found = (name for name in repository.refs.allkeys() if name.startswith(_BRANCHES))
    return sorted(name.split(b"/", 2)[2].decode(errors="replace") for name in found)


def folder_in(repository: Repo, commit: objects.Commit, inside: str, *, may_be_empty: bool = False) -> Folder:
    """A folder of migrations as it is in a commit.

    Args:
        repository: Where the commit is.
        commit: Which.
        inside: The folder from the root of the repository, without `..`; `.` for the root.
        may_be_empty: Whether it is no error that there is no such folder.

    Raises:
        SourceError: There is no such folder, or a file in it is a link.
        KeyError, zlib.error, …: One of `DAMAGE`: the repository is damaged.
    """
    short = commit.id.decode()[:_SHORT]
    tree = _tree(repository, commit, inside)
    if tree is None and not may_be_empty:
        raise SourceError(
            f"there is no folder {inside} in the commit {short}",
            "set migrations.path to the folder with the migrations",
        )
    label = f"{short}:{inside}"
    files = tuple(_files(repository, tree, label)) if tree is not None else ()
    return Folder(label, files, short, _squawk(repository, commit, inside))


def _tree(repository: Repo, commit: objects.Commit, inside: str) -> Tree | None:
    """A folder; None where there is none of that name."""
    found = repository.object_store[commit.tree]
    assert isinstance(found, Tree)
    if inside == ".":
        return found
    try:
        _, sha = found.lookup_path(partial(_there, repository), inside.encode())
    except (KeyError, NotTreeError, SubmoduleEncountered):
        return None
    inner = repository.object_store[sha]
    return inner if isinstance(inner, Tree) else None


def _there(repository: Repo, sha: objects.ObjectID) -> objects.ShaFile:
    """An object; one that is gone is not taken for a name that is not in a folder."""
    try:
        return repository.object_store[sha]
    except KeyError:
        raise ObjectMissing(sha) from None


def _squawk(repository: Repo, commit: objects.Commit, inside: str) -> SqlFile | None:
    for above in (Path(inside), *Path(inside).parents):
        tree = _tree(repository, commit, above.as_posix())
        if tree is not None and SQUAWK.encode() in tree:
            found = repository.object_store[tree[SQUAWK.encode()][1]]
            return SqlFile(above / SQUAWK, found.data) if isinstance(found, Blob) else None
    return None


def _files(repository: Repo, tree: Tree, label: str) -> Iterator[SqlFile]:
    folder = Path(f"{label}/")
    for name, mode, sha in sorted(tree.iteritems(), key=lambda one: one.path):
        path = folder / name.decode(errors="replace")
        if not has_sql(path.name):
            continue
        if not S_ISREG(mode):
            raise SourceError(f"{path} is no plain file", "a commit is read without links and submodules")
        content = repository.object_store[sha]
        assert isinstance(content, Blob)
        yield from files_of([(path, content.data)])
