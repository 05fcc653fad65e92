"""What stands in the thread of a report: the rest of the list, all that differs as a file, SQL that mends it, notes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.drift.posts import Kind
from bot.drift.values import FILES, Finding, Occasion, ReportView, Standing
from bot.slack.messages.drift.report import shown
from bot.slack.messages.drift.words import at, finding, named
from bot.slack.messages.message import SECTION_LIMIT, TEXT_LIMIT, Attachment, Detail, Message, packed, section, short
from sync.errors import visible
from sync.wording import counted

_MOST_SECTIONS = 4
_MOST_NAMED = 10
_WHY_LIMIT = 500
_PROBLEM_LIMIT = 500


def drift_detail(kind: Kind, view: ReportView, arguments: Mapping[str, Any]) -> Detail:
    """A post in the thread of a report.

    Args:
        kind: Which.
        view: The report.
        arguments: What is to be said beside it.
    """
    if kind is Kind.LIST:
        return Detail(list_message(view))
    if kind is Kind.DETAIL:
        return Detail(file=_differences(view))
    if kind is Kind.MENDING:
        return _mending(view, arguments)
    return Detail(_note(view, arguments))


def list_message(view: ReportView) -> Message | None:
    """What is there and the report has no room for; None where it lists all."""
    listed = {one.id for one in shown(view)}
    rest = [one for one in view.told if one.id not in listed]
    if not rest or view.occasion is Occasion.WATCH:
        return None
    sections = packed(_by_place(rest, view), SECTION_LIMIT)
    left = len(sections) > _MOST_SECTIONS
    more = ["…the rest is in the file below"] if left else []
    kept = [*sections[:_MOST_SECTIONS], *more]
    text = f"{counted(len(rest), 'more difference')}: {', '.join(named(one) for one in rest[:_MOST_NAMED])}"
    return Message(text[:TEXT_LIMIT], tuple(section(one) for one in kept))


def _by_place(found: list[Finding], view: ReportView) -> Iterator[str]:
    before = ("", "")
    for one in found:
        place = (one.environment, one.against)
        if place != before:
            against = "the files" if one.against == FILES else one.against
            yield f"*{short(one.environment, 60)}* against {short(against, 60)}"
            before = place
        yield finding(one, view)


def _differences(view: ReportView) -> Attachment | None:
    if not view.told:
        return None
    lines: list[str] = ["+ only the database has it   - only the files, or the other environment   ~ not the same"]
    for one in view.told:
        against = "the files" if one.against == FILES else one.against
        lines += ["", f"{one.environment} against {against}", *one.detail.splitlines()]
    return Attachment(f"{view.subject.replace('/', '-')}.diff", "".join(f"{visible(line)}\n" for line in lines), "diff")


def _mending(view: ReportView, arguments: Mapping[str, Any]) -> Detail:
    """The SQL, unless a later check has found another one."""
    made = view.made.mending if view.made else ()
    found = next((one for one in made if one.environment == arguments.get("environment")), None)
    if found is None or found.digest != arguments.get("digest"):
        return Detail()
    name = short(found.environment, 60)
    if not found.sql:
        said = f"No SQL was found that mends {name}: {short(found.problem, _PROBLEM_LIMIT)}."
        return Detail(Message(said, (section(said),)))
    known = any(one.environment == found.environment for one in view.standing(Standing.KNOWN))
    more = " It takes back what is acknowledged, too." if known else ""
    said = (
        f"What makes *{name}* as the files say, proven on a copy of its schema, is in the file: look at it before you "
        f"run it. To keep what is live, write it into a migration.{more}"
    )
    file = f"mend-{found.environment}-{found.digest[:8]}.sql"
    return Detail(Message(said, (section(said),)), Attachment(file, found.sql, "sql"))


def _note(view: ReportView, arguments: Mapping[str, Any]) -> Message | None:
    """That something is gone, or was acknowledged."""
    ids = arguments.get("resolved") or arguments.get("findings") or ()
    found = [one for one in view.findings if one.id in ids]
    if not found:
        return None
    names = ", ".join(named(one) for one in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    if arguments.get("resolved"):
        gone = at(datetime.fromisoformat(str(arguments["at"])))
        said = f":heavy_check_mark: As it should be again since {gone}: {names}{more}."
    else:
        until = at(datetime.fromisoformat(str(arguments["until"])))
        why = short(str(arguments["why"]), _WHY_LIMIT)
        said = f"<@{arguments['person']}> acknowledged {names}{more} until {until}: {why}"
    return Message(said, (section(said),))
