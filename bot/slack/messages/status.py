"""The answer to `/schema status`."""

from collections.abc import Sequence

from slack_sdk.models.blocks import HeaderBlock, PlainTextObject

from bot.slack.messages.message import (
    HEADER_LIMIT,
    SECTION_LIMIT,
    Message,
    clip,
    code,
    context,
    escape,
    packed,
    section,
)
from sync.status import EnvironmentStatus

_MOST_SECTIONS = 4  # near what Slack takes in one message
_PROBLEM_LIMIT = 400
_PROJECT_LIMIT = 80


def status_message(project: str, found: Sequence[EnvironmentStatus], asked_by: str) -> Message:
    """Which environments there are, and whether they answer; where not all fit, those that do not come first."""
    answering = sum(one.reachable for one in found)
    title = f"{clip(project, _PROJECT_LIMIT)}: {answering} of {len(found)} databases answer"
    sections = packed(map(_entry, found), SECTION_LIMIT)
    if len(sections) > _MOST_SECTIONS:
        sections = packed(map(_entry, sorted(found, key=lambda one: one.reachable)), SECTION_LIMIT)
    listed = "\n".join(sections[:_MOST_SECTIONS])
    left = len("\n".join(sections[_MOST_SECTIONS:]).splitlines())
    more = f"…and {left} more: `schemabot status` in a terminal lists all" if left else ""
    return Message(
        "\n".join([escape(title), listed, *([more] if more else [])]),
        (
            HeaderBlock(text=PlainTextObject(text=clip(title, HEADER_LIMIT))),
            *(section(text) for text in sections[:_MOST_SECTIONS]),
            *([context(more)] if more else []),
            context(f"asked by <@{asked_by}>"),
        ),
    )


def _entry(one: EnvironmentStatus) -> str:
    branch = f", branch {code(one.branch)}" if one.branch else ""
    if one.reachable:
        state = f":white_check_mark: answers in {one.milliseconds:.0f} ms, PostgreSQL {one.server_version}"
    else:
        state = f":x: does not answer: {escape(clip(one.problem, _PROBLEM_LIMIT))}"
    return f"*{escape(one.name)}*{branch}: {state}"
