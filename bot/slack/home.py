"""The app's Home tab: what the bot can do, for whoever opens it."""

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.slack.messages import help_message
from bot.slack.services import Services


def register(app: App, services: Services) -> None:
    """Publish the Home when somebody opens it."""

    @app.event("app_home_opened")
    def on_opened(event: dict[str, str], client: WebClient) -> None:
        if event.get("tab") == "home":
            message = help_message(services.command, tuple(services.configuration.environments))
            client.views_publish(user_id=event["user"], view=View(type="home", blocks=list(message.blocks)))
