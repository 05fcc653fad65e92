"""A folder of migrations: which files it has, what is wrong with their names, and the migrations in their order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sync.errors import SourceError
from sync.migrations.files import SqlFile
from sync.migrations.migration import Migration

_NAME = re.compile(r"(?P<version>\d{14})_(?P<name>.+)\.sql\Z", re.ASCII)
_SUFFIX = ".sql"
_DOWN = ".down.sql"
SQUAWK = ".squawk.toml"


@dataclass(frozen=True, slots=True)
class Misnamed:
    """Something that is wrong with a file's name.

    Attributes:
        file: Which.
        rule: A short name for what is wrong.
        message: What is wrong, where it is clear which file is meant.
        problem: The same by itself.
        remedy: What to do about it.
    """

    file: SqlFile
    rule: str
    message: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The `.sql` files of a folder.

    Attributes:
        label: The folder, for messages.
        files: In the order of their names.
        commit: The short id of the commit that they are of; empty for those of the disk.
        squawk: The configuration of squawk that is nearest to it, in it or above.
    """

    label: str
    files: tuple[SqlFile, ...]
    commit: str = ""
    squawk: SqlFile | None = None

    def plain(self, file: SqlFile) -> str:
        """The path of a file, without the commit."""
        return str(file.path).removeprefix(f"{self.commit}:").removeprefix("./") if self.commit else str(file.path)

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """Those that are named as they should be, in the order of their versions."""
        return tuple(one for one in self._sorted() if isinstance(one, Migration))

    @property
    def misnamed(self) -> tuple[Misnamed, ...]:
        """What is wrong with the others."""
        return tuple(one for one in self._sorted() if isinstance(one, Misnamed))

    def _sorted(self) -> Iterator[Migration | Misnamed]:
        downs = {one.name: one for one in self.files if one.name.endswith(_DOWN)}
        found: dict[str, SqlFile] = {}
        for file in self.files:
            if file.name in downs:
                continue
            match = _NAME.match(file.name)
            if match is None:
                yield self._unlike_a_migration(file)
            elif (first := found.setdefault(match["version"], file)) is not file:
                yield self._twice(match["version"], first, file)
            else:
                down = downs.pop(file.name.removesuffix(_SUFFIX) + _DOWN, None)
                yield Migration(file, match["version"], match["name"], down)
        yield from (self._alone(one) for one in downs.values())

    def _unlike_a_migration(self, file: SqlFile) -> Misnamed:
        return Misnamed(
            file,
            "name",
            "is not named like a migration",
            f"{file.path} is not named like a migration",
            "rename it to <14 digits>_<name>.sql, such as 20260131120000_add_orders.sql",
        )

    def _twice(self, version: str, first: SqlFile, second: SqlFile) -> Misnamed:
        return Misnamed(
            second,
            "version-twice",
            f"has the version {version}, and so has {first.name}",
            f"two migrations in {self.label} have the version {version}",
            f"rename {first.name} or {second.name}",
        )

    def _alone(self, file: SqlFile) -> Misnamed:
        return Misnamed(
            file,
            "rollback-alone",
            "takes back a migration that is not there",
            f"{file.path} takes back a migration that is not there",
            f"it belongs to {file.name.removesuffix(_DOWN)}{_SUFFIX}: rename one of them, or take it out",
        )


def folder_at(path: Path) -> Folder:
    """The files of a folder of the disk.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        names = sorted(one.name for one in path.iterdir())
    except FileNotFoundError:
        raise SourceError(f"there is no folder {path}", "schemabot new NAME makes the first migration") from None
    except OSError as error:
        raise SourceError(f"the folder {path} cannot be read", error.strerror or "") from error
    above = (one / SQUAWK for one in (path.absolute(), *path.absolute().parents))
    squawk = next((SqlFile(one) for one in above if one.is_file()), None)
    return Folder(str(path), files_of((path / name, None) for name in names), squawk=squawk)


def files_of(found: Iterable[tuple[Path, bytes | None]]) -> tuple[SqlFile, ...]:
    """Those of some files that have SQL in them."""
    return tuple(SqlFile(path, content) for path, content in found if has_sql(path.name))


def has_sql(name: str) -> bool:
    """Whether a file of that name is meant to be SQL. In upper case it is: it is misnamed, and not passed over."""
    return name.lower().endswith(_SUFFIX)


def migrations_of_folder(folder: Folder) -> tuple[Migration, ...]:
    """The migrations of a folder in the order of their versions.

    Raises:
        SourceError: A file is not named `<14 digits>_<name>.sql`, a version is there twice, or a `.down.sql` takes back
            what is not there.
    """
    for one in folder.misnamed:
        raise SourceError(one.problem, one.remedy)
    return folder.migrations


def migrations_in(path: Path) -> tuple[Migration, ...]:
    """The migrations of a folder of the disk in the order of their versions.

    Raises:
        SourceError: It cannot be read, has none, or one that is not named as it should be.
    """
    found = migrations_of_folder(folder_at(path))
    if not found:
        raise SourceError(f"the folder {path} has no migration", "files are named <14 digits>_<name>.sql")
    return found


def migration_files(folder: Path) -> tuple[SqlFile, ...]:
    """The files of the migrations of a folder in the order of their versions; rollback parts are left out.

    Raises:
        SourceError: As `migrations_in`.
    """
    return tuple(one.file for one in migrations_in(folder))
