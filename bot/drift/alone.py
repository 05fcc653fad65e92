"""Lets one process of all replicas do something: it holds a lock of the state database, which dies with it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, func, select

from bot.deployments.phases import StoppingError

_POLL_S = 0.2


@contextmanager
def if_alone(database: Engine, what: str) -> Iterator[bool]:
    """Whether nobody else is at it; nobody is until the end of the block."""
    lock = func.hashtextextended(f"drift/{what}", 0)
    with database.connect() as connection:
        connection.detach()  # closing it then frees the lock
        got = bool(connection.scalar(select(func.pg_try_advisory_lock(lock))))
        connection.commit()
        yield got


@contextmanager
def alone(database: Engine, what: str, stopping: threading.Event) -> Iterator[None]:
    """Wait until nobody else is at it; nobody is until the end of the block.

    Raises:
        StoppingError: The bot ends.
    """
    while True:
        with if_alone(database, what) as got:
            if got:
                yield
                return
        if stopping.wait(_POLL_S):
            raise StoppingError
