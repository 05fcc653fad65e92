"""Checks of how the statements of a file hang together: the same that a deployment insists on, told all at once."""

from collections.abc import Iterator

from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.parser import Control, control
from sync.migrations.statements import Statement

_ADDS_TO_ENUM = "AlterEnumStmt"
_SHOWN = 60


def of_transactions(subject: Subject) -> Iterator[Finding]:
    """What is found about transactions."""
    begun: Statement | None = None
    for one in subject.statements:
        controls = control(one.sql) if one.controls_transaction else None
        if controls is Control.BEGIN:
            if begun is not None:
                yield _error("begin-within", one, "begins a transaction within another", "end the first before")
            begun = one
        elif controls is Control.COMMIT:
            if begun is None:
                yield _error(
                    "commit",
                    one,
                    "ends a transaction that the file did not begin: what stands before it could not be taken back",
                    "take it out: a file is one transaction by itself",
                )
            else:
                yield _advice(begun)
            begun = None
        elif controls is not None:
            yield _error("rollback", one, f"is {controls.value}, which leaves nothing to deploy", "take it out")
            begun = None
        elif one.alone:
            yield from _alone(one, within=begun is not None, only=len(subject.statements) == 1)
    if begun is not None:
        yield _error("begin", begun, "begins a transaction that nothing ends", "take it out, or put COMMIT at its end")


def _alone(one: Statement, *, within: bool, only: bool) -> Iterator[Finding]:
    if within:
        yield _error(
            "alone-in-transaction",
            one,
            f"{_shown(one)} refuses to run in a transaction",
            "put it before the BEGIN or behind the COMMIT",
        )
    elif not only:
        what = "what it adds can be used only when it is committed" if one.kind == _ADDS_TO_ENUM else "it refuses one"
        yield Finding(
            Severity.WARNING,
            "alone",
            f"{_shown(one)} runs outside of the transaction of the others, as {what}: if the file fails, a part of it"
            " stays applied",
            "put it into a migration of its own",
            line=one.line,
            column=one.column,
        )


def _advice(one: Statement) -> Finding:
    return Finding(
        Severity.ADVICE,
        "own-transaction",
        "has transactions of its own: what the first has done stays when the next one fails",
        "take BEGIN and COMMIT out: a file is one transaction by itself",
        line=one.line,
        column=one.column,
    )


def _error(rule: str, one: Statement, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, rule, message, remedy, line=one.line, column=one.column)


def _shown(one: Statement) -> str:
    """The first words of a statement."""
    text = " ".join(one.sql.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
