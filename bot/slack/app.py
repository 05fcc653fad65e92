"""The Bolt app: all listeners, and what happens to an error that none of them caught."""

import logging

import structlog
from slack_bolt import App, BoltContext
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk import WebClient
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.configuration import SlackAccess
from bot.logs import BOLT_LOGGER
from bot.slack import commands, home
from bot.slack.services import Services, new_reference, unexpected

_ATTEMPTS = 6  # with waits that double from half a second: half a minute

log = structlog.get_logger()


def make_client(access: SlackAccess) -> WebClient:
    """Slack's Web API; a request is repeated for half a minute of outage, and after the waits that Slack asks for."""
    return _client(
        access,
        ConnectionErrorRetryHandler(max_retry_count=_ATTEMPTS),
        ServerErrorRetryHandler(max_retry_count=_ATTEMPTS),
        RateLimitErrorRetryHandler(max_retry_count=_ATTEMPTS),
    )


def check_token(access: SlackAccess) -> None:
    """Ask Slack once whether it knows the bot. Raises as `WebClient` does."""
    _client(access).auth_test()


def _client(access: SlackAccess, *retries: RetryHandler) -> WebClient:
    return WebClient(token=access.bot_token, base_url=access.api_url, retry_handlers=list(retries))


def make_app(client: WebClient, services: Services) -> App:
    """The app with all its listeners."""
    logger = logging.getLogger(BOLT_LOGGER)
    logger.addFilter(_is_news)
    app = App(client=client, logger=logger, token_verification_enabled=False)
    commands.register(app, services)
    home.register(app, services)

    @app.error
    def on_error(error: Exception, context: BoltContext) -> None:
        reference = new_reference()
        log.error("unexpected error", reference=reference, exc_info=error)
        context.ack(unexpected(reference))

    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds the token in the environment too, and warns that it prefers the client's: it is the same one."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()
