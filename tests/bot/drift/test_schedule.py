"""The clock: once a night, also where the clock on the wall is changed, and made up for once."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from bot.configuration import DriftSection
from bot.schedule import Nightly, scheduled
from tests.bot.drift.stage import Stage, until

MADRID = DriftSection(nightly="02:00", zone="Europe/Madrid", watch="off")


def fires(clock: str, zone: str, first: datetime, number: int) -> list[datetime]:
    trigger, moment = Nightly(clock, zone), first
    found: list[datetime] = []
    for _ in range(number):
        moment = trigger.get_next_fire_time(found[-1] if found else None, moment)
        found.append(moment)
    return found


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (datetime(2026, 3, 28, tzinfo=UTC), ["28 01:00", "29 01:00", "30 00:00"]),  # on the 29th there is no 02:00
        (datetime(2026, 10, 24, tzinfo=UTC), ["24 00:00", "25 00:00", "26 01:00"]),  # on the 25th it is twice 02:00
    ],
)
def test_it_fires_once_in_each_night(first: datetime, expected: list[str]) -> None:
    assert [f"{one:%d %H:%M}" for one in fires("02:00", "Europe/Madrid", first, 3)] == expected


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo"])
@pytest.mark.parametrize("clock", ["00:00", "00:30", "02:30", "23:59"])
def test_each_date_has_one_moment(zone: str, clock: str) -> None:
    found = fires(clock, zone, datetime(2026, 1, 1, 12, tzinfo=UTC), 366)

    days = [Nightly(clock, zone).last(one) for one in found]
    assert days == [days[0] + timedelta(days=number) for number in range(366)]


def test_the_night_fires_once_with_its_date() -> None:
    fired: list[date] = []
    stopping = threading.Event()
    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)) as clock,
        scheduled(MADRID, begun=lambda _: None, nightly=[fired.append], watch=lambda: None, stopping=stopping) as made,
    ):
        until(lambda: fired == [date(2026, 11, 22)])  # made up for: its time had passed
        clock.move_to(datetime(2026, 11, 23, 1, 0, 1, tzinfo=UTC))
        made.wakeup()
        until(lambda: len(fired) == 2)
        made.wakeup()
        time.sleep(0.1)

    assert fired == [date(2026, 11, 22), date(2026, 11, 23)]


def test_a_machine_that_slept_for_days_fires_once() -> None:
    fired: list[date] = []
    with (
        time_machine.travel(datetime(2026, 11, 22, 0, tzinfo=UTC)) as clock,
        scheduled(
            MADRID, begun=lambda _: None, nightly=[fired.append], watch=lambda: None, stopping=threading.Event()
        ) as made,
    ):
        clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
        made.wakeup()
        until(lambda: fired)
        time.sleep(0.1)

    assert set(fired) == {date(2026, 11, 26)}  # it may be made up for at the start, too, which is one night then


def test_it_is_tried_again_until_the_state_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.schedule._AGAIN_S", 0.01)
    tries: list[date] = []

    def nightly(day: date) -> None:
        tries.append(day)
        if len(tries) < 3:
            raise OSError("the state is gone")

    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)),
        scheduled(MADRID, begun=lambda _: None, nightly=[nightly], watch=lambda: None, stopping=threading.Event()),
    ):
        until(lambda: len(tries) == 3)


def test_the_watch_goes_on_after_a_stumble() -> None:
    looks: list[int] = []

    def watch() -> None:
        looks.append(1)
        raise OSError

    section = DriftSection(watch="1s")
    with scheduled(section, begun=lambda _: None, nightly=[], watch=watch, stopping=threading.Event()) as made:
        made.modify_job("watch", next_run_time=datetime.now(UTC))
        until(lambda: looks)
        made.modify_job("watch", next_run_time=datetime.now(UTC))
        until(lambda: len(looks) > 1)


def test_a_night_that_was_missed_is_made_up_for_once(stage: Stage) -> None:
    stage.drifts.begin(date(2026, 11, 22))
    stage.night("2026-11-23")
    stage.once.done.clear()  # the bot starts again
    stage.drifts.begin(date(2026, 11, 24))
    stage.drifts.fire(date(2026, 11, 24))
    stage.drifts.fire(date(2026, 11, 24))

    stage.settle()
    assert stage.subjects() == ["drift/2026-11-23", "drift/2026-11-24"]


def test_a_new_bot_has_missed_no_night(stage: Stage) -> None:
    stage.drifts.begin(date(2026, 11, 23))
    stage.drifts.fire(date(2026, 11, 23))

    assert stage.subjects() == []
