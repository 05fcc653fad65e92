"""The page for people and the JSON behind it, under `/workspace/…`.

The page is a client of these endpoints and of nothing else; what a person may see is decided here.
"""

import asyncio
import html
import re
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator import interactions
from bot.simulator.avatars import avatar_svg
from bot.simulator.elements import Values, chosen_json
from bot.simulator.errors import SlackError
from bot.simulator.interactions import find_element
from bot.simulator.page_state import page_state
from bot.simulator.shapes import text_of
from bot.simulator.values import JsonObject, View
from bot.simulator.workspace import Workspace

STATIC = Path(__file__).parent / "static"
LOOK_EVERY_S = 0.05
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_NAMED = re.compile(r"(?<![\w/])([@#])([\w.-]+)")


class Page:
    """Request handlers of the page over one workspace; `stopping` ends the streams."""

    def __init__(self, workspace: Workspace, stopping: threading.Event) -> None:
        self._workspace = workspace
        self._stopping = stopping

    def routes(self) -> list[BaseRoute]:
        """Return the page's routes."""
        actions = {"write": _write, "act": _act, "submit": _submit, "close": _close, "home": _home}
        return [
            Route("/", self.index),
            Route("/archives/{rest:path}", self.index),
            Route("/workspace/state", self.state),
            Route("/workspace/changes", self.changes),
            Route("/workspace/files/{file_id}/{name}", self.file),
            Route("/workspace/avatars/{user_id}", self.avatar),
            *(Route(f"/workspace/{name}", self._handler(action), methods=["POST"]) for name, action in actions.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    async def index(self, _request: Request) -> Response:
        """Return the page itself."""
        return FileResponse(STATIC / "index.html", headers=HEADERS)

    async def state(self, request: Request) -> Response:
        """Return what a person sees: `as` is the person, `channel` the channel that is open."""
        query = request.query_params
        try:
            return JSONResponse(page_state(self._workspace, query.get("as", ""), query.get("channel", "")))
        except SlackError as refusal:
            return PlainTextResponse(refusal.name, 404)

    async def changes(self, _request: Request) -> Response:
        """Stream the workspace's revision as server-sent events."""

        async def revisions() -> AsyncIterator[str]:
            sent = -1
            while not self._stopping.is_set():
                if self._workspace.revision != sent:
                    sent = self._workspace.revision
                    yield f"data: {sent}\n\n"
                await asyncio.sleep(LOOK_EVERY_S)

        return StreamingResponse(revisions(), media_type="text/event-stream", headers=HEADERS)

    async def file(self, request: Request) -> Response:
        """Return a file: text as plain text, a raster image as itself, the rest as a download."""
        file = self._workspace.files.get(request.path_params["file_id"])
        if file is None or file.content is None:
            return PlainTextResponse("file_not_found", 404)
        if text_of(file) is not None:
            return Response(file.content, media_type="text/plain; charset=utf-8", headers=HEADERS)
        suffix = file.name.rpartition(".")[2].lower()
        kind = f"image/{suffix}" if suffix in ("png", "jpeg", "gif", "webp") else "application/octet-stream"
        return Response(file.content, media_type=kind, headers=HEADERS)

    async def avatar(self, request: Request) -> Response:
        """Return a user's avatar."""
        try:
            svg = avatar_svg(self._workspace.user(request.path_params["user_id"]))
        except SlackError as refusal:
            return PlainTextResponse(refusal.name, 404)
        return Response(svg, media_type="image/svg+xml", headers={**HEADERS, "Cache-Control": "max-age=3600"})

    def _handler(self, action: Callable[[Workspace, JsonObject], object]) -> Callable[[Request], object]:
        async def handle(request: Request) -> Response:
            # Other sites can make a browser post here, but neither as JSON nor without their own origin.
            origin, kind = request.headers.get("origin"), request.headers.get("content-type", "")
            foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
            if foreign or not kind.startswith("application/json"):
                return PlainTextResponse("forbidden", 403)
            try:
                action(self._workspace, await request.json())
            except (SlackError, LookupError) as refusal:
                return JSONResponse({"ok": False, "error": str(refusal)}, 409)
            return JSONResponse({"ok": True})

        return handle


def composed(workspace: Workspace, typed: str) -> str:
    """Return typed text as Slack's clients send it: escaped, with names of people and channels as mentions."""

    def mention(match: re.Match[str]) -> str:
        sign, name = match.groups()
        if sign == "@" and name in ("channel", "here", "everyone"):
            return f"<!{name}>"
        try:
            found = workspace.user(name) if sign == "@" else workspace.channel(name)
        except SlackError:
            return match[0]
        return f"<{sign}{found.id}>"

    return _NAMED.sub(mention, html.escape(typed, quote=False))


def _write(workspace: Workspace, body: JsonObject) -> None:
    channel = workspace.channel(str(body["channel"]))
    text = str(body["text"]).strip()
    if text:
        written = text if text.startswith("/") else composed(workspace, text)
        user_id = workspace.user(str(body["as"])).id
        interactions.write(workspace, user_id, channel, written, body.get("thread_ts"))


def _act(workspace: Workspace, body: JsonObject) -> None:
    ids = str(body["block_id"]), str(body["action_id"])
    chosen = body.get("chosen")
    if body.get("view_id"):
        view = _own_view(workspace, body)
        interactions.act_in_view(workspace, view, ids, chosen, _values(view, body))
        return
    user_id = workspace.user(str(body["as"])).id
    message = workspace.message(str(body["channel"]), str(body["ts"]), ephemeral=True)
    if message.only_visible_to not in (None, user_id):
        raise SlackError("message_not_found")
    interactions.act_in_message(workspace, user_id, message, ids, chosen)


def _submit(workspace: Workspace, body: JsonObject) -> None:
    view = _own_view(workspace, body)
    interactions.submit(workspace, view, _values(view, body))


def _close(workspace: Workspace, body: JsonObject) -> None:
    interactions.close(workspace, _own_view(workspace, body))


def _home(workspace: Workspace, body: JsonObject) -> None:
    interactions.open_home(workspace, workspace.user(str(body["as"])).id)


def _own_view(workspace: Workspace, body: JsonObject) -> View:
    view = workspace.views.find(view_id=str(body["view_id"]))
    if view.user != workspace.user(str(body["as"])).id:
        raise SlackError("not_found")
    return view


def _values(view: View, body: JsonObject) -> Values:
    return {
        (block_id, action_id): chosen_json(find_element(view.blocks, (block_id, action_id)), chosen)
        for block_id, action_id, chosen in body.get("values", ())
    }
