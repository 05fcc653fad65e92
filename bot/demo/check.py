"""`schemabot demo --check`: somebody types `/schema diff`; the answer must name the planted drift and nothing else."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.demo.stage import CHANNEL, Stage, example
from bot.simulator import Message
from bot.slack.messages import IN_THE_FILE
from sync.model import Kind

_PERSON = "anna"
_PATIENCE_S = 60.0
_HEADING = re.compile(r"\*(?P<name>[^*]+)\*\Z")
_ENTRY = re.compile(r"• \*(?P<change>added|removed|changed)\* (?P<kind>[a-z ]+) `(?P<name>[^`]+)`(?P<rest>.*)\Z")
_SINGULAR = {kind.plural: kind.value for kind in Kind}
_WITH = re.compile(r" with (?P<counts>\d+ [a-z ]+(?:, \d+ [a-z ]+)*)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the play went.

    Attributes:
        transcript: The channel as the person saw it.
        missed: Planted differences that the answer does not name.
        invented: What the answer names and nobody planted.
    """

    transcript: str
    missed: tuple[str, ...]
    invented: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer named all that was planted and nothing else."""
        return not self.missed and not self.invented


def check(stage: Stage) -> Verdict:
    """Type the command, wait for the answer, and compare it with what was planted.

    Raises:
        TimeoutError: No answer came.
    """
    person = stage.workspace.person(_PERSON)
    person.command(CHANNEL, "/schema diff")
    answer = person.wait_for(CHANNEL, _is_answer, timeout_s=_PATIENCE_S)
    if IN_THE_FILE in answer.text:
        person.wait_for(CHANNEL, lambda message: bool(message.files), timeout_s=_PATIENCE_S)
    named = Counter(_named(person.sees(CHANNEL)))
    planted = Counter(_planted())
    return Verdict(
        transcript=person.transcript(CHANNEL),
        missed=tuple(sorted((planted - named).elements())),
        invented=tuple(sorted((named - planted).elements())),
    )


def _is_answer(message: Message) -> bool:
    """The comparison, or what went wrong instead."""
    return not message.is_reply and any(sign in message.text for sign in ("difference", "identical", ":warning:"))


def _planted() -> Iterator[str]:
    """The example's own list, with what came or went with a table counted at the table, as messages do."""
    expected: list[dict[str, str]] = json.loads((example() / "drift.json").read_text())
    whole = {one["identity"] for one in expected if one["kind"] == "table" and one["change"] != "changed"}
    with_it: dict[str, Counter[str]] = {}
    for one in expected:
        owner = one["identity"].split("/", 1)[0]
        if "/" in one["identity"] and owner in whole:
            with_it.setdefault(owner, Counter())[one["kind"]] += 1
    for one in expected:
        if one["identity"].split("/", 1)[0] in whole and "/" in one["identity"]:
            continue
        yield _said(one["change"], one["kind"], one["identity"], with_it.get(one["identity"], Counter()))


def _named(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        heading = ""
        for line in _lines(message.blocks):
            if match := _HEADING.match(line):
                heading = match["name"]
            elif match := _ENTRY.match(line):
                name = match["name"]
                identity = (
                    name if name == heading or not heading or _stands_alone(match["kind"]) else f"{heading}/{name}"
                )
                yield _said(match["change"], match["kind"], identity, _counts(match["rest"]))


def _stands_alone(kind: str) -> bool:
    return kind not in ("column", "constraint", "index", "policy", "trigger")


def _counts(rest: str) -> Counter[str]:
    match = _WITH.match(rest)
    counts: Counter[str] = Counter()
    for part in match["counts"].split(", ") if match else ():
        number, kind = part.split(" ", 1)
        counts[_SINGULAR.get(kind, kind)] += int(number)
    return counts


def _said(change: str, kind: str, identity: str, with_it: Counter[str]) -> str:
    extra = ", ".join(f"{number} {of}" for of, number in sorted(with_it.items()))
    return f"{change} {kind} {identity}" + (f" with {extra}" if extra else "")


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        if block.get("type") == "section" and "text" in block:
            yield from block["text"]["text"].splitlines()
