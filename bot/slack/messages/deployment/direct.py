"""What approvers are told in their own conversation with the bot. Buttons are in the channel alone."""

from bot.deployments.states import Action, Subject
from bot.deployments.view import DeploymentView
from bot.slack.messages.deployment import details
from bot.slack.messages.deployment.words import author, moment, standing, what
from bot.slack.messages.message import Message, escape, section


def request_message(view: DeploymentView, command: str, link: str | None) -> Message | None:
    """Please decide. None where nobody needs to any more.

    Args:
        view: The deployment.
        command: What people type: `/schema`.
        link: To its message; None where it could not be posted.
    """
    asked = view.question
    if asked is None:
        return None
    verb = "roll back" if view.action is Action.ROLLBACK else "deploy to"
    lines = [
        f":raised_hand: *{verb.capitalize()} {escape(view.environment)}?* {what(view)}, by {author(view)}",
        details.drift(view) if asked.subject is Subject.DRIFT else "",
        details.dangers(view.tested),
        f"It {standing(view)}. The request expires {moment(asked.expires_at)}. {_where(view, command, link)}",
    ]
    return _message(lines)


def reminder_message(view: DeploymentView, command: str, link: str | None) -> Message | None:
    """Time runs out. None where nobody needs to decide any more."""
    asked = view.question
    if asked is None:
        return None
    late = f":alarm_clock: *{escape(view.environment)}* {what(view)} still {standing(view)}."
    return _message([f"{late} The request expires {moment(asked.expires_at)}. {_where(view, command, link)}"])


def _where(view: DeploymentView, command: str, link: str | None) -> str:
    typed = f"`{command} approve {escape(view.id)}`"
    if link is None:
        return f"I cannot write to the channel: type {typed}, or `{command} reject {escape(view.id)} reason`."
    return f"<{link}|Look at it and decide>, or type {typed}."


def _message(lines: list[str]) -> Message:
    said = "\n".join(one for one in lines if one)
    return Message(said, (section(said),))
