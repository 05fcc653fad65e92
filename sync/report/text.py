"""A comparison as lines of text. What a line is, its style says; colours and marks are the terminal's business."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from sync.compare import AttributeChange, Change, Difference
from sync.diff import Comparison
from sync.errors import visible
from sync.model.kinds import RELATIONS
from sync.report.describe import describe, element, shown
from sync.report.grouping import Group, grouped, summary
from sync.report.notes import notes
from sync.wording import counted

_MARKS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}
_INLINE_LIMIT = 60
_CONTEXT_LINES = 3
_LINE_LIMIT = 240
_CONTEXT = 60
# What white space looks like where nothing else differs; a line end stays one, a carriage return is shown later.
_WHITE_SPACE = {
    **{code: f"\\u{code:04x}" for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)},
    ord(" "): "·",
    ord("\t"): "\\t",
}


class Style(StrEnum):
    """What a line is about."""

    TITLE = "title"
    HEADING = "heading"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    PLAIN = "plain"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without its line end and without control characters."""

    style: Style
    text: str


def lines(comparison: Comparison) -> Iterator[Line]:
    """The whole comparison."""
    groups = grouped(comparison.differences)
    yield _line(Style.TITLE, headline(comparison))
    if groups:
        yield _line(Style.MUTED, f"+ only in {comparison.b}   - only in {comparison.a}   ~ not the same")
    for group in groups:
        yield Line(Style.PLAIN, "")
        yield from group_lines(group)
    if len(groups) > 1:
        yield Line(Style.PLAIN, "")
        for kind, counts in summary(groups):
            yield _line(Style.MUTED, f"{kind.plural}: {changes_text(counts)}")
    if comparison.diagnostics:
        yield Line(Style.PLAIN, "")
        for note in notes(comparison):
            yield _line(Style.MUTED, f"note: {note}")


def headline(comparison: Comparison) -> str:
    """One line that says how it stands: `staging → production: 7 differences (2 added, 5 changed)`."""
    counts: Counter[Change] = Counter()
    for _, of_kind in summary(grouped(comparison.differences)):
        counts += of_kind
    total = sum(counts.values())
    if not total:
        return f"{comparison.a} → {comparison.b}: no difference"
    return f"{comparison.a} → {comparison.b}: {counted(total, 'difference')} ({changes_text(counts)})"


def changes_text(counts: Counter[Change]) -> str:
    """`2 added, 1 changed`."""
    return ", ".join(f"{counts[change]} {change.value}" for change in Change if counts[change])


def group_lines(group: Group) -> Iterator[Line]:
    """One group: the object, and what is on it."""
    if group.own is None:
        yield _line(Style.HEADING, f"on {_placed(group)}")
    else:
        yield from _difference_lines(group.own, "", f"with {group.came_along}" if group.came_along else "")
    if not group.folded:
        for member in group.members:
            yield from _difference_lines(member, "  ")


def _placed(group: Group) -> str:
    """What facts are about, with its kind where that is no table or the like."""
    first = group.members[0].identity
    is_plain = first.relation or not first.of or first.of in RELATIONS
    return group.name if is_plain else f"{first.of} {group.name}"


def plain(shown_lines: Iterable[Line]) -> str:
    """The lines as one text."""
    return "\n".join(line.text for line in shown_lines) + "\n"


def _difference_lines(difference: Difference, indent: str, note: str = "") -> Iterator[Line]:
    identity = difference.identity
    style = Style(difference.change.value)
    head = f"{indent}{_MARKS[difference.change]} {identity.kind.value} {identity.brief}".rstrip()
    if difference.change is Change.CHANGED:
        yield _line(style, head)
        for attribute in difference.attributes:
            yield from _attribute_lines(attribute, indent + "    ")
        return
    extra = ", ".join(part for part in (describe(difference), note) if part)
    yield _line(style, f"{head}  {extra}" if extra else head)
    for attribute in difference.attributes:
        value = attribute.old if attribute.new is None else attribute.new
        if isinstance(value, str) and (attribute.name == "body" or ("\n" in value and attribute.name == "definition")):
            for line in value.strip("\n").split("\n"):
                yield _line(style, f"{indent}    {line}")


def _attribute_lines(attribute: AttributeChange, indent: str) -> Iterator[Line]:
    name = attribute.name.replace("_", " ")
    old, new = shown(attribute.old), shown(attribute.new)
    heading = f"{indent}{name}:"
    if old.split() == new.split():
        heading += " (only white space differs)"
        old, new = old.translate(_WHITE_SPACE), new.translate(_WHITE_SPACE)
    elif "\n" not in old + new and len(old) + len(new) <= _INLINE_LIMIT:
        yield _line(Style.CHANGED, f"{heading} {old} → {new}")
        return
    yield _line(Style.CHANGED, heading)
    if isinstance(attribute.old, tuple) and isinstance(attribute.new, tuple):
        compared = _unified([element(one) for one in attribute.old], [element(one) for one in attribute.new])
    elif "\n" in old or "\n" in new:
        compared = _unified(old.split("\n"), new.split("\n"))
    else:
        compared = (f"{mark} {value}" for mark, value in zip("-+", _shortened(old, new), strict=True))
    for line in compared:
        yield _line(_diff_style(line), f"{indent}  {line}")


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Two long lines without most of what they begin and end with alike."""
    if max(len(old), len(new)) <= _LINE_LIMIT:
        return old, new
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    start = 0 if head <= _CONTEXT else head - _CONTEXT
    left = 0 if tail <= _CONTEXT else tail - _CONTEXT

    def part(value: str) -> str:
        return ("…" if start else "") + value[start : len(value) - left] + ("…" if left else "")

    return part(old), part(new)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _unified(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """A unified diff without its two lines of file names; a carriage return is made visible later, not lost."""
    return (line for number, line in enumerate(unified_diff(old, new, lineterm="", n=_CONTEXT_LINES)) if number > 1)


def _diff_style(line: str) -> Style:
    return {"+": Style.ADDED, "-": Style.REMOVED, "@": Style.MUTED}.get(line[:1], Style.PLAIN)


def _line(style: Style, text: str) -> Line:
    return Line(style, visible(text))
