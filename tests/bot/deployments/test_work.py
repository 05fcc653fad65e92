"""What a deployment does, phase by phase, with databases: what is done first elsewhere is written down, too."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.deployments.phases import Phases
from bot.deployments.states import State
from bot.deployments.work import Work
from bot.store.models import Backup
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from tests.bot.deployments.conftest import Desk, Made
from tests.support.servers import Databases, rows

ORDERS = {"migrations__20260101000000_orders.sql": "-- Why: to sell.\nCREATE TABLE orders (id bigint PRIMARY KEY);\n"}
ENDLESS = {"migrations__20260101000000_loop.sql": "SET statement_timeout = 0;\nDO $$ BEGIN LOOP END LOOP; END $$;\n"}


ENDLESS_RUNS = "SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO $$ BEGIN LOOP%'"


class WaitingError(Exception):
    """It has come so far that people are waited for."""


class Once:
    """Steps that are done once, in a process that does not die."""

    def step(self, _name: str, work: Callable[[], str]) -> str:
        """Do it."""
        return work()

    def wait(self, seconds: float) -> None:
        """Nobody answers here."""
        raise WaitingError(seconds)


@pytest.fixture
def set_up(
    databases: Databases, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Desk], Work]:
    """What does deployments to two fresh databases."""
    for name in ("STAGING", "PRODUCTION"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", databases.fresh().url)
    monkeypatch.setenv("SCHEMABOT_DATA", str(tmp_path / "data"))

    def make(here: Desk) -> Work:
        deployments = here.deployments
        phases = Phases(deployments.configuration, here.state.sessions, threading.Event())
        return Work(phases, deployments.people, deployments.mirror, Scratch(server), deployments.again)

    return make


def test_a_backup_of_the_environment_before_is_written_down(
    desk: Made, set_up: Callable[[Desk], Work], tmp_path: Path
) -> None:
    place = (tmp_path / "backups").as_uri()
    here = desk(more=f'[environments.staging.backup]\nto = "{place}"')
    commit = here.commit("Add orders", **ORDERS)
    name = here.deployments.submit("production", commit, by="U0CHRIS").id or ""

    with pytest.raises(WaitingError):
        set_up(here).run(name, Once())

    view = here.deployments.view(name)
    assert view.state is State.WAITING
    assert view.tested is not None
    (made,) = view.tested.first_backups
    with here.state.sessions() as session:
        kept = session.scalars(select(Backup).filter_by(deployment=name)).all()
    assert [(one.id, one.environment, one.place) for one in kept] == [(made.id, "staging", made.place)]
    assert f"backup/{made.id}" in here.posts(name)


def test_whoever_cancels_it_stops_what_is_at_work(
    desk: Made, set_up: Callable[[Desk], Work], server: EmbeddedServer
) -> None:
    here = desk()
    commit = here.commit("Never end", **ENDLESS)
    name = here.deployments.submit("production", commit, by="U0CHRIS").id or ""
    work = set_up(here)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work.run, name, Once())
        deadline = time.monotonic() + 60
        while not rows(server.database(), ENDLESS_RUNS) and time.monotonic() < deadline:
            time.sleep(0.2)
        begun = time.monotonic()
        here.deployments.cancel(name, by="U0ANNA")
        running.result(timeout=60)
        assert deadline > begun > time.monotonic() - 10

    assert here.deployments.view(name).state is State.CANCELLED
    staging = here.deployments.configuration.environment("staging").databases("staging")[0]
    assert rows(staging, "SELECT to_regnamespace('schemabot')") == [(None,)]
