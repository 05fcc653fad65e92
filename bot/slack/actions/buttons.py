"""The buttons under a deployment's message."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.slack.actions.pressing import Click
from bot.slack.deploying import Deploying
from bot.slack.messages.deployment import Press, Target, log_view, reason_view, sql_view
from bot.slack.messages.message import code
from bot.slack.services import Asked, Services

_Do = Callable[[Click, Target, Deploying, Services], None]


def register(app: App, services: Services) -> None:
    """Listen to each button."""
    for press, do in _BUTTONS.items():
        app.action(press.value)(partial(_pressed, services=services, do=do, run=_pool(press, services)))


def _pool(press: Press, services: Services) -> Callable[[Asked, Callable[[], None]], None]:
    """Where it is done: who decides never waits for a repository that is fetched."""
    return services.start if press in (Press.RETRY, Press.ROLL_BACK) else services.soon


def _pressed(
    ack: Ack,
    body: dict[str, Any],
    *,
    services: Services,
    do: _Do,
    run: Callable[[Asked, Callable[[], None]], None],
) -> None:
    ack()
    click = Click.from_payload(body)

    def work() -> None:
        deploying = services.deploying
        do(click, click.target(deploying), deploying, services)

    run(click.asked, work)


def _approve(click: Click, target: Target, deploying: Deploying, _: Services) -> None:
    deploying.desk.approve(
        target.deployment, by=click.asked.user, question=target.question, digest=target.digest or None
    )


def _reject(click: Click, target: Target, deploying: Deploying, services: Services) -> None:
    """Ask for the reason; the rules are asked when it is given."""
    view = reason_view(deploying.desk.view(target.deployment), click.private)
    services.poster.open(click.trigger, view)


def _sql(click: Click, target: Target, deploying: Deploying, services: Services) -> None:
    services.poster.open(click.trigger, sql_view(deploying.desk.view(target.deployment)))


def _log(click: Click, target: Target, deploying: Deploying, services: Services) -> None:
    view, log = deploying.desk.view(target.deployment), deploying.desk.log(target.deployment)
    services.poster.open(click.trigger, log_view(view, log))


def _retry(click: Click, target: Target, deploying: Deploying, services: Services) -> None:
    again = deploying.desk.retry(target.deployment, by=click.asked.user)
    if again.id != target.deployment:
        services.poster.tell(click.asked, f"{code(again.id)} tries it again.")


def _cancel(click: Click, target: Target, deploying: Deploying, _: Services) -> None:
    deploying.desk.cancel(target.deployment, by=click.asked.user)


def _roll_back(click: Click, target: Target, deploying: Deploying, services: Services) -> None:
    prepared = deploying.desk.undo(target.deployment, by=click.asked.user)
    services.poster.tell(click.asked, f"{code(prepared.id)} prepares it, and asks before anything is done.")


_BUTTONS: dict[Press, _Do] = {
    Press.APPROVE: _approve,
    Press.REJECT: _reject,
    Press.SQL: _sql,
    Press.LOG: _log,
    Press.RETRY: _retry,
    Press.CANCEL: _cancel,
    Press.ROLL_BACK: _roll_back,
}
