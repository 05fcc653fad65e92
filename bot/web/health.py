"""`GET /healthz` and `GET /readyz`: whether the process lives, and whether it can do its work."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import anyio
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.intake import Readiness

WITHIN_S = 5.0
_SLOW = {"check": f"it takes more than {WITHIN_S:.0f} seconds"}
_FAILED = {"check": "it failed: the log says why"}

log = structlog.get_logger()


async def healthz(_: Request) -> Response:
    """The process lives: it answers."""
    return JSONResponse({"status": "ok"})


class Readyz:
    """The endpoint. However many ask at once, one check runs: anybody may ask.

    Args:
        readiness: The check.
    """

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        self._threads = anyio.CapacityLimiter(1)
        self._running: asyncio.Task[Mapping[str, str]] | None = None

    async def answer(self, _: Request) -> Response:
        """200, or 503 with what is not ready."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._check())
        try:
            missing = await asyncio.wait_for(asyncio.shield(self._running), WITHIN_S)
        except TimeoutError:
            missing = _SLOW
        if missing:
            return JSONResponse({"ready": False, "missing": dict(missing)}, HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"ready": True})

    async def _check(self) -> Mapping[str, str]:
        try:
            return await anyio.to_thread.run_sync(self._readiness, limiter=self._threads, abandon_on_cancel=True)
        except Exception:  # a check that fails says that something is wrong, whatever it is
            log.exception("the check of readiness failed")
            return _FAILED
