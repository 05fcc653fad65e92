"""The answer to `/schema status`."""

from collections.abc import Sequence

from slack_sdk.models.blocks import HeaderBlock, PlainTextObject

from bot.slack.messages.message import HEADER_LIMIT, Message, clip, code, context, escape, packed, section
from sync.status import EnvironmentStatus

_SECTION = 2_800


def status_message(project: str, found: Sequence[EnvironmentStatus], asked_by: str) -> Message:
    """Which environments there are, and whether they answer."""
    answering = sum(one.reachable for one in found)
    title = f"{project}: {answering} of {len(found)} databases answer"
    entries = [_entry(one) for one in found]
    return Message(
        "\n".join([escape(title), *entries]),
        (
            HeaderBlock(text=PlainTextObject(text=clip(title, HEADER_LIMIT))),
            *(section(text) for text in packed(entries, _SECTION)),
            context(f"asked by <@{asked_by}>"),
        ),
    )


def _entry(one: EnvironmentStatus) -> str:
    branch = f", branch {code(one.branch)}" if one.branch else ""
    if one.reachable:
        state = f":white_check_mark: answers in {one.milliseconds:.0f} ms, PostgreSQL {one.server_version}"
    else:
        state = f":x: does not answer: {escape(one.problem)}"
    return f"*{escape(one.name)}*{branch}: {state}"
