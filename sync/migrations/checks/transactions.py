"""Checks of how the statements of a file hang together: the same that a deployment insists on, told all at once."""

from collections.abc import Iterator

from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.parser import Control, control
from sync.migrations.statements import Alone, Statement

_SHOWN = 60
_WHY = {
    Alone.REFUSES: "it refuses one",
    Alone.MAY_REFUSE: "it may refuse one",
    Alone.COMMITS: "what it adds can be used only when it is committed",
}


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
        elif one.kind == "DiscardStmt" and one.alone is Alone.REFUSES:
            what = "lets go of the lock that keeps others from deploying"
            yield _error("discard", one, f"{_shown(one)} {what}", "take it out: each file has a fresh session")
        elif one.alone is not None:
            yield from _alone(one, one.alone, within=begun is not None, only=len(subject.statements) == 1)
    if begun is not None:
        yield _error("begin", begun, "begins a transaction that nothing ends", "take it out, or put COMMIT at its end")


def _alone(one: Statement, why: Alone, *, within: bool, only: bool) -> Iterator[Finding]:
    if within and why is Alone.REFUSES:
        yield _error(
            "alone-in-transaction",
            one,
            f"{_shown(one)} refuses to run in a transaction",
            "put it before the BEGIN or behind the COMMIT",
        )
    elif within and why is Alone.MAY_REFUSE:
        what = "the subscription has a slot" if one.kind == "DropSubscriptionStmt" else "what it names is partitioned"
        yield Finding(
            Severity.WARNING,
            "alone-in-transaction",
            f"{_shown(one)} refuses to run in a transaction if {what}",
            "put it before the BEGIN or behind the COMMIT",
            line=one.line,
            column=one.column,
        )
    elif not within and not only:
        yield Finding(
            Severity.WARNING,
            "alone",
            f"{_shown(one)} runs outside of the transaction of the others, as {_WHY[why]}: if the file fails, a part of"
            " it stays applied",
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
