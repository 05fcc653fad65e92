"""The HTTP surface that the app uses: `/api/…`, upload addresses, response URLs, private files."""

import asyncio
import json
import logging
from email.parser import BytesParser
from email.policy import HTTP
from math import ceil
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.simulator import web_api
from bot.simulator.errors import SlackError
from bot.simulator.responses import answer
from bot.simulator.values import JsonObject
from bot.simulator.web_api import files
from bot.simulator.workspace import Workspace

log = logging.getLogger(__name__)
GONE = frozenset({"expired_url", "used_url", "no_service"})


class AppSide:
    """Request handlers over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def routes(self) -> list[Route]:
        """Return the routes, each at the path where Slack has it."""
        return [
            Route("/api/{method:path}", self.api, methods=["GET", "POST"]),
            Route("/upload/v1/{file_id}", self.upload, methods=["POST"]),
            Route("/commands/{team}/{key}", self.respond, methods=["POST"]),
            Route("/actions/{team}/{key}", self.respond, methods=["POST"]),
            Route("/files-pri/{ids}/{rest:path}", self.private_file),
        ]

    async def api(self, request: Request) -> Response:
        """Answer a Web API call: HTTP 200 whatever happened, 429 when rate-limited."""
        faults = self._workspace.faults
        if faults.delay_s:
            await asyncio.sleep(faults.delay_s)
        if faults.unavailable:
            return PlainTextResponse("upstream connect error", 503)
        try:
            arguments = await _arguments(request)
            token = _bearer(request) or str(arguments.pop("token", ""))
            method = request.path_params["method"]
            return JSONResponse(web_api.answer(self._workspace, method, arguments, token))
        except SlackError as refusal:
            return _refused(refusal)
        except Exception:
            log.exception("%s failed in the local workspace", request.url.path)
            return JSONResponse({"ok": False, "error": "internal_error"})

    async def upload(self, request: Request) -> Response:
        """Take a file's bytes, as the whole body or as a part of a form."""
        content = await request.body()
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            content = _first_part(request.headers["content-type"], content)
        try:
            files.receive(self._workspace, request.path_params["file_id"], content)
        except SlackError as refusal:
            return PlainTextResponse(refusal.name, 400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def respond(self, request: Request) -> Response:
        """Take a post to a response URL."""
        try:
            body = await request.json()
            if not isinstance(body, dict):
                return PlainTextResponse("invalid_payload", 400)
            answer(self._workspace, self._workspace.response_urls.spend(request.path_params["key"]), body)
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        except SlackError as refusal:
            return PlainTextResponse(refusal.name, 404 if refusal.name in GONE else 400)
        return PlainTextResponse("ok")

    async def private_file(self, request: Request) -> Response:
        """Give a file's bytes to the app, which shows its token."""
        file = self._workspace.files.get(request.path_params["ids"].rpartition("-")[2])
        if file is None or file.content is None:
            return PlainTextResponse("file_not_found", 404)
        if _bearer(request) != self._workspace.app.bot_token:
            return PlainTextResponse("not_authed", 401)
        return Response(file.content, media_type="application/octet-stream")


async def _arguments(request: Request) -> JsonObject:
    arguments: JsonObject = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(sent, dict):
            raise SlackError("json_not_object")
        arguments |= sent
    elif body:
        arguments |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return arguments


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _refused(refusal: SlackError) -> Response:
    body: JsonObject = {"ok": False, "error": refusal.name}
    if refusal.messages:
        body["response_metadata"] = {"messages": list(refusal.messages)}
        body["errors"] = [message.removeprefix("[ERROR] ") for message in refusal.messages]
    if refusal.retry_after_s is None:
        return JSONResponse(body)
    return JSONResponse(body, 429, {"Retry-After": str(ceil(refusal.retry_after_s))})


def _first_part(content_type: str, body: bytes) -> bytes:
    parsed = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    for part in parsed.iter_parts():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            return content
    return b""
