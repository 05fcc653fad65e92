"""`/schema deploy`, `approve`, `reject`, `cancel`, `retry`, `rollback`, `deployments`, by the rules of the buttons."""

from collections.abc import Callable, Sequence

from bot.slack.messages import Message
from bot.slack.messages.deployment import deployments_message
from bot.slack.messages.message import code, escape
from bot.slack.poster import Asked
from bot.slack.services import Services
from bot.slack.words import deploy_request, deployment_named, environment_named, rollback_request

_WORKING = "One moment…"


def deploy(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`deploy ENV [commit]`: deploy the head of its branch, or a commit."""
    request = deploy_request(words, services.configuration, services.command)
    desk = services.deploying.desk

    def work() -> None:
        taken = desk.submit(request.environment, request.commit, by=asked.user)
        services.poster.tell(asked, f"{escape(taken.said)}.")

    services.start(asked, work)  # it may fetch
    return Message(
        f"Deploying {code(request.commit) if request.commit else 'the head of the branch'} to "
        f"{escape(request.environment)}…"
    )


def roll_back(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`rollback ENV [VERSION]`: prepare it; its message asks for approval."""
    request = rollback_request(words, services.configuration, services.command)
    desk = services.deploying.desk

    def work() -> None:
        prepared = desk.roll_back(request.environment, request.version, by=asked.user)
        services.poster.tell(asked, f"{code(prepared.id)} prepares it, and asks before anything is done.")

    services.start(asked, work)  # it may fetch
    return Message(f"Preparing a rollback of {escape(request.environment)}…")


def approve(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`approve ID`: as the button Approve."""
    deployment, _ = deployment_named("approve", words, services.command)
    desk = services.deploying.desk
    return _decided(asked, services, lambda: desk.approve(deployment, by=asked.user), "You approve", deployment)


def accept(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`accept ID`: as the button Accept this drift."""
    deployment, _ = deployment_named("accept", words, services.command)
    desk = services.deploying.desk
    return _decided(
        asked, services, lambda: desk.accept(deployment, by=asked.user), "You accept the drift of", deployment
    )


def reject(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`reject ID reason…`: as the button Reject."""
    deployment, reason = deployment_named("reject", words, services.command, needs="reason")
    desk = services.deploying.desk
    return _decided(
        asked, services, lambda: desk.reject(deployment, by=asked.user, reason=reason), "You reject", deployment
    )


def cancel(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`cancel ID`: take it back before anything is applied."""
    deployment, _ = deployment_named("cancel", words, services.command)
    desk = services.deploying.desk
    return _decided(asked, services, lambda: desk.cancel(deployment, by=asked.user), "You cancel", deployment)


def retry(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`retry ID`: try again what failed."""
    deployment, _ = deployment_named("retry", words, services.command)
    desk = services.deploying.desk

    def work() -> None:
        again = desk.retry(deployment, by=asked.user)
        services.poster.tell(asked, f"{code(again.id)} tries it again.")

    services.start(asked, work)  # it may fetch
    return Message(_WORKING)


def show(asked: Asked, words: Sequence[str], services: Services) -> Message:
    """`deployments [ENV]`: what is under way, and the last ones."""
    environment = environment_named(words[0], services.configuration) if words else None
    desk = services.deploying.desk

    def work() -> None:
        services.poster.post(asked, deployments_message(desk.recent(environment), services.command))

    services.soon(asked, work)
    return Message("Looking…")


def _decided(asked: Asked, services: Services, decide: Callable[[], object], said: str, deployment: str) -> Message:
    def work() -> None:
        decide()
        services.poster.tell(asked, f"{said} {code(deployment)}.")

    services.soon(asked, work)
    return Message(_WORKING)
