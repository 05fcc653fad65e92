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
    fitting,
    packed,
    section,
)
from sync.status import EnvironmentStatus

_MOST_SECTIONS = 3  # near what Slack takes in one message
_PROBLEM_LIMIT = 400
_PROJECT_LIMIT = 80


def status_message(
    project: str, found: Sequence[EnvironmentStatus], asked_by: str, deployments: Sequence[str] = ()
) -> Message:
    """Which environments there are, and whether they answer; where not all fit, those that do not come first.

    Args:
        project: Its name.
        found: All environments.
        asked_by: Slack's id of who asked.
        deployments: A line for each that is under way.
    """
    answering = sum(one.reachable for one in found)
    title = f"{clip(project, _PROJECT_LIMIT)}: {answering} of {len(found)} databases answer"
    sections = packed(map(_entry, found), SECTION_LIMIT)
    if len(sections) > _MOST_SECTIONS:
        sections = packed(map(_entry, sorted(found, key=lambda one: one.reachable)), SECTION_LIMIT)
    listed = "\n".join(sections[:_MOST_SECTIONS])
    left = len("\n".join(sections[_MOST_SECTIONS:]).splitlines())
    more = f"…and {left} more: `schemabot status` in a terminal lists all" if left else ""
    under_way = fitting(["*Under way*", *deployments], SECTION_LIMIT) if deployments else ""
    return Message(
        "\n".join(one for one in (escape(title), listed, more, under_way) if one),
        (
            HeaderBlock(text=PlainTextObject(text=clip(title, HEADER_LIMIT))),
            *(section(text) for text in sections[:_MOST_SECTIONS]),
            *([context(more)] if more else []),
            *([section(under_way)] if under_way else []),
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
