"""One object that differs, with what is on it, in Slack's markup."""

from collections import Counter

from bot.slack.messages.message import ELLIPSIS, code, escape
from sync.compare import AttributeChange, Change, Difference
from sync.model import Value
from sync.report import Group, describe, shown

_VALUE_LIMIT = 120
_MOST_MEMBERS = 20


def group_entry(group: Group) -> str:
    """A line for each difference, under the name of the object that they are on."""
    if group.own is not None and (group.folded or not group.members):
        return _entry(group.own) + _members(group)
    entries = [_entry(one) for one in group.shown]
    if len(entries) > _MOST_MEMBERS:
        left = len(entries) - _MOST_MEMBERS
        entries = [*entries[:_MOST_MEMBERS], f"…and {left} more on {escape(group.name)}"]
    return "\n".join([f"*{escape(group.name)}*", *entries])


def is_complete(group: Group) -> bool:
    """Whether the entry says everything, so that nobody needs the file."""
    if len(group.shown) > _MOST_MEMBERS or (group.folded and group.members):
        return False
    return all(_value_fits(value) for one in group.shown for a in one.attributes for value in (a.old, a.new))


def _value_fits(value: Value) -> bool:
    text = shown(value)
    return "\n" not in text and len(text) <= _VALUE_LIMIT


def _entry(difference: Difference) -> str:
    identity = difference.identity
    name = identity.local if identity.relation else str(identity)
    said = f"• *{difference.change.value}* {identity.kind.value} {code(name)}"
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


def _members(group: Group) -> str:
    counts = Counter(member.identity.kind for member in group.members)
    listed = ", ".join(kind.counted(number) for kind, number in counts.items())
    return f" with {listed}" if listed else ""
