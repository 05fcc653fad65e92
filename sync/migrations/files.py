"""Files of SQL, and a folder of them in the order of their versions."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sync.errors import ReplayError, SourceError
from sync.migrations.statements import Statement

_NAME = re.compile(r"(?P<version>\d{14})_(?P<name>.+)\.sql\Z")
_ROLLBACK = ".down.sql"
# pg_dump writes these two lines around a dump for psql; they are not SQL and mean nothing to a server.
_DUMP_GUARD = re.compile(r"^\\(?:un)?restrict [A-Za-z0-9]+[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class SqlFile:
    """A file of SQL statements."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name

    @cached_property
    def text(self) -> str:
        """The file as text.

        Raises:
            SourceError: It cannot be read, or is not UTF-8 text.
        """
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise SourceError(f"there is no file {self.path}", "name a .sql file that is there") from None
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read", error.strerror or "") from error
        except UnicodeDecodeError as error:
            raise SourceError(f"{self.path} is not UTF-8 text (byte {error.start + 1})", "save it as UTF-8") from None
        if "\0" in text:  # the parser and the server would take it for the end
            line = text[: text.index("\0")].count("\n") + 1
            raise SourceError(f"{self.path} has a zero byte in line {line}", "save it as plain text in UTF-8")
        return _DUMP_GUARD.sub("", text)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements in order.

        Raises:
            ReplayError: PostgreSQL's parser refuses it; the message has line and column.
        """
        from sync.migrations.parser import ParserError, split

        try:
            return tuple(split(self.text))
        except ParserError as error:
            raise ReplayError(
                f"{self.path}, {self._where(error.cursorpos)}: {error.message}", self._hint(error.cursorpos)
            ) from None

    def _where(self, position: int) -> str:
        """Line and column; the parser counts characters from 1."""
        before = self.text[: max(position - 1, 0)]
        return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"

    def _hint(self, position: int) -> str:
        has_commands = any(line.startswith("\\") for line in self.text.splitlines())
        refused = self.text[max(position - 1, 0) :][:1]
        return (
            "only SQL can be replayed, not psql's own \\ commands and :variables nor rows of COPY;"
            " dump with pg_dump --schema-only"
            if has_commands or refused in ("\\", ":")
            else ""
        )


def migration_files(folder: Path) -> tuple[SqlFile, ...]:
    """The migrations of a folder in the order of their versions; rollback parts (`.down.sql`) are left out.

    Raises:
        SourceError: It has none, or one not named `<14 digits>_<name>.sql`, or a version twice.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".sql")
    except OSError as error:
        raise SourceError(f"the folder {folder} cannot be read", error.strerror or "") from error
    found: dict[str, str] = {}
    for name in names:
        if name.endswith(_ROLLBACK):
            continue
        match = _NAME.match(name)
        if match is None:
            raise SourceError(
                f"{folder / name} is not named like a migration",
                "rename it to <14 digits>_<name>.sql, such as 20260131120000_add_orders.sql",
            )
        if match["version"] in found:
            raise SourceError(
                f"two migrations in {folder} have the version {match['version']}",
                f"rename {found[match['version']]} or {name}",
            )
        found[match["version"]] = name
    if not found:
        raise SourceError(f"the folder {folder} has no migration", "files are named <14 digits>_<name>.sql")
    return tuple(SqlFile(folder / name) for name in found.values())
