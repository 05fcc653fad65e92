"""What the bot says about deployments: pure functions from a view of one to messages, files and modals."""

from bot.slack.messages.deployment.buttons import Press, Target
from bot.slack.messages.deployment.direct import reminder_message, request_message
from bot.slack.messages.deployment.listing import deployments_message, under_way
from bot.slack.messages.deployment.modals import REASON, log_view, reason_view, sql_view
from bot.slack.messages.deployment.thread import detail, paged
from bot.slack.messages.deployment.top import alert_message, deployment_message

__all__ = [
    "REASON",
    "Press",
    "Target",
    "alert_message",
    "deployment_message",
    "deployments_message",
    "detail",
    "log_view",
    "paged",
    "reason_view",
    "reminder_message",
    "request_message",
    "sql_view",
    "under_way",
]
