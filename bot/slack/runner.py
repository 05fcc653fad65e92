"""Runs the bot until it is told to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.configuration import BotConfiguration, SlackAccess
from bot.slack.app import make_app, make_client
from bot.slack.poster import Poster
from bot.slack.services import Services
from sync.errors import ConfigurationError

log = structlog.get_logger()

_RETRY_S = (1, 2, 5, 10, 30)


@contextmanager
def connected(configuration: BotConfiguration, access: SlackAccess) -> Iterator[None]:
    """The bot at work in Socket Mode, until the end of the block.

    Raises:
        ConfigurationError: Slack refuses a token.
    """
    client = make_client(access)
    services = Services.make(configuration, Poster(client))
    handler = SocketModeHandler(make_app(client, services), access.app_token)
    try:
        _patiently(lambda: _check_token(client))
        _patiently(handler.connect)
        yield
    finally:
        handler.close()  # type: ignore[no-untyped-call]  # Bolt has not annotated it
        services.close()


def serve(configuration: BotConfiguration, access: SlackAccess) -> None:
    """Work until SIGINT or SIGTERM.

    Raises:
        ConfigurationError: Slack refuses a token.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with connected(configuration, access):
        log.info("listening", project=configuration.project.name, command=configuration.slack.command)
        stop.wait()
        log.info("stopping")


def _check_token(client: WebClient) -> None:
    client.auth_test()


def _patiently(attempt: Callable[[], object]) -> None:
    """Try until Slack answers; a refusal is final."""
    waits = iter(_RETRY_S)
    while True:
        try:
            attempt()
        except SlackApiError as error:
            reason = error.response.get("error")
            raise ConfigurationError(
                f"Slack refuses the app's token ({reason})", "check SLACK_BOT_TOKEN and SLACK_APP_TOKEN"
            ) from None
        except OSError as error:
            wait_s = next(waits, _RETRY_S[-1])
            log.warning("Slack cannot be reached", reason=str(error), retry_in_s=wait_s)
            threading.Event().wait(wait_s)
        else:
            return
