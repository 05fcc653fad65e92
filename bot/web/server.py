"""Serves the web port in a thread of its own."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from bot.web.patience import PatientProtocol
from sync.errors import ConfigurationError

_TICK_S = 0.02
_START_WITHIN_S = 10.0
_FAREWELL_S = 10  # as long as what is under way may take to end


class WebServer:
    """An application on a port.

    Args:
        application: What answers.
        host: Where it listens.
        port: 0 takes a free one.
    """

    def __init__(self, application: Starlette, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                application,
                loop="asyncio",
                http=PatientProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_FAREWELL_S,
            )
        )
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    def start(self) -> None:
        """Listen; when this returns, connections are accepted.

        Raises:
            ConfigurationError: The port is taken, or the host is none of this machine.
        """
        try:
            is_six = ":" in self._host
            listener = socket.create_server(
                (self._host, self._port),
                family=socket.AF_INET6 if is_six else socket.AF_INET,
                dualstack_ipv6=self._host == "::" and socket.has_dualstack_ipv6(),
            )
        except OSError as error:
            raise ConfigurationError(
                f"the web port {self._port} of {self._host} cannot be opened ({error.strerror or error})",
                "set PORT and HOST to what is free on this machine",
            ) from error
        self._port = listener.getsockname()[1]
        self._thread = threading.Thread(
            target=self._uvicorn.run, kwargs={"sockets": [listener]}, name="web", daemon=True
        )
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(_START_WITHIN_S / _TICK_S)):
            if self._uvicorn.started:
                return
            waited.wait(_TICK_S)
        raise ConfigurationError("the web port does not answer", "start the bot again")

    def stop(self) -> None:
        """Let what is under way end, then close every connection."""
        self._uvicorn.should_exit = True
        if self._thread is not None:
            self._thread.join()


@contextlib.contextmanager
def serving(application: Starlette, host: str, port: int) -> Iterator[WebServer]:
    """Serve while the block runs.

    Raises:
        ConfigurationError: It cannot listen there.
    """
    server = WebServer(application, host, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
