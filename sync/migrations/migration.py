"""A migration: a file with a version, what it does, and what takes that back."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from sync.errors import MigrationError, ReplayError, SourceError
from sync.migrations import split
from sync.migrations.files import SqlFile
from sync.migrations.rollback import Section, section
from sync.migrations.statements import Statement


@dataclass(frozen=True)
class Migration:
    """A migration.

    Attributes:
        file: Its file, `<version>_<name>.sql`.
        version: 14 digits, the moment at which it was begun; migrations are applied in the order of these.
        name: What it is called.
        down: The file that takes it back, `<version>_<name>.down.sql`, where there is one.
    """

    file: SqlFile
    version: str
    name: str
    down: SqlFile | None = None

    @property
    def label(self) -> str:
        """What people know it by: its file's name."""
        return self.file.name

    @property
    def is_readable(self) -> bool:
        """Whether its file can be read, and is UTF-8 text."""
        try:
            _ = self.file.text
        except SourceError:
            return False
        return True

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What it does. Raises as `SqlFile.statements` does."""
        return self.file.statements

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Its statements as the Supabase CLI splits and keeps them, see `sync.migrations.split`.

        Raises:
            SourceError: The file cannot be read.
        """
        return split.written(self.file.text)

    @cached_property
    def section(self) -> Section | None:
        """The rollback part in the file itself, if it has one.

        Raises:
            SourceError: The file cannot be read.
        """
        return section(self.file.text)

    @cached_property
    def rollback(self) -> tuple[Statement, ...] | None:
        """What takes it back; None where that is not said, or only in words.

        Raises:
            SourceError: A file cannot be read.
            ReplayError: PostgreSQL's parser refuses the file that takes it back.
            MigrationError: It is said twice, or in a way that cannot be run.
        """
        found = self.section
        if self.down is not None:
            if found is not None:
                raise MigrationError(
                    f"{self.file.path} has a rollback part, and so has {self.down.name}", "take one of them out"
                )
            return self.down.statements or None
        if found is None:
            return None
        if found.loose is not None:
            line, _ = self.file.place(found.loose)
            raise MigrationError(
                f"{self.file.path}, line {line}: a statement of the rollback part is not in a comment, so it is run"
                " with the others",
                "write -- before each line of it",
            )
        return self._commented(found)

    @property
    def says_no_way_back(self) -> str:
        """What its rollback part says in words, where it has no statements; else empty. Raises as `rollback` does."""
        if self.section is None or self.rollback is not None:
            return ""
        return " ".join(line.strip().removeprefix("--").strip() for line in self.section.text.split("\n")).strip()

    def _commented(self, found: Section) -> tuple[Statement, ...] | None:
        from sync.parsing import ParserError

        try:
            return found.statements() or None
        except ParserError as error:
            line, column = found.place(error.cursorpos - 1)
            raise MigrationError(
                f"{self.file.path}, line {line}, column {column}: the rollback part cannot be read: {error.message}",
                "write notes in it as comments of their own, -- -- a note",
            ) from None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what it does: its statements, without comments around them, whatever its line ends.

        Of all its text where PostgreSQL's parser refuses it. Another digest is another migration.

        Raises:
            SourceError: The file cannot be read.
        """
        done = self.file.text
        with suppress(ReplayError):
            done = "\0".join(one.sql for one in self.statements)
        return hashlib.sha256(done.replace("\r\n", "\n").encode()).hexdigest()


def called(version: str, name: str | None) -> str:
    """What people know a migration by, also where it has no file: `20260131120000_add_orders`."""
    return f"{version}_{name}" if name else version
