"""Questions about the file locks of an embedded server. They are kept by the kernel, and end with their process."""

import fcntl
import time
from pathlib import Path
from typing import IO

_IN_USE_QUESTIONS = 4


def keeper_running(data: Path) -> bool:
    """Whether the keeper of the server in a data folder is alive."""
    # Asked with a shared lock, so that two who ask at once do not take each other for the keeper. Opened for reading,
    # so that asking does not make the file anew while the keeper removes the folder.
    try:
        lock = (data / "keeper.lock").open("rb")
    except OSError:
        return False
    with lock:
        return not _may_lock(lock, fcntl.LOCK_SH)


def in_use(users: IO[bytes]) -> bool:
    """Whether another process holds the users' lock shared (the keeper holds it exclusively).

    Asked more than once, as another process that asks looks like a user for a moment.
    """
    for attempt in range(_IN_USE_QUESTIONS):
        if _may_lock(users, fcntl.LOCK_EX) or not _may_lock(users, fcntl.LOCK_SH):
            return False
        time.sleep(0.003 * (attempt + 1))
    return True


def _may_lock(file: IO[bytes], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True
