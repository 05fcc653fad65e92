"""The running workspace: an HTTP server on the loopback interface, in a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import WebSocketRoute

from bot.simulator.app_side import AppSide
from bot.simulator.page import Page
from bot.simulator.person import Person
from bot.simulator.request_url import RequestUrl
from bot.simulator.sockets import Sockets
from bot.simulator.workspace import Workspace

TICK_S = 0.02
START_WITHIN_S = 10.0
FAREWELL_S = 2


class Server:
    """A workspace on a port. Stopped and started again, as in an outage, it remembers everything."""

    def __init__(self, workspace: Workspace, port: int = 0) -> None:
        self.workspace = workspace
        self.sockets = Sockets(workspace)
        self._port = port
        self._uvicorn: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._request_url: RequestUrl | None = None
        self._stopping = threading.Event()

    @property
    def port(self) -> int:
        """Return the port it listens on; it stays the same over an outage."""
        return self._port

    @property
    def page_url(self) -> str:
        """Return the address of the page for people."""
        return f"{self.workspace.base_url}/"

    @property
    def api_url(self) -> str:
        """Return what `SLACK_API_URL` must be; it ends in `/api/`."""
        return f"{self.workspace.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """Return what `SLACK_BOT_TOKEN` must be."""
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        """Return what `SLACK_APP_TOKEN` must be in Socket Mode."""
        return self.workspace.app.app_token

    def person(self, name: str) -> Person:
        """Return somebody (by name or id) who can act in the workspace."""
        return Person(self.workspace, self.workspace.user(name).id)

    def wait_until_connected(self, connections: int = 1, timeout_s: float = 10) -> None:
        """Wait for the app's Socket Mode connections.

        Raises:
            TimeoutError: there are still fewer.
        """
        with self.workspace.changed:
            if not self.workspace.changed.wait_for(lambda: self.sockets.connected >= connections, timeout_s):
                raise TimeoutError(f"the app has {self.sockets.connected} of {connections} connections")

    def start(self) -> None:
        """Listen; when this returns, connections are accepted.

        Raises:
            OSError: the port is taken.
        """
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self.workspace.base_url = f"http://127.0.0.1:{self._port}"
        self._stopping.clear()
        url = self.workspace.app.request_url
        if url is not None:
            self._request_url = RequestUrl(self.workspace, url)
        transport = self._request_url or self.sockets
        self.workspace.deliveries.transport = transport.send
        config = uvicorn.Config(
            self._application(),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            log_level="error",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=FAREWELL_S,
        )
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._uvicorn.run, kwargs={"sockets": [listener]}, name="simulator", daemon=True
        )
        self._thread.start()
        self._await_start()

    def stop(self) -> None:
        """Close every connection and end the thread; the workspace keeps its state."""
        self.workspace.deliveries.transport = None
        self._stopping.set()
        self.workspace.touch()
        if self._request_url is not None:
            self._request_url.close()
            self._request_url = None
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join()
        self._uvicorn = self._thread = None

    @contextlib.contextmanager
    def outage(self) -> Iterator[None]:
        """Refuse all connections for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _await_start(self) -> None:
        waited = threading.Event()
        for _ in range(int(START_WITHIN_S / TICK_S)):
            if self._uvicorn is not None and self._uvicorn.started:
                return
            waited.wait(TICK_S)
        raise TimeoutError("the local workspace did not start")

    def _application(self) -> Starlette:
        page = Page(self.workspace, self._stopping)
        return Starlette(
            routes=[
                *AppSide(self.workspace).routes(),
                WebSocketRoute("/link/", self.sockets.endpoint),
                *page.routes(),
            ],
            # A page elsewhere must not reach the workspace through a name that it makes point at 127.0.0.1.
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
            lifespan=self._ticking,
        )

    @contextlib.asynccontextmanager
    async def _ticking(self, _application: Starlette) -> AsyncIterator[None]:
        async def tick() -> None:
            while True:
                self.workspace.deliveries.tick()
                await asyncio.sleep(TICK_S)

        task = asyncio.create_task(tick())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@contextlib.contextmanager
def running(workspace: Workspace, port: int = 0) -> Iterator[Server]:
    """Serve a workspace on 127.0.0.1 (on a free port unless one is given) while the block runs."""
    server = Server(workspace, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
