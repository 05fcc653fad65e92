"""What there is to say of a deployment, a paragraph for each thing; an empty one is left out. All are bounded."""

from collections.abc import Iterable

from bot.deployments.states import Action, Asked, Choice, State, Subject
from bot.deployments.view import DeploymentView, Question, Said
from bot.slack.messages.deployment.words import NAME_LIMIT, frozen, mention, moment, spell, standing, who
from bot.slack.messages.message import code, escape, fitting, short
from sync.deploy.pipeline.records import Changed, Danger, Differs, Phase, Tested
from sync.model import Kind
from sync.model.size import readable
from sync.wording import counted

_REASON_LIMIT = 800
_REMEDY_LIMIT = 400
_MOST_FILES = 5
_MOST_DANGERS = 3
_MOST_DIFFERENCES = 5
_MOST_APPROVERS = 8
_DANGER_LIMIT = 320
_LISTED_LIMIT = 500
_DECIDED_LIMIT = 900
_DRIFT_LIMIT = 1_200
_CHANGES_LIMIT = 600


def reason(view: DeploymentView) -> str:
    """Why it stands where it stands, and what to do about it. What is said elsewhere is not said again."""
    is_rejected = view.state is State.REJECTED and any(one.said for one in view.questions)
    is_said = is_rejected or short(view.reason, _REASON_LIMIT) in standing(view)
    lines = [short(view.reason, _REASON_LIMIT)] if view.reason and not is_said else []
    if view.remedy:
        lines.append(f"*What to do:* {short(view.remedy, _REMEDY_LIMIT)}")
    return "\n".join(lines)


def left(view: DeploymentView) -> str:
    """Of a failure: what of it is in the database."""
    if view.state not in (State.FAILED, State.UNVERIFIED):
        return ""
    name = escape(view.environment)
    if not view.has_applied and view.state is State.UNVERIFIED:
        return f"It applied nothing itself: what it verified was applied to {name} before, and is still there."
    if not view.has_applied:
        return f"Nothing was applied to {name}."
    if view.deployed is None:
        return f"{name.capitalize()} may not be as it was: look at the log."
    is_rollback = view.action is Action.ROLLBACK
    if not view.deployed.applied:
        return f"No file was {'taken back from' if is_rollback else 'applied to'} {name} whole."
    names = file_names([one.label for one in view.deployed.applied])
    return f"{'Taken back' if is_rollback else 'Applied, and still there'}: {names}"


def file_names(labels: Iterable[str]) -> str:
    """The first files by name."""
    names = [code(one, NAME_LIMIT) for one in labels]
    more = f" and {len(names) - _MOST_FILES} more" if len(names) > _MOST_FILES else ""
    return fitting([", ".join(names[:_MOST_FILES]) + more], _LISTED_LIMIT)


def pending(view: DeploymentView) -> str:
    """Which files it brings, or takes back."""
    if view.action is Action.ROLLBACK:
        taken = view.tested.pending if view.tested else ()
        return (
            f"*Takes back {counted(len(taken), 'file')}:* {file_names([one.label for one in taken])}" if taken else ""
        )
    found = view.validated.pending if view.validated else ()
    if not found:
        return "*Files:* none is pending" if view.validated and not view.validated.problem else ""
    return f"*{counted(len(found), 'file')}:* {file_names([one.label for one in found])}"


def changes(tested: Tested | None) -> str:
    """What they make of the schema, by kind."""
    if tested is None or not tested.changes:
        return ""
    entries = [_change(one) for one in tested.changes]
    return "*Changes:* " + fitting([" · ".join(entries[:20])], _CHANGES_LIMIT, more="many kinds, see the thread")


def dangers(tested: Tested | None) -> str:
    """What they endanger, the worst first."""
    if tested is None or tested.problem:
        return ""
    if not tested.dangers:
        return "*Dangers:* none found" if tested.statements else ""
    lines = [f"• {danger(one)}" for one in tested.dangers[:_MOST_DANGERS]]
    rest = len(tested.dangers) - len(lines)
    more = [f"…and {rest} more in the thread"] if rest > 0 else []
    return "\n".join([":rotating_light: *Dangers*", *lines, *more])


def danger(found: Danger) -> str:
    """One danger, with its place."""
    return f"{short(found.said, _DANGER_LIMIT)} ({code(f'{found.file}:{found.line}', NAME_LIMIT)})"


def rehearsal(view: DeploymentView) -> str:
    """How the rehearsal went."""
    found = view.tested
    if found is None or found.problem:
        return ""
    lines = []
    if found.first:
        lines.append(
            f"Applied to {escape(view.after)} first, in {spell(found.first_seconds)}: {file_names(found.first)}"
        )
    if found.statements:
        locked = {lock.relation for one in found.statements for lock in one.locks}
        slowest = max(one.seconds for one in found.statements)
        lines.append(
            f"*Rehearsed* on a copy of the schema, without rows: {counted(len(found.statements), 'statement')} in "
            f"{spell(found.seconds)}, the slowest {spell(slowest)}, {counted(len(locked), 'object')} locked"
        )
    if found.unsure:
        lines.append(f":grey_question: The copy could not show all: {short(found.unsure, _REMEDY_LIMIT)}")
    return "\n".join(lines)


def drift(view: DeploymentView) -> str:
    """What drifted, by environment."""
    found = view.compared.drift if view.compared else ()
    if not found:
        return ""
    asked = view.asked(Subject.DRIFT)
    lines = []
    for one in found[:2]:
        said = "; ".join(difference(each) for each in one.differences[:_MOST_DIFFERENCES])
        rest = len(one.differences) - _MOST_DIFFERENCES
        more = f"; and {rest} more" if rest > 0 else ""
        lines.append(
            f":warning: *{short(one.environment, NAME_LIMIT)} drifted* from what its migrations make, "
            f"{counted(len(one.differences), 'difference')}: {said}{more}"
        )
    if asked is not None and asked.state is Asked.APPROVED:
        lines.append("This drift was accepted, once.")
    return fitting(lines, _DRIFT_LIMIT, more="…the rest in the thread")


def difference(found: Differs) -> str:
    """One difference."""
    return f"{escape(found.change)} {short(found.kind, 40)} {code(found.identity, 80)}"


def question(view: DeploymentView) -> str:
    """Who is asked, how many have agreed, until when; why somebody may not."""
    asked = view.question
    if asked is None:
        return ""
    needed = asked.required + (view.frozen is not None)
    agreed = sum(one.choice is Choice.APPROVE for one in asked.said)
    names = [mention(one) for one in asked.approvers[:_MOST_APPROVERS]]
    rest = len(asked.approvers) - len(names)
    who_may = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    said = standing(view)
    so_far = f"{agreed} of {needed} approvals so far, from {who_may}"
    lines = [f"*{said[:1].upper()}{said[1:]}.* {so_far}. Expires {moment(asked.expires_at)}."]
    if view.frozen is not None:
        lines.append(f":snowflake: {escape(view.environment)} is {frozen(view.frozen)}.")
    if asked.subject is Subject.DEPLOYMENT or not asked.own:
        lines.append(_own(view, asked))
    return fitting(lines, _DECIDED_LIMIT)


def _own(view: DeploymentView, asked: Question) -> str:
    if asked.own:
        return "The author may approve too."
    if view.author_user is None:
        address = short(view.author_email or view.author_name or "nobody", NAME_LIMIT)
        return (
            f":grey_question: The author ({address}) is not known in Slack, so nobody can be excluded as the author of "
            "this commit."
        )
    did = "asked for" if view.action is Action.ROLLBACK else "wrote"
    others = " and ".join(f"<@{one}>" for one in view.co_authors)
    more = f" {others} wrote some of it, and cannot either." if others else ""
    return f"<@{view.author_user}> {did} it, and cannot approve it.{more}"


def decisions(view: DeploymentView) -> str:
    """Who decided what, and when."""
    lines = [decision(asked, said) for asked in view.questions for said in asked.said]
    return fitting(lines, _DECIDED_LIMIT)


def decision(asked: Question, said: Said) -> str:
    """What somebody said to a question."""
    verb = {
        (Subject.DEPLOYMENT, Choice.APPROVE): "Approved",
        (Subject.DEPLOYMENT, Choice.REJECT): "Rejected",
        (Subject.DRIFT, Choice.APPROVE): "Drift accepted",
        (Subject.DRIFT, Choice.REJECT): "Rejected for its drift",
    }[asked.subject, said.choice]
    frozen_too = ", although frozen" if said.overrides_freeze else ""
    why = f": {short(said.reason, 300)}" if said.reason else ""
    return f"*{verb}* by {who(said.person)} {moment(said.at)}{frozen_too}{why}"


def backup(view: DeploymentView) -> str:
    """The backup that was made."""
    found = view.backed_up
    if found is None or found.problem:
        return ""
    if not found.id:
        return f"*Backup:* none, {escape(view.environment)} has none configured"
    size = readable(found.size_bytes)
    return f"*Backup:* {code(found.id, NAME_LIMIT)}, {size} in {spell(found.seconds)}, verified"


def proof(view: DeploymentView) -> str:
    """What the database was seen to be equal to; or what differs."""
    found = view.verified
    if found is None:
        return ""
    if found.is_equal:
        equal = " and ".join(short(one, NAME_LIMIT) for one in found.equal_to)
        stays = f"; {counted(found.accepted, 'accepted difference')} left as it is" if found.accepted else ""
        return f"*Verified:* {escape(view.environment)} equals {equal}{stays}." if equal else ""
    if found.problem:
        return ""  # it is the reason
    lines = differing(view)
    rest = len(lines) - _MOST_DIFFERENCES
    more = [f"…and {rest} more in the thread"] if rest > 0 else []
    title = f"*{counted(len(lines), 'difference')} from what it should be*"
    return "\n".join([title, *lines[:_MOST_DIFFERENCES], *more])


def differing(view: DeploymentView) -> list[str]:
    """What differs after it was applied, a line for each: from the files, from the environment before, or both."""
    found = view.verified
    if found is None:
        return []
    sides: dict[str, list[str]] = {}
    for one in found.drifted.differences if found.drifted else ():
        sides.setdefault(difference(one), []).append("the files")
    for one in found.between:
        sides.setdefault(difference(one), []).append(escape(view.after))
    return [f"• {said}, unlike {' and '.join(dict.fromkeys(where))}" for said, where in sides.items()]


def steps(view: DeploymentView) -> str:
    """The phases, with how each stands: `:white_check_mark: Validate · *Test* …`."""
    began = {one.phase: one for one in view.phases}
    parts = []
    for phase in Phase:
        if phase is Phase.APPROVE and not view.asks and phase not in began:
            continue
        name = phase.capitalize()
        took = began.get(phase)
        if took is None:
            parts.append(name)
        elif took.finished_at is None and not view.state.is_final:
            parts.append(f":arrow_forward: *{name}*")
        elif phase is view.phase and view.state.is_final and view.state is not State.DEPLOYED:
            parts.append(f":x: *{name}*")
        else:
            parts.append(f":heavy_check_mark: {name}")
    return "  ·  ".join(parts)


def _change(found: Changed) -> str:
    numbers = [
        f"{number} {word}"
        for number, word in ((found.added, "added"), (found.removed, "removed"), (found.changed, "changed"))
        if number
    ]
    kind = Kind(found.kind).plural if found.kind in set(Kind) else f"{short(found.kind, 40)}s"
    return f"{kind} {', '.join(numbers)}"
