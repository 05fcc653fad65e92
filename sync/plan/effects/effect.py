"""What a statement does to what is in a database, and to those who use it meanwhile: values."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from sync.model import Identity
from sync.model.size import Size


class LockMode(IntEnum):
    """PostgreSQL's locks on a table, the weakest first. Source: its manual, "Explicit Locking"."""

    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    def __str__(self) -> str:
        return self.name.replace("_", " ")

    @property
    def waiting(self) -> str:
        """Who waits meanwhile; empty when only other changes of the schema do."""
        if self is LockMode.ACCESS_EXCLUSIVE:
            return "reads and writes wait"
        return "writes wait" if self >= LockMode.SHARE else ""


class HazardKind(StrEnum):
    """Why people may want to think twice, the worst first."""

    DATA_LOSS = "data-loss"
    ACCESS_WIDENED = "access-widened"
    PROTECTION_DISABLED = "protection-disabled"
    NOT_JUDGED = "not-judged"
    IRREVERSIBLE = "irreversible"
    TABLE_REWRITE = "table-rewrite"
    FULL_SCAN = "full-scan"
    INDEX_BUILD = "index-build"
    INVALID_ON_FAILURE = "invalid-on-failure"
    NOT_TRANSACTIONAL = "not-transactional"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing to think about.

    Attributes:
        kind: What it is.
        text: The same for people, a clause without a full stop: "rewrites public.orders (41 GB, 12,000,000 rows)".
        relation: What it is about, where that is a relation that was there before.
        size: How large that is, where it is known.
    """

    kind: HazardKind
    text: str
    relation: Identity | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that a statement takes on a relation that was there before, and holds until its transaction ends.

    Those that reading takes, which keep nobody from writing, are not told, nor that of a sequence that counts. What
    belongs to a table, its indexes and sequences, is told only where its lock is stronger than the table's.

    Attributes:
        relation: A table, view, index, sequence.
        mode: How strong.
        size: How large the relation is, where it is known.
    """

    relation: Identity
    mode: LockMode
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one statement does.

    Attributes:
        locks: On what was there before, the strongest first; at most one on each relation.
        hazards: The worst first.
        transactional: Whether it may run in a transaction.
    """

    locks: tuple[Lock, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    transactional: bool = True


NO_EFFECT = Effect()
