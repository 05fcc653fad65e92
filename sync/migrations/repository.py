"""The migrations that the configuration names: of its folder, or of a commit of a git repository.

A commit is read from the repository itself, bare or not: nothing is checked out and no git program is needed. Paths in
messages are then written as git does, `1a2b3c4:supabase/migrations/…`.
"""

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Protocol

from sync.errors import SourceError, suggestion
from sync.migrations.files import SqlFile
from sync.migrations.folder import SQUAWK, Folder, files_of, folder_at, has_sql, migrations_of_folder
from sync.migrations.migration import Migration

if TYPE_CHECKING:
    from dulwich.objects import Commit, Tree
    from dulwich.repo import Repo

_LOCAL = "file://"
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/]+@[^/]+:")
_RELATIVE = "~^"
_SHORT = 7
_BRANCHES = (b"refs/heads/", b"refs/tags/", b"refs/remotes/")


class Place(Protocol):
    """`[migrations]` of the configuration."""

    @property
    def repository(self) -> str:
        """Where the repository is."""

    @property
    def path(self) -> str:
        """The folder in it."""


class Configured(Protocol):
    """What is needed of the configuration."""

    @property
    def file(self) -> Path:
        """The file that it was read from."""

    @property
    def migrations(self) -> Place:
        """Where the migrations are."""


def migrations_of(
    configuration: Configured, commit: str | None = None, *, may_be_empty: bool = False
) -> tuple[Migration, ...]:
    """The migrations that the configuration names, in the order of their versions.

    Args:
        configuration: What names them.
        commit: A branch, a tag or an id, which may be short; by default the files as they are in the folder, and of a
            bare repository its HEAD.
        may_be_empty: Whether it is no error that there is none, or no folder.

    Raises:
        SourceError: The folder, the repository or the commit is not there or cannot be read, or a file is not named as
            it should be.
    """
    folder = folder_of(configuration, commit, may_be_empty=may_be_empty)
    found = migrations_of_folder(folder)
    if not found and not may_be_empty:
        raise SourceError(f"the folder {folder.label} has no migration", "schemabot new NAME makes the first")
    return found


def folder_of(configuration: Configured, commit: str | None = None, *, may_be_empty: bool = False) -> Folder:
    """The folder that the configuration names. The arguments are those of `migrations_of`.

    Raises:
        SourceError: It cannot be read.
    """
    start = _repository(configuration)
    if commit is None and _is_bare(start):
        commit = "HEAD"
    if commit is not None:
        return _at_commit(start, configuration.migrations.path, commit, may_be_empty=may_be_empty)
    path = folder_path(configuration)
    if may_be_empty and not path.exists():
        return Folder(str(path), ())
    return folder_at(path)


def folder_path(configuration: Configured) -> Path:
    """Where the files are on the disk: relative to the folder of the configuration's file.

    Raises:
        SourceError: They are on another machine, or in a repository without files.
    """
    start = _repository(configuration)
    if _is_bare(start):
        raise SourceError(
            f"{_shortest(start)} is a bare repository, and has no folder", "name a clone of it in migrations.repository"
        )
    return _shortest(start / configuration.migrations.path)


def path_in_repository(file: str) -> str:
    """A file of the disk from the root of the git repository that it is in; as it is where it is in none."""
    whole = Path(os.path.abspath(file))  # noqa: PTH100 - links are not followed: git does not, either
    root = next((one for one in whole.parents if (one / ".git").exists()), None)
    return whole.relative_to(root).as_posix() if root is not None else file


def _repository(configuration: Configured) -> Path:
    address = configuration.migrations.repository
    local = address.removeprefix(_LOCAL)
    if _REMOTE.match(local):
        raise SourceError(
            f"migrations.repository is {address}, and a repository on another machine cannot be read yet",
            "name a clone of it, by its path",
        )
    found = configuration.file.parent / Path(local).expanduser()
    if not _shortest(found).exists():
        raise SourceError(
            f"migrations.repository is {address}, and there is no folder {_shortest(found)}",
            "name one that is there, or take the line out for the folder of the configuration's file",
        )
    return found


def _is_bare(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir()


def _shortest(path: Path) -> Path:
    """A path as people would write it from here."""
    whole = Path(os.path.normpath(path))
    if whole.is_absolute() and whole.is_relative_to(Path.cwd()):
        return whole.relative_to(Path.cwd())
    return whole


def _at_commit(start: Path, path: str, commit: str, *, may_be_empty: bool) -> Folder:
    from dulwich.errors import FileFormatException, NotGitRepository, ObjectFormatException
    from dulwich.repo import Repo

    try:
        repository = Repo.discover(start)
    except (NotGitRepository, OSError):
        raise SourceError(
            f"{_shortest(start)} is not in a git repository, so it has no commit {commit}",
            "leave --commit out, or set migrations.repository",
        ) from None
    with closing(repository):
        inside = _inside(repository, start, path)
        try:
            return _folder(repository, _commit(repository, commit), inside, may_be_empty=may_be_empty)
        except (KeyError, OSError, zlib.error, FileFormatException, ObjectFormatException) as error:
            raise SourceError(
                f"the repository {_shortest(start)} is damaged, or lacks what is in {commit}",
                "git fsck says what is wrong",
            ) from error


def _folder(repository: "Repo", commit: "Commit", inside: str, *, may_be_empty: bool) -> Folder:
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


def _inside(repository: "Repo", start: Path, path: str) -> str:
    """The folder as it is called in the repository."""
    root = Path(repository.controldir() if repository.bare else repository.path).resolve()
    whole = Path(os.path.normpath(start.resolve() / path))
    try:
        inside = whole.relative_to(root)
    except ValueError:
        raise SourceError(
            f"migrations.path {path} is outside of the repository {root}", "set it to a folder in the repository"
        ) from None
    return inside.as_posix()


def _commit(repository: "Repo", commit: str) -> "Commit":
    from dulwich.errors import ObjectFormatException, ObjectMissing
    from dulwich.objectspec import AmbiguousShortId, parse_commit, parse_object

    try:
        named = parse_object(repository, commit).id if any(mark in commit for mark in _RELATIVE) else commit
        return parse_commit(repository, named)
    except AmbiguousShortId:
        raise SourceError(f"several commits begin with {commit}", "give more of the commit's id") from None
    except (KeyError, ValueError, ObjectFormatException, ObjectMissing):
        known = _names(repository)
        raise SourceError(
            f'the repository {_shortest(Path(repository.path).absolute())} has no commit, branch or tag "{commit}"',
            suggestion(commit, known) or "fetch it, or name another",
        ) from None


def _names(repository: "Repo") -> list[str]:
    """Branches and tags, as people call them."""
    found = (name for name in repository.refs.allkeys() if name.startswith(_BRANCHES))
    return sorted(name.split(b"/", 2)[2].decode(errors="replace") for name in found)


def _tree(repository: "Repo", commit: "Commit", inside: str) -> "Tree | None":
    """A folder; None where there is none of that name."""
    from dulwich.errors import NotTreeError
    from dulwich.objects import SubmoduleEncountered, Tree

    found = repository.object_store[commit.tree]
    assert isinstance(found, Tree)
    if inside == ".":
        return found
    try:
        _, sha = found.lookup_path(repository.object_store.__getitem__, inside.encode())
    except (KeyError, NotTreeError, SubmoduleEncountered):
        return None
    inner = repository.object_store[sha]
    return inner if isinstance(inner, Tree) else None


def _squawk(repository: "Repo", commit: "Commit", inside: str) -> SqlFile | None:
    from dulwich.objects import Blob

    for above in (Path(inside), *Path(inside).parents):
        tree = _tree(repository, commit, above.as_posix())
        if tree is not None and SQUAWK.encode() in tree:
            found = repository.object_store[tree[SQUAWK.encode()][1]]
            return SqlFile(above / SQUAWK, found.data) if isinstance(found, Blob) else None
    return None


def _files(repository: "Repo", tree: "Tree", label: str) -> Iterator[SqlFile]:
    from dulwich.objects import Blob

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
