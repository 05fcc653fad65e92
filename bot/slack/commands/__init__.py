"""The slash command: acknowledged at once, read, and handed to the subcommand's own module."""

from slack_bolt import Ack, App

from bot.slack.commands import deployments, diff, drift, help, status  # noqa: A004  # the subcommand's name
from bot.slack.services import Asked, Services
from bot.slack.words import subcommand
from sync.errors import SchemabotError

_SUBCOMMANDS = {
    "diff": diff.answer,
    "drift": drift.answer,
    "status": status.answer,
    "deploy": deployments.deploy,
    "deployments": deployments.show,
    "approve": deployments.approve,
    "accept": deployments.accept,
    "reject": deployments.reject,
    "cancel": deployments.cancel,
    "retry": deployments.retry,
    "rollback": deployments.roll_back,
    "help": help.answer,
}


def register(app: App, services: Services) -> None:
    """Listen to the configured slash command."""

    @app.command(services.command)
    def on_command(ack: Ack, command: dict[str, str]) -> None:
        asked = Asked.from_payload(command)
        try:
            name, words = subcommand(asked.text, tuple(_SUBCOMMANDS), services.command)
            said = _SUBCOMMANDS[name](asked, words, services)
        except SchemabotError as error:
            ack(services.problem(error))
        else:
            ack(text=said.text, blocks=list(said.blocks) or None, response_type="ephemeral")
