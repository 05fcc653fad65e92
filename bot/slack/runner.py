"""Runs the bot until it is told to stop."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import structlog
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.configuration import BotConfiguration, SlackAccess
from bot.slack.app import check_token, make_app, make_client
from bot.slack.poster import Poster
from bot.slack.services import Services
from sync.errors import ConfigurationError

log = structlog.get_logger()

_CLOSE_AGAIN_S = 0.2
_RETRY_S = (1, 2, 5, 10, 30)
# What Slack answers when it is unwell; None when it is a page of its own and no JSON.
_PASSING = frozenset({None, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class StoppedError(Exception):
    """The bot was told to stop before Slack could be reached."""


@contextmanager
def connected(
    configuration: BotConfiguration, access: SlackAccess, stop: threading.Event | None = None
) -> Iterator[None]:
    """The bot at work in Socket Mode, until the end of the block.

    Args:
        configuration: What to work on.
        access: The way into Slack.
        stop: Set by another thread or a signal, it ends the waiting for a Slack that cannot be reached.

    Raises:
        ConfigurationError: Slack refuses a token.
        StoppedError: It was told to stop before Slack could be reached.
    """
    stop = stop or threading.Event()
    client = make_client(access)
    services = Services.make(configuration, Poster(client))
    handler = SocketModeHandler(make_app(client, services), access.app_token)
    try:
        _patiently(partial(check_token, access), stop)
        _patiently(handler.connect, stop)
        yield
    finally:
        services.stopping.set()
        _close(handler)
        services.close()


def _close(handler: SocketModeHandler) -> None:
    """Close the connection to Slack.

    A client that is told to close while the thread of its session starts forgets it, and waits for that thread for
    ever; so it is told again until it has ended. That thread sits and reads for seconds: an end to read wakes it.
    """
    closing = threading.Thread(target=handler.close, name="close", daemon=True)
    closing.start()
    while closing.is_alive():
        closing.join(_CLOSE_AGAIN_S)
        handler.client.current_session_state.terminated = True
        session = handler.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):  # it is closed already
                session.sock.shutdown(socket.SHUT_RDWR)


def serve(configuration: BotConfiguration, access: SlackAccess) -> None:
    """Work until SIGINT or SIGTERM; a second one does not wait for running work.

    Raises:
        ConfigurationError: Slack refuses a token.
    """
    stop = threading.Event()

    def on_signal(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    with suppress(StoppedError), connected(configuration, access, stop):
        log.info("listening", project=configuration.project.name, command=configuration.slack.command)
        stop.wait()
        log.info("stopping")


def _patiently(attempt: Callable[[], object], stop: threading.Event) -> None:
    """Try until Slack answers; a refusal of a token is final."""
    waits = iter(_RETRY_S)
    while not stop.is_set():
        try:
            attempt()
        except SlackApiError as error:
            reason = error.response.get("error")
            if reason not in _PASSING:
                raise ConfigurationError(
                    f"Slack refuses the app's token ({reason})", "check SLACK_BOT_TOKEN and SLACK_APP_TOKEN"
                ) from None
            problem = f"it answers with an error ({reason or 'no JSON'})"
        except OSError as error:
            problem = str(error)
        else:
            return
        wait_s = next(waits, _RETRY_S[-1])
        log.warning("Slack cannot be reached", reason=problem, retry_in_s=wait_s)
        stop.wait(wait_s)
    raise StoppedError
