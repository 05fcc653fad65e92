"""The bot's web port: health, metrics, GitHub's webhook, deployments that CI asks for, and Slack in HTTP mode.

It checks who asks and what, and hands it to an `Intake`; what comes of it is none of its business.
"""

from bot.web.application import Site, SlackOverHttp, application
from bot.web.intake import Accepted, Asked, Intake, Push, Readiness
from bot.web.server import WebServer, serving

__all__ = [
    "Accepted",
    "Asked",
    "Intake",
    "Push",
    "Readiness",
    "Site",
    "SlackOverHttp",
    "WebServer",
    "application",
    "serving",
]
