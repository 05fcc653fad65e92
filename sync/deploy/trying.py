"""Tries again what somebody was in the way of."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0

_T = TypeVar("_T")


def again_and_again(
    attempt: Callable[[], _T], retries: int, in_the_way: Callable[[Exception], str], progress: Callable[[str], None]
) -> _T:
    """Try until nobody is in the way any more.

    Args:
        attempt: What is tried. Returns what is returned.
        retries: How often to try again.
        in_the_way: What to say of an error where the next time may be better; else an empty string.
        progress: Told that, and when it is tried again.

    Raises as the last attempt does.
    """
    pause_s = _FIRST_PAUSE_S
    for _ in range(retries):
        try:
            return attempt()
        except Exception as error:
            said = in_the_way(error)
            if not said:
                raise
            seconds = pause_s * random.uniform(0.75, 1.25)  # noqa: S311 - so that two do not always meet again
            progress(f"{said}; again in {seconds:.1f} s")
            time.sleep(seconds)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
    return attempt()
