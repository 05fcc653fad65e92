"""The keeper of one embedded server: a process that stops the server once nobody uses it any more.

Started by `sync.postgres.embedded` as a script of its own, with the standard library only, so that it stays small.

Arguments: the data folder, the cluster, the socket's folder, and `lasting`, `fleeting` when
nothing in the cluster is kept, or `temporary` when the data folder goes too.

What is in the cluster may be somebody else's making, who has all rights on the server. So none of it is followed or
waited for, and no program of PostgreSQL is run on it: `pg_ctl` stops whichever server the files there name.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

_STOPPING_S = {"lasting": 60.0, "fleeting": 3.0, "temporary": 60.0}
_LONGEST_NUMBER = 32


def main(data: Path, cluster: Path, socket_folder: Path, lifetime: str) -> None:
    """Wait for the last user to go, stop the server, and remove the folder of a temporary one."""
    # Closed in the other order: who waits for `users.lock` must not find this keeper's own lock held any more.
    with (data / "users.lock").open("wb") as users, (data / "keeper.lock").open("wb") as keeper:
        if not _claim(keeper):
            return  # another keeper was quicker
        fcntl.flock(users, fcntl.LOCK_EX)
        _stop(cluster, _STOPPING_S[lifetime])
        if lifetime == "temporary":
            shutil.rmtree(data, ignore_errors=True)
        if socket_folder != cluster:
            shutil.rmtree(socket_folder, ignore_errors=True)


def postmaster_pid(cluster: Path) -> int | None:
    """The number in a cluster's lock file, which need not be its server's; None when there is none."""
    try:
        file = os.open(cluster / "postmaster.pid", os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            return int(os.read(file, _LONGEST_NUMBER).split(b"\n", 1)[0])
        finally:
            os.close(file)
    except (OSError, ValueError):
        return None


def _stop(cluster: Path, patience_s: float) -> None:
    """Stop the server as `pg_ctl` does: fast, and at once when it takes too long."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        for pid in _servers(cluster):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + patience_s
        while _servers(cluster) and time.monotonic() < deadline:
            time.sleep(0.02)


def _servers(cluster: Path) -> list[int]:
    """The processes that are the cluster's server, by their titles; where none can be read, by its lock file."""
    if Path("/proc/self").exists():
        return [int(one.name) for one in Path("/proc").glob("[0-9]*") if _is_server(one, cluster)]
    pid = postmaster_pid(cluster)
    return [pid] if pid is not None and pid > 1 and _is_there(pid) else []


def _is_server(process: Path, cluster: Path) -> bool:
    try:
        title = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return Path(os.fsdecode(title[0])).name == "postgres" and os.fsencode(cluster) in title


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _claim(lock: IO[bytes]) -> bool:
    """Take the keeper's lock. Tried for a while, as those who only ask whether it is held hold it for a moment."""
    for _ in range(100):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.005)
        else:
            return True
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
