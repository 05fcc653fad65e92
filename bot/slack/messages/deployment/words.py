"""How a deployment stands, in plain words, and the small parts that its messages share."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.deployments.people import is_group
from bot.deployments.states import Action, State, Subject
from bot.deployments.view import DeploymentView, Progress
from bot.slack.messages.message import code, escape, short
from sync.deploy.freezing import Frozen
from sync.deploy.pipeline.records import Phase
from sync.model.size import readable
from sync.wording import counted, listed

TITLE_LIMIT = 200
NAME_LIMIT = 120
_PROGRESS_LIMIT = 200
_MINUTE_S = 60
_HOUR_S = 3_600
_DAY_S = 86_400

EMOJI = {
    State.QUEUED: ":hourglass_flowing_sand:",
    State.RUNNING: ":gear:",
    State.WAITING: ":raised_hand:",
    State.DEPLOYED: ":white_check_mark:",
    State.FAILED: ":x:",
    State.UNVERIFIED: ":warning:",
    State.REJECTED: ":no_entry:",
    State.EXPIRED: ":alarm_clock:",
    State.VOID: ":arrows_counterclockwise:",
    State.SUPERSEDED: ":fast_forward:",
    State.CANCELLED: ":heavy_minus_sign:",
}
_AT_WORK = {
    Phase.VALIDATE: "checking the files",
    Phase.TEST: "rehearsing on a copy",
    Phase.COMPARE: "comparing with what is live",
    Phase.APPROVE: "asking for approval",
    Phase.BACKUP: "backing up",
    Phase.DEPLOY: "deploying",
    Phase.VERIFY: "verifying",
}


def standing(view: DeploymentView) -> str:
    """Where it stands: `waits for approval`, `deployed in 12 s`, `void: production changed`."""
    return _STANDING[view.state](view)


def what(view: DeploymentView) -> str:
    """What is deployed: the commit and the first line of its message; or back to where."""
    said = f"{code(view.short)} {short(view.title, TITLE_LIMIT)}"
    return f"{back(view)}, files of {said}" if view.action is Action.ROLLBACK else said


def back(view: DeploymentView) -> str:
    """Where a rollback leads; before that is found out, what it takes back."""
    if view.back_to is None:
        return f"back to before {escape(view.undoes)}" if view.undoes else "back to before the last migration"
    return "back to before all migrations" if view.back_to == "0" else f"back to version {escape(view.back_to or '?')}"


def drifted(view: DeploymentView) -> str:
    """Which environments drifted."""
    names = [one.environment for one in view.compared.drift] if view.compared else []
    return " and ".join(names) or "an environment"


def author(view: DeploymentView) -> str:
    """Who wrote the commit; by name only, so that nobody is called for it."""
    return short(view.author_name or view.author_email or "somebody", NAME_LIMIT)


def mention(approver: str) -> str:
    """A user or a user group."""
    return f"<!subteam^{approver}>" if is_group(approver) else f"<@{approver}>"


def who(person: str) -> str:
    """Whoever asked for something: somebody in Slack, or a name that another program gave."""
    is_user = person[:1] in ("U", "W") and person.isalnum() and person.isupper()
    return f"<@{person}>" if is_user else short(person, NAME_LIMIT)


def spell(seconds: float) -> str:
    """`20 ms`, `0.8 s`, `12 s`, `3 min 5 s`, `2 h 4 min`, `3 d 2 h`."""
    whole = round(seconds)
    if seconds < 0.1:  # noqa: PLR2004  # where a tenth says too little
        return f"{seconds * 1_000:.0f} ms"
    if seconds < 10:  # noqa: PLR2004  # where tenths matter
        return f"{seconds:.1f} s"
    for size, unit, smaller_size, smaller in (
        (_DAY_S, "d", _HOUR_S, "h"),
        (_HOUR_S, "h", _MINUTE_S, "min"),
        (_MINUTE_S, "min", 1, "s"),
    ):
        if whole >= size:
            rest = whole % size // smaller_size
            return f"{whole // size} {unit}" + (f" {rest} {smaller}" if rest else "")
    return f"{whole} s"


def moment(at: datetime) -> str:
    """A moment, in each reader's own time zone."""
    fallback = f"{at.astimezone(UTC):%a %d %b %Y %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def frozen(window: Frozen) -> str:
    """`frozen until Mon 08:00 Europe/Madrid: weekend; one more approval deploys anyway`."""
    until = window.until.astimezone(ZoneInfo(window.zone))
    reason = f": {short(window.reason, NAME_LIMIT)}" if window.reason else ""
    return f"frozen until {until:%a %H:%M} {escape(window.zone)}{reason}; one more approval deploys anyway"


def progress(found: Progress) -> str:
    """What is being done at the moment, and how far it is."""
    said = short(found.said, _PROGRESS_LIMIT)
    if found.unit == "bytes" and found.done is not None:
        amount = readable(found.done) + (f" of {readable(found.of)}" if found.of else "")
        return f"{said}, {amount}" if said else amount
    return said or (f"{found.done} of {found.of} {short(found.unit, NAME_LIMIT)}" if found.done is not None else "")


def files(view: DeploymentView) -> str:
    """How many files are pending."""
    return counted(len(view.validated.pending), "file") if view.validated else ""


def worked_s(view: DeploymentView) -> float | None:
    """How long it was at work, without the time in which people were asked; None where nothing has ended yet."""
    took = [
        (one.finished_at - one.started_at).total_seconds()
        for one in view.phases
        if one.finished_at is not None and one.phase is not Phase.APPROVE
    ]
    return sum(took) if took else None


def _in_time(view: DeploymentView) -> str:
    seconds = worked_s(view)
    return "" if seconds is None else f" in {spell(seconds)}"


def _running(view: DeploymentView) -> str:
    if view.phase is None:
        return "starting"
    said = _AT_WORK[view.phase]
    if view.phase is Phase.DEPLOY and view.action is Action.ROLLBACK:
        said = "rolling back"
    return f"{said}: {now}" if view.progress and (now := progress(view.progress)) else said


def _waiting(view: DeploymentView) -> str:
    asked = view.question
    if asked is not None and asked.subject is Subject.DRIFT:
        return f"waits: {short(drifted(view), NAME_LIMIT)} drifted"
    return "waits for approval"


def _deployed(view: DeploymentView) -> str:
    return ("rolled back" if view.action is Action.ROLLBACK else "deployed") + _in_time(view)


def _failed(view: DeploymentView) -> str:
    after = _in_time(view).replace(" in ", " after ", 1)
    return f"failed in {view.phase.capitalize()}{after}" if view.phase else "failed"


_STANDING: dict[State, Callable[[DeploymentView], str]] = {
    State.QUEUED: lambda view: f"queued behind {escape(listed(view.ahead))}" if view.ahead else "queued",
    State.RUNNING: _running,
    State.WAITING: _waiting,
    State.DEPLOYED: _deployed,
    State.FAILED: _failed,
    State.UNVERIFIED: lambda view: (
        f"failed verification: applied, but {escape(view.environment)} is not as it should be"
    ),
    State.REJECTED: lambda _: "rejected",
    State.EXPIRED: lambda _: "expired: nobody decided in time",
    State.VOID: lambda view: f"void: {escape(view.environment)} changed",
    State.SUPERSEDED: lambda view: f"superseded by {escape(view.superseded_by or 'a newer commit')}",
    State.CANCELLED: lambda _: "cancelled",
}
