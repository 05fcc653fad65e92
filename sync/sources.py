"""What may stand for A and B, and how each is read: an environment, a URL, a folder of migrations, a `.sql` file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sync.catalog import Profile, Scope, read_catalog
from sync.errors import ConfigurationError, NoConfigurationError, SourceError, suggestion
from sync.migrations import SqlFile, migration_files
from sync.model import Catalog
from sync.postgres import Database
from sync.postgres.database import SCHEMES
from sync.shadow import Scratch, replay

if TYPE_CHECKING:  # a comparison of two URLs starts without the configuration's models
    from sync.configuration import Configuration

Progress = Callable[[str], None]

# A mistyped URL or a connection string of another form is never quoted: it may hold a password.
_MARKS_OF_SECRETS = ("://", "@", "password=")


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A database that is there."""

    label: str
    database: Database
    profile: Profile | None

    def read(self, scope: Scope, _scratch: Scratch, progress: Progress) -> Catalog:
        """Read it. Raises as `read_catalog` does."""
        return read_catalog(self.database, scope, self.label, progress)


@dataclass(frozen=True, slots=True)
class FileSource:
    """Files that are replayed into a scratch database."""

    label: str
    files: tuple[SqlFile, ...]
    profile: Profile | None = None

    def read(self, scope: Scope, scratch: Scratch, progress: Progress) -> Catalog:
        """Replay the files and read what they made. Raises as `replay` and `read_catalog` do."""
        with scratch.database() as database:
            replay(self.files, database, progress)
            return read_catalog(database, scope, self.label, progress)


Source = LiveSource | FileSource


def environment_source(name: str, configuration: "Configuration") -> LiveSource:
    """The database of an environment.

    Raises:
        ConfigurationError: No such environment, or its variable is not set.
    """
    environment = configuration.environment(name)
    return LiveSource(name, environment.databases(name)[0], environment.profile)


def resolve(text: str, configuration: Callable[[], "Configuration"]) -> Source:
    """What a person wrote as A or B.

    Args:
        text: An environment's name, a URL, a folder or a `.sql` file.
        configuration: Loads the configuration; called only when it is needed.

    Raises:
        SourceError: It is none of these.
        ConfigurationError: It may be an environment, and the configuration is wrong.
    """
    if text.startswith(SCHEMES):
        database = Database.parse(text)
        return LiveSource(database.label, database, None)
    if not text:
        raise SourceError("a side of the comparison is empty", "is a variable of your shell not set?")
    path = Path(text)
    if any(mark in text for mark in _MARKS_OF_SECRETS) and not path.exists():
        raise SourceError(
            "what was given looks like a connection string, and is not one that schemabot takes",
            "write postgresql://user:password@host:port/name",
        )
    if path.suffix == ".sql":
        return _file(path)
    if path.suffix == ".json":
        raise SourceError(f"{text} is a snapshot, which cannot be read yet", "name a database or files instead")
    if "/" in text or text in (".", ".."):
        return _folder(path)
    return _named(text, configuration)


def _named(text: str, configuration: Callable[[], "Configuration"]) -> Source:
    """An environment; where there is none of that name, a folder."""
    path = Path(text)
    try:
        found = configuration()
    except ConfigurationError as error:
        if path.is_dir():
            return _folder(path)
        if not isinstance(error, NoConfigurationError):
            raise
        raise SourceError(
            f'"{text}" is not a postgresql:// URL, a folder or a .sql file, nor an environment, as {error.problem}',
            error.remedy,
        ) from None
    if text in found.environments:
        return environment_source(text, found)
    if path.is_dir():
        return _folder(path)
    known = tuple(found.environments)
    raise SourceError(
        f'"{text}" is not an environment ({", ".join(known)}), a postgresql:// URL, a folder or a .sql file',
        suggestion(text, known) or "name one of these",
    )


def _folder(path: Path) -> FileSource:
    if not path.exists():
        raise SourceError(f"there is no folder {path}", "name a folder of migrations or a .sql file")
    if not path.is_dir():
        raise SourceError(f"{path} is neither a folder nor a .sql file", "name a folder of migrations or a .sql file")
    return FileSource(str(path), migration_files(path))


def _file(path: Path) -> FileSource:
    file = SqlFile(path)
    _ = file.text  # a file that cannot be read is said before any database is asked
    return FileSource(str(path), (file,))
