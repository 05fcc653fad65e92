"""The answer to `/schema diff`: a summary by kind, the first differences, the rest for the thread, all as a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock, PlainTextObject, SectionBlock

from bot.slack.messages.group import group_entry, is_complete
from bot.slack.messages.message import (
    HEADER_LIMIT,
    SECTION_LIMIT,
    TEXT_LIMIT,
    Message,
    clip,
    context,
    escape,
    packed,
    section,
)
from sync.diff import Comparison
from sync.report import Group, changes_text, grouped, headline, lines, notes, plain, summary

IN_THE_FILE = "every definition, line by line, in the file in the thread"

_FIRST_GROUPS = 8
_FIRST_CHARACTERS = 6_000
_THREAD_SECTIONS = 4  # of 2,800 characters: near what Slack takes in one message
_THREAD_MESSAGES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is posted for one comparison.

    Attributes:
        message: For the channel.
        private: Instead of it, and of all else, where the app cannot post, so that there is no thread.
        thread: For its thread, in order.
        detail: The whole comparison as text with unified diffs, to be uploaded as a file in the thread; empty when the
            messages already say everything.
        file_name: What to call that file.
    """

    message: Message
    private: Message
    thread: tuple[Message, ...] = ()
    detail: str = ""
    file_name: str = ""


def comparison_answer(comparison: Comparison, asked_by: str) -> Answer:
    """Say how two databases differ.

    Args:
        comparison: The result.
        asked_by: Slack's id of who asked.
    """
    groups = grouped(comparison.differences)
    small_print = _small_print(comparison, asked_by)
    if not groups:
        said = f"{comparison.a} and {comparison.b} are identical"
        blocks = [section(f":white_check_mark: *{escape(said)}*"), context(small_print), *_notes(comparison)]
        message = Message(f"{said}.", tuple(blocks))
        return Answer(message, message)
    shown = _first(groups)
    rest = groups[len(shown) :]
    incomplete = not all(is_complete(group) for group in groups)
    thread = _thread(rest)
    too_many = len(thread) > _THREAD_MESSAGES
    detail = plain(lines(comparison)) if incomplete or too_many else ""
    title = headline(comparison)

    def ending_with(more: str) -> Message:
        blocks = [
            HeaderBlock(text=PlainTextObject(text=clip(title, HEADER_LIMIT))),
            context(small_print),
            _summary(groups),
            DividerBlock(),
            *(section(text) for text in packed([group_entry(group) + "\n" for group in shown], SECTION_LIMIT)),
            *([context(more)] if more else []),
            *_notes(comparison),
        ]
        return Message(_text(title, groups, more), tuple(blocks))

    return Answer(
        message=ending_with(_more(len(rest), bool(detail))),
        private=ending_with(_not_here(len(rest), bool(detail))),
        thread=tuple(thread[:_THREAD_MESSAGES]),
        detail=detail,
        file_name=f"{comparison.a}-{comparison.b}.diff" if detail else "",
    )


def _small_print(comparison: Comparison, asked_by: str) -> str:
    legend = (
        f"  ·  _added_: only {escape(comparison.b)} has it, _removed_: only {escape(comparison.a)} has it"
        if comparison.differences
        else ""
    )
    return f"asked by <@{asked_by}>  ·  read in {comparison.duration_s:.1f} s{legend}"


def _first(groups: Sequence[Group]) -> Sequence[Group]:
    """As many groups as are readable in one message; at least one."""
    room = _FIRST_CHARACTERS
    for number, group in enumerate(groups[:_FIRST_GROUPS]):
        room -= min(len(group_entry(group)), SECTION_LIMIT)
        if room < 0:
            return groups[: max(number, 1)]
    return groups[:_FIRST_GROUPS]


def _summary(groups: Sequence[Group]) -> SectionBlock:
    entries = (f"*{kind.plural.capitalize()}* {changes_text(counts)}" for kind, counts in summary(groups))
    return section("  ·  ".join(entries))


def _more(hidden: int, has_detail: bool) -> str:
    parts = []
    if hidden:
        parts.append(f"{_objects(hidden)} in the thread")
    if has_detail:
        parts.append(IN_THE_FILE)
    return "; ".join(parts)


def _not_here(hidden: int, has_detail: bool) -> str:
    parts = [_objects(hidden)] if hidden else []
    if has_detail:
        parts.append("every definition, line by line")
    return f"not shown here: {' and '.join(parts)}" if parts else ""


def _objects(number: int) -> str:
    return f"{number} more {'object' if number == 1 else 'objects'}"


def _thread(groups: Sequence[Group]) -> list[Message]:
    sections = packed([group_entry(group) + "\n" for group in groups], SECTION_LIMIT)
    pages = [sections[start : start + _THREAD_SECTIONS] for start in range(0, len(sections), _THREAD_SECTIONS)]
    return [Message("\n".join(page), tuple(section(text) for text in page)) for page in pages]


def _text(title: str, groups: Sequence[Group], more: str) -> str:
    """The message without blocks: the headline, and each object that fits."""
    said = escape(title)
    for number, group in enumerate(groups):
        entry = group_entry(group)
        if len(said) + len(entry) > TEXT_LIMIT:
            rest = f"…and {_objects(len(groups) - number)}"
            return f"{said}\n{rest}; {more}" if more else f"{said}\n{rest}"
        said += f"\n{entry}"
    return f"{said}\n{more}" if more else said


def _notes(comparison: Comparison) -> list[Block]:
    found = packed((escape(one) for one in notes(comparison)), SECTION_LIMIT)
    return [context(found[0])] if found else []
