"""The modal in which people acknowledge what drifted: which, until when, why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.drift.values import Finding, ReportView
from bot.slack.messages.message import clip, context
from sync.errors import visible
from sync.wording import counted

ACKNOWLEDGE = "drift_acknowledged"
"""The callback id of the modal."""
WHICH, UNTIL, WHY = "drift_which", "drift_until", "drift_why"
"""The ids of its inputs, of their blocks too."""

_MOST_OPTIONS = 100
_OPTION_LIMIT = 75
_WHY_LIMIT = 500
_DIGEST = 16
_NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)
_USUAL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody entered.

    Attributes:
        findings: The ids of what they chose, each with the beginning of the digest that it was shown with.
        until: The end of the day that they chose; None where that is none.
        why: What they said.
    """

    findings: Mapping[int, str]
    until: datetime | None
    why: str


def acknowledge_view(view: ReportView, private: str, zone: str) -> View:
    """Ask which, until when, and why.

    Args:
        view: The report.
        private: What the submission has to know; Slack gives it back.
        zone: In which days end.
    """
    told = view.told
    options = [Option(value=f"{one.id} {one.digest[:_DIGEST]}", text=_option(one)) for one in told[:_MOST_OPTIONS]]
    left = len(told) - len(options)
    soon = view.now.astimezone(ZoneInfo(zone)).date() + _USUAL
    blocks: list[Block] = [
        InputBlock(
            block_id=WHICH,
            label=PlainTextObject(text="Which"),
            element=StaticMultiSelectElement(
                action_id=WHICH, options=options, placeholder=PlainTextObject(text="Choose differences")
            ),
        ),
        InputBlock(
            block_id=UNTIL,
            label=PlainTextObject(text="Until the end of"),
            element=DatePickerElement(action_id=UNTIL, initial_date=soon.isoformat()),
            hint=PlainTextObject(text="Then it is told again; before, if it becomes another difference."),
        ),
        InputBlock(
            block_id=WHY,
            label=PlainTextObject(text="Why"),
            element=PlainTextInputElement(action_id=WHY, multiline=True, max_length=_WHY_LIMIT),
            hint=PlainTextObject(text="Everybody in the channel reads it."),
        ),
    ]
    if left > 0:
        blocks.append(context(f"{counted(left, 'difference')} more can be chosen when these are done."))
    return View(
        type="modal",
        callback_id=ACKNOWLEDGE,
        private_metadata=private,
        title=PlainTextObject(text="Acknowledge drift"),
        submit=PlainTextObject(text="Acknowledge"),
        close=PlainTextObject(text="Back"),
        blocks=blocks,
    )


def chosen(values: Mapping[str, Any], zone: str) -> Chosen:
    """What somebody entered. Nothing of it is trusted: an option that is none of ours is passed over."""
    held = {name: (values.get(name) or {}).get(name) or {} for name in (WHICH, UNTIL, WHY)}
    pairs = (str(one.get("value", "")).partition(" ") for one in held[WHICH].get("selected_options") or ())
    findings = {int(number): digest for number, _, digest in pairs if _NUMBER.match(number) and digest}
    return Chosen(
        findings, _end_of(str(held[UNTIL].get("selected_date") or ""), zone), str(held[WHY].get("value") or "").strip()
    )


def _end_of(day: str, zone: str) -> datetime | None:
    """When a day is over."""
    try:
        following = date.fromisoformat(day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _option(found: Finding) -> PlainTextObject:
    said = visible(f"{found.environment}: {found.change} {found.kind} {found.identity}")
    return PlainTextObject(text=clip(said, _OPTION_LIMIT))
