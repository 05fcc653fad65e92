"""Bad weather on request: rate limits, refusals, slowness, outage; tests see the bot through them."""

from dataclasses import dataclass, replace

from bot.simulator.errors import SlackError


@dataclass(frozen=True, slots=True)
class _Refusal:
    error: str
    method: str | None
    channel: str | None
    times: int
    retry_after_s: float | None


class Faults:
    """What is wrong at the moment. `delay_s` slows every call; `unavailable` answers 503 to all."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.unavailable = False
        self._refusals: list[_Refusal] = []

    def rate_limit(
        self,
        method: str | None = None,
        *,
        channel: str | None = None,
        times: int = 1,
        retry_after_s: float = 1,
    ) -> None:
        """Answer the next `times` calls of `method` (or in `channel`, an id) with HTTP 429."""
        self._refusals.append(_Refusal("ratelimited", method, channel, times, retry_after_s))

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer the next `times` calls of `method` with `error`."""
        self._refusals.append(_Refusal(error, method, None, times, None))

    def clear(self) -> None:
        """Make everything well again."""
        self.delay_s = 0.0
        self.unavailable = False
        self._refusals.clear()

    def check(self, method: str, channel: str | None) -> None:
        """Raise the refusal that is due for this call, if any, and count it."""
        for position, refusal in enumerate(self._refusals):
            if refusal.method in (None, method) and refusal.channel in (None, channel):
                self._refusals[position] = replace(refusal, times=refusal.times - 1)
                if refusal.times <= 1:
                    del self._refusals[position]
                raise SlackError(refusal.error, retry_after_s=refusal.retry_after_s)
