"""A statement of a file: what it acts on, and how it wants to be run."""

from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """What a statement acts on."""

    SCHEMA = "schema"
    TRANSACTION = "transaction"
    ROLES = "roles"
    DATABASE = "database"
    SERVER = "server"
    ROWS = "rows"


class Alone(StrEnum):
    """Why a statement is not run in one transaction with others."""

    REFUSES = "refuses"
    """It refuses to be in any."""
    MAY_REFUSE = "may refuse"
    """It refuses to be in any if what it is about is so: a table that is partitioned, a subscription with a slot."""
    COMMITS = "commits"
    """What it does can be used only when it is committed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a file.

    Attributes:
        sql: Its text, without comments before it and without the semicolon.
        line: Of its first character in the file, counted from 1.
        column: The same.
        kind: The parser's name for it, such as `CreateStmt`.
        reach: What it acts on: objects of the schema; `BEGIN` and the like; roles; the database as a whole (its
            settings and privileges); the server and its files; rows that `COPY` takes from or gives to its client.
        alone: Why it is run alone; None where it is not.
        roles: Names of roles that must exist for it.
    """

    sql: str
    line: int
    column: int
    kind: str
    reach: Reach
    alone: Alone | None
    roles: frozenset[str]

    @property
    def controls_transaction(self) -> bool:
        """Whether it begins or ends a transaction."""
        return self.reach is Reach.TRANSACTION

    def place(self, position: int | None = None) -> str:
        """Where it is in the file, or where a position in it is that the server gave (characters from 1)."""
        before = self.sql[: position - 1] if position else ""
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else self.column + len(before)
        return f"line {self.line + lines}, column {column}" if position else f"line {self.line}"
