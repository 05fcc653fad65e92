"""What happens in a world, told as text: who does what, and what everybody then sees in Slack.

A story is kept in `docs/transcripts/`. What differs from one time to the next (commits, numbers, times, sizes) stands
there as a word that does not. `SCHEMABOT_TEST_TRANSCRIPTS=write` writes them anew.
"""

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator import Message
from bot.simulator.transcript import message_lines
from tests.support.world import World
from tests.support.world_seen import ONE_MOMENT

FOLDER = Path(__file__).parents[2] / "docs" / "transcripts"
VARIABLE = "SCHEMABOT_TEST_TRANSCRIPTS"
_DATE = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} \d{4}"
_SHORT = re.compile(r"\b[0-9a-f]{7}\b")


@dataclass(slots=True)
class Story:
    """One of them, as it happens.

    Attributes:
        name: Of its file.
        world: Where.
        lines: So far.
    """

    name: str
    world: World
    lines: list[str] = field(default_factory=list)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)

    def begin(self, title: str) -> None:
        """What was said before is not part of it."""
        for message in self._messages():
            self._seen[message.channel, message.ts] = self._shown(message)
        self.lines = [title, "=" * len(title)]

    def tell(self, what: str) -> None:
        """Somebody does something; then all is waited for, and what is new in Slack is added."""
        self.lines += ["", self._plain(f"» {what}")]
        self.world.settled()
        self.look()

    def look(self) -> None:
        """Add what is new or changed in Slack."""
        place = ""
        for message in self._messages():
            shown = self._shown(message)
            before = self._seen.get((message.channel, message.ts))
            if shown == before:
                continue
            self._seen[message.channel, message.ts] = shown
            where = self._where(message) + (", changed" if before is not None else "")
            if where != place or not message.is_reply:
                self.lines += ["", f"  [{where}]"]
            place = where
            self.lines += [f"  {line}".rstrip() for line in self._plain(shown).splitlines()]

    def check(self) -> None:
        """Hold it against what is kept, or write it down.

        Raises:
            AssertionError: It is another one.
        """
        text = "\n".join([*self.lines, ""])
        file = FOLDER / f"{self.name}.txt"
        if os.environ.get(VARIABLE) == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        kept = file.read_text() if file.exists() else ""
        difference = "\n".join(difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm=""))
        assert text == kept, f"{file} is not what happens; {VARIABLE}=write writes it anew\n{difference}"

    def _messages(self) -> Iterator[Message]:
        """All of them: each channel from its beginning, threads below what they are about, then the conversations.

        An acknowledgement that says nothing may come after what it announces, and is left out.
        """
        workspace = self.world.slack.workspace
        for channel in sorted(workspace.channels.values(), key=lambda one: (one.is_im, one.name)):
            found = [one for one in workspace.messages(channel.id) if one.text != ONE_MOMENT]
            for top in (one for one in found if not one.is_reply):
                yield top
                yield from (one for one in found if one.is_reply and one.thread_ts == top.ts)

    def _shown(self, message: Message) -> str:
        who, *rest = message_lines(self.world.slack.workspace, message)
        only = f"{self._name(message.only_visible_to)} alone sees:" if message.only_visible_to else None
        told = [only] if only else [] if who.startswith("schemabot") else [who]
        return "\n".join([*told, *(line.removeprefix("  ") for line in rest)])

    def _where(self, message: Message) -> str:
        workspace = self.world.slack.workspace
        channel = workspace.channels[message.channel]
        if channel.is_im:
            return f"to {channel.name}"
        return f"#{channel.name}, in the thread" if message.is_reply else f"#{channel.name}"

    def _name(self, person: str | None) -> str:
        return self.world.slack.workspace.users[person].name if person else ""

    def _plain(self, text: str) -> str:
        """The same words each time."""
        environments = "|".join(self.world.databases)
        text = text.replace(str(self.world.folder), "/data").replace(
            self.world.slack.workspace.base_url, "https://slack"
        )
        text = re.sub(rf"\b({environments})-(\d+)(?!\d|-\d|T)", lambda found: self._numbered(found[1], found[0]), text)
        text = re.sub(r"\b[0-9a-f]{40}\b", lambda found: self._commit(found[0][:7]) * 5 + "00000", text)
        text = _SHORT.sub(lambda found: self._commit(found[0]), text)
        for pattern, word in _WORDS:
            text = pattern.sub(word, text)
        return text

    def _numbered(self, environment: str, found: str) -> str:
        known = sum(one.startswith(f"{environment}-") for one in self._words.values())
        return self._words.setdefault(found, f"{environment}-{known + 1}")

    def _commit(self, short: str) -> str:
        if not any(one.startswith(short) for one in self.world.upstream.commits):
            return short
        known = sum(len(set(one)) == 1 for one in self._words.values())
        return self._words.setdefault(short, f"{known + 1:x}" * len(short))


_WORDS = (
    (re.compile(rf"{_DATE} \d{{2}}:\d{{2}} UTC"), "Mon 05 Jan 2026 10:00 UTC"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?( UTC|Z)?"), "2026-01-05 10:00:00 UTC"),
    (re.compile(r"\b\d{8}T\d{6}-[0-9a-f]{4}\b"), "20260105T100000-a1b2"),
    (re.compile(r"\b\d+(\.\d+)? m?s\b|\b\d+ min \d+ s\b"), "0.1 s"),
    (re.compile(r"\b\d+(\.\d+)? (bytes|kB|MB)\b"), "10 kB"),
    (re.compile(r"\b(Mon|Thu) 00:00\b"), "Mon 00:00"),
    (re.compile(r"/archives/\S+?/p\d+"), "/archives/message"),
    (re.compile(r"\breference [0-9a-f]{8}\b"), "reference 0123abcd"),
)
