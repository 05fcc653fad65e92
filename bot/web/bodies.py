"""Reads the body of a request: no more than it may have, and no longer than it may take."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.requests import Request

from bot.web.answers import Refusal

WITHIN_S = 10.0
_LINGER_S = 1.0
_LINGER_TIMES = 4
_CLOSE = {"Connection": "close"}  # what is still under way is not waited for


async def body_of(request: Request, most_bytes: int) -> bytes:
    """The body, as it came in.

    Raises:
        Refusal: It has more bytes, or does not end in time.
    """
    if int(request.headers.get("content-length", 0)) > most_bytes:
        raise await _too_large(request, most_bytes)
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN_S):
            async for piece in request.stream():
                body += piece
                if len(body) > most_bytes:
                    break
    except TimeoutError:
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, f"the body takes more than {WITHIN_S:.0f} seconds", _CLOSE) from None
    if len(body) > most_bytes:
        raise await _too_large(request, most_bytes)
    return bytes(body)


def json_of(body: bytes | str) -> Any:
    """What a body says in JSON.

    Raises:
        Refusal: It is none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None


async def _too_large(request: Request, most_bytes: int) -> Refusal:
    """What is under way is let in and dropped, up to a point: who is cut off while he speaks hears no answer."""
    if "expect" not in request.headers:  # who asks before he speaks is told at once
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER_S):
                dropped = 0
                async for piece in _rest(request):
                    dropped += len(piece)
                    if dropped > _LINGER_TIMES * most_bytes:
                        break
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body has more than {most_bytes:,} bytes", _CLOSE)


async def _rest(request: Request) -> AsyncIterator[bytes]:
    while (message := await request.receive())["type"] == "http.request":
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return
