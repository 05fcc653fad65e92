"""The night's check on the real durable engine."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import text

from bot.deployments.engine import Engine
from bot.deployments.work import Work
from bot.drift.rounds import begin
from bot.drift.service import NIGHT
from bot.drift.values import Occasion
from tests.bot.drift.stage import Stage, until

TODAY = date(2026, 11, 23)


def test_a_night_is_done_once_and_goes_on_where_it_was_ended(stage: Stage) -> None:
    stage.by_hand("production", "ALTER TABLE orders ADD note text")
    begun: list[str] = []

    def night(day: str) -> str:
        begun.append(day)
        if len(begun) == 1:
            with stage.state.sessions.begin() as session:
                begin(session, f"{NIGHT}/{day}", Occasion.NIGHT, ("staging", "production"))
            raise _Killed
        return stage.drifts.night(day)

    def fire() -> None:
        replace(stage.drifts, once=engine.once).fire(TODAY)

    nothing = cast("Work", None)  # nobody deploys
    engine = Engine(stage.state, threading.Event())
    with engine.launched(nothing, {NIGHT: night}, _unused, _unused):
        fire()
        until(lambda: begun)
    assert stage.subjects() == []

    engine = Engine(stage.state, threading.Event())
    with engine.launched(nothing, {NIGHT: night}, _unused, _unused):
        fire()
        until(lambda: _states(stage) == ["SUCCESS"])
        fire()
        stage.settle()

    assert stage.subjects() == ["drift/2026-11-23"]
    assert "1 difference (1 new)" in stage.reads("drift/2026-11-23")
    assert begun == ["2026-11-23"] * 2


def _unused(*_: str) -> Any:
    return ""


class _Killed(BaseException):
    """What ends a process, as far as it can be ended within one."""


def _states(stage: Stage) -> list[Any]:
    with stage.state.engine.connect() as connection:
        return list(connection.execute(text("SELECT status FROM dbos.workflow_status")).scalars())
