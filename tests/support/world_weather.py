"""Servers that stop in the middle of something, and come back."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from sync.postgres.cluster import Cluster
from sync.postgres.embedded import EmbeddedServer


@contextmanager
def down(server: EmbeddedServer) -> Iterator[None]:
    """Have a PostgreSQL stopped, as by a crash, while the block runs."""
    cluster = server.cluster
    server.programs.run("pg_ctl", "-D", str(cluster), "-m", "immediate", "-w", "stop", cwd=cluster)
    try:
        yield
    finally:
        Cluster(server.data, server.programs, durable=True, confined=False).ensure_running()


def kill_server(data: Path) -> None:
    """Kill the embedded server of a data folder with all its processes, and its keeper, as a machine's end does."""
    folder = os.fspath(data)
    for process in psutil.process_iter(["cmdline"]):
        if any(folder in word for word in process.info["cmdline"] or ()):
            for each in (process, *process.children(recursive=True)):
                if each.pid != os.getpid():
                    each.send_signal(signal.SIGKILL)
