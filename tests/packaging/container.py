"""A Dockerfile built and run without Docker: its instructions are executed as they stand, at the paths that they name.

An image is an overlay over this machine's own root, in namespaces of its own: what is written goes into the layer, the
checkout is not there, and the first process is process 1. This machine stands for the base image, so it has to be
Linux, with the same Python, and root has to be who asks.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.packaging.dockerfile import Stage

CHECKOUT = Path(__file__).parents[2]
BASE = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
ROOT_HOME = {"HOME": "/root"}  # where pip's configuration is

_UNSHARE, _NSENTER = "/usr/bin/unshare", "/usr/bin/nsenter"

# $1 is the layer, $2 what to hide, $3 who to be, $4 the folder to be in; then source:target of mounts up to --.
_ENTER = """
set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mkdir -p "$1/root$2"
mount -t tmpfs tmpfs "$1/root$2"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/dev/shm"
mount -t proc proc "$1/root/proc"
mount -t tmpfs -o nosuid,nodev,noexec tmpfs "$1/root/tmp"
root=$1/root who=$3 folder=$4
shift 4
while [ "$1" != -- ]; do
    mkdir -p "$root${1#*:}"
    mount --bind "${1%%:*}" "$root${1#*:}"
    shift
done
shift
[ "$who" = 0:0 ] || mount -o remount,ro "$root"
cd "$root"
exec chroot --userspec="$who" --groups= "$root" env --chdir="$folder" "$@"
"""


def can_be_run() -> bool:
    """Whether this machine allows it."""
    return (
        sys.platform == "linux"
        and os.geteuid() == 0
        and Path(_UNSHARE).exists()
        and subprocess.run([_UNSHARE, "--mount", "--pid", "--fork", "true"], check=False).returncode == 0
    )


@dataclass(frozen=True, slots=True)
class Image:
    """What building leaves.

    Attributes:
        layer: The folder with what is not of the base.
        stage: The last stage of the Dockerfile.
    """

    layer: Path
    stage: Stage

    def path(self, absolute: str) -> Path:
        """Where something is that the image has at that path."""
        return self.layer / "upper" / absolute.removeprefix("/")

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a container starts with."""
        return self.stage.environment({**BASE, "HOME": self.stage.environment(BASE)["SCHEMABOT_DATA"]})

    def volume(self, folder: Path) -> Path:
        """A new volume, which has the owner and the mode of the folder that it stands for."""
        shutil.copytree(self.path("/data"), folder)
        made = self.path("/data").stat()
        os.chown(folder, made.st_uid, made.st_gid)
        return folder


def build(stages: Sequence[Stage], context: Path, folder: Path) -> Image:
    """Execute all stages.

    Raises:
        subprocess.CalledProcessError: A RUN failed.
    """
    layers = {stage.name: _new_layer(folder / (stage.name or "image")) for stage in stages}
    for stage in stages:
        _build(stage, layers, context)
    return Image(layers[stages[-1].name], stages[-1])


def _build(stage: Stage, layers: Mapping[str, Path], context: Path) -> None:
    layer = layers[stage.name]
    environment = {**_pip_variables(), **stage.environment(BASE), **ROOT_HOME}
    folder = Path("/")
    for one in stage.instructions:
        match one.name:
            case "WORKDIR":
                folder = Path(one.value)
                (layer / "upper" / folder.relative_to("/")).mkdir(parents=True, exist_ok=True)
            case "COPY":
                *sources, target = shlex.split(one.value)
                source_root = context
                if sources[0].startswith("--from="):
                    source_root = layers[sources.pop(0).removeprefix("--from=")] / "upper"
                for source in sources:
                    _copy(source_root / source.removeprefix("/"), layer / "upper", folder / target, target)
            case "RUN":
                command = _command(layer, "0:0", folder, (), ["/bin/sh", "-c", one.value])
                done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
                assert done.returncode == 0, f"RUN {one.value}\n{done.stdout}{done.stderr}"


def _copy(source: Path, upper: Path, target: Path, written: str) -> None:
    to = upper / target.relative_to("/")
    if source.is_dir():
        shutil.copytree(source, to, symlinks=True, dirs_exist_ok=True)
    else:
        to = to / source.name if written.endswith("/") else to
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, to)


def _new_layer(layer: Path) -> Path:
    for name in ("upper", "work", "root"):
        (layer / name).mkdir(parents=True)
    # The base image has its Python in /usr/local, where everybody may run it; this machine may have it in /root.
    (layer / "upper/root").mkdir(mode=0o755)
    programs, libraries = (layer / "upper/usr/local" / name for name in ("bin", "lib"))
    programs.mkdir(parents=True)
    libraries.mkdir()
    release = "python{}.{}".format(*sys.version_info)
    (programs / "python").symlink_to(Path(sys.base_prefix) / "bin" / release)
    (libraries / release).symlink_to(Path(sys.base_prefix) / "lib" / release)
    (programs / "pip").write_text('#!/bin/sh\nexec python -m pip "$@"\n')
    (programs / "pip").chmod(0o755)
    return layer


def _pip_variables() -> dict[str, str]:
    """How this machine reaches the package index."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_")) or name.lower().endswith("_proxy")
    }


def _command(
    layer: Path, who: str, folder: Path, mounts: Sequence[tuple[Path, str]], arguments: Sequence[str]
) -> list[str]:
    return [
        *(_UNSHARE, "--mount", "--pid", "--fork", "sh", "-c", _ENTER, "enter"),
        *(str(layer), str(CHECKOUT), who, str(folder)),
        *(f"{source}:{target}" for source, target in mounts),
        "--",
        *arguments,
    ]


class Container:
    """An image at work, with a root that is read-only. What it writes on stderr goes to a file."""

    def __init__(self, image: Image, process: subprocess.Popen[bytes], log: Path, environment: dict[str, str]) -> None:
        self._image = image
        self._process = process
        self._environment = environment
        self.log = log

    def execute(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What `docker exec` does: a program beside the first one."""
        uid, gid = self._image.stage.last("USER").split(":")
        return subprocess.run(
            [
                *(_NSENTER, f"--target={self.first.pid}", "--mount", "--pid", "--root", "--wd=/tmp"),
                *(f"--setuid={uid}", f"--setgid={gid}", *arguments),
            ],
            check=False,
            capture_output=True,
            text=True,
            env=self._environment,
            timeout=60,
        )

    @property
    def is_alive(self) -> bool:
        """Whether process 1 has not ended."""
        return self._process.poll() is None

    @property
    def first(self) -> psutil.Process:
        """Process 1."""
        (first,) = psutil.Process(self._process.pid).children()
        return first

    def processes(self) -> list[psutil.Process]:
        """All that live in it, process 1 too."""
        return [self.first, *self.first.children(recursive=True)]

    def stop(self, timeout_s: float = 30) -> int:
        """What `docker stop` does; returns the exit status."""
        self.first.send_signal(getattr(signal, self._image.stage.last("STOPSIGNAL")))
        return self._process.wait(timeout_s)

    def kill(self) -> None:
        """SIGKILL for all processes at once."""
        if self.is_alive:
            processes = self.processes()
            self.first.kill()
            psutil.wait_procs(processes, timeout=10)
        self._process.wait(10)


@contextmanager
def running(
    image: Image, environment: Mapping[str, str], mounts: Sequence[tuple[Path, str]], log: Path
) -> Iterator[Container]:
    """A container that does what the image is for; nothing of it is left at the end of the block."""
    variables = {**image.environment, **environment}
    arguments = [*image.stage.arguments("ENTRYPOINT"), *image.stage.arguments("CMD")]
    command = _command(image.layer, image.stage.last("USER"), Path(image.stage.last("WORKDIR")), mounts, arguments)
    with log.open("ab") as stream, subprocess.Popen(command, env=variables, stdout=stream, stderr=stream) as process:
        container = Container(image, process, log, variables)
        try:
            yield container
        finally:
            container.kill()
