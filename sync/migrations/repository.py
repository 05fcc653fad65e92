"""The migrations that the configuration names: of its folder, or of a commit of a git repository.

A commit is read from the repository itself, bare or not: nothing is checked out and no git program is needed. Of a
repository on another machine a mirror is kept in the data folder, and brought up to date before it is read. Paths in
messages are then written as git does, `1a2b3c4:supabase/migrations/…`.
"""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sync.data import data_folder
from sync.errors import SourceError
from sync.migrations.address import inside_of, is_bare, is_remote, local_part, root_above
from sync.migrations.folder import Folder, folder_at, migrations_of_folder
from sync.migrations.migration import Migration

if TYPE_CHECKING:
    from sync.migrations.mirror import Mirror

TOKEN_VARIABLE = "GITHUB_TOKEN"  # noqa: S105 - the name of a variable


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
            bare repository or one on another machine its HEAD.
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
    path = configuration.migrations.path
    if is_remote(configuration.migrations.repository):
        mirror = mirror_of(configuration)
        return mirror.folder(mirror.fetched(commit or "HEAD").id, path, may_be_empty=may_be_empty)
    start = _start(configuration)
    if commit is None and is_bare(start):
        commit = "HEAD"
    if commit is not None:
        return _at_commit(start, path, commit, may_be_empty=may_be_empty)
    found = folder_path(configuration)
    if may_be_empty and not found.exists():
        return Folder(str(found), ())
    return folder_at(found)


def mirror_of(configuration: Configured, environ: Mapping[str, str] = os.environ) -> "Mirror":
    """The mirror of the repository that the configuration names, in the data folder; nothing is fetched yet.

    Args:
        configuration: What names it. A path is relative to its file.
        environ: Has `GITHUB_TOKEN`, where the repository is private.

    Raises:
        SourceError: The repository cannot be mirrored.
    """
    from sync.migrations.mirror import Mirror

    address = configuration.migrations.repository
    token = environ.get(TOKEN_VARIABLE, "").strip() or None
    return Mirror(address if is_remote(address) else str(_start(configuration).absolute()), data_folder(), token)


def folder_path(configuration: Configured) -> Path:
    """Where the files are on the disk: relative to the folder of the configuration's file.

    Raises:
        SourceError: They are on another machine, or in a repository without files.
    """
    address = configuration.migrations.repository
    if is_remote(address):
        raise SourceError(
            f"migrations.repository is {address}, on another machine, and has no folder here",
            "name a clone of it, by its path",
        )
    start = _start(configuration)
    if is_bare(start):
        raise SourceError(
            f"{_shortest(start)} is a bare repository, and has no folder", "name a clone of it in migrations.repository"
        )
    return _shortest(start / configuration.migrations.path)


def path_in_repository(file: str) -> str:
    """A file of the disk from the root of the git repository that it is in; as it is where it is in none."""
    whole = Path(os.path.abspath(file))  # noqa: PTH100 - links are not followed: git does not, either
    root = next((one for one in whole.parents if (one / ".git").exists()), None)
    return whole.relative_to(root).as_posix() if root is not None else file


def _start(configuration: Configured) -> Path:
    """The folder that the configuration names as the repository, which may be one inside of it."""
    address = configuration.migrations.repository
    found = configuration.file.parent / local_part(address)
    if not _shortest(found).exists():
        raise SourceError(
            f"migrations.repository is {address}, and there is no folder {_shortest(found)}",
            "name one that is there, or take the line out for the folder of the configuration's file",
        )
    return found


def _shortest(path: Path) -> Path:
    """A path as people would write it from here."""
    whole = Path(os.path.normpath(path))
    if whole.is_absolute() and whole.is_relative_to(Path.cwd()):
        return whole.relative_to(Path.cwd())
    return whole


def _at_commit(start: Path, path: str, commit: str, *, may_be_empty: bool) -> Folder:
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    from sync.migrations.commits import DAMAGE, folder_in, named

    root = root_above(start)
    try:
        repository = Repo(str(root)) if root is not None else None
    except (NotGitRepository, OSError):
        repository = None
    if root is None or repository is None:
        raise SourceError(
            f"{_shortest(start)} is not in a git repository, so it has no commit {commit}",
            "leave --commit out, or set migrations.repository",
        )
    with closing(repository):
        inside = inside_of(root, start.resolve(), path)
        try:
            found = named(repository, commit, f"the repository {_shortest(root)}")
            return folder_in(repository, found, inside, may_be_empty=may_be_empty)
        except DAMAGE as error:
            raise SourceError(
                f"the repository {_shortest(start)} is damaged, or lacks what is in {commit}",
                "git fsck says what is wrong",
            ) from error
