"""`schemabot demo --check`: the demo, played by a script.

A push to develop goes to staging, one to main waits for an approval and goes to production, somebody changes production
by hand. What the channel then says of that must name what was changed, and nothing else.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.demo.play import Play
from bot.demo.stage import CHANNEL, Stage, example
from bot.simulator import Message, Person
from bot.slack.messages import IN_THE_FILE
from sync.model import Kind
from sync.postgres.session import connect

_PERSON = "anna"
_PATIENCE_S = 60.0
_APPROVE = "Approve"
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
        failed: What did not happen.
    """

    transcript: str
    missed: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all happened, and the answer named all that was planted and nothing else."""
        return not self.missed and not self.invented and not self.failed


def check(stage: Stage) -> Verdict:
    """Play it all.

    Raises:
        TimeoutError: Somebody waited in vain for a message.
    """
    person, play = stage.workspace.person(_PERSON), Play(stage)
    failed = tuple(_deployed(stage, play, person))
    if failed:
        return Verdict(person.transcript(CHANNEL), failed=failed)
    play.change_production()
    person.wait_for(CHANNEL, _is_alert, timeout_s=_PATIENCE_S)
    person.command(CHANNEL, "/schema diff")
    answer = person.wait_for(CHANNEL, _is_answer, timeout_s=_PATIENCE_S)
    if IN_THE_FILE in answer.text:
        person.wait_for(CHANNEL, lambda message: bool(message.files) and message.ts > answer.ts, timeout_s=_PATIENCE_S)
    named = Counter(_named(one for one in person.sees(CHANNEL) if answer.ts in (one.ts, one.thread_ts)))
    planted = Counter(_planted())
    return Verdict(
        transcript=person.transcript(CHANNEL),
        missed=tuple(sorted((planted - named).elements())),
        invented=tuple(sorted((named - planted).elements())),
    )


def _deployed(stage: Stage, play: Play, person: Person) -> Iterator[str]:
    """Bring the new migration to staging and production. What did not happen."""
    play.push_to_develop()
    if not play.is_over("staging", _PATIENCE_S):
        yield "the push to develop was not deployed to staging"
        return
    play.push_to_main()
    asked = person.wait_for(CHANNEL, lambda message: _has_button(message, _APPROVE), timeout_s=_PATIENCE_S)
    if "meter_readings" in _tables(stage):
        yield "production was changed before anybody approved"
    person.click(asked, _APPROVE)
    if not play.is_over("production", _PATIENCE_S):
        yield "the push to main was not deployed to production, though it was approved"
        return
    person.wait_for(CHANNEL, _is_deployed, timeout_s=_PATIENCE_S)
    if "meter_readings" not in _tables(stage):
        yield "production does not have what was deployed"


def _tables(stage: Stage) -> frozenset[str]:
    with connect(stage.production) as connection:
        query = "SELECT relname FROM pg_catalog.pg_class WHERE relkind = 'r'"
        return frozenset(name for (name,) in connection.execute(query))


def _has_button(message: Message, label: str) -> bool:
    return any(
        label in element.get("text", {}).get("text", "")
        for block in message.blocks
        if block.get("type") == "actions"
        for element in block["elements"]
    )


def _is_deployed(message: Message) -> bool:
    return not message.is_reply and "production" in message.text and "deployed" in message.text


def _is_alert(message: Message) -> bool:
    return not message.is_reply and "drift" in message.text and "production" in message.text


def _is_answer(message: Message) -> bool:
    """The comparison, or what went wrong instead."""
    return not message.is_reply and message.text.startswith(("staging → production", "staging and production are"))


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
