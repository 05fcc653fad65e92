"""Files of SQL, on the disk or of a commit."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sync.errors import ReplayError, SourceError
from sync.migrations.statements import Statement

# pg_dump writes these two lines around a dump for psql; they are not SQL and mean nothing to a server.
_DUMP_GUARD = re.compile(r"^\\(?:un)?restrict [A-Za-z0-9]+[ \t]*\r?$", re.MULTILINE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class SqlFile:
    """A file of SQL statements.

    Attributes:
        path: Where it is; of a commit as git writes it, `1a2b3c4:supabase/migrations/…`.
        content: What is in it, where it is not to be read from the disk.
    """

    path: Path
    content: bytes | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name

    @cached_property
    def raw(self) -> bytes:
        """What is in it.

        Raises:
            SourceError: It cannot be read.
        """
        if self.content is not None:
            return self.content
        try:
            if self.path.exists() and not (self.path.is_file() or self.path.is_dir()):
                raise SourceError(f"{self.path} is no file", "name a .sql file that is there")  # it may never end
            return self.path.read_bytes()
        except FileNotFoundError:
            raise SourceError(f"there is no file {self.path}", "name a .sql file that is there") from None
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read", error.strerror or "") from error

    @cached_property
    def text(self) -> str:
        """The file as text.

        Raises:
            SourceError: It cannot be read, or is not UTF-8 text.
        """
        try:
            text = self.raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found = "UTF-16" if self.raw.startswith(_UTF_16) else f"byte {error.start + 1}"
            raise SourceError(f"{self.path} is not UTF-8 text ({found})", "save it as UTF-8") from None
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
            line, column = self.place(error.cursorpos - 1)
            raise ReplayError(
                f"{self.path}, line {line}, column {column}: {error.message}", self._hint(error.cursorpos)
            ) from None

    def place(self, position: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the text, from 0."""
        before = self.text[: max(position, 0)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def _hint(self, position: int) -> str:
        has_commands = any(line.startswith("\\") for line in self.text.splitlines())
        refused = self.text[max(position - 1, 0) :][:1]
        return (
            "only SQL can be replayed, not psql's own \\ commands and :variables nor rows of COPY;"
            " dump with pg_dump --schema-only"
            if has_commands or refused in ("\\", ":")
            else ""
        )
