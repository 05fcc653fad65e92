"""The modal that asks for the reason of a rejection."""

from typing import Any

from slack_bolt import Ack, App

from bot.slack.actions.pressing import Click
from bot.slack.messages.deployment import REASON, Press
from bot.slack.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the modal."""

    @app.view(REASON)
    def on_reason(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        reason = str(view["state"]["values"][REASON][REASON].get("value") or "").strip()
        if not reason:
            ack(response_action="errors", errors={REASON: "Say why: the author wants to know what to mend."})
            return
        ack()
        click = Click.from_private(str(view.get("private_metadata") or ""), Press.REJECT.value, body["user"]["id"])

        def work() -> None:
            deploying = services.deploying
            target = click.target(deploying)
            deploying.desk.reject(target.deployment, by=click.asked.user, reason=reason, question=target.question)

        services.soon(click.asked, work)
