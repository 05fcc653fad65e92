"""The end of the connection to Slack, also when it is closed while it begins."""

import threading
import time
from types import SimpleNamespace
from typing import Any

from bot.slack import connection


class Forgetful:
    """A client whose session starts at the moment in which it is told to end: it forgets that it was told."""

    def __init__(self) -> None:
        self.client = SimpleNamespace(current_session=None, current_session_state=SimpleNamespace(terminated=True))
        self.released = threading.Event()

    def close(self) -> None:
        """Wait for the end of the session."""
        self.client.current_session_state.terminated = False
        while not (self.client.current_session_state.terminated or self.released.is_set()):
            time.sleep(0.01)


class Stumbling:
    """A client whose session closes its socket in the moment in which it is closed: it leaves the rest open."""

    def __init__(self) -> None:
        self.client = SimpleNamespace(current_session=None, current_session_state=SimpleNamespace(terminated=True))
        self.told = 0

    def close(self) -> None:
        """Close the socket, which is gone the first time."""
        self.told += 1
        if self.told == 1:
            raise AttributeError("'NoneType' object has no attribute 'close'")


def test_a_client_that_stumbles_goes_on() -> None:
    handler: Any = Stumbling()
    connection._close(handler)  # noqa: SLF001 - the rest needs Slack
    assert handler.told == 2


def test_a_client_that_forgets_to_end_is_told_again() -> None:
    handler: Any = Forgetful()
    closing = threading.Thread(target=connection._close, args=[handler], daemon=True)  # noqa: SLF001 - the rest needs Slack
    closing.start()
    closing.join(10)
    ended = not closing.is_alive()
    handler.released.set()
    assert ended
