"""The embedded PostgreSQL server: started on demand, shared by processes, stopped when the last one is gone.

Three locks in the data folder coordinate all processes of the machine; the kernel frees them when a process dies,
however it dies:

- `start.lock`, exclusive and short: one process at a time prepares and starts the server;
- `users.lock`, shared: held by every process that uses the server, for as long as it does;
- `keeper.lock`, exclusive: held by the keeper, a small process that waits until `users.lock` is free and then stops
  the server. So a server does not outlive its users, even when they are killed.

The server listens on a Unix socket in a folder that only its account may enter, and on no port.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg

from sync.errors import EmbeddedServerError
from sync.postgres.cluster import PORT, Cluster
from sync.postgres.database import Database
from sync.postgres.locks import in_use, keeper_running
from sync.postgres.programs import Programs, find_programs, installed_programs, server_account
from sync.postgres.session import connect

_STOP_TIMEOUT_S = 30.0


class EmbeddedServer:
    """A handle on the server of one data folder. Use it as a context manager, or call `close`.

    Args:
        data: The folder that holds the cluster, the locks and the log. Made when missing.
        durable: False skips fsync: for servers whose data may be lost with the machine (tests, demos).
        temporary: The folder is removed once the last user is gone.
        programs: The folder of another PostgreSQL's programs, to run that version instead of the embedded one.
        confined: Whoever starts it has it reach nothing but its cluster, where the machine can do that. For the
            embedded programs.

    Raises:
        EmbeddedServerError: The folder cannot be used, or a program of PostgreSQL failed.
    """

    def __init__(
        self,
        data: Path,
        *,
        durable: bool = True,
        temporary: bool = False,
        programs: Path | None = None,
        confined: bool = False,
    ) -> None:
        self.data = data.expanduser().resolve()
        self._durable = durable
        self._temporary = temporary
        self._confined = confined
        self._users: IO[bytes] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self._account = server_account()
        try:
            self._join(programs)
        except OSError as error:
            self._leave()
            raise EmbeddedServerError(
                f"the data folder {self.data} cannot be used ({error.strerror})",
                "set SCHEMABOT_DATA to a folder that you may write",
            ) from error
        except BaseException:
            self._leave()
            raise

    def _join(self, programs: Path | None) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "start.lock").open("wb") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            self._users = (self.data / "users.lock").open("wb")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            (self.data / "keeper.lock").touch()
            self._programs = (
                installed_programs(programs, self._account) if programs else find_programs(self.data, self._account)
            )
            self._cluster = Cluster(self.data, self._programs, durable=self._durable, confined=self._confined)
            self._cluster.ensure_running()
            self._ensure_keeper()

    def _leave(self) -> None:
        users, self._users = self._users, None
        if users is not None:
            users.close()

    @classmethod
    def throwaway(cls, programs: Path | None = None) -> Self:
        """A server in a new temporary folder that vanishes with its last user."""
        folder = Path(tempfile.mkdtemp(prefix="schemabot-"))
        try:
            return cls(folder, durable=False, temporary=True, programs=programs)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def is_confined(self) -> bool:
        """Whether a superuser of the running server reaches nothing but its cluster; asked of the server itself.

        Raises:
            ConnectError: It does not answer.
        """
        try:
            with connect(self.database()) as connection:
                connection.execute("SELECT pg_catalog.pg_ls_dir('/')")
        except psycopg.errors.InsufficientPrivilege:
            return True
        return False

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self._cluster.folder

    @property
    def programs(self) -> Programs:
        """`psql`, `pg_dump` and the others, of the server's own version."""
        return self._programs

    def database(self, name: str = "postgres") -> Database:
        """Where a database of this server is; it need not exist."""
        socket = quote(str(self._cluster.socket_folder()), safe="")
        url = f"postgresql://postgres@/{quote(name, safe='')}?host={socket}&port={PORT}"
        if self._confined:
            url += "&require_auth=none"  # who has taken it over would ask for what PGPASSWORD and ~/.pgpass hold
        return Database(url=url, label=f"embedded/{name}")

    def close(self) -> None:
        """Let go of the server; when this was its last user, it is stopped before this returns."""
        users, self._users = self._users, None
        if users is None:
            return
        with users:
            with suppress(EmbeddedServerError):
                self._ensure_keeper()  # one that was killed would leave the server running
            fcntl.flock(users, fcntl.LOCK_UN)
            # Somebody else's shared lock means the server is still in use. Otherwise the keeper takes the exclusive
            # lock, stops the server and lets go.
            deadline = time.monotonic() + _STOP_TIMEOUT_S
            while self._stopping() and time.monotonic() < deadline:
                if in_use(users):
                    return
                time.sleep(0.02)
        if self._keeper is not None:
            with suppress(ChildProcessError):
                os.waitpid(self._keeper.pid, 0 if not self._stopping() else os.WNOHANG)

    def _stopping(self) -> bool:
        return keeper_running(self.data) or (self._temporary and self.data.exists())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ensure_keeper(self) -> None:
        if keeper_running(self.data):
            return
        self._keeper = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py")), str(self.data)),
                *(str(self.cluster), str(self._cluster.socket_folder())),
                "temporary" if self._temporary else "fleeting" if self._confined else "lasting",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
        )
        self._keeper.returncode = 0  # it may end after us: not waited for, unless we are its last user
        _wait_until(lambda: keeper_running(self.data), "the embedded server's keeper did not start")


def _wait_until(condition: Callable[[], bool], failure: str, timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise EmbeddedServerError(failure)
        time.sleep(0.01)
