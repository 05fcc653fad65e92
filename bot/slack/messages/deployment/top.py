"""The one message of a deployment in the channel, as it stands. It is updated until the deployment is over."""

import html

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.deployments.states import Action, Origin, State, Subject
from bot.deployments.view import DeploymentView
from bot.slack.messages.deployment import details
from bot.slack.messages.deployment.buttons import buttons
from bot.slack.messages.deployment.words import EMOJI, author, drifted, files, frozen, moment, standing, what, who
from bot.slack.messages.message import (
    SECTION_LIMIT,
    TEXT_LIMIT,
    Message,
    context,
    escape,
    fitting,
    header,
    section,
    short,
)

_PRESS = "buttons"
_MORE = "…the rest is in the thread"
_PARAGRAPH_LIMIT = 2_400
_BRANCH_LIMIT = 100


def deployment_message(view: DeploymentView) -> Message:
    """The message of a deployment: loud where people are asked, one quiet section where nobody is."""
    found = _loud(view) if view.asks or view.question else _quiet(view)
    pressable = buttons(view)
    actions = [ActionsBlock(elements=list(pressable), block_id=_PRESS)] if pressable else []
    return Message(found.text, (*found.blocks, *actions))


def alert_message(text: str) -> Message:
    """Something that could not be done, and that nobody waits for."""
    said = f":warning: {short(text, SECTION_LIMIT)}"
    return Message(said, (section(said),))


def _loud(view: DeploymentView) -> Message:
    parts = (
        (f"{what(view)}\nby {author(view)}, branch {short(view.branch, _BRANCH_LIMIT)}", details.reason(view)),
        (details.question(view), details.decisions(view)),
        (details.left(view), details.proof(view), details.backup(view)),
        (details.drift(view), _freeze(view)),
        (_before(view), details.changes(view.tested), details.pending(view)),
    )
    joined = ("\n".join(one for one in part if one) for part in parts)
    paragraphs = [fitting(one.splitlines(), _PARAGRAPH_LIMIT, more=_MORE) for one in joined]
    blocks: list[Block] = [header(_title(view)), *(section(one) for one in paragraphs if one)]
    blocks += [context(details.steps(view)), context(_small_print(view))]
    lines = "\n".join([_first_line(view), *(one for one in paragraphs if one)]).splitlines()
    return Message(fitting(lines, TEXT_LIMIT, more=_MORE), tuple(blocks))


def _before(view: DeploymentView) -> str:
    """What people weigh before they decide; when it is over, the thread has it."""
    if view.state.is_final:
        return ""
    return "\n".join(one for one in (details.dangers(view.tested), details.rehearsal(view)) if one)


def _quiet(view: DeploymentView) -> Message:
    """One section; more only when it failed."""
    about = "  ·  ".join(one for one in (files(view), f"by {author(view)}") if one)
    extra = [details.reason(view), details.left(view), details.proof(view)]
    lines = "\n".join([f"{_first_line(view)}\n{about}", *(one for one in extra if one)]).splitlines()
    said = fitting(lines, SECTION_LIMIT, more=_MORE)
    return Message(said, (section(said), context(_small_print(view))))


def _first_line(view: DeploymentView) -> str:
    """All that a notification on a phone has room for."""
    return f"{EMOJI[view.state]} *{escape(view.environment)}* {what(view)}: *{standing(view)}*"


def _title(view: DeploymentView) -> str:
    """What is asked, or how it stands."""
    asked = view.question if view.state is State.WAITING else None
    if asked is not None and asked.subject is Subject.DRIFT:
        return f"{EMOJI[view.state]} Deploy to {view.environment} although {drifted(view)} drifted?"
    if asked is not None:
        verb = "Roll back" if view.action is Action.ROLLBACK else "Deploy to"
        return f"{EMOJI[view.state]} {verb} {view.environment}?"
    return f"{EMOJI[view.state]} {view.environment}: {html.unescape(standing(view))}"


def _freeze(view: DeploymentView) -> str:
    """Where a question says it, it is not said again."""
    if view.frozen is None or view.question is not None or view.state is not State.QUEUED:
        return ""
    return f":snowflake: {frozen(view.frozen)}"


def _small_print(view: DeploymentView) -> str:
    origin = {
        Origin.PUSH: f"pushed by {who(view.requested_by)}",
        Origin.API: f"asked for by {who(view.requested_by)}",
        Origin.SLACK: f"asked for by {who(view.requested_by)}",
        Origin.RETRY: f"tried again by {who(view.requested_by)}",
    }[view.origin]
    again = f", after {escape(view.retry_of)}" if view.retry_of else ""
    ended = f"  ·  ended {moment(view.finished_at)}" if view.finished_at else ""
    return f"{escape(view.id)}  ·  {origin}{again} {moment(view.created_at)}{ended}"
