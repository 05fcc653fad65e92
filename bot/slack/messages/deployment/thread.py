"""What stands in a deployment's thread: the details, a message for each thing, long ones as files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.deployments.posts import Kind
from bot.deployments.states import Action, Choice, Subject
from bot.deployments.view import DeploymentView
from bot.slack.messages.deployment import details
from bot.slack.messages.deployment.words import NAME_LIMIT, spell, standing, who
from bot.slack.messages.message import (
    SECTION_LIMIT,
    Attachment,
    Detail,
    Message,
    clip,
    code,
    context,
    escape,
    fitting,
    packed,
    section,
    short,
)
from sync.deploy.pipeline.records import AppliedFile, Rehearsed
from sync.wording import counted

_MOST_SECTIONS = 4  # of 2,800 characters: near what Slack takes in one message
_LINE_LIMIT = 500
_SAID = {"approve": "approved", "reject": "rejected", "cancel": "cancelled it"}
_NOTICES_SHOWN = 3


def detail(kind: Kind, view: DeploymentView, arguments: Mapping[str, Any]) -> Detail:
    """What there is to say about one thing.

    Args:
        kind: About which.
        view: The deployment as it stands.
        arguments: What was said to whoever is to be told, such as who decided.
    """
    return _DETAILS[kind](view, arguments)


def paged(title: str, lines: Sequence[str]) -> Message:
    """A title with lines below it, as many as one message takes."""
    texts = packed(lines, SECTION_LIMIT)
    shown = texts[:_MOST_SECTIONS]
    left = sum(len(one.splitlines()) for one in texts[_MOST_SECTIONS:])
    more = [context(f"…and {left} more lines: the log has all")] if left else []
    blocks = (section(f"*{title}*"), *(section(one) for one in shown), *more)
    return Message(fitting([title, *lines], SECTION_LIMIT), blocks)


def _files(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    pending = view.validated.pending if view.validated else ()
    if not pending:
        return Detail()
    ran = view.tested.statements if view.tested else ()
    lines = []
    for one in pending:
        lines.append(f"• {code(one.label, NAME_LIMIT)}, {counted(one.statements, 'statement')}")
        lines += [f"      line {each.line}: {code(_head(each), 120)}" for each in ran if each.file == one.label]
    return Detail(paged(counted(len(pending), "file"), lines))


def _sql(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    sql = view.tested.sql if view.tested else ""
    return Detail(file=Attachment(f"{view.id}.sql", sql, "sql")) if sql else Detail()


def _rehearsal(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    found = view.tested
    if found is None or not (found.statements or found.first or found.unsure):
        return Detail()
    lines = details.rehearsal(view).splitlines()
    lines += [line for one in found.statements for line in _rehearsed(one)]
    if found.dangers:
        lines += ["*What it endangers on the live database*", *(f"• {details.danger(one)}" for one in found.dangers)]
    return Detail(paged("Rehearsal, statement by statement", lines))


def _rehearsed(one: Rehearsed) -> list[str]:
    locks = ", ".join(f"{lock.mode} on {lock.relation}" for lock in one.locks)
    locked = f", locks {short(locks, 300)}" if locks else ""
    said = [f"      {short(notice, 200)}" for notice in one.notices[:_NOTICES_SHOWN]]
    return [
        f"• {code(f'{one.file}:{one.line}', NAME_LIMIT)} {code(_head(one), 80)} {spell(one.seconds)}{locked}",
        *said,
    ]


def _notes(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    found = view.validated.notes if view.validated else ()
    lines = [
        f"• *{escape(one.severity)}* {code(one.file if one.line is None else f'{one.file}:{one.line}', NAME_LIMIT)} "
        f"{short(one.message, _LINE_LIMIT)} ({escape(clip(one.rule, 60))})"
        + (f" _{short(one.remedy, 300)}_" if one.remedy else "")
        for one in found
    ]
    return Detail(paged(f"{counted(len(found), 'note')} about the files", lines)) if found else Detail()


def _drift(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    found = view.compared.drift if view.compared else ()
    if not found:
        return Detail()
    lines = []
    for one in found:
        lines.append(f"*{short(one.environment, NAME_LIMIT)}*: {counted(len(one.differences), 'difference')}")
        lines += [f"• {details.difference(each)}" for each in one.differences]
    whole = "\n\n".join(f"{one.environment}\n\n{one.detail}" for one in found)
    return Detail(paged("Drift", lines), Attachment(f"{view.id}-drift.diff", whole, "diff"))


def _decision(_: DeploymentView, arguments: Mapping[str, Any]) -> Detail:
    person, choice, about = (str(arguments.get(name, "")) for name in ("person", "choice", "about"))
    if about == Subject.DRIFT and choice == Choice.APPROVE:
        verb = "accepted the drift, once"
    else:
        verb = _SAID.get(choice, escape(choice))
    why = short(str(arguments.get("reason") or ""), _LINE_LIMIT)
    return _line(f"{who(person)} {verb}" + (f": {why}" if why else ""))


def _backup(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    said = details.backup(view)
    place = short(view.backed_up.place, _LINE_LIMIT) if view.backed_up and view.backed_up.place else ""
    return _line("\n".join(one for one in (said, place) if one)) if said else Detail()


def _applied(view: DeploymentView, arguments: Mapping[str, Any]) -> Detail:
    label = arguments.get("label")
    found = view.deployed.applied if view.deployed else ()
    chosen = [one for one in found if label in (None, one.label)]
    if not chosen:
        return _line(f"Applied {code(str(label), NAME_LIMIT)}") if label else Detail()
    did = "Took back" if view.action is Action.ROLLBACK else "Applied"
    return Detail(paged(f"{did} {counted(len(chosen), 'file')}", [line for one in chosen for line in _did(one)]))


def _did(one: AppliedFile) -> list[str]:
    extra = [
        *([f"{counted(one.rows, 'row')} written"] if one.rows else []),
        *([f"tried {one.attempts} times"] if one.attempts > 1 else []),
        *([f"gone on behind step {one.resumed}"] if one.resumed else []),
    ]
    said = [f"      {short(notice, 200)}" for notice in one.notices[:_NOTICES_SHOWN]]
    return [f"• {code(one.label, NAME_LIMIT)} in {spell(one.seconds)}{''.join(f', {each}' for each in extra)}", *said]


def _verified(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    found = view.verified
    if found is None:
        return Detail()
    if found.is_equal:
        return _line(details.proof(view)) if found.equal_to else Detail()
    mending = Attachment(f"{view.id}-mending.sql", found.mending, "sql") if found.mending else None
    if found.problem:
        remedy = f"\n{short(found.problem.remedy, _LINE_LIMIT)}" if found.problem.remedy else ""
        said = f"Could not be verified: {short(found.problem.message, _LINE_LIMIT)}{remedy}"
        return Detail(_line(said).message, mending)
    plan = "The SQL that mends it is in the file below." if mending else "No SQL that mends it was found."
    return Detail(
        paged(f"{escape(view.environment)} is not as it should be", [*details.differing(view), plan]), mending
    )


def _failure(view: DeploymentView, _: Mapping[str, Any]) -> Detail:
    lines = [f"*{standing(view)}*", details.reason(view), details.left(view)]
    return _line("\n".join(one for one in lines if one))


def _note(_: DeploymentView, arguments: Mapping[str, Any]) -> Detail:
    said = short(str(arguments.get("text", "")), SECTION_LIMIT)
    return _line(said) if said else Detail()


def _line(said: str) -> Detail:
    return Detail(Message(said, (section(said),)))


def _head(one: Rehearsed) -> str:
    return " ".join(one.sql.split())


_DETAILS: dict[Kind, Callable[[DeploymentView, Mapping[str, Any]], Detail]] = {
    Kind.FILES: _files,
    Kind.SQL: _sql,
    Kind.REHEARSAL: _rehearsal,
    Kind.NOTES: _notes,
    Kind.DRIFT: _drift,
    Kind.DECISION: _decision,
    Kind.BACKUP: _backup,
    Kind.APPLIED: _applied,
    Kind.VERIFIED: _verified,
    Kind.FAILURE: _failure,
    Kind.NOTE: _note,
}
