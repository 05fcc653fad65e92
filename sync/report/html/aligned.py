"""Puts the lines of two values beside each other: what is alike in one row, what changed in one row with its marks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from markupsafe import Markup

from sync.report.html.painted import Piece, Span, painted

_CONTEXT_LINES = 3
_FOLD_FROM = 4  # lines: to unfold fewer costs a reader more than to see them
_PAIRS_LIMIT = 400  # lines times lines of one changed block that are tried as pairs
_WORDS_LIMIT = 250_000  # words times words of one pair of lines that are compared one by one
_ALIKE = 0.35  # the share of words that two lines have in common to be one line that changed
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Text:
    """One side's value.

    Attributes:
        lines: Its lines, or the elements of a list.
        pieces: The same lines, in pieces of one colour.
        absent: Whether the side has no value, so that the only line says so.
    """

    lines: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one side; lines are counted from 1."""

    number: int
    html: Markup
    absent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside each other; None where a side has nothing there."""

    old: Cell | None
    new: Cell | None
    alike: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that are shown together; folded ones are alike and far from what changed."""

    rows: tuple[Row, ...]
    folded: bool = False


def aligned(old: Text, new: Text) -> tuple[Run, ...]:
    """All lines of both sides in rows."""
    if old.absent or new.absent:
        return (Run(tuple(_changed(old, new, range(len(old.lines)), range(len(new.lines))))),)
    runs: list[Run] = []
    blocks = SequenceMatcher(None, old.lines, new.lines).get_opcodes()
    for place, (tag, a, a_end, b, b_end) in enumerate(blocks):
        if tag == "equal":
            rows = tuple(_row(old, new, i, j) for i, j in zip(range(a, a_end), range(b, b_end), strict=True))
            runs.extend(_folded(rows, first=place == 0, last=place == len(blocks) - 1))
        else:
            runs.append(Run(tuple(_changed(old, new, range(a, a_end), range(b, b_end)))))
    return tuple(runs)


def _folded(rows: tuple[Row, ...], *, first: bool, last: bool) -> Iterator[Run]:
    """Rows that are alike, with those folded that no change is near."""
    begin = 0 if first else _CONTEXT_LINES
    end = len(rows) if last else len(rows) - _CONTEXT_LINES
    if end - begin < _FOLD_FROM or (first and last):
        yield Run(rows)
        return
    for part, fold in ((rows[:begin], False), (rows[begin:end], True), (rows[end:], False)):
        if part:
            yield Run(part, fold)


def _changed(old: Text, new: Text, of_old: range, of_new: range) -> Iterator[Row]:
    """A changed block: lines that became others beside them, what is left between those beside each other."""
    a, b = of_old.start, of_new.start
    for i, j in (*_became(old.lines, new.lines, of_old, of_new), (of_old.stop, of_new.stop)):
        for left, right in zip_longest(range(a, i), range(b, j)):
            yield _row(old, new, left, right)
        if i < of_old.stop and j < of_new.stop:
            yield _row(old, new, i, j)
        a, b = i + 1, j + 1


def _became(old: Sequence[str], new: Sequence[str], of_old: range, of_new: range) -> list[tuple[int, int]]:
    """Which line of A became which of B: the pairs, in order, that have most in common altogether."""
    if len(of_old) == len(of_new) == 1 or len(of_old) * len(of_new) > _PAIRS_LIMIT:
        return []
    lines = (*old[of_old.start : of_old.stop], *new[of_new.start : of_new.stop])
    words = {line: Counter(_WORD.findall(line.strip())) for line in lines}
    best: dict[tuple[int, int], float] = {}
    for i in reversed(of_old):
        for j in reversed(of_new):
            pair = _likeness(words[old[i]], words[new[j]])
            together = pair + best.get((i + 1, j + 1), 0.0) if pair >= _ALIKE else 0.0
            best[i, j] = max(together, best.get((i + 1, j), 0.0), best.get((i, j + 1), 0.0))
    pairs = []
    i, j = of_old.start, of_new.start
    while best.get((i, j), 0.0) > 0.0:
        if best[i, j] == best.get((i + 1, j), 0.0):
            i += 1
        elif best[i, j] == best.get((i, j + 1), 0.0):
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words in common, from 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _row(old: Text, new: Text, i: int | None, j: int | None) -> Row:
    if i is None or j is None:
        return Row(None if i is None else _cell(old, i), None if j is None else _cell(new, j), alike=False)
    before, after = old.lines[i], new.lines[j]
    alike = before == after and not old.absent and not new.absent
    if alike and old.pieces[i] == new.pieces[j]:
        left = _cell(old, i)
        return Row(left, replace(left, number=j + 1), alike)
    marked = None if alike or old.absent or new.absent else _marks(before, after)
    of_old, of_new = marked or ((), ())
    return Row(_cell(old, i, of_old), _cell(new, j, of_new), alike)


def _cell(text: Text, place: int, marks: tuple[Span, ...] = ()) -> Cell:
    return Cell(place + 1, painted(text.pieces[place], marks), text.absent)


def _marks(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The characters of two lines that differ; None when so little is alike that the lines as a whole differ."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > _WORDS_LIMIT:
        return _marked_ends(before, after)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    alike = sum(len(word.strip()) for tag, a, end, _, _ in blocks if tag == "equal" for word in old[a:end])
    if alike < _ALIKE * max(len(before.strip()), len(after.strip()), 1) / 2 and before.split() != after.split():
        return None
    changed = [(a, a_end, b, b_end) for tag, a, a_end, b, b_end in blocks if tag != "equal"]
    return (
        _spans(old, [(a, end) for a, end, _, _ in changed]),
        _spans(new, [(b, end) for _, _, b, end in changed]),
    )


def _spans(words: Sequence[str], changed: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """From words to characters; marks with only white space between them are one."""
    places = [0]
    for word in words:
        places.append(places[-1] + len(word))
    spans: list[Span] = []
    last = 0
    for begin, end in changed:
        if begin == end:
            continue
        if spans and not "".join(words[last:begin]).strip():
            spans[-1] = (spans[-1][0], places[end])
        else:
            spans.append((places[begin], places[end]))
        last = end
    return tuple(spans)


def _marked_ends(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What is between the beginning and the end that two very long lines have in common."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    left, right = (head, len(before) - tail), (head, len(after) - tail)
    return ((left,) if left[0] < left[1] else (), (right,) if right[0] < right[1] else ())
