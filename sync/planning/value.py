"""A plan as a value: what is shown, approved and run."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sync.compare import Difference
from sync.model import Catalog, Diagnostic
from sync.plan.batches import Batch, Statement
from sync.plan.effects.effect import HazardKind
from sync.plan.export import SETTINGS
from sync.plan.renames import Suspicion
from sync.plan.sql import Sql, literal, write
from sync.snapshot import fingerprint

BEGIN, COMMIT = Sql("BEGIN"), Sql("COMMIT")
VERSION = 1


@dataclass(frozen=True)
class Side:
    """One of the two schemas.

    Attributes:
        catalog: All that was read.
    """

    catalog: Catalog

    @property
    def label(self) -> str:
        """Its name for people."""
        return self.catalog.label

    @property
    def server_version(self) -> int:
        """As `server_version_num` gives it: 180006 is 18.6."""
        return self.catalog.server_version

    @cached_property
    def fingerprint(self) -> str:
        """One digest over all that was read, see `sync.snapshot`."""
        return fingerprint(self.catalog).all


@dataclass(frozen=True, slots=True)
class Reverse:
    """The way back, from B to A.

    Attributes:
        batches: What is run; none where there is no way.
        proven: Whether it was tried on a copy.
        refused: Why there is no way; empty where there is one.
    """

    batches: tuple[Batch, ...]
    proven: bool
    refused: str = ""


@dataclass(frozen=True)
class Plan:
    """What makes A like B.

    Attributes:
        a: The side that changes.
        b: The side that it becomes like.
        differences: What differs.
        batches: What is done about it, in order.
        proven: Whether it was tried on a copy of A, and led to B.
        online: Whether it takes the longer way that keeps others working.
        questions: What may have been renamed, and nobody said so.
        reverse: The way back, where it was asked for.
        diagnostics: What was seen and not compared.
        has_secrets: Whether its statements have secrets in clear: then it is for a terminal alone.
    """

    a: Side
    b: Side
    differences: tuple[Difference, ...]
    batches: tuple[Batch, ...]
    proven: bool
    online: bool
    questions: tuple[Suspicion, ...]
    reverse: Reverse | None
    diagnostics: tuple[Diagnostic, ...]
    has_secrets: bool = False

    @property
    def statements(self) -> Iterator[Sql]:
        """All that is sent to the server, in order."""
        return (sql for sql, _ in stream(self.batches))

    @property
    def is_proven_in_part(self) -> bool:
        """Whether some of it is about roles or security labels, which a copy has not."""
        return any(not one.on_copy for batch in self.batches for one in batch.statements)

    @property
    def lost(self) -> tuple[str, ...]:
        """What nothing can bring back, each in words."""
        return tuple(
            hazard.text
            for batch in self.batches
            for one in batch.statements
            for hazard in one.effect.hazards
            if hazard.kind is HazardKind.DATA_LOSS
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over both schemas and all that is sent: where one of them changes, so does the digest."""
        signed = [VERSION, self.a.fingerprint, self.b.fingerprint, list(self.statements)]
        return f"sha256:{sha256(json.dumps(signed).encode()).hexdigest()}"


def stream(batches: Iterable[Batch]) -> Iterator[tuple[Sql, Statement | None]]:
    """All that is sent to the server; with the statement of the plan, where it is none of what sets the scene."""
    yield from ((one, None) for one in SETTINGS)
    waiting = ""
    for batch in batches:
        if batch.lock_timeout != waiting:
            waiting = batch.lock_timeout
            yield write("SET lock_timeout = {}", literal(waiting)), None
        if batch.in_transaction:
            yield BEGIN, None
        yield from ((one.sql, one) for one in batch.statements)
        if batch.in_transaction:
            yield COMMIT, None
