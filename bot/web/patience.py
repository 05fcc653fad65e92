"""HTTP connections that are not waited for without end: uvicorn waits for the head of a request as long as it takes."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

WITHIN_S = 10.0


class PatientProtocol(H11Protocol):
    """A connection that is closed when the head of a request has not come in time; bodies have a limit of their own."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on as long as a head is under way; `IDLE` is what h11 calls whoever has not ended one."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._limit is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is to come."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._limit = self.loop.call_later(WITHIN_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None
