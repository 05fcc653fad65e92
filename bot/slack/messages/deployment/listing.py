"""Deployments in a line each: what is under way, and the last ones."""

from collections.abc import Sequence

from bot.deployments.view import DeploymentView
from bot.slack.messages.deployment.words import EMOJI, moment, standing, what
from bot.slack.messages.message import SECTION_LIMIT, Message, code, escape, fitting, header, section


def deployments_message(found: Sequence[DeploymentView], command: str) -> Message:
    """The last deployments, those under way first.

    Args:
        found: The latest before the others.
        command: What people type: `/schema`.
    """
    if not found:
        return Message(f"There has been no deployment yet: `{command} deploy ENVIRONMENT` makes one.")
    lines = under_way(found) or ["Nothing is under way."]
    over = [_line(one) for one in found if one.state.is_final]
    said = fitting([*lines, *over], SECTION_LIMIT)
    return Message(said, (header("Deployments"), section(said)))


def under_way(found: Sequence[DeploymentView]) -> list[str]:
    """A line for each that is not over."""
    return [_line(one) for one in found if not one.state.is_final]


def _line(one: DeploymentView) -> str:
    at = moment(one.finished_at or one.created_at)
    return f"{EMOJI[one.state]} {code(one.id)} *{escape(one.environment)}* {what(one)}: *{standing(one)}*, {at}"
