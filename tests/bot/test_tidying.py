"""What is old and over is thrown away each night, and nothing else is."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select, text

from bot.deployments.engine import Engine
from bot.deployments.posts import Kind, say
from bot.deployments.work import Work
from bot.drift.posts import Kind as DriftKind
from bot.store import State, open_state
from bot.store.models import Delivery, Deployment, Post
from bot.store.state import VARIABLE
from bot.store.tidying import CLEAN_UP, CleanUp
from sync.migrations.mirror import Mirror
from tests.support.git import commit, repository
from tests.support.servers import Databases, execute

NOW = datetime.now(UTC)
OLD, RECENT = NOW - timedelta(days=91), NOW - timedelta(days=89)
BUTTONS = (Kind.DEPLOYMENT.value, DriftKind.REPORT.value)


@pytest.fixture
def state(databases: Databases) -> Iterator[State]:
    with open_state({VARIABLE: databases.fresh().url}) as opened:
        yield opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return repository(tmp_path / "repository")


@pytest.fixture
def clean_up(state: State, place: Path, tmp_path: Path) -> CleanUp:
    mirror = Mirror(str(place), tmp_path / "data")
    return CleanUp(state.sessions, mirror, BUTTONS, once=lambda *_: None, forget=lambda _: 0)


def deployment(number: int, ended: datetime | None, commit: str = "a" * 40, **more: Any) -> Deployment:
    values = {
        "id": f"staging-{number}",
        "number": number,
        "mark": f"staging-{number}/x",
        "environment": "staging",
        "action": "deploy",
        "commit": commit,
        "branch": "develop",
        "message": "m",
        "author_name": "n",
        "author_email": "e",
        "origin": "push",
        "requested_by": "ben",
        "state": "deployed" if ended else "waiting",
        "created_at": OLD,
        "finished_at": ended,
    }
    return Deployment(**(values | more))


def post(subject: str, kind: str, made: datetime = OLD, **more: Any) -> Post:
    shown = {"state": "sent", "shown_revision": 1, "made_at": made}
    return Post(subject=subject, key=kind, kind=kind, **(shown | more))


def test_old_deliveries_go(state: State, clean_up: CleanUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.tidying._BATCH", 3)
    with state.sessions.begin() as session:
        session.add_all(Delivery(id=f"old-{number}", received_at=OLD) for number in range(10))
        session.add(Delivery(id="recent", received_at=RECENT))

    clean_up.work("2026-11-24")

    with state.sessions() as session:
        assert session.scalars(select(Delivery.id)).all() == ["recent"]


def test_old_posts_go_but_for_messages_with_buttons_and_what_is_not_over(state: State, clean_up: CleanUp) -> None:
    with state.sessions.begin() as session:
        session.add_all([deployment(1, OLD), deployment(2, RECENT), deployment(3, None)])
        session.flush()
        session.add_all(
            [
                post("staging-1", "deployment"),
                post("staging-1", "files"),
                post("staging-1", "request", person="U0ANNA", state="dropped", shown_revision=0),
                post("staging-1", "note", made=RECENT),
                post("staging-1", "sql", state="sending", shown_revision=0),
                post("staging-1", "applied", wanted_revision=2),
                post("staging-2", "files"),
                post("staging-3", "files"),
                post("drift/2026-08-01", "drift-report"),
                post("drift/2026-08-01", "drift-list"),
                post("push/1", "alert"),
            ]
        )

    clean_up.work("2026-11-24")

    with state.sessions() as session:
        left = session.execute(select(Post.subject, Post.kind).order_by(Post.id)).all()
        assert [tuple(one) for one in left] == [
            ("staging-1", "deployment"),
            ("staging-1", "note"),
            ("staging-1", "sql"),
            ("staging-1", "applied"),
            ("staging-2", "files"),
            ("staging-3", "files"),
            ("drift/2026-08-01", "drift-report"),
        ]
        assert len(session.scalars(select(Deployment.id)).all()) == 3


def test_what_was_cleaned_up_is_not_said_again(state: State, clean_up: CleanUp) -> None:
    with state.sessions.begin() as session:
        session.add(deployment(1, OLD))
        session.flush()
        session.add(post("staging-1", "deployment"))

    clean_up.work("2026-11-24")

    with state.sessions.begin() as session:
        say(session, "staging-1", Kind.DEPLOYMENT)
        assert len(session.scalars(select(Post.id)).all()) == 1


def test_the_mirror_keeps_what_may_be_needed(state: State, clean_up: CleanUp, place: Path) -> None:
    old, again, recent, waiting, first, applied, unknown = (commit(place, f"Number {n}") for n in range(7))
    clean_up.mirror.fetch()
    for one in (old, again, recent, waiting, first, applied, unknown):
        clean_up.mirror.keep(one)
    with state.sessions.begin() as session:
        session.add_all(
            [
                deployment(1, OLD, old),
                deployment(2, OLD, again),
                deployment(3, RECENT, again),
                deployment(4, RECENT, recent),
                deployment(5, None, waiting),
                deployment(6, OLD, first, has_applied=True),
                deployment(7, OLD, applied, has_applied=True),
                deployment(8, OLD, old, environment="production", has_applied=True, action="rollback"),
            ]
        )

    clean_up.fire(date(2026, 11, 24))

    assert set(clean_up.mirror.kept()) == {again, recent, waiting, applied, unknown}


def test_a_machine_without_a_mirror_makes_none(clean_up: CleanUp, tmp_path: Path) -> None:
    clean_up.fire(date(2026, 11, 24))

    assert not (tmp_path / "data").exists()


def test_the_durable_engine_forgets_what_ended_long_ago_and_works_once_for_all(
    state: State, clean_up: CleanUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.deployments.engine._FORGETS", 2)
    cleaned: list[str] = []
    at_work, go_on = threading.Event(), threading.Event()

    def work(day: str) -> None:
        cleaned.append(day)
        CleanUp(state.sessions, clean_up.mirror, BUTTONS, engine.once, engine.forget).work(day)

    def long(_: str) -> None:
        at_work.set()
        go_on.wait(60)

    with ExitStack() as stack:
        engine = Engine(state, threading.Event())
        tasks = {"short": lambda _: None, "long": long, CLEAN_UP: work}
        nothing = cast("Work", None)  # nobody deploys
        stack.enter_context(engine.launched(nothing, tasks, lambda *_: "", lambda: None))
        stack.callback(go_on.set)
        for number in range(5):
            engine.once("short", str(number), "")
        engine.once("long", "1", "")
        at_work.wait(60)
        until(lambda: ended(state) == [f"short/{number}" for number in range(5)])
        age = f"created_at = {ms(OLD)}, completed_at = CASE WHEN completed_at IS NULL THEN NULL ELSE {ms(OLD)} END"
        execute(state.database, f"UPDATE dbos.workflow_status SET {age} WHERE workflow_uuid <> 'short/4'")
        for _ in range(2):
            CleanUp(state.sessions, clean_up.mirror, BUTTONS, engine.once, engine.forget).fire(date(2026, 11, 24))
        until(lambda: ended(state) == ["clean-up/2026-11-24", "short/4"])

        steps = "SELECT DISTINCT workflow_uuid FROM dbos.operation_outputs ORDER BY 1"
        assert cleaned == ["2026-11-24"]
        with state.engine.connect() as connection:
            assert connection.execute(text(steps)).scalars().all() == ["clean-up/2026-11-24", "short/4"]
            still = "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'PENDING'"
            assert connection.execute(text(still)).scalars().all() == ["long/1"]
        go_on.set()
        until(lambda: "long/1" in ended(state))


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def ended(state: State) -> list[str]:
    with state.engine.connect() as connection:
        query = "SELECT workflow_uuid FROM dbos.workflow_status WHERE status = 'SUCCESS' ORDER BY 1"
        return list(connection.execute(text(query)).scalars())


def until(is_so: Any) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
