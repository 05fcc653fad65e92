"""What is said about drift: pure functions from a report to messages, files and a modal."""

from bot.slack.messages.drift.buttons import Press
from bot.slack.messages.drift.details import drift_detail
from bot.slack.messages.drift.modal import ACKNOWLEDGE, UNTIL, WHY, acknowledge_view, chosen
from bot.slack.messages.drift.report import report_message

__all__ = ["ACKNOWLEDGE", "UNTIL", "WHY", "Press", "acknowledge_view", "chosen", "drift_detail", "report_message"]
