"""What is pressed: buttons under deployments and in modals. Acknowledged at once, checked, and handed on."""

from slack_bolt import App

from bot.slack.actions import buttons, drift, rejecting
from bot.slack.services import Services


def register(app: App, services: Services) -> None:
    """Listen to all buttons and modals."""
    buttons.register(app, services)
    rejecting.register(app, services)
    drift.register(app, services)
