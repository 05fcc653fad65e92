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
from bot.slack import actions, commands, home
from bot.slack.services import Services, new_reference, unexpected

_ATTEMPTS = 6  # with waits that double from half a second: half a minute
_LONG_S = 30
_SHORT_S = 10  # whoever stops the bot waits for the request that is under way

log = structlog.get_logger()


def make_client(access: SlackAccess) -> WebClient:
    """Slack's Web API; a request is repeated for half a minute of outage, and after the waits that Slack asks for."""
    return _client(
        access,
        ConnectionErrorRetryHandler(max_retry_count=_ATTEMPTS),
        ServerErrorRetryHandler(max_retry_count=_ATTEMPTS),
        RateLimitErrorRetryHandler(max_retry_count=_ATTEMPTS),
    )


def make_single_client(access: SlackAccess) -> WebClient:
    """Slack's Web API without retries, for what must not be said twice: each call is one request, and a short one."""
    return _client(access, timeout_s=_SHORT_S)


def check_token(access: SlackAccess) -> None:
    """Ask Slack once whether it knows the bot. Raises as `WebClient` does."""
    _client(access).auth_test()


def _client(access: SlackAccess, *retries: RetryHandler, timeout_s: int = _LONG_S) -> WebClient:
    return WebClient(token=access.bot_token, base_url=access.api_url, timeout=timeout_s, retry_handlers=list(retries))


def make_app(client: WebClient, services: Services, signing_secret: str = "") -> App:
    """The app with all its listeners.

    Args:
        client: Slack's Web API.
        services: What the listeners work with.
        signing_secret: What Slack signs with in HTTP mode; Socket Mode has none.
    """
    logger = logging.getLogger(BOLT_LOGGER)
    logger.addFilter(_is_news)
    app = App(client=client, logger=logger, token_verification_enabled=False, signing_secret=signing_secret or None)
    commands.register(app, services)
    actions.register(app, services)
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
