"""The clock: fires the night's work at its time, makes up for what was missed today, and has databases watched.

What it fires is done once on however many machines fire it: that is for whoever is called to see to.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # has no types
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]  # has no types

from bot.configuration import DriftSection

_AGAIN_S = 5.0
_DAY = timedelta(days=1)

Fire = Callable[[date], None]

log = structlog.get_logger()


class Nightly(BaseTrigger):  # type: ignore[misc]  # as above
    """Once a night by the clock on the wall, also in the night that has that hour twice, or not at all.

    Where the clock is put forward over that time, it is as much later as the clock was put forward.

    Args:
        clock: `02:00`.
        zone: Whose wall.
    """

    def __init__(self, clock: str, zone: str) -> None:
        self._hour, self._minute = (int(one) for one in clock.split(":"))
        self._zone = ZoneInfo(zone)

    def moment(self, day: date) -> datetime:
        """When it is that time on a day."""
        there = datetime(day.year, day.month, day.day, self._hour, self._minute, tzinfo=self._zone)
        return there.astimezone(UTC)

    def due(self, now: datetime) -> date | None:
        """Today's date there, once the time has come; None before."""
        today = now.astimezone(self._zone).date()
        return today if self.moment(today) <= now else None

    def last(self, now: datetime) -> date:
        """The last date there whose time has come."""
        return self.due(now) or now.astimezone(self._zone).date() - _DAY

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """What APScheduler asks for."""
        after = max(now, previous_fire_time + timedelta(microseconds=1)) if previous_fire_time else now
        today = after.astimezone(self._zone).date()
        moments = (self.moment(today + timedelta(days=days)) for days in (-1, 0, 1, 2))
        return next(one for one in moments if one >= after)


@contextmanager
def scheduled(
    section: DriftSection,
    *,
    begun: Fire,
    nightly: Sequence[Fire],
    watch: Callable[[], None],
    stopping: threading.Event,
) -> Iterator[BackgroundScheduler]:
    """The clock at work, until the end of the block.

    Args:
        section: When.
        begun: Called at the start with the last date whose time has passed.
        nightly: Each called with the date when it is the night's time; at the start too, where it has passed today.
        watch: Called at the start and every `watch`, unless that is off.
        stopping: Set when the bot ends; what cannot be fired is tried again until then.
    """
    trigger = Nightly(section.nightly, section.zone)

    def at_start() -> None:
        _until_it_works(lambda: begun(trigger.last(datetime.now(UTC))), stopping)
        at_night()

    def at_night() -> None:
        for fire in nightly:
            _until_it_works(partial(at_its_time, fire), stopping)

    def at_its_time(fire: Fire) -> None:
        day = trigger.due(datetime.now(UTC))
        if day is not None:  # else it became another day while the state database did not answer
            fire(day)

    # However late the machine woke up, once is enough.
    usual = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=usual)
    scheduler.add_job(at_start, id="start")
    scheduler.add_job(at_night, trigger, id="nightly")
    if isinstance(section.watch, timedelta):
        every_s, at_once = section.watch.total_seconds(), datetime.now(UTC)
        scheduler.add_job(_guarded(watch), "interval", seconds=every_s, id="watch", next_run_time=at_once)
    scheduler.start()
    try:
        yield scheduler
    finally:
        stopping.set()
        scheduler.shutdown(wait=True)


def _until_it_works(work: Callable[[], None], stopping: threading.Event) -> None:
    """The state database may not answer for a while."""
    while not stopping.is_set():
        try:
            work()
        except Exception:
            log.exception("the night's work could not be begun", retry_in_s=_AGAIN_S)
            stopping.wait(_AGAIN_S)
        else:
            return


def _guarded(work: Callable[[], None]) -> Callable[[], None]:
    def guarded() -> None:
        try:
            work()
        except Exception:
            log.exception("watching stumbled, and goes on")

    return guarded
