"""The buttons under a report. What they are about is looked up by the message that they stand under."""

from enum import StrEnum

from slack_sdk.models.blocks import ButtonElement, PlainTextObject

from bot.drift.values import ReportView


class Press(StrEnum):
    """What a button does; its action id in Slack."""

    CHECK_AGAIN = "drift_check_again"
    ACKNOWLEDGE = "drift_acknowledge"


def buttons(view: ReportView) -> list[ButtonElement]:
    """What people can do about a report."""
    if view.is_checking:
        return []
    again = [_button(view, Press.CHECK_AGAIN, "Check again", "Check the databases again")]
    return [*again, _button(view, Press.ACKNOWLEDGE, "Acknowledge", "Acknowledge differences")] if view.told else again


def _button(view: ReportView, press: Press, label: str, spoken: str) -> ButtonElement:
    return ButtonElement(
        text=PlainTextObject(text=label), action_id=press.value, value=view.subject, accessibility_label=spoken
    )
