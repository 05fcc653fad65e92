"""What the phases of a deployment find, as values that can be kept as JSON and read by a later version.

A field that is added has a default; none changes its meaning. `to_json` and `from_json` are the only way in and out.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter

_T = TypeVar("_T")
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


class Phase(StrEnum):
    """The phases of a deployment, in their order. People know them by these names."""

    VALIDATE = "validate"
    TEST = "test"
    COMPARE = "compare"
    APPROVE = "approve"
    BACKUP = "backup"
    DEPLOY = "deploy"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a deployment from going on, for people.

    Attributes:
        message: What is wrong, in one line; it names file, line and the server's words where there are any.
        remedy: What to do about it.
        place: The environment that it is about.
    """

    message: str
    remedy: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What `validate` found in a file and does not stop a deployment, or does.

    Attributes:
        severity: `error`, `warning` or `advice`.
        rule: A short name for it.
        message: What it is.
        remedy: What to do about it.
        file: The file, as the repository calls it.
        line: Where, from 1; None for the file as a whole.
    """

    severity: str
    rule: str
    message: str
    remedy: str
    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A migration that is to be applied.

    Attributes:
        version: Its 14 digits.
        label: The name of its file.
        digest: Of its statements.
        statements: How many it has.
    """

    version: str
    label: str
    digest: str
    statements: int


@dataclass(frozen=True, slots=True)
class Validated:
    """The files are sound, and fit both histories; or not.

    Attributes:
        pending: What the environment lacks, in order.
        notes: What was found, the worst first.
        problem: Why it does not go on.
    """

    pending: tuple[Pending, ...] = ()
    notes: tuple[Note, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that a statement took.

    Attributes:
        relation: The table, index or view, with its schema.
        mode: As PostgreSQL names it, such as `AccessExclusiveLock`.
    """

    relation: str
    mode: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A statement that was run on a copy of the schema, without rows.

    Attributes:
        file: The name of its file.
        line: Where it begins, from 1.
        sql: The statement, its head where it is long, with digests in place of secrets.
        seconds: How long it took there.
        locks: What it locked that was there before it.
        notices: What the server said.
    """

    file: str
    line: int
    sql: str
    seconds: float
    locks: tuple[Lock, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """What a statement endangers or holds up on the live database, in plain words.

    Attributes:
        hazard: Its class, such as `data-loss`; empty where only the lock matters.
        said: In words with sizes: "rewrites public.events, 12 M rows, 41 GB; blocks reads and writes".
        file: The name of the file.
        line: Where the statement begins, from 1.
        weight: The greater, the worse: they are shown in this order.
    """

    hazard: str
    said: str
    file: str
    line: int
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """How many objects of one kind come, go and change.

    Attributes:
        kind: As messages name one of it, such as `table`.
        added: How many come.
        removed: How many go.
        changed: How many change.
    """

    kind: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A verified backup.

    Attributes:
        id: The backup's name; empty where the environment has none configured.
        place: Where it is, without secrets.
        size_bytes: Of the dump.
        seconds: How long it took, with its verification.
        problem: Why there is none.
        environment: Of which it is.
    """

    id: str = ""
    place: str = ""
    size_bytes: int = 0
    seconds: float = 0.0
    problem: Problem | None = None
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """The pending migrations were run on a copy of the environment's live schema.

    Attributes:
        first: What was applied to the environment before this one (`after`), as it lacked that: names of files.
        first_seconds: How long that took.
        statements: What was run, in order.
        seconds: How long it took on the copy.
        changes: What they make of the schema.
        dangers: What they endanger on the live database, the worst first.
        sql: All that will be run, as it stands in the files, each under its name, with digests in place of secrets.
        expected: A digest of the schema that comes out.
        live: A digest of the live schema and its history as they were then.
        pending: What is to be applied; of a rollback, what is taken back.
        back_to: Of a rollback: the version that is the last one then; `0` for none.
        unsure: Why the copy could not show it, where that is not the files' fault; empty otherwise.
        problem: Why it does not go on.
        first_backups: The backups that were made of environments before this one, before something was applied there.
    """

    first: tuple[str, ...] = ()
    first_seconds: float = 0.0
    statements: tuple[Rehearsed, ...] = ()
    seconds: float = 0.0
    changes: tuple[Changed, ...] = ()
    dangers: tuple[Danger, ...] = ()
    sql: str = ""
    expected: str = ""
    live: str = ""
    pending: tuple[Pending, ...] = ()
    back_to: str = ""
    unsure: str = ""
    problem: Problem | None = None
    first_backups: tuple[BackedUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Differs:
    """A difference of two schemas.

    Attributes:
        change: `added`, `removed` or `changed`.
        kind: Of the object.
        identity: Its name.
    """

    change: str
    kind: str
    identity: str

    def __str__(self) -> str:
        return f"{self.change} {self.kind} {self.identity}"


@dataclass(frozen=True, slots=True)
class Drifted:
    """How an environment differs from what its applied migrations make.

    Attributes:
        environment: Which.
        differences: All of them; empty where there is none.
        detail: The comparison as text, for a file.
        digest: Of what differs, with all attributes: who accepts a drift accepts this one.
        notes: What was noticed besides.
    """

    environment: str
    differences: tuple[Differs, ...] = ()
    detail: str = ""
    digest: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Live schemas held against what the files make.

    Attributes:
        environments: Of each environment that matters, this one last.
        problem: Why it could not be compared. Drift is no problem: people may accept it.
    """

    environments: tuple[Drifted, ...] = ()
    problem: Problem | None = None

    @property
    def drift(self) -> tuple[Drifted, ...]:
        """Those that drifted."""
        return tuple(one for one in self.environments if one.differences)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What people approve.

    Attributes:
        environment: Where to.
        commit: Of which commit, all 40 digits.
        digest: Over the commit, the live schema, the pending migrations with their statements, and what comes out.
        live: A digest of the schema and the history as they are; when it changes, the approval is void.
        pending: What is applied.
    """

    environment: str
    commit: str
    digest: str
    live: str
    pending: tuple[Pending, ...]

    @property
    def problem(self) -> None:
        """None: what could be tested can be proposed."""


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """A migration that was applied.

    Attributes:
        label: The name of its file.
        seconds: How long it took.
        rows: How many rows it wrote.
        notices: What the server said.
        attempts: How often its steps were tried.
        resumed: How many of its steps an earlier attempt had done.
    """

    label: str
    seconds: float
    rows: int
    notices: tuple[str, ...] = ()
    attempts: int = 1
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Deployed:
    """What was applied.

    Attributes:
        applied: In order; what an attempt before applied for this deployment is among them.
        seconds: How long it took.
        void: Why nothing was applied although it was approved: what was approved is not what is there.
        problem: What failed: file, line, the server's message, what is left of it, what to do next.
    """

    applied: tuple[AppliedFile, ...] = ()
    seconds: float = 0.0
    void: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What is live, held against what the files make, and against the environment before (`after`).

    Attributes:
        equal_to: With what it is equal: `the files`, `staging`.
        drifted: What differs from the files.
        between: What differs from the environment before, other than in what was accepted as drift.
        mending: SQL that makes it as the files have it; empty where nothing differs, or none was found.
        problem: Why it could not be verified.
        accepted: How many differences stay that people accepted.
        at: When.
    """

    equal_to: tuple[str, ...] = ()
    drifted: Drifted | None = None
    between: tuple[Differs, ...] = ()
    mending: str = ""
    problem: Problem | None = None
    accepted: int = 0
    at: datetime | None = None

    @property
    def is_equal(self) -> bool:
        """Whether it was seen to be as it should be."""
        return self.problem is None and not self.between and not (self.drifted and self.drifted.differences)


def to_json(record: object) -> Any:
    """A record as JSON."""
    return _adapter(type(record)).dump_python(record, mode="json")


def from_json(record: type[_T], found: Any) -> _T:
    """A record that was kept. Fields that it does not know are passed over."""
    read: _T = _adapter(record).validate_python(found)
    return read


def _adapter(record: type) -> TypeAdapter[Any]:
    if record not in _ADAPTERS:
        _ADAPTERS[record] = TypeAdapter(record)
    return _ADAPTERS[record]
