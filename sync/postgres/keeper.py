"""The keeper of one embedded server: a process that stops the server once nobody uses it any more.

Started by `sync.postgres.embedded` as a script of its own, with the standard library only, so that it stays small.

Arguments: the data folder, the cluster, `pg_ctl`, the socket's folder, and `temporary` when the data folder goes too.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO


def main(data: Path, cluster: Path, pg_ctl: str, socket_folder: Path, lifetime: str) -> None:
    """Wait for the last user to go, stop the server, and remove the folder of a temporary one."""
    # Closed in the other order: who waits for `users.lock` must not find this keeper's own lock held any more.
    with (data / "users.lock").open("wb") as users, (data / "keeper.lock").open("wb") as keeper:
        if not _claim(keeper):
            return  # another keeper was quicker
        fcntl.flock(users, fcntl.LOCK_EX)
        if _runs(cluster) and not _stop(cluster, pg_ctl, "fast"):
            _stop(cluster, pg_ctl, "immediate")
        if lifetime == "temporary":
            shutil.rmtree(data, ignore_errors=True)
        if socket_folder != cluster:
            shutil.rmtree(socket_folder, ignore_errors=True)


def _runs(cluster: Path) -> bool:
    """Whether the lock file names a process that is the cluster's: `pg_ctl` would signal whoever has the number."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return False
    title = Path(f"/proc/{pid}/cmdline")
    try:
        return not Path("/proc/self").exists() or os.fsencode(cluster) in title.read_bytes().split(b"\0")
    except OSError:
        return False


def _stop(cluster: Path, pg_ctl: str, mode: str) -> bool:
    uid, gid = os.environ.get("SCHEMABOT_KEEPER_UID"), os.environ.get("SCHEMABOT_KEEPER_GID")
    stopped = subprocess.run(
        [pg_ctl, "stop", "-s", "-w", "-m", mode, "-t", "60", "-D", str(cluster)],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=int(uid) if uid else None,
        group=int(gid) if gid else None,
        extra_groups=[] if uid else None,
    )
    return stopped.returncode == 0


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
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), sys.argv[5])
