"""`POST /slack/events`: what Slack posts in HTTP mode, handed to Bolt.

The signature is looked at before anything is parsed, which Bolt does the other way round. Bolt works in a thread of its
own, not in the one that answers all requests, as its own handler for Starlette would have it.
"""

from functools import partial
from http import HTTPStatus

import anyio
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import Response

from bot.web.answers import Endpoint, Refusal
from bot.web.bodies import body_of

MOST_BYTES = 5_000_000
_AT_ONCE = 40


def slack_events(app: App, signing_secret: str) -> Endpoint:
    """The endpoint.

    Args:
        app: With the same signing secret.
        signing_secret: What Slack signs with.
    """
    verifier = SignatureVerifier(signing_secret)
    threads = anyio.CapacityLimiter(_AT_ONCE)

    async def answer(request: Request) -> Response:
        body = await body_of(request, MOST_BYTES)
        if not _is_signed(verifier, body, request):
            raise Refusal(HTTPStatus.UNAUTHORIZED, "the signature is wrong, or old")
        handle = partial(app.dispatch, to_bolt_request(request, body))
        return to_starlette_response(await anyio.to_thread.run_sync(handle, limiter=threads))

    return answer


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    timestamp = request.headers.get("x-slack-request-timestamp")
    try:
        return verifier.is_valid(body, timestamp, request.headers.get("x-slack-signature"))
    except (TypeError, ValueError):  # of headers that have another form
        return False
