"""Where backups are kept: a folder of a disk, or a bucket of an object store."""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sync.backup.errors import BackupError
from sync.backup.record import PARTIAL

PIECE_BYTES = 1 << 20

_FILE_SCHEME = "file"
_BUCKETS = ("s3", "gs", "az")
_REMEDIES = {
    errno.ENOSPC: "make room there, or keep fewer backups",
    errno.EDQUOT: "make room there, or keep fewer backups",
    errno.EACCES: "let schemabot's user write there",
    errno.EPERM: "let schemabot's user write there",
    errno.EROFS: "it is mounted to be read only",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a store.

    Attributes:
        bytes: Its size.
        changed: When it was written last.
    """

    bytes: int
    changed: datetime


class Store(Protocol):
    """A place for backups. Every method raises BackupError, and nothing else, when the place does not do as it should.

    A name that ends in `.partial` stands for what is being written, or was when its writer was killed.
    """

    @property
    def label(self) -> str:
        """Its address for people, without secrets."""

    def files(self) -> Mapping[str, Stored]:
        """What is in it, by name; what is in folders below is not."""

    def write(self, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:
        """Write a file, whole or not at all; it is there for good when this returns.

        What goes wrong with the pieces is raised as it is.

        Args:
            name: Which.
            pieces: What is to be in it.
            part_bytes: How much of it an object store is given at once.
        """

    def read(self, name: str) -> Iterator[bytes]:
        """What is in a file, piece by piece."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def local(self, name: str) -> AbstractContextManager[Path]:
        """The file on a disk of this machine, for as long as this lasts."""


def open_store(address: str, *, must_exist: bool = False) -> Store:
    """The store at an address: `file:///data/backups`, `s3://bucket/folder`, `gs://…`, `az://…`.

    Keys of object stores come from the environment, as the tools of these stores have them: `AWS_ACCESS_KEY_ID`, …

    Args:
        address: Which.
        must_exist: Whether a folder has to be there already; else it is made when something is written.

    Raises:
        BackupError: It is none, and why.
    """
    scheme, _, rest = address.partition("://")
    if scheme not in (_FILE_SCHEME, *_BUCKETS) or not rest:
        shown = f'"{scheme}://"' if rest and scheme.isalnum() else "what was given"
        raise BackupError(
            f"backups cannot be kept at {shown}",
            "write file:///data/backups, or s3://, gs:// or az:// with the name of a bucket",
        )
    parts = urlsplit(address)
    if scheme == _FILE_SCHEME:
        if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
            raise BackupError("the address of a folder begins with three slashes", "write file:///data/backups")
        path = Path(unquote(parts.path))
        if must_exist and not path.is_dir():
            raise BackupError(f"there is no folder {path}", "name one that has backups")
        return Folder(path)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise BackupError(
            "the address of a bucket holds no keys", "set them in the environment, such as AWS_ACCESS_KEY_ID"
        )
    from sync.backup.bucket import Bucket

    return Bucket(address)


class Folder:
    """A folder of a disk. What it holds only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def label(self) -> str:
        """Its address."""
        return self._path.as_uri()

    def files(self) -> Mapping[str, Stored]:
        """What is in it; nothing when it is not there yet."""
        found = {}
        try:
            with os.scandir(self._path) as entries:
                for entry in entries:
                    with suppress(FileNotFoundError):  # somebody else has removed it
                        if entry.is_file(follow_symlinks=False):
                            status = entry.stat()
                            found[entry.name] = Stored(status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._failed("read", error) from error
        return found

    def write(self, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:  # noqa: ARG002 - a disk has no parts
        """Write a file, whole or not at all."""
        partial = self._path / (name + PARTIAL)
        try:
            self._make()
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._failed("write", error) from error
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                for piece in pieces:
                    self._put(file.fileno(), piece)
                with self._writing():
                    os.fsync(file.fileno())
            with self._writing():
                partial.rename(self._path / name)
                self._keep()
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> Iterator[bytes]:
        """What is in a file."""
        try:
            with (self._path / name).open("rb") as file:
                while piece := file.read(PIECE_BYTES):
                    yield piece
        except OSError as error:
            raise self._failed("read", error) from error

    def remove(self, name: str) -> None:
        """Remove a file."""
        try:
            (self._path / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._failed("write", error) from error

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The file itself."""
        yield self._path / name

    def _make(self) -> None:
        """Make the folder, but not the ones that it is in: a disk that is not mounted would go unnoticed."""
        if not self._path.is_dir():
            self._path.mkdir(mode=0o700)

    def _put(self, file: int, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            with self._writing():
                rest = rest[os.write(file, rest) :]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._failed("write", error) from error

    def _keep(self) -> None:
        """Have the disk keep the names in the folder, too."""
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _failed(self, what: str, error: OSError) -> BackupError:
        remedy = _REMEDIES.get(error.errno or 0, "")
        if isinstance(error, FileNotFoundError) and what == "write":
            remedy = f"make the folder {self._path.parent}, or mount its disk"
        return BackupError(f"cannot {what} in {self.label} ({error.strerror})", remedy)
