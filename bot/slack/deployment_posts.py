"""The courier's posts about deployments: each kind, and the pure function that makes its words of a view."""

from collections.abc import Callable

from bot.deployments.posts import Kind
from bot.deployments.view import DeploymentView
from bot.slack.courier import About, Place, PostKind
from bot.slack.desk import Desk
from bot.slack.messages.deployment import alert_message, deployment_message, detail, reminder_message, request_message
from bot.slack.messages.message import Detail, Message

_ToPerson = Callable[[DeploymentView, str, str | None], Message | None]


def deployment_posts(desk: Desk, command: str) -> dict[str, PostKind]:
    """What is posted about deployments.

    Args:
        desk: Where views of them come from.
        command: What people type: `/schema`.
    """

    def top(about: About) -> Detail:
        return Detail(deployment_message(desk.view(about.subject)))

    def in_thread(kind: Kind) -> PostKind:
        return PostKind(Place.THREAD, lambda about: detail(kind, desk.view(about.subject), about.arguments))

    def to_person(make: _ToPerson) -> PostKind:
        return PostKind(Place.PERSON, lambda about: Detail(make(desk.view(about.subject), command, about.link)))

    others = {Kind.DEPLOYMENT: PostKind(Place.CHANNEL, top), Kind.ALERT: PostKind(Place.CHANNEL, _alert)}
    others |= {Kind.REQUEST: to_person(request_message), Kind.REMINDER: to_person(reminder_message)}
    threads = {kind.value: in_thread(kind) for kind in Kind if kind not in others}
    return {**{kind.value: made for kind, made in others.items()}, **threads}


def _alert(about: About) -> Detail:
    return Detail(alert_message(str(about.arguments.get("text", ""))))
