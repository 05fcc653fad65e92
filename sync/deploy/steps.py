"""A migration in steps: each is done as a whole or not at all, or stands alone because it refuses a transaction."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sync.errors import MigrationError
from sync.migrations import Alone, Reach, Statement
from sync.migrations.history import Did, Run
from sync.migrations.migration import Migration
from sync.migrations.parser import Control, control

_BEGIN = "BEGIN"


@dataclass(frozen=True, slots=True)
class Step:
    """Statements that belong together.

    Attributes:
        statements: What is run, in order.
        begin: What begins their transaction; None for one statement that refuses to run in any, or may.
    """

    statements: tuple[Statement, ...]
    begin: str | None = _BEGIN

    @property
    def digest(self) -> str:
        """A digest of all that it is: a step with another one is another step."""
        texts = "\0".join((self.begin or "", *(one.sql.replace("\r\n", "\n") for one in self.statements)))
        return hashlib.sha256(texts.encode()).hexdigest()[:16]


def steps(migration: Migration) -> tuple[Step, ...]:
    """The steps of a migration: one, unless it has statements that refuse a transaction, or its own BEGIN and COMMIT.

    Raises:
        MigrationError: It cannot be run as it is written; the message names the line.
        ReplayError: PostgreSQL's parser refuses it.
        SourceError: It cannot be read.
    """
    return in_steps(migration.statements, migration.label)


def in_steps(statements: Sequence[Statement], label: str) -> tuple[Step, ...]:
    """The steps of statements of a file, which messages call by its label. Raises MigrationError as `steps` does."""
    for one in statements:
        if one.reach is Reach.ROWS:
            raise _refused(label, one, "copies rows from its client, which has none", "write INSERT instead")
        if one.kind == "DiscardStmt" and one.alone is Alone.REFUSES:
            what = "lets go of the lock that keeps others from deploying"
            raise _refused(label, one, what, "take DISCARD ALL out: each file has a fresh session")
    return tuple(_steps(statements, label))


def is_continued(found: Sequence[Step], left: Run) -> bool:
    """Whether steps are those of what was left half-way, as far as that came."""
    known = left.steps_done + (left.begun is not None)
    return tuple(one.digest for one in found[:known]) == left.steps[:known]


def refuse_other_steps(label: str, found: Sequence[Step], left: Run) -> None:
    """See that what was left half-way can go on. Raises MigrationError where its file has been edited too early."""
    if not is_continued(found, left):
        raise MigrationError(
            f"{label} was {'applied' if left.action is Did.APPLY else 'taken back'} as far as step {left.steps_done} of"
            f" {len(left.steps)}, and has been edited there since",
            "put back what was there, and edit only what comes after",
        )


def _steps(statements: Sequence[Statement], label: str) -> Iterator[Step]:
    waiting: list[Statement] = []
    begun: Statement | None = None
    for one in statements:
        controls = control(one.sql) if one.controls_transaction else None
        if controls is Control.BEGIN:
            if begun is not None:
                raise _refused(label, one, "begins a transaction within another", "end the first before")
            yield from _together(waiting)
            begun, waiting = one, []
        elif controls is Control.COMMIT:
            if begun is None:
                raise _refused(
                    label, one, "ends a transaction that it did not begin", "take it out, or put a BEGIN before"
                )
            yield from _together(waiting, begun.sql)
            begun, waiting = None, []
        elif controls is not None:
            raise _refused(label, one, f"is {controls.value}, which leaves nothing to deploy", "take it out")
        elif begun is not None and one.alone is Alone.REFUSES:
            raise _refused(
                label, one, "refuses to run in a transaction", "put it before the BEGIN or behind the COMMIT"
            )
        elif begun is not None or one.alone is None:
            waiting.append(one)
        else:
            yield from _together(waiting)
            waiting = []
            yield Step((one,), _BEGIN if one.alone is Alone.COMMITS else None)
    if begun is not None:
        raise _refused(label, begun, "begins a transaction that nothing ends", "put a COMMIT at its end")
    yield from _together(waiting)


def _together(statements: list[Statement], begin: str = _BEGIN) -> Iterator[Step]:
    if statements:
        yield Step(tuple(statements), begin)


def _refused(label: str, one: Statement, problem: str, remedy: str) -> MigrationError:
    return MigrationError(f"{label}, {one.place()}: the statement {problem}", remedy)
