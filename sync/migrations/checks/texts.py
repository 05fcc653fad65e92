"""Checks of one file: that it is text, that it is SQL, and that it is what a server takes and not only psql."""

from collections.abc import Iterator

from sync.errors import SourceError
from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.files import SqlFile
from sync.migrations.statements import Reach

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MERGE = ("<<<<<<<", "=======", ">>>>>>>")


def unreadable(file: SqlFile) -> Finding | None:
    """What keeps a file from being read as text; None where nothing does."""
    try:
        _ = file.text
    except SourceError as error:
        problem = error.problem.removeprefix(f"{file.path} ")
        try:
            raw = file.raw
        except SourceError:
            return Finding(Severity.ERROR, "unreadable", problem, error.remedy)
        end = _first_wrong(raw)
        return Finding(Severity.ERROR, "encoding", problem, error.remedy, line=raw.count(b"\n", 0, end) + 1)
    return None


def of_text(subject: Subject) -> Iterator[Finding]:
    """What is found in a text as such, and in its statements one by one."""
    file = subject.migration.file
    if file.raw.startswith(_BYTE_ORDER_MARK):
        yield Finding(
            Severity.WARNING,
            "byte-order-mark",
            "begins with a byte order mark, which some tools take for SQL",
            "save it as UTF-8 without one",
            line=1,
        )
    for one in subject.for_psql:
        line, column = file.place(one.position)
        rule = "copy-rows" if one.is_rows else "psql-command"
        yield Finding(Severity.ERROR, rule, one.message, one.remedy, line=line, column=column)
    if subject.failure is not None:
        yield _refused(subject, *subject.failure)
    elif not subject.statements and not subject.for_psql:
        yield Finding(
            Severity.WARNING,
            "empty",
            "has no statement",
            "deploy refuses it: write one, or take the file out if nobody has applied it",
        )
    yield from _of_statements(subject)


def _first_wrong(raw: bytes) -> int:
    """Where the first byte is that is no text."""
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start
    return raw.index(b"\0")


def _refused(subject: Subject, message: str, position: int) -> Finding:
    line, column = subject.migration.file.place(position)
    rule, remedy = "syntax", ""
    if subject.text[position : position + 1] == ":":
        rule = "psql-variable"
        message, remedy = f"{message}: variables are filled in by psql alone", "write the value itself"
    elif subject.text.split("\n")[line - 1].startswith(_MERGE):
        remedy = "a merge has left it: choose what is to stay"
    return Finding(Severity.ERROR, rule, message, remedy, line=line, column=column)


def _of_statements(subject: Subject) -> Iterator[Finding]:
    told = {
        line for one in subject.for_psql if one.is_rows for line in (subject.migration.file.place(one.position)[0],)
    }
    for one in subject.statements:
        if one.reach is Reach.ROWS and not any(line - one.line in range(one.sql.count("\n") + 2) for line in told):
            yield Finding(
                Severity.ERROR,
                "copy-rows",
                "COPY takes rows from its client or gives it some, and a deployment has none",
                "write INSERT instead",
                line=one.line,
                column=one.column,
            )
        if one.reach is Reach.SERVER:
            yield Finding(
                Severity.WARNING,
                "server",
                "acts on the server and not on the schema, so the files cannot be replayed to compare with",
                "take it out, and run it outside of migrations",
                line=one.line,
                column=one.column,
            )
