"""What the phases of deployments found, read once: it may be megabytes, and progress is told each second.

A record is known by the version of its row, so that what is kept here is never older than what is there.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from bot.store import models
from sync.deploy.pipeline.records import (
    BackedUp,
    Compared,
    Deployed,
    Phase,
    Proposal,
    Tested,
    Validated,
    Verified,
    from_json,
)

RECORDS: Mapping[str, type] = {
    Phase.VALIDATE: Validated,
    Phase.TEST: Tested,
    Phase.COMPARE: Compared,
    Phase.APPROVE: Proposal,
    Phase.BACKUP: BackedUp,
    Phase.DEPLOY: Deployed,
    Phase.VERIFY: Verified,
}
"""What each phase finds."""

_MOST = 32

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Begun:
    """A phase that began.

    Attributes:
        phase: Its name.
        started_at: When.
        finished_at: When it ended; None while it is at work.
        found: What it found, as `RECORDS` says; None where it has found nothing.
    """

    phase: str
    started_at: datetime
    finished_at: datetime | None
    found: Any


class _Read:
    """The records that were read last, by mark, phase and version of the row. Threads may use it at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: OrderedDict[_Key, Any] = OrderedDict()

    def get(self, keys: Mapping[str, _Key]) -> dict[str, Any]:
        """Those that are known, by phase."""
        with self._lock:
            known = {phase: self._records[key] for phase, key in keys.items() if key in self._records}
            for phase in known:
                self._records.move_to_end(keys[phase])
        return known

    def put(self, key: _Key, record: Any) -> None:
        """Keep one."""
        with self._lock:
            self._records[key] = record
            while len(self._records) > _MOST:
                self._records.popitem(last=False)


_READ = _Read()


def phases_of(session: Session, deployment: models.Deployment) -> tuple[Begun, ...]:
    """The phases of a deployment that began, with what they found."""
    table, version = models.Phase, _version()
    here = table.deployment == deployment.id
    rows = session.execute(select(table.phase, table.started_at, table.finished_at, version).where(here)).all()
    known = _READ.get({phase: (deployment.mark, phase, seen) for phase, _, ended, seen in rows if ended is not None})
    unread = [phase for phase, _, ended, _ in rows if ended is not None and phase not in known]
    if unread:
        results = select(table.phase, table.result, version).where(here, table.phase.in_(unread))
        for phase, result, seen in session.execute(results):
            is_known = result is not None and phase in RECORDS
            known[phase] = from_json(RECORDS[phase], result) if is_known else None
            _READ.put((deployment.mark, phase, seen), known[phase])
    return tuple(Begun(phase, started, ended, known.get(phase)) for phase, started, ended, _ in rows)


def _version() -> ColumnElement[str]:
    """By which PostgreSQL tells versions of a row apart: the transaction that wrote it."""
    return literal_column("phases.xmin::text").label("version")
