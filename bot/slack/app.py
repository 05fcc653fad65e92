"""The Bolt app: all listeners, and what happens to an error that none of them caught."""

import logging

import structlog
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.configuration import SlackAccess
from bot.logs import BOLT_LOGGER
from bot.slack import commands, home
from bot.slack.services import Services, new_reference, unexpected

log = structlog.get_logger()


def make_client(access: SlackAccess) -> WebClient:
    """Slack's Web API; a request is repeated when the connection breaks, and after the wait that Slack asks for."""
    return WebClient(
        token=access.bot_token,
        base_url=access.api_url,
        retry_handlers=[ConnectionErrorRetryHandler(max_retry_count=3), RateLimitErrorRetryHandler(max_retry_count=5)],
    )


def make_app(client: WebClient, services: Services) -> App:
    """The app with all its listeners."""
    app = App(client=client, logger=logging.getLogger(BOLT_LOGGER), token_verification_enabled=False)
    commands.register(app, services)
    home.register(app, services)

    @app.error
    def on_error(error: Exception, context: BoltContext) -> None:
        reference = new_reference()
        log.error("unexpected error", reference=reference, exc_info=error)
        context.ack(unexpected(reference))

    return app
