"""The bot's connection to Slack: opened as soon as Slack answers, closed without leaving anybody waiting."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Self

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.configuration import SlackAccess
from bot.slack.app import check_token
from bot.slack.services import Services
from sync.errors import ConfigurationError

log = structlog.get_logger()

_CLOSE_AGAIN_S = 0.2
_RETRY_S = (1, 2, 5, 10, 30)
# What Slack answers when it is unwell; None when it is a page of its own and no JSON.
_PASSING = frozenset({None, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class StoppedError(Exception):
    """The bot was told to stop before Slack could be reached."""


class SlackConnection:
    """The app connected to Slack, while the block runs: by Socket Mode, or, where Slack posts to the bot, by nothing.

    Args:
        access: The way into Slack.
        app: With all its listeners.
        services: What they work with; closed with the connection.
        stop: Set by another thread or a signal, it ends the waiting for a Slack that cannot be reached.
        connected: Done in the background each time that the connection stands, also after it was lost.
    """

    def __init__(
        self,
        access: SlackAccess,
        app: App,
        services: Services,
        stop: threading.Event,
        connected: Callable[[], None] = lambda: None,
    ) -> None:
        self._access, self._services, self._stop = access, services, stop
        self._connected = connected
        self._handler = None if access.is_http else SocketModeHandler(app, access.app_token)
        self._is_known = False
        if self._handler is not None:
            self._handler.client.message_listeners.append(self._greeted)

    @property
    def is_connected(self) -> bool:
        """Whether what people click and type arrives."""
        return self._is_known and (self._handler is None or self._handler.client.is_connected())

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            ConfigurationError: Slack refuses a token.
            StoppedError: It was told to stop before Slack could be reached.
        """
        try:
            _patiently(partial(check_token, self._access), self._stop)
            if self._handler is not None:
                _patiently(self._handler.connect, self._stop)
            else:
                self._services.aside(self._connected)
        except BaseException:
            self.__exit__()
            raise
        self._is_known = True
        return self

    def __exit__(self, *_: object) -> None:
        """Let nobody ask for more, and let what is asked end."""
        self._services.stopping.set()
        if self._handler is not None:
            _close(self._handler)
        self._services.close()

    def _greeted(self, _client: object, message: dict[str, Any], _raw: str | None = None) -> None:
        """Slack says hello on each new connection."""
        if message.get("type") == "hello":
            self._services.aside(self._connected)


def _close(handler: SocketModeHandler) -> None:
    """Close the connection to Slack.

    A client that is told to close while the thread of its session starts forgets it, and waits for that thread for
    ever; so it is told again until it has ended. That thread sits and reads for seconds: an end to read wakes it.
    Where that thread closes its socket at the same moment, the client stumbles over it, and is told to go on.
    """
    close: Callable[[], object] = handler.close

    def close_all() -> None:
        try:
            close()
        except AttributeError:  # of the socket that is gone
            close()

    closing = threading.Thread(target=close_all, name="close", daemon=True)
    closing.start()
    while closing.is_alive():
        closing.join(_CLOSE_AGAIN_S)
        handler.client.current_session_state.terminated = True
        session = handler.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):  # it is closed already
                session.sock.shutdown(socket.SHUT_RDWR)


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
