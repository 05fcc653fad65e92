"""Answers in JSON: what was accepted, what is refused and why, in one line that holds no secret and no stack."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.web import metrics
from bot.web.intake import Accepted
from sync.errors import BusyError, ConnectError, SchemabotError

Endpoint = Callable[[Request], Awaitable[Response]]

_STATUS = ((BusyError, HTTPStatus.CONFLICT), (ConnectError, HTTPStatus.SERVICE_UNAVAILABLE))
_LATER = {"Retry-After": "30"}

log = structlog.get_logger()


class Refusal(Exception):  # noqa: N818 - it is an answer, which a request gets as it should
    """A request that is answered with an error.

    Args:
        status: Of HTTP.
        said: What is wrong with it, for whoever sent it.
        headers: More of the answer's.
    """

    def __init__(self, status: HTTPStatus, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.headers = headers


def accepted(what: Accepted) -> Response:
    """202 for what is new, 200 for what was known."""
    status = HTTPStatus.ACCEPTED if what.is_new else HTTPStatus.OK
    return JSONResponse({"id": what.id, "said": what.said}, status)


def refused(status: HTTPStatus, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with an error."""
    return JSONResponse({"error": said}, status, headers)


def answering(path: str, endpoint: Endpoint) -> Endpoint:
    """An endpoint whose errors become answers, and whose answers are counted.

    Args:
        path: What it is counted as.
        endpoint: What answers.
    """

    async def answer(request: Request) -> Response:
        started = time.monotonic()
        response = await _answer(endpoint, request)
        metrics.answered(path, response.status_code, time.monotonic() - started)
        return response

    return answer


async def _answer(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint(request)
    except Refusal as refusal:
        return refused(refusal.status, refusal.said, refusal.headers)
    except asyncio.CancelledError:  # the server does that, to what has not ended when it has to
        return refused(HTTPStatus.SERVICE_UNAVAILABLE, "the bot is stopping: ask again", _LATER)
    except ClientDisconnect:
        return refused(HTTPStatus.BAD_REQUEST, "the request ended before its body did")
    except SchemabotError as error:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
        return refused(status, str(error), _LATER if status is HTTPStatus.SERVICE_UNAVAILABLE else None)
    except Exception:  # whatever it is, whoever asked gets an answer, and a reference to what the log has
        reference = secrets.token_hex(4)
        log.exception("unexpected error", reference=reference, path=request.url.path)
        return refused(HTTPStatus.INTERNAL_SERVER_ERROR, f"something went wrong: the log has it under {reference}")
