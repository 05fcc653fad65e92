"""Watching between the nights: told at once, once, and not for what our own deployments do."""

from datetime import timedelta

import pytest
import time_machine

from bot.deployments.changing import now
from bot.drift import Watch
from tests.bot.drift.stage import Stage
from tests.bot.drift.test_reports import deployment

COLUMN = "ALTER TABLE orders ADD note text"


@pytest.fixture
def watched(stage: Stage) -> Stage:
    """Somebody has looked once."""
    stage.watch = Watch(stage.watch.rounds, timedelta(0), waits_s=())
    stage.watch.look()
    return stage


def test_a_change_by_hand_is_told_at_once_and_once(watched: Stage) -> None:
    watched.by_hand("production", COLUMN)
    watched.watch.look()
    watched.watch.look()

    (subject,) = watched.subjects()
    assert subject.startswith("watch/production/")
    said = watched.reads(subject)
    assert "production drifted: 1 difference (1 new)" in said
    assert "no deployment did" in said
    assert "public.orders/note" in said


def test_only_what_is_new_is_told(watched: Stage) -> None:
    watched.by_hand("production", COLUMN)
    watched.watch.look()
    watched.by_hand("production", "ALTER TABLE orders ADD mark text")
    watched.watch.look()

    _, second = watched.subjects()
    assert "public.orders/mark" in watched.reads(second)
    assert "public.orders/note" not in watched.reads(second)


def test_when_it_is_gone_that_is_said_in_its_thread_and_shown_in_it(watched: Stage) -> None:
    watched.by_hand("production", COLUMN)
    watched.watch.look()
    watched.by_hand("production", "ALTER TABLE orders DROP note")
    watched.watch.look()

    (subject,) = watched.subjects()
    assert "what was changed by hand at production is as it should be again" in watched.reads(subject)
    watched.settle()
    assert [one.text for one in watched.anna.sees("#schema") if one.is_reply and "As it should be again" in one.text]


def test_what_the_night_tells_is_not_told_by_the_watch(watched: Stage) -> None:
    watched.by_hand("production", COLUMN)
    watched.night("2026-11-23")
    watched.watch.look()

    assert watched.subjects() == ["drift/2026-11-23"]


def test_a_deployment_of_ours_is_no_drift(watched: Stage) -> None:
    with watched.state.sessions.begin() as session:
        session.add(deployment("production-1", state="running", phase="deploy", has_applied=True))
    watched.deploy("CREATE TABLE items (id bigint);", "20261102000000_items.sql")
    watched.by_hand("production", COLUMN)  # as if it were half done
    watched.watch.look()
    assert watched.subjects() == []

    watched.by_hand("production", "ALTER TABLE orders DROP note")
    ended(watched, "deployed")
    watched.watch.look()

    assert watched.subjects() == []


def test_what_is_changed_by_hand_after_a_good_deployment_is_told(watched: Stage) -> None:
    with watched.state.sessions.begin() as session:
        session.add(deployment("production-1", state="running", phase="deploy", has_applied=True))
    watched.deploy("CREATE TABLE items (id bigint);", "20261102000000_items.sql")
    ended(watched, "deployed")
    watched.by_hand("production", COLUMN)
    watched.watch.look()

    assert len(watched.subjects()) == 1


def test_what_a_deployment_left_that_failed_is_told_there_and_by_the_night(watched: Stage) -> None:
    with watched.state.sessions.begin() as session:
        session.add(deployment("production-1", state="running", phase="deploy", has_applied=True))
    watched.by_hand("production", COLUMN)
    ended(watched, "unverified")
    watched.watch.look()
    watched.watch.look()
    assert watched.subjects() == []

    assert "1 difference (1 new)" in watched.anna.reads(watched.night("2026-11-23"))


def ended(stage: Stage, state: str) -> None:
    with stage.state.sessions.begin() as session:
        row = session.get_one(type(deployment("x-1")), "production-1")
        row.state, row.finished_at = state, now()


def test_one_replica_looks(watched: Stage) -> None:
    usual = Watch(watched.watch.rounds, timedelta(minutes=5))
    watched.by_hand("production", COLUMN)

    usual.look()
    assert watched.subjects() == []  # somebody looked a moment ago

    with time_machine.travel(now() + timedelta(minutes=5)):
        usual.look()
    assert len(watched.subjects()) == 1


def test_a_database_that_does_not_answer_is_looked_at_again_later(
    watched: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("STAGING_DATABASE_URL", "postgresql://u@127.0.0.1:1/gone")
        watched.by_hand("production", COLUMN)
        watched.watch.look()
    assert len(watched.subjects()) == 1  # of production all the same
