"""A migration that is checked, read as far as it can be."""

from dataclasses import dataclass

from sync.migrations.checks.psql import ForPsql, for_psql
from sync.migrations.migration import Migration
from sync.migrations.parser import ParserError, split
from sync.migrations.statements import Statement


@dataclass(frozen=True, slots=True)
class Subject:
    """A migration that is checked.

    Attributes:
        migration: Which.
        text: Of its file, with white space in the place of what only psql understands.
        for_psql: What in it only psql understands.
        statements: The others; none where PostgreSQL's parser refuses the file.
        failure: What the parser says, and of which character, from 0; None where it says nothing.
    """

    migration: Migration
    text: str
    for_psql: tuple[ForPsql, ...]
    statements: tuple[Statement, ...]
    failure: tuple[str, int] | None

    @classmethod
    def of(cls, migration: Migration) -> "Subject":
        """Read a migration.

        Raises:
            SourceError: Its file cannot be read, or is not UTF-8 text.
        """
        text = migration.file.text
        rest, commands = for_psql(text) if "\\" in text or "copy" in text.lower() else (text, ())
        try:
            return cls(migration, rest, commands, tuple(split(rest)), None)
        except ParserError as error:
            return cls(migration, rest, commands, (), (error.message, max(error.cursorpos - 1, 0)))
