"""Checks of what a file says to people: why it is there, and how it is taken back."""

import re
from collections.abc import Iterator

from sync.errors import MigrationError, ReplayError, SourceError
from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.migration import Migration
from sync.migrations.rollback import Section, section
from sync.migrations.template import QUESTION, WHY
from sync.parsing import ParserError

_COMMENT_MARKS = re.compile(r"^\s*(?:--+|/\*+|\*+/?)|\*/")
_TO_TOOLS = re.compile(r"squawk-|pg-delta:|sqlfluff:|noqa")
_HEADING = "rollback"


def of_notes(subject: Subject, *, beside_supabase: bool) -> Iterator[Finding]:
    """What is found about why, and about the way back."""
    migration = subject.migration
    if subject.statements and not says_why(subject):
        yield Finding(
            Severity.ADVICE, "why", "does not say why it is there", "begin it with a comment that does", line=1
        )
    yield from _open_questions(subject)
    found = section(subject.text)
    wrong = tuple(_of_rollback(migration, found))
    yield from wrong
    if not wrong and migration.down is None and (found is None or not _words(found.text)):
        yield Finding(
            Severity.ADVICE,
            "no-rollback",
            "does not say how it is taken back",
            "end it with a line -- rollback and the statements behind --, or why there is no way back",
            line=found.line if found else None,
        )
    if migration.down is not None and beside_supabase:
        yield Finding(
            Severity.WARNING,
            "rollback-file",
            f"{migration.down.name} is a migration to the Supabase CLI, which applies it before this one",
            "write what it does under -- rollback at the end of this file, each line behind --",
        )


def _open_questions(subject: Subject) -> Iterator[Finding]:
    """What a plan asked, and nobody has answered."""
    last = subject.statements[0].line if subject.statements else 1
    for number, line in enumerate(subject.text.split("\n")[:last], 1):
        if line.startswith(f"-- {QUESTION} "):
            yield Finding(
                Severity.WARNING,
                "question",
                f"asks what nobody has answered: {line.removeprefix(f'-- {QUESTION} ').strip()}",
                "make the file anew with the answer, or take the line out where it is right as it is",
                line=number,
            )


def says_why(subject: Subject) -> bool:
    """Whether a comment before the first statement says something."""
    if not subject.statements:
        return False
    first = subject.statements[0]
    lines = subject.text.split("\n")[: first.line]
    lines[-1] = lines[-1][: first.column - 1]
    before = "\n".join(lines)
    return WHY not in before and bool(_words(before))


def _words(comment: str) -> str:
    """What a comment says to people."""
    lines = (_COMMENT_MARKS.sub("", line).strip() for line in comment.split("\n"))
    return " ".join(
        line
        for line in lines
        if any(character.isalnum() for character in line)
        and line.rstrip(":").lower() != _HEADING
        and not _TO_TOOLS.match(line)
    )


def _of_rollback(migration: Migration, found: Section | None) -> Iterator[Finding]:
    if found is not None and migration.down is not None:
        yield Finding(
            Severity.ERROR,
            "rollback-twice",
            f"has a rollback part, and so has {migration.down.name}",
            "take one of them out",
            line=found.line,
        )
    elif migration.down is not None:
        yield from _of_down(migration)
    elif found is not None and found.loose is not None:
        line, column = migration.file.place(found.loose)
        yield Finding(
            Severity.ERROR,
            "rollback-loose",
            "a statement of the rollback part is not in a comment, so it is run with the others",
            "write -- before each line of it",
            line=line,
            column=column,
        )
    elif found is not None:
        try:
            found.statements()
        except ParserError as error:
            line, column = found.place(error.cursorpos - 1)
            yield Finding(
                Severity.ERROR,
                "rollback-syntax",
                f"the rollback part cannot be read: {error.message}",
                "write notes in it as comments of their own, -- -- a note",
                line=line,
                column=column,
            )


def _of_down(migration: Migration) -> Iterator[Finding]:
    assert migration.down is not None
    try:
        _ = migration.down.statements
    except (ReplayError, SourceError, MigrationError) as error:
        yield Finding(
            Severity.ERROR, "rollback-syntax", error.problem.removeprefix(f"{migration.down.path}, "), error.remedy
        )
