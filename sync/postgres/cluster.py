"""One cluster of PostgreSQL: its folder, its settings, its processes. Who may start it and when, `embedded` decides."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

from sync.data import data_folder
from sync.errors import EmbeddedServerError
from sync.postgres.confining import Confinement, can_confine
from sync.postgres.keeper import postmaster_pid
from sync.postgres.programs import Programs, last_words

SHARED = "stand-ins"  # of the data folder: what a confined server may read besides
PORT = "5432"  # of the socket's name; pinned, as PGPORT would change it

_BUILTIN_LOCALE_SINCE = 17
_LOG_BYTES = 1 << 16
_PARTIAL = "cluster.partial-"
_SOCKET_PATH_LIMIT = 100  # sockaddr_un holds 104 bytes on macOS, 108 on Linux
_SOCKET_FALLBACK = Path("/tmp")  # noqa: S108 - the same for every process, whatever its TMPDIR; a folder of our own below


class Cluster:
    """PostgreSQL's data directory and the server on it. Not safe for two processes at once: hold a lock.

    Args:
        data: The folder that the cluster is in.
        programs: What runs it.
        durable: False skips fsync.
        confined: The server and what it runs reach nothing but the cluster, which is made anew for each start. Only
            where the machine can confine.
    """

    def __init__(self, data: Path, programs: Programs, *, durable: bool, confined: bool) -> None:
        self.folder = data / f"postgresql-{programs.major}"
        self._data = data
        self._programs = programs
        self._account = programs.account
        self._durable = durable
        self._confined = confined and can_confine()

    def ensure_running(self) -> None:
        """Start the server unless it runs and answers; what a killed one left is cleared away first.

        Raises:
            EmbeddedServerError: It cannot be started.
        """
        self._check_entry()
        if self._pid() is not None and self._answers():
            return
        self._clear_remains()
        if self._confined:
            self._renew()
        else:
            self._ensure(self.folder)
        self._start()

    def _renew(self) -> None:
        """Make the cluster anew: whoever could write to a confined one is not trusted, nothing of it goes by a start.

        What runs on in the old one stays with the folder that it was confined to.
        """
        pristine = self._data / f"pristine-{self._programs.major}"
        self._ensure(pristine)
        if self.folder.exists():
            self.folder.rename(self._new_folder() / "old")  # thrown away with the next new folder
        unfinished = self._new_folder()
        copied = subprocess.run(
            ["cp", "-a", f"{pristine}/.", str(unfinished)],  # noqa: S607 - as PATH has it
            check=False,
            capture_output=True,
            text=True,
        )
        if copied.returncode != 0:
            raise EmbeddedServerError(f"the scratch server cannot be made: {last_words(copied.stderr)}")
        unfinished.rename(self.folder)

    def _ensure(self, folder: Path) -> None:
        """Make a cluster when there is none; an interrupted attempt is begun anew."""
        if (folder / "PG_VERSION").exists():
            return
        unfinished = self._new_folder()
        arguments = [
            *("-D", str(unfinished), "-U", "postgres", "--encoding=UTF8", "--no-locale"),
            *("--auth-local=trust", "--auth-host=reject"),
        ]
        if self._programs.major >= _BUILTIN_LOCALE_SINCE:
            arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            arguments.append("--no-sync")
        self._programs.run("initdb", *arguments, cwd=self._data)
        with (unfinished / "postgresql.conf").open("a") as conf:
            conf.write("include 'schemabot.conf'\n")
        unfinished.rename(folder)

    def _new_folder(self) -> Path:
        """Each attempt has a folder of its own: the initdb of a killed one may still be writing."""
        for left in self._data.glob(_PARTIAL + "*"):
            with suppress(RecursionError):  # a confined server's may be deeper than anybody removes
                shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=self._data))
        self._account.owns(made)
        return made

    def _check_entry(self) -> None:
        """Root's server runs as another account, which must be able to walk down to the data folder."""
        if self._account.uid is None:
            return
        for folder in (self._data, *self._data.parents):
            status = folder.stat()
            if status.st_uid != self._account.uid and not status.st_mode & 0o001:
                if folder in (self._data, data_folder().resolve()):
                    folder.chmod(status.st_mode | 0o011)
                    continue
                raise EmbeddedServerError(
                    f"PostgreSQL runs as the account {self._account.name}, which may not enter {folder}",
                    "set SCHEMABOT_DATA to a folder outside it, such as /var/lib/schemabot",
                )

    def _start(self) -> None:
        self._write_settings()
        within = self._confinement() if self._confined else None
        log = self.folder / "start.log"
        log.unlink(missing_ok=True)
        try:
            self._programs.run(
                "pg_ctl",
                *("start", "-w", "-t", "60", "-s", "-D", str(self.folder), "-l", str(log)),
                cwd=Path("/"),  # a search path with an empty entry begins where a program works
                within=within,
            )
        except EmbeddedServerError as error:
            said = _beginning(log)
            raise EmbeddedServerError(
                f"the embedded PostgreSQL did not start: {last_words(said) if said else error.problem}",
                f"its log is in {self.folder / 'log'}",
            ) from error

    def _confinement(self) -> Confinement:
        shared = self._data / SHARED
        shared.mkdir(mode=0o755, exist_ok=True)
        return self._programs.confinement(self.folder, self.socket_folder(), reads=shared)

    def _clear_remains(self) -> None:
        """End what a killed server left: its processes, and lock files whose number is another process's today."""
        left = self._processes()
        for number in (signal.SIGQUIT, signal.SIGKILL):
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
            _, left = psutil.wait_procs(left, timeout=5)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder() / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self._owns(process)]

    def _owns(self, process: psutil.Process) -> bool:
        """Whether a process is this server's. Told by its title, which needs no right to look into the process."""
        try:
            title = process.cmdline()
            alive = process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False
        postmaster = Path(title[0]).name == "postgres" and str(self.folder) in title if title else False
        return alive and (postmaster or " ".join(title).startswith(f"postgres: {self._name}: "))

    @property
    def _name(self) -> str:
        """A name for this cluster that no other on the machine has."""
        return "schemabot-" + hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]

    def _write_settings(self) -> None:
        socket_folder = self.socket_folder()
        if socket_folder != self.folder:
            self._claim_socket_folder(socket_folder)
        settings = {
            "cluster_name": self._name,
            "port": PORT,
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
        if self._confined:
            settings |= {"dynamic_shared_memory_type": "mmap"}  # in the cluster's folder
        if self._confined or not self._durable:
            settings |= {
                "fsync": "off",
                "full_page_writes": "off",
                "synchronous_commit": "off",
                "max_wal_size": "256MB",
            }
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
        path = self.folder / "schemabot.conf"
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

    def socket_folder(self) -> Path:
        """The cluster's own folder, where its path fits into a socket's address and into lists of folders."""
        path = os.fsencode(self.folder)
        if len(path) + len("/.s.PGSQL.5432") <= _SOCKET_PATH_LIMIT and not set(path) & set(b",\"'\\"):
            return self.folder
        return _SOCKET_FALLBACK / f"{self._name}-{os.geteuid()}"

    def _pid(self) -> int | None:
        """The postmaster's process id, or None when no postmaster of this cluster is alive."""
        pid = postmaster_pid(self.folder)
        try:
            return pid if pid is not None and self._owns(psutil.Process(pid)) else None
        except (ValueError, OverflowError, psutil.Error):
            return None

    def _answers(self) -> bool:
        try:
            self._programs.run(
                "pg_isready", "-q", "-h", str(self.socket_folder()), "-p", PORT, "-t", "10", cwd=Path("/")
            )
        except EmbeddedServerError:
            return False
        return True


def _beginning(log: Path) -> str:
    """What a log begins with, if it is one: the server could put anything in its place."""
    try:
        file = os.open(log, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            return os.read(file, _LOG_BYTES).decode(errors="replace")
        finally:
            os.close(file)
    except OSError:
        return ""
