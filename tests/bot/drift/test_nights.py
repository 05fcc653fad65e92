"""Fourteen nights on two machines, as the channel shows them: `docs/transcripts/nights.txt`.

With SCHEMABOT_TEST_TRANSCRIPTS=write the file is written anew, else it is compared.
"""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # has no types
from sqlalchemy import func, select

from bot.schedule import scheduled
from bot.simulator.transcript import message_lines
from bot.store import open_state
from bot.store.drift import Fingerprint
from tests.bot.drift.stage import Stage, until

TRANSCRIPT = Path(__file__).parents[3] / "docs" / "transcripts" / "nights.txt"
MADRID = ZoneInfo("Europe/Madrid")
HEAD = """Fourteen nights of staging and production, as #schema shows them. Two machines run the bot.
Each night is told once.
The check is at 02:00 in Madrid. Moments in messages, which Slack shows in each reader's own time zone, are in UTC here.
"""
NORMAL = (
    (re.compile(r"checked in [\d.]+ s"), "checked in 1 s"),
    (re.compile(r"mend-(\w+)-[0-9a-f]{8}\.sql"), r"mend-\1.sql"),
    (re.compile(r", \d+ bytes\]"), "]"),
)


class Story:
    """Tells what happens, and what then is new or has changed in the channel."""

    def __init__(self, stage: Stage, clock: time_machine.Traveller) -> None:
        self.stage, self.clock = stage, clock
        self.machines: list[BackgroundScheduler] = []
        self.told: list[str] = [HEAD]
        self._shown: dict[str, str] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Both machines at work."""
        with ExitStack() as stack:
            for _ in range(2):
                state = stack.enter_context(open_state({"SCHEMABOT_STATE_URL": self.stage.state.database.url}))
                drifts, watch = self.stage.replica(state)
                section = self.stage.configuration.drift
                made = scheduled(
                    section, begun=drifts.begin, nightly=[drifts.fire], watch=watch.look, stopping=self.stage.stopping
                )
                self.machines.append(stack.enter_context(made))
            yield
        self.machines.clear()
        self.stage.stopping.clear()

    def night(self, day: int, note: str = "") -> None:
        """It becomes two o'clock."""
        self.at(day, 2, 0)
        until(lambda: f"drift/2026-10-{day}" in self.stage.subjects())
        self.tell(note or "the night's check")

    def watched(self, day: int, hour: int, minute: int, note: str) -> None:
        """Somebody does something, and five minutes later the bot looks."""
        self.at(day, hour, minute)
        looked = select(func.min(Fingerprint.taken_at))

        def has_looked() -> bool:
            with self.stage.state.sessions() as session:
                found = session.scalar(looked)
                return found is not None and found >= datetime.now(UTC)

        until(has_looked)
        self.tell(note)

    def at(self, day: int, hour: int, minute: int) -> None:
        """The clock on the wall in Madrid."""
        self.clock.move_to(datetime(2026, 10, day, hour, minute, tzinfo=MADRID))
        for one in self.machines:
            one.wakeup()

    def tell(self, note: str) -> None:
        """What happened, and what people see of it."""
        self.stage.settle()
        here = datetime.now(MADRID)
        self.told.append(f"=== {here:%A %d %B, %H:%M}: {note}\n")
        quiet = True
        for message in self.stage.anna.sees("#schema"):
            indent = "    " if message.is_reply else ""
            lines = (f"{indent}{line}" for line in message_lines(self.stage.server.workspace, message))
            text = "\n".join(line.rstrip() for line in lines)
            if message.only_visible_to is None and self._shown.get(message.ts) != text:
                self._shown[message.ts] = text
                self.told.append(f"{text}\n")
                quiet = False
        if quiet:
            self.told.append("(nothing)\n")

    def text(self) -> str:
        """All of it, without what is never the same."""
        said = "\n".join(self.told)
        for pattern, word in NORMAL:
            said = pattern.sub(word, said)
        return said


def test_fourteen_nights(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.listen()
    with time_machine.travel(datetime(2026, 10, 17, 18, tzinfo=MADRID), tick=False) as clock:
        story = Story(stage, clock)
        with story.running():
            until(lambda: stage.state.sessions().scalar(select(func.count()).select_from(Fingerprint)) is not None)
            first_days(story, monkeypatch)
        clock.move_to(datetime(2026, 10, 27, 9, 10, tzinfo=MADRID))
        with story.running():
            last_days(story)
    written = story.text()

    if os.environ.get("SCHEMABOT_TEST_TRANSCRIPTS") == "write":
        TRANSCRIPT.write_text(written)
    assert written == TRANSCRIPT.read_text()


def first_days(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = story.stage
    story.night(18)
    stage.by_hand("production", "ALTER TABLE orders ADD note text")
    story.watched(18, 11, 20, "somebody has added a column to production by hand")
    story.night(19)
    story.night(20)
    story.at(20, 10, 0)
    acknowledge(stage)
    story.tell("Anna acknowledges it until Friday")
    story.night(21)
    stage.by_hand("production", "ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
    story.watched(21, 15, 0, "somebody has switched row security off")
    stage.by_hand("production", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
    story.watched(21, 15, 30, "and on again")
    story.night(22)
    with monkeypatch.context() as patch:
        patch.setenv("STAGING_DATABASE_URL", "postgresql://bot@127.0.0.1:1/staging")
        story.night(23, "the night's check; staging does not answer")
    story.night(24, "the night's check; staging answers again, and what was acknowledged has expired")
    story.night(25, "the night's check; this night has two o'clock twice")
    stage.deploy("ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;", "20261102000000_note.sql")
    story.watched(25, 12, 0, "a migration with that column has been deployed everywhere")
    story.night(26)


def last_days(story: Story) -> None:
    stage = story.stage
    until(lambda: "drift/2026-10-27" in stage.subjects())
    story.tell("the machines were down at night; the check is made up for, once")
    story.night(28)
    stage.by_hand("staging", "GRANT SELECT ON orders TO PUBLIC")
    story.watched(28, 16, 0, "somebody has granted something on staging")
    story.night(29)
    story.night(30)
    stage.by_hand("staging", "REVOKE SELECT ON orders FROM PUBLIC")
    story.at(30, 9, 0)
    stage.person("ben").click(stage.message("drift/2026-10-30"), "Check again")
    until(lambda: "as the files say" in stage.message("drift/2026-10-30").text)
    story.tell("Ben has taken it back, and presses Check again")
    story.night(31)


def acknowledge(stage: Stage) -> None:
    stage.anna.click(stage.message("drift/2026-10-20"), "Acknowledge")
    view = stage.anna.wait_for_view("Acknowledge drift")
    entered = {
        "Which": ["production: added column public.orders/note"],
        "Until the end of": "2026-10-23",
        "Why": "The migration for it is in review.",
    }
    stage.anna.submit(view, entered)
    until(lambda: ("U0ANNA", "acknowledge", "done") in stage.audited())
