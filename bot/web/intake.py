"""What the web port hands on, and to whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.github import Push

__all__ = ["Accepted", "Asked", "Intake", "Push", "Readiness"]

Readiness = Callable[[], Mapping[str, str]]
"""What is not ready, by name, such as `{"slack": "not connected"}`; empty when all is. It may block."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A deployment that somebody with the deploy token asks for.

    Attributes:
        environment: Its name; whether there is one of that name is not looked at yet.
        commit: An id, or its first digits; None for the newest of the environment's branch.
        requested_by: Who or what, in its own words.
    """

    environment: str
    commit: str | None
    requested_by: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of it.

    Attributes:
        id: Of the deployment; None where nothing is to be deployed.
        said: One line for a person.
        is_new: False where the same was handed on before, and nothing was done.
    """

    id: str | None
    said: str
    is_new: bool = True


class Intake(Protocol):
    """Takes what comes in; called in threads, several at once. Both answer soon: whoever asked waits for it.

    A `SchemabotError` is told to whoever asked, in its own words: `BusyError` as a conflict, `ConnectError` as
    something that may be tried again, every other as something that they must change.
    """

    def push(self, push: Push) -> Accepted:
        """A branch was pushed. A delivery that was seen before is known, and leads to nothing."""

    def request(self, asked: Asked) -> Accepted:
        """A deployment is asked for."""
