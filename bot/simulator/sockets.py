"""Socket Mode: the app's WebSocket connections, and the envelopes that travel over them."""

import asyncio
import itertools
import json
from dataclasses import dataclass

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.simulator.values import JsonObject
from bot.simulator.workspace import Workspace

CONNECTION_LIVES_S = 18_060
LINGER_S = 10.0
"""So long after its `disconnect` Slack itself closes a connection that the app keeps."""


@dataclass(eq=False, slots=True)
class _Link:
    websocket: WebSocket
    loop: asyncio.AbstractEventLoop
    outbox: "asyncio.Queue[JsonObject]"
    leaving: bool = False

    def put(self, message: JsonObject) -> None:
        """Send from any thread."""
        self.loop.call_soon_threadsafe(self.outbox.put_nowait, message)


class Sockets:
    """All connections of the app; an envelope goes to any one of them, each in turn."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._links: list[_Link] = []
        self._turns = itertools.count()

    @property
    def connected(self) -> int:
        """Return the number of connections that take envelopes."""
        return sum(not link.leaving for link in self._links)

    def send(self, envelope: JsonObject) -> bool:
        """Hand an envelope to a connection; False if there is none. Callable from any thread."""
        ready = [link for link in self._links if not link.leaving]
        if not ready:
            return False
        ready[next(self._turns) % len(ready)].put(envelope)
        return True

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come again, as Slack does every few hours; from any thread."""
        for link in list(self._links):
            link.leaving = True
            link.put({"type": "disconnect", "reason": reason, "debug_info": {"host": "local-workspace"}})
            link.loop.call_soon_threadsafe(link.loop.call_later, LINGER_S, self._cut, link)

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one connection until it ends."""
        if not self._workspace.tickets.spend(websocket.query_params.get("ticket", "")):
            await websocket.close(code=4001)
            return
        await websocket.accept()
        link = _Link(websocket, asyncio.get_running_loop(), asyncio.Queue())
        self._links.append(link)
        link.outbox.put_nowait(self._hello())
        for old in self._links:
            if old.leaving:
                self._cut(old)
        self._workspace.touch()
        writer = asyncio.create_task(_write(link))
        try:
            while True:
                self._received(await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            return  # RuntimeError: the writer found the connection closed first
        finally:
            self._links.remove(link)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._workspace.touch()

    def _hello(self) -> JsonObject:
        return {
            "type": "hello",
            "num_connections": self.connected,
            "debug_info": {
                "host": "local-workspace",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_LIVES_S,
            },
            "connection_info": {"app_id": self._workspace.app.id},
        }

    def _received(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if isinstance(message, dict) and "envelope_id" in message:
            payload = message.get("payload")
            response = payload if isinstance(payload, dict) else {}
            self._workspace.deliveries.acknowledge(str(message["envelope_id"]), response)

    def _cut(self, link: _Link) -> None:
        if link in self._links:
            link.outbox.put_nowait({"type": "_close"})


async def _write(link: _Link) -> None:
    while True:
        message = await link.outbox.get()
        if message["type"] == "_close":
            await link.websocket.close()
            return
        try:
            await link.websocket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError):
            return
