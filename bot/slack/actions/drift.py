"""The buttons under a report of drift, and the modal in which differences are acknowledged."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App

from bot.drift import Drifts
from bot.drift.values import Acknowledged
from bot.slack.actions.pressing import Click, NotOursError
from bot.slack.messages.drift import ACKNOWLEDGE, UNTIL, WHY, Press, acknowledge_view, chosen
from bot.slack.services import Services

_MOST_QUOTED = 200


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the modal."""

    @app.action(Press.CHECK_AGAIN.value)
    def on_check_again(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        click = Click.from_payload(body)

        def work() -> None:
            drifts = services.drifting
            drifts.check_again(_subject(click, drifts), click.asked.user)

        services.soon(click.asked, work)

    @app.action(Press.ACKNOWLEDGE.value)
    def on_acknowledge(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        click = Click.from_payload(body)

        def work() -> None:
            drifts = services.drifting
            found = drifts.may_acknowledge(_subject(click, drifts), click.asked.user)
            services.poster.open(click.trigger, acknowledge_view(found, click.private, _zone(services)))

        services.soon(click.asked, work)

    @app.view(ACKNOWLEDGE)
    def on_acknowledged(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        entered = chosen(view["state"]["values"], _zone(services))
        until, why = entered.until, entered.why
        if until is None or until <= datetime.now(UTC):
            ack(response_action="errors", errors={UNTIL: "Choose today or a later day."})
            return
        if not why:
            ack(response_action="errors", errors={WHY: "Say why: whoever reads the report wants to know."})
            return
        ack()
        person = body["user"]["id"]
        click = Click.from_private(str(view.get("private_metadata") or ""), Press.ACKNOWLEDGE.value, person)

        def work() -> None:
            drifts = services.drifting
            drifts.acknowledge(_subject(click, drifts), entered.findings, Acknowledged(person, until, why))

        services.soon(click.asked, work)


def _zone(services: Services) -> str:
    return services.configuration.drift.zone


def _subject(click: Click, drifts: Drifts) -> str:
    """The report that a click is about, by the message that it was made on.

    Raises:
        NotOursError: The button does not belong to that message.
    """
    there = drifts.subject_at(click.asked.channel, click.ts)
    if there is None or there != click.value:
        said = f"the button says {click.value[:_MOST_QUOTED]!r}, the message is {there or 'none of ours'}"
        drifts.tampered(click.asked.user, click.asked.text, said)
        raise NotOursError("this button does not belong to this message", "use the one under the latest message")
    return there
