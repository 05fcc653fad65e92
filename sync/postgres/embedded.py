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
import hashlib
import os
import shutil
import signal
import stat
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

import psutil

from sync.errors import EmbeddedServerError
from sync.postgres.database import Database
from sync.postgres.programs import Programs, find_programs, installed_programs, last_words, server_account

_BUILTIN_LOCALE_SINCE = 17
_SOCKET_PATH_LIMIT = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux
_SOCKET_FALLBACK = Path("/tmp")  # noqa: S108 - the same for every process, whatever its TMPDIR; a folder of our own below
_PORT = "5432"  # of the socket's name; pinned, as PGPORT would change it
_STOP_TIMEOUT_S = 30.0
_IN_USE_QUESTIONS = 4


class EmbeddedServer:
    """A handle on the server of one data folder. Use it as a context manager, or call `close`.

    Args:
        data: The folder that holds the cluster, the locks and the log. Made when missing.
        durable: False skips fsync: for servers whose data may be lost with the machine (tests, demos).
        temporary: The folder is removed once the last user is gone.
        programs: The folder of another PostgreSQL's programs, to run that version instead of the embedded one.

    Raises:
        EmbeddedServerError: The folder cannot be used, or a program of PostgreSQL failed.
    """

    def __init__(
        self, data: Path, *, durable: bool = True, temporary: bool = False, programs: Path | None = None
    ) -> None:
        self.data = data.expanduser().resolve()
        self._durable = durable
        self._temporary = temporary
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
            self._prepare()
            self._ensure_running()
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

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.data / f"postgresql-{self._programs.major}"

    @property
    def programs(self) -> Programs:
        """`psql`, `pg_dump` and the others, of the server's own version."""
        return self._programs

    def database(self, name: str = "postgres") -> Database:
        """Where a database of this server is; it need not exist."""
        socket = quote(str(self._socket_folder()), safe="")
        return Database(
            url=f"postgresql://postgres@/{quote(name, safe='')}?host={socket}&port={_PORT}", label=f"embedded/{name}"
        )

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
                if _in_use(users):
                    return
                time.sleep(0.02)
        if self._keeper is not None:
            with suppress(ChildProcessError):
                os.waitpid(self._keeper.pid, 0 if not self._stopping() else os.WNOHANG)

    def _stopping(self) -> bool:
        return _keeper_running(self.data) or (self._temporary and self.data.exists())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> None:
        """Make the cluster when there is none; an interrupted attempt is begun anew."""
        self._check_entry()
        if not (self.cluster / "PG_VERSION").exists():
            # Each attempt has a folder of its own: the initdb of a killed one may still be writing.
            for left in self.data.glob("cluster.partial-*"):
                shutil.rmtree(left, ignore_errors=True)
            unfinished = Path(tempfile.mkdtemp(prefix="cluster.partial-", dir=self.data))
            self._account.owns(unfinished)
            arguments = [
                *("-D", str(unfinished), "-U", "postgres", "--encoding=UTF8", "--no-locale"),
                *("--auth-local=trust", "--auth-host=reject"),
            ]
            if self._programs.major >= _BUILTIN_LOCALE_SINCE:
                arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if not self._durable:
                arguments.append("--no-sync")
            self._programs.run("initdb", *arguments, cwd=self.data)
            with (unfinished / "postgresql.conf").open("a") as conf:
                conf.write("include 'schemabot.conf'\n")
            unfinished.rename(self.cluster)

    def _check_entry(self) -> None:
        """Root's server runs as another account, which must be able to walk down to the data folder."""
        if self._account.uid is None:
            return
        for folder in (self.data, *self.data.parents):
            status = folder.stat()
            if status.st_uid != self._account.uid and not status.st_mode & 0o001:
                if folder == self.data:
                    folder.chmod(status.st_mode | 0o011)
                    continue
                raise EmbeddedServerError(
                    f"PostgreSQL runs as the account {self._account.name}, which may not enter {folder}",
                    "set SCHEMABOT_DATA to a folder outside it, such as /var/lib/schemabot",
                )

    def _ensure_running(self) -> None:
        if self._pid() is not None and self._answers():
            return
        self._clear_remains()
        self._write_settings()
        log = self.cluster / "start.log"
        log.unlink(missing_ok=True)
        try:
            self._programs.run(
                "pg_ctl",
                *("start", "-w", "-t", "60", "-s", "-D", str(self.cluster), "-l", str(log)),
                cwd=self.cluster,
            )
        except EmbeddedServerError as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            raise EmbeddedServerError(
                f"the embedded PostgreSQL did not start: {last_words(said) if said else error.problem}",
                f"its log is in {self.cluster / 'log'}",
            ) from error

    def _clear_remains(self) -> None:
        """End what a killed server left: its processes, and a lock file whose number is another process's today."""
        for process in self._processes():
            try:
                process.send_signal(signal.SIGQUIT)
                process.wait(5)
            except psutil.NoSuchProcess:
                continue
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(5)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self._owns(process)]

    def _owns(self, process: psutil.Process) -> bool:
        """Whether a process is this server's. Told by its title, which needs no right to look into the process."""
        try:
            title = process.cmdline()
            alive = process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False
        postmaster = Path(title[0]).name == "postgres" and str(self.cluster) in title if title else False
        return alive and (postmaster or " ".join(title).startswith(f"postgres: {self._name}: "))

    @property
    def _name(self) -> str:
        """A name for this cluster that no other on the machine has."""
        return "schemabot-" + hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]

    def _write_settings(self) -> None:
        socket_folder = self._socket_folder()
        if socket_folder != self.cluster:
            self._claim_socket_folder(socket_folder)
        settings = {
            "cluster_name": self._name,
            "port": _PORT,
            "listen_addresses": "",
            "unix_socket_directories": str(socket_folder),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "on",
            "log_filename": "postgresql-%a.log",
            "log_truncate_on_rotation": "on",
            "log_rotation_age": "1d",
            "max_connections": "200",
            "max_locks_per_transaction": "1024",  # a dump of thousands of tables is one transaction
        }
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
        path = self.cluster / "schemabot.conf"
        path.write_text("\n".join(lines) + "\n")
        self._account.owns(path)

    def _claim_socket_folder(self, folder: Path) -> None:
        """Make the folder; one that somebody else prepared under this name would let them read along."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            self._account.owns(folder)
        status = folder.lstat()
        mine = self._account.uid if self._account.uid is not None else os.geteuid()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != mine or status.st_mode & 0o077:
            raise EmbeddedServerError(
                f"{folder} is not a folder that only {self._account.name} may enter",
                "remove it, or move SCHEMABOT_DATA",
            )

    def _socket_folder(self) -> Path:
        """The cluster's own folder, where its path fits into a socket's address and into lists of folders."""
        path = os.fsencode(self.cluster)
        if len(path) + len("/.s.PGSQL.5432") <= _SOCKET_PATH_LIMIT and not set(path) & set(b",\"'\\"):
            return self.cluster
        return _SOCKET_FALLBACK / f"{self._name}-{os.geteuid()}"

    def _pid(self) -> int | None:
        """The postmaster's process id, or None when no postmaster of this cluster is alive."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if self._owns(psutil.Process(pid)) else None
        except (OSError, ValueError, psutil.Error):
            return None

    def _answers(self) -> bool:
        try:
            self._programs.run(
                "pg_isready", "-q", "-h", str(self._socket_folder()), "-p", _PORT, "-t", "10", cwd=self.cluster
            )
        except EmbeddedServerError:
            return False
        return True

    def _ensure_keeper(self) -> None:
        if _keeper_running(self.data):
            return
        environment = {
            "SCHEMABOT_KEEPER_UID": str(self._account.uid or ""),
            "SCHEMABOT_KEEPER_GID": str(self._account.gid or ""),
        }
        self._keeper = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py")), str(self.data)),
                *(str(self.cluster), str(self._programs.folder / "pg_ctl"), str(self._socket_folder())),
                "temporary" if self._temporary else "lasting",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, **environment},
            start_new_session=True,
        )
        self._keeper.returncode = 0  # it may end after us: not waited for, unless we are its last user
        _wait_until(lambda: _keeper_running(self.data), "the embedded server's keeper did not start")


def _keeper_running(data: Path) -> bool:
    # Asked with a shared lock, so that two who ask at once do not take each other for the keeper. Opened for reading,
    # so that asking does not make the file anew while the keeper removes the folder.
    try:
        lock = (data / "keeper.lock").open("rb")
    except OSError:
        return False
    with lock:
        return not _may_lock(lock, fcntl.LOCK_SH)


def _in_use(users: IO[bytes]) -> bool:
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


def _wait_until(condition: Callable[[], bool], failure: str, timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise EmbeddedServerError(failure)
        time.sleep(0.01)
