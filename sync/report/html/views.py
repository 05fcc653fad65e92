"""What the page's template is given: groups, their differences, and the values of each, ready to be shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sync.compare import AttributeChange, Change, Difference
from sync.model import Value
from sync.report.describe import describe, shown
from sync.report.grouping import Group
from sync.report.html.aligned import Run, Text, aligned
from sync.report.html.painted import painted, pieces_by_line

_INLINE_LIMIT = 60  # characters of both sides' values that stand in one line with the attribute's name
_OPEN_LIMIT = 40  # lines of a definition that are shown without being asked for


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One attribute that differs.

    Attributes:
        name: Its name for people.
        wide: Whether the values stand under the name instead of beside it.
        blank: Whether only white space differs.
        runs: The lines of A and B beside each other.
    """

    name: str
    wide: bool
    blank: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SingleValue:
    """One attribute of an object that only one side has.

    Attributes:
        name: Its name for people.
        lines: Its value.
        code: Whether it is a definition or a body of several lines, which stands for itself.
        open: Whether it is shown without being asked for.
        absent: Whether there is no value, so that the only line says so.
    """

    name: str
    lines: tuple[Markup, ...]
    code: bool
    open: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One difference.

    Attributes:
        change: Added, removed or changed.
        kind: PostgreSQL's word for it.
        identity: The whole name, which is searched.
        brief: The name where what it is on stands above it.
        described: What it is, in a line, when it was added or removed.
        changed: What differs; empty when the object was added or removed.
        code: Its definition or body of several lines when it was added or removed.
        attributes: All else that it has when it was added or removed.
    """

    change: Change
    kind: str
    identity: str
    brief: str
    described: Markup
    changed: tuple[ChangedValue, ...]
    code: tuple[SingleValue, ...]
    attributes: tuple[SingleValue, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """One object with what is on it.

    Attributes:
        name: The object's name.
        own: Its own difference; None when only something on it differs.
        members: What differs on it, each counted.
        along: What came or went with it, not counted.
        along_text: How much that is: `5 columns, 1 constraint`.
        counts: How many differences are here, by change, those that there are.
    """

    name: str
    own: Entry | None
    members: tuple[Entry, ...]
    along: tuple[Entry, ...]
    along_text: str
    counts: tuple[tuple[Change, int], ...]


def group_view(group: Group) -> GroupView:
    """The group as the page shows it."""
    members = tuple(_entry(member) for member in group.members)
    changes = [difference.change for difference in group.shown]
    return GroupView(
        name=group.name,
        own=_entry(group.own) if group.own else None,
        members=() if group.folded else members,
        along=members if group.folded else (),
        along_text=group.came_along,
        counts=tuple((change, changes.count(change)) for change in Change if change in changes),
    )


def _entry(difference: Difference) -> Entry:
    identity = difference.identity
    changed: tuple[ChangedValue, ...] = ()
    single: tuple[SingleValue, ...] = ()
    described = Markup()
    if difference.change is Change.CHANGED:
        changed = tuple(_changed(one) for one in difference.attributes)
    else:
        single = tuple(_singles(difference))
        described = painted(pieces_by_line(describe(difference), "definition")[0])
    return Entry(
        change=difference.change,
        kind=identity.kind.value,
        identity=str(identity),
        brief=identity.brief,
        described=described,
        changed=changed,
        code=tuple(one for one in single if one.code),
        attributes=tuple(one for one in single if not one.code),
    )


def _changed(attribute: AttributeChange) -> ChangedValue:
    old, new = shown(attribute.old), shown(attribute.new)
    wide = "\n" in old + new or len(old) + len(new) > _INLINE_LIMIT
    sides = (_text(value, attribute.name, listed=wide) for value in (attribute.old, attribute.new))
    return ChangedValue(
        name=_label(attribute.name),
        wide=wide,
        blank=old != new and old.split() == new.split(),
        runs=aligned(*sides),
    )


def _singles(difference: Difference) -> Iterator[SingleValue]:
    values: Mapping[str, Value] = {
        one.name: one.old if difference.change is Change.REMOVED else one.new for one in difference.attributes
    }
    language = values.get("language")
    for name, value in values.items():
        text = _text(value, name, language=language if isinstance(language, str) else None)
        code = isinstance(value, str) and (name == "body" or len(text.lines) > 1)
        yield SingleValue(_label(name), _painted_lines(text), code, len(text.lines) <= _OPEN_LIMIT, text.absent)


def _text(value: Value, attribute: str, *, listed: bool = False, language: str | None = None) -> Text:
    """A value in lines: a text's own, or, when it is to be listed, a line for each element of a list."""
    absent = value is None or value == ()
    elements = [shown((one,)) for one in value] if listed and isinstance(value, tuple) and value else [shown(value)]
    pieces = tuple(line for one in elements for line in pieces_by_line(one, "" if absent else attribute, language))
    return Text(tuple("".join(part for _, part in line) for line in pieces), pieces, absent)


def _painted_lines(text: Text) -> tuple[Markup, ...]:
    return tuple(painted(line) for line in text.pieces)


def _label(attribute: str) -> str:
    return attribute.replace("_", " ")
