"""One object that differs, with what is on it, in Slack's markup."""

from collections.abc import Sequence

from bot.slack.messages.message import ELLIPSIS, SECTION_LIMIT, clip, code, escape
from sync.compare import AttributeChange, Change, Difference
from sync.model import Value
from sync.report import Group, describe, shown

_VALUE_LIMIT = 120
_NAME_LIMIT = 200
_MOST_MEMBERS = 20
_ENTRIES_LIMIT = SECTION_LIMIT - 500  # the name above them and the line below need room too


def group_entry(group: Group) -> str:
    """A line for each difference, under the name of the object that they are on."""
    if group.own is not None and (group.folded or not group.members):
        return _entry(group.own) + (f" with {group.came_along}" if group.came_along else "")
    name = escape(clip(group.name, _NAME_LIMIT))
    entries = _fitting(group)
    left = len(group.shown) - len(entries)
    more = [f"…and {left} more on {name}"] if left else []
    return "\n".join([f"*{name}*", *entries, *more])


def is_complete(group: Group) -> bool:
    """Whether the entry says everything, so that nobody needs the file."""
    if (group.folded and group.members) or len(_fitting(group)) < len(group.shown):
        return False
    return len(group.name) <= _NAME_LIMIT and all(_is_whole(one) for one in group.shown)


def _fitting(group: Group) -> Sequence[str]:
    """As many of its differences as one section takes, at least one."""
    entries: list[str] = []
    room = _ENTRIES_LIMIT
    for difference in group.shown[:_MOST_MEMBERS]:
        entry = _entry(difference)
        room -= len(entry) + 1
        if entries and room < 0:
            break
        entries.append(entry)
    return entries


def _is_whole(difference: Difference) -> bool:
    """Whether the line of a difference leaves nothing out."""
    values = (value for one in difference.attributes for value in (one.old, one.new))
    return (
        all(_value_fits(value) for value in values)
        and len(difference.identity.brief) <= _NAME_LIMIT
        and (difference.change is Change.CHANGED or len(describe(difference)) <= _VALUE_LIMIT)
        and len(_entry(difference)) <= _ENTRIES_LIMIT
    )


def _value_fits(value: Value) -> bool:
    text = shown(value)
    return "\n" not in text and len(text) <= _VALUE_LIMIT


def _entry(difference: Difference) -> str:
    said = (
        f"• *{difference.change.value}* {difference.identity.kind.value} {code(difference.identity.brief, _NAME_LIMIT)}"
    )
    if difference.change is Change.CHANGED:
        return f"{said}: {'; '.join(_attribute(one) for one in difference.attributes)}"
    extra = describe(difference)
    return f"{said}: {code(extra, _VALUE_LIMIT)}" if extra else said


def _attribute(attribute: AttributeChange) -> str:
    name = attribute.name.replace("_", " ")
    old, new = (_in_line(value) for value in (attribute.old, attribute.new))
    return name if old == new else f"{name} {old} → {new}"


def _in_line(value: Value) -> str:
    """The value in code style, or an ellipsis where it is too long for a line."""
    return code(shown(value)) if _value_fits(value) else ELLIPSIS
