"""`POST /deployments`: a deployment that CI asks for."""

import hmac
from functools import partial
from http import HTTPStatus
from typing import Annotated

import anyio
import structlog
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from bot.web.answers import Endpoint, Refusal, accepted
from bot.web.bodies import body_of, json_of
from bot.web.intake import Asked, Intake

MOST_BYTES = 64_000
_SCHEME = "bearer"

# No control characters: PostgreSQL allows no zero byte in texts, and people read these words in a line.
_Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=200)]
_Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{7,40}$", to_lower=True)]

log = structlog.get_logger()


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    environment: _Line
    commit: _Id | None = None
    requested_by: _Line


def deployments(intake: Intake, token: str, threads: anyio.CapacityLimiter) -> Endpoint:
    """The endpoint.

    Args:
        intake: Who gets what is asked.
        token: What whoever asks must show; with none, nobody may.
        threads: How many are handed on at once.
    """

    async def answer(request: Request) -> Response:
        if not token:
            raise Refusal(
                HTTPStatus.NOT_FOUND, "nobody may ask for deployments here: SCHEMABOT_DEPLOY_TOKEN is not set"
            )
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        if not _is_same(shown.strip(), token) or scheme.lower() != _SCHEME:
            raise Refusal(
                HTTPStatus.UNAUTHORIZED,
                "send the header Authorization: Bearer with SCHEMABOT_DEPLOY_TOKEN",
                {"WWW-Authenticate": "Bearer"},
            )
        asked = _asked(json_of(await body_of(request, MOST_BYTES)))
        found = await anyio.to_thread.run_sync(partial(intake.request, asked), limiter=threads)
        log.info("deployment asked for", environment=asked.environment, by=asked.requested_by, deployment=found.id)
        return accepted(found)

    return answer


def _is_same(shown: str, token: str) -> bool:
    return hmac.compare_digest(shown.encode(errors="replace"), token.encode())


def _asked(body: object) -> Asked:
    try:
        found = _Body.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the body"
        raise Refusal(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}") from None
    return Asked(found.environment, found.commit, found.requested_by)
