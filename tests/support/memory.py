"""Temporary files in memory, where there is room."""

import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path("/dev/shm")  # noqa: S108 - of Linux, not a file that somebody could have prepared
_ROOM = 3 * 1024**3


def use_memory() -> None:
    """Have temporary files in memory, unless somebody chose a place: a new database, 300 files, comes sooner there."""
    if "TMPDIR" in os.environ or not os.access(_FOLDER, os.W_OK):
        return
    if shutil.disk_usage(_FOLDER).free >= _ROOM and not os.statvfs(_FOLDER).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(_FOLDER)
        tempfile.tempdir = None  # to be looked up again


def is_used() -> bool:
    """Whether temporary files are in memory."""
    return Path(tempfile.gettempdir()).is_relative_to(_FOLDER)
