"""The message of a report: one line when all is well, else what is new, still there and gone, by environment."""

from collections.abc import Iterable, Iterator, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.drift.values import FILES, Finding, Occasion, Place, ReportView, Standing
from bot.slack.messages.deployment.words import spell
from bot.slack.messages.drift.buttons import buttons
from bot.slack.messages.drift.words import at, expected, finding, joined
from bot.slack.messages.message import (
    SECTION_LIMIT,
    TEXT_LIMIT,
    Message,
    clip,
    context,
    escape,
    fitting,
    header,
    section,
    short,
)
from sync.wording import counted

_MOST_LINES = 5
_PLACE_LIMIT = 2_200
_MOST_PLACES = 4
_PROBLEM_LIMIT = 500
_NOTE_LIMIT = 300
_MOST_NOTES = 4
_ALL_LIMIT = 9_000
_MOST_PIECES = 20
_MOST_NAMES = 4

_GROUPS = (
    (Standing.NEW, "New"),
    (Standing.CHANGED, "Changed"),
    (Standing.STILL, "Still there"),
    (Standing.RESOLVED, "Resolved"),
)


def report_message(view: ReportView) -> Message:
    """How the environments stand.

    Args:
        view: The report.
    """
    if view.made is None:
        said = "Looking for drift…"
        return Message(said, (section(said),))
    title = headline(view)
    small = _small_print(view)
    if is_well(view):
        said = f":white_check_mark: {_emphasized(title)}"
        pieces = _bounded([*_back(view), *([_resolved(view)] if view.standing(Standing.RESOLVED) else [])])
        notes = [context(small)] if small else []
        return Message(_text([escape(f"{title}."), *pieces, small]), (*map(section, [said, *pieces]), *notes))
    pieces = _bounded(_pieces(view))
    blocks: list[Block] = [header(title), *(section(piece) for piece in pieces), *([context(small)] if small else [])]
    pressed = buttons(view)
    if pressed:
        blocks.append(ActionsBlock(elements=pressed))
    return Message(_text([escape(title), *pieces, small]), tuple(blocks))


def is_well(view: ReportView) -> bool:
    """Whether there is nothing that anybody has to do."""
    return not view.told and not view.failed


def headline(view: ReportView) -> str:
    """The report in one line, not escaped: how many differences there are, and what could not be checked."""
    made = view.made
    assert made is not None
    if is_well(view):
        well = _gone(view) if view.occasion is Occasion.WATCH else _well(view)
        return f"{well}; checked in {spell(made.seconds)}"
    told: dict[str, list[Finding]] = {}
    for one in view.told:
        told.setdefault(one.environment, []).append(one)
    said = [_drifted(name, found, view) for name, found in list(told.items())[:_MOST_NAMES]]
    said += [f"{len(told) - _MOST_NAMES} more environments drifted"] if len(told) > _MOST_NAMES else []
    failed = list(dict.fromkeys(one.environment for one in view.failed))
    said += [f"{joined(failed)} could not be checked"] if failed else []
    return "; ".join(said)


def shown(view: ReportView) -> tuple[Finding, ...]:
    """What the message itself lists of what is there."""
    places = _places(view)[:_MOST_PLACES]
    return tuple(one for place in places for _, found in _groups(view, place) for one in found[:_MOST_LINES])


def _drifted(name: str, found: Sequence[Finding], view: ReportView) -> str:
    counts = {
        word: sum(one.standing(view.since, view.now) is standing for one in found)
        for standing, word in ((Standing.NEW, "new"), (Standing.CHANGED, "changed"), (Standing.STILL, "still there"))
    }
    parts = [f"{number} {word}" for word, number in counts.items() if number]
    exposing = sum(bool(one.exposes) for one in found)
    opens = f"; {exposing} {'opens' if exposing == 1 else 'open'} data to others" if exposing else ""
    return f"{name} drifted: {counted(len(found), 'difference')} ({', '.join(parts)}{opens})"


def _well(view: ReportView) -> str:
    assert view.made is not None
    files = [one.environment for one in view.made.places if one.against == FILES]
    pairs = [one for one in view.made.places if one.against != FILES and not _is_skipped(one)]
    known = len(view.standing(Standing.KNOWN))
    but = f", but for {counted(known, 'acknowledged difference')}" if known else ""
    is_are = "is" if len(files) == 1 else "are"
    equal = ""
    if pairs:
        covers = {*(one.environment for one in pairs), *(one.against for one in pairs)} <= set(files)
        equal = ", and equal" if covers else f", and equal to {joined([one.against for one in pairs])}"
    return f"{joined(files)} {is_are} as the files say{equal}{but}"


def _gone(view: ReportView) -> str:
    """Of a change between the nights that nobody has to look at any more."""
    names = list(dict.fromkeys(one.environment for one in view.news))
    is_known = any(one.standing(view.since, view.now) is Standing.KNOWN for one in view.news)
    return f"what was changed by hand at {joined(names)} is {'acknowledged' if is_known else 'as it should be again'}"


def _is_skipped(place: Place) -> bool:
    """Whether two environments were not compared, as one of them is ahead."""
    return bool(place.notes) and not place.findings


def _pieces(view: ReportView) -> Iterator[str]:
    """The report, a paragraph for each environment."""
    if view.occasion is Occasion.WATCH and view.told:
        yield "Somebody changed it by hand: no deployment did."
    yield from _failed(view)
    yield from _back(view)
    places = _places(view)
    for place in places[:_MOST_PLACES]:
        yield fitting(list(_place(view, place)), _PLACE_LIMIT, more="…and more, in the thread")
    if len(places) > _MOST_PLACES:
        yield f"…and {counted(len(places) - _MOST_PLACES, 'more comparison')}, in the thread"


def _bounded(pieces: Iterable[str]) -> list[str]:
    """As many paragraphs as one message takes."""
    kept: list[str] = []
    room = _ALL_LIMIT
    for piece in pieces:
        room -= len(piece)
        if room < 0 or len(kept) == _MOST_PIECES:
            return [*kept, "…and more, in the thread"]
        kept.append(clip(piece, SECTION_LIMIT))
    return kept


def _places(view: ReportView) -> list[Place]:
    """The places of which something is told."""
    assert view.made is not None
    return [one for one in view.made.places if _groups(view, one)]


def _groups(view: ReportView, place: Place) -> list[tuple[str, tuple[Finding, ...]]]:
    """What is told of a place, by how it stands; what opens data to others before all."""
    wanted = [one for one in _GROUPS if one[0] is not Standing.STILL or view.occasion is not Occasion.WATCH]
    there = tuple(one[0] for one in wanted if one[0] is not Standing.RESOLVED)
    exposing = tuple(one for one in view.at(place, *there) if one.exposes)
    groups = [(":rotating_light: *Opens data to others*", exposing)]
    for standing, word in wanted:
        found = tuple(one for one in view.at(place, standing) if one not in exposing)
        groups.append((f"*{word}*", found))
    return [(word, found) for word, found in groups if found]


def _place(view: ReportView, place: Place) -> Iterator[str]:
    there = [one for one in view.told if one.id in place.findings]
    is_not = "is not" if there else "is"
    number = f": {counted(len(there), 'difference')}" if there else " again"
    yield f"*{escape(place.environment)}* {is_not} {expected(place)}{number}"
    for word, found in _groups(view, place):
        yield word
        yield from (finding(one, view) for one in found[:_MOST_LINES])
        if len(found) > _MOST_LINES:
            yield f"…and {len(found) - _MOST_LINES} more, in the thread"


def _failed(view: ReportView) -> Iterator[str]:
    """What could not be checked; where it is for one reason, once."""
    by_reason: dict[tuple[str, str], list[Place]] = {}
    for one in view.failed:
        by_reason.setdefault((one.problem, one.remedy), []).append(one)
    for (problem, remedy), places in by_reason.items():
        names = escape(joined(list(dict.fromkeys(one.environment for one in places))))
        against = {one.against for one in places} - {FILES}
        held = f" against {escape(joined(sorted(against)))}" if against and len(against) == len(places) else ""
        first = min((one.failing_since for one in places if one.failing_since is not None), default=None)
        is_old = first is not None and view.since is not None and first <= view.since
        since = f", not since {at(first)}" if is_old else ""
        todo = f"\n*What to do:* {short(remedy, _PROBLEM_LIMIT)}" if remedy else ""
        yield f":warning: *{names} could not be checked{held}*{since}: {short(problem, _PROBLEM_LIMIT)}{todo}"


def _back(view: ReportView) -> list[str]:
    assert view.made is not None
    return [
        f":heavy_check_mark: {escape(one.environment)} is checked again"
        f"{'' if one.against == FILES else f' against {escape(one.against)}'}; it could not be since "
        f"{at(one.failing_since)}"
        for one in view.made.places
        if one.is_back
    ]


def _resolved(view: ReportView) -> str:
    found = view.standing(Standing.RESOLVED)
    lines = [f"{finding(one, view)} ({escape(one.environment)})" for one in found[:_MOST_LINES]]
    more = [f"…and {len(found) - _MOST_LINES} more"] if len(found) > _MOST_LINES else []
    return fitting(["*Resolved*", *lines, *more], _PLACE_LIMIT)


def _small_print(view: ReportView) -> str:
    """How and when it was made, what is acknowledged, what was noticed."""
    made = view.made
    assert made is not None
    parts = []
    if not is_well(view):
        parts.append(f"checked in {spell(made.seconds)}")
    if view.asked_by is not None:
        parts.append(f"asked by <@{view.asked_by}>")
    if view.is_checking:
        parts.append("checking again…")
    known = view.standing(Standing.KNOWN)
    if known and not is_well(view) and view.occasion is not Occasion.WATCH:
        parts.append(f"{counted(len(known), 'acknowledged difference')} not listed")
    if view.told:
        parts.append("_added_: only the database has it, _removed_: only the files, or the other environment")
    notes = [short(note, _NOTE_LIMIT) for place in made.places for note in place.notes]
    left = [f"…and {len(notes) - _MOST_NOTES} more notes"] if len(notes) > _MOST_NOTES else []
    return "\n".join([*(["  ·  ".join(parts)] if parts else []), *notes[:_MOST_NOTES], *left])


def _text(lines: Sequence[str]) -> str:
    """All of it without blocks."""
    return fitting("\n".join(one for one in lines if one).splitlines(), TEXT_LIMIT, more="…the rest is in the thread")


def _emphasized(title: str) -> str:
    what, _, took = title.rpartition("; ")
    return f"*{escape(what)}*; {took}"
