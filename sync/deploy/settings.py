"""How a deployment behaves, and what it does about histories that are not as they should be."""

import getpass
import socket
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Accept(StrEnum):
    """What keeps a deployment from beginning unless people accept it."""

    UNKNOWN = "unknown"
    """The database has migrations that are not among the files."""
    EDITED = "edited"
    """Files were edited after they had been applied."""
    OUT_OF_ORDER = "out-of-order"
    """Files are older than one that is applied."""
    DRIFT = "drift"
    """The database is not as its applied migrations make it, or that cannot be told."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a deployment behaves.

    Attributes:
        lock_timeout: How long a statement may wait for a lock, and all who come behind it with it.
        statement_timeout: How long a statement may run; as long as it takes where it is None.
        retries: How often a step is tried again that got no lock in time, or was in a deadlock.
        wait: How long to wait for another deployment.
        accepted: What people accept.
        run_by: Who asked for it.
        deployment: Which deployment it is a part of.
        is_discreet: Whether many read what it says: sessions of others are told without their user and address.
    """

    lock_timeout: timedelta = timedelta(seconds=5)
    statement_timeout: timedelta | None = None
    retries: int = 5
    wait: timedelta = timedelta(minutes=10)
    accepted: frozenset[Accept] = frozenset()
    run_by: str = "schemabot"
    deployment: str | None = None
    is_discreet: bool = False


def person() -> str:
    """Who runs this process: `anna@laptop`."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        user = "somebody"
    return f"{user}@{socket.gethostname()}"
