"""`POST /github/webhook`: a push that GitHub tells of.

Nothing is read of a body before its signature is found to be right. A name in it is data, whatever it looks like.
"""

import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qs

import anyio
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.github import Push, is_signed, read_push
from bot.web.answers import Endpoint, Refusal, accepted
from bot.web.bodies import body_of, json_of
from bot.web.intake import Accepted, Intake

MOST_BYTES = 5_000_000
_DELIVERY = re.compile(r"[!-~]{1,100}\Z")
_FORM = "application/x-www-form-urlencoded"

log = structlog.get_logger()


def webhook(intake: Intake, secret: str, is_ours: Callable[[Push], bool], threads: anyio.CapacityLimiter) -> Endpoint:
    """The endpoint.

    Args:
        intake: Who gets a push.
        secret: What GitHub signs with; with none, nothing is taken.
        is_ours: Whether a push is to the repository that is deployed.
        threads: How many pushes are handed on at once.
    """

    async def answer(request: Request) -> Response:
        if not secret:
            raise Refusal(HTTPStatus.NOT_FOUND, "no webhooks are taken here: GITHUB_WEBHOOK_SECRET is not set")
        body = await body_of(request, MOST_BYTES)
        if not is_signed(secret, body, request.headers.get("x-hub-signature-256", "")):
            log.warning("webhook with a wrong signature")
            raise Refusal(HTTPStatus.UNAUTHORIZED, "the signature is wrong: is the webhook's secret the bot's?")
        event = request.headers.get("x-github-event", "")
        if event == "ping":
            return JSONResponse({"id": None, "said": "pong"})
        push = _push(request, body) if event == "push" else None
        if push is None:
            return accepted(Accepted(None, "ignored: only pushes of branches are deployed"))
        if not is_ours(push):
            log.warning("push to another repository", repository=push.full_name, delivery=push.delivery)
            raise Refusal(HTTPStatus.FORBIDDEN, "the push is to another repository than the bot deploys")
        found = await anyio.to_thread.run_sync(partial(intake.push, push), limiter=threads)
        log.info("push", branch=push.branch, commit=push.after, delivery=push.delivery, deployment=found.id)
        return accepted(found)

    return answer


def _push(request: Request, body: bytes) -> Push | None:
    delivery = request.headers.get("x-github-delivery", "")
    if not _DELIVERY.match(delivery):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the header X-GitHub-Delivery is missing, or no id")
    try:
        return read_push(delivery, json_of(_payload(request, body)))
    except ValueError as error:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"the body is no push: {error}") from None


def _payload(request: Request, body: bytes) -> bytes | str:
    """The JSON, which GitHub sends as it is or as a field of a form, as the webhook is set."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return body
    try:
        return parse_qs(body.decode(), max_num_fields=10)["payload"][0]
    except (KeyError, ValueError):
        raise Refusal(HTTPStatus.BAD_REQUEST, "the form has no field payload") from None
