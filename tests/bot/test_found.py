"""What phases found is read from the state once, and anew when it is something else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from bot.deployments.found import phases_of
from bot.store import State, open_state
from bot.store.models import Deployment, Phase
from bot.store.state import VARIABLE
from sync.deploy.pipeline import records
from sync.deploy.pipeline.records import Compared, Pending, Validated, to_json
from tests.support.servers import Databases

NOW = datetime.now(UTC)
TESTED = records.Tested(first_seconds=1.5)


@pytest.fixture
def state(databases: Databases) -> Iterator[State]:
    with open_state({VARIABLE: databases.fresh().url}) as opened:
        yield opened


@pytest.fixture
def results_read(state: State) -> list[str]:
    """Each query that has read results."""
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT") and "phases.result" in statement:
            seen.append(statement)

    event.listen(state.engine, "before_cursor_execute", look)
    return seen


def begin(state: State, session: Session, number: int) -> Deployment:
    row = Deployment(
        id=f"staging-{number}",
        number=number,
        mark=f"{id(state)}/{number}",
        environment="staging",
        action="deploy",
        commit="a" * 40,
        branch="develop",
        message="m",
        author_name="n",
        author_email="e",
        origin="push",
        requested_by="ben",
        state="running",
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def found(state: State, row: Deployment) -> dict[str, Any]:
    with state.sessions() as session:
        return {one.phase: one.found for one in phases_of(session, row)}


def add(session: Session, row: Deployment, phase: str, record: Any = None) -> None:
    result = to_json(record) if record is not None else None
    session.add(Phase(deployment=row.id, phase=phase, started_at=NOW, finished_at=record and NOW, result=result))


def test_results_are_read_once_and_those_that_come_alone(state: State, results_read: list[str]) -> None:
    with state.sessions.begin() as session:
        row = begin(state, session, 1)
        add(session, row, "validate", Validated())
        add(session, row, "test", TESTED)
        add(session, row, "compare")

    for _ in range(5):
        assert found(state, row) == {"validate": Validated(), "test": TESTED, "compare": None}
    assert len(results_read) == 1

    with state.sessions.begin() as session:
        ended = update(Phase).where(Phase.phase == "compare").values(result=to_json(Compared()), finished_at=NOW)
        session.execute(ended)
    for _ in range(5):
        assert found(state, row)["compare"] == Compared()
    assert len(results_read) == 2


def test_a_row_that_changed_is_read_anew(state: State) -> None:
    other = Validated((Pending("20260101000000", "a.sql", "f" * 64, 1),))
    with state.sessions.begin() as session:
        row = begin(state, session, 1)
        add(session, row, "validate", Validated())
    assert found(state, row) == {"validate": Validated()}

    with state.sessions() as session:
        session.get_one(Phase, (row.id, "validate")).result = to_json(other)
        session.flush()
        assert phases_of(session, row)[0].found == other
        session.rollback()
    assert found(state, row) == {"validate": Validated()}

    with state.sessions.begin() as session:
        session.get_one(Phase, (row.id, "validate")).result = to_json(other)
    assert found(state, row) == {"validate": other}


def test_only_some_are_kept(state: State, results_read: list[str]) -> None:
    with state.sessions.begin() as session:
        rows = [begin(state, session, number) for number in range(40)]
        for row in rows:
            add(session, row, "validate", Validated())

    for row in [*rows, rows[-1], rows[0]]:
        assert found(state, row) == {"validate": Validated()}
    assert len(results_read) == 41
