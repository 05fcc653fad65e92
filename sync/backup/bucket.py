"""A bucket of an object store: S3 and what speaks like it, Google's, Azure's; and memory, for tests."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import obstore
from obstore import exceptions
from obstore.store import MemoryStore, from_url

from sync.backup.errors import BackupError
from sync.backup.record import PARTIAL
from sync.backup.stores import Stored

_READ_BYTES = 8 << 20  # each piece is a request of its own, which is made again when it fails
_AT_ONCE = 3
_RETRIES = 3
_RETRY_S = 60
_LONGEST = 300
_ADDRESS = re.compile(r"(https?://[^\s?]+)\?\S*")  # what follows may be a signature
_STATUS = re.compile(r"status code: (\d{3})")
_DENIED = ("401", "403")
_ERRORS = (exceptions.BaseError, OSError)  # what is not there is Python's own FileNotFoundError


class Bucket:
    """A bucket, or a folder of one.

    A file is there when its upload was completed, and not before. While it goes on, an empty file tells of it.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._label = f"{parts.scheme}://{parts.netloc}{parts.path}"
        if parts.scheme == "memory":
            self._store: obstore.store.ObjectStore = MemoryStore()
            return
        try:
            self._store = from_url(
                address, retry_config={"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=_RETRY_S)}
            )
        except _ERRORS as error:
            raise self._failed("use", error) from None

    @property
    def label(self) -> str:
        """Its address."""
        return self._label

    def files(self) -> Mapping[str, Stored]:
        """What is in it."""
        try:
            found = obstore.list_with_delimiter(self._store)["objects"]
        except _ERRORS as error:
            raise self._failed("read", error) from None
        return {one["path"].rpartition("/")[2]: Stored(one["size"], one["last_modified"]) for one in found}

    def write(self, name: str, pieces: Iterable[bytes], part_bytes: int) -> None:
        """Upload a file in parts, a few at once."""
        failed: list[Exception] = []
        left = Event()

        def handed() -> Iterator[bytes]:
            try:
                for piece in pieces:
                    _require_waiting(left)
                    yield piece
            except Exception as error:
                if not left.is_set():
                    failed.append(error)
                raise

        def upload() -> None:
            obstore.put(self._store, name, handed(), chunk_size=part_bytes, max_concurrency=_AT_ONCE)

        try:
            obstore.put(self._store, name + PARTIAL, b"")
            _interruptible(upload, left)
            obstore.delete(self._store, name + PARTIAL)
        except BaseException as error:
            for one in (name, name + PARTIAL):
                with suppress(*_ERRORS):
                    obstore.delete(self._store, one)
            if failed:
                raise failed[0] from None
            if isinstance(error, _ERRORS):
                raise self._failed("write", error) from None
            raise

    def read(self, name: str) -> Iterator[bytes]:
        """What is in a file."""
        try:
            reader = obstore.open_reader(self._store, name, buffer_size=_READ_BYTES)
            while piece := bytes(reader.read(_READ_BYTES)):
                yield piece
        except _ERRORS as error:
            raise self._failed("read", error) from None

    def remove(self, name: str) -> None:
        """Remove a file."""
        try:
            obstore.delete(self._store, name)
        except FileNotFoundError:
            return
        except _ERRORS as error:
            raise self._failed("write", error) from None

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """A copy of the file in a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="schemabot-backup-") as folder:
            path = Path(folder) / name
            try:
                with path.open("wb") as file:
                    file.writelines(self.read(name))
            except OSError as error:
                raise BackupError(
                    f"cannot keep a copy of {name} in {folder} ({error.strerror})",
                    "set TMPDIR to a folder with room for it",
                ) from error
            yield path

    def _failed(self, what: str, error: Exception) -> BackupError:
        problem = f"cannot {what} in {self.label}"
        text = _ADDRESS.sub(r"\1", str(error).partition("\n")[0])
        # For most requests the status is only to be found in what the library writes about it.
        status = found[1] if (found := _STATUS.search(text)) else ""
        if isinstance(error, FileNotFoundError) or status == "404":
            return BackupError(f"{problem}: it is not there", "is the bucket's name right?")
        if isinstance(error, (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)) or status in _DENIED:
            return BackupError(f"{problem}: access is denied", "set the keys in the environment")
        return BackupError(problem, text.rpartition(" - ")[2][:_LONGEST])


def _require_waiting(left: Event) -> None:
    """Fail when nobody waits for the upload any more: to end it would complete it."""
    if left.is_set():
        raise InterruptedError


def _interruptible(upload: Callable[[], None], left: Event) -> None:
    """Upload in another thread: this one hears Ctrl-C, and the upload is given nothing more then."""
    future: Future[None] = Future()

    def work() -> None:
        try:
            upload()
            future.set_result(None)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            future.set_exception(error)

    thread = Thread(target=work, name="upload", daemon=True)
    thread.start()
    try:
        future.result()
    except BaseException:
        left.set()
        thread.join()
        raise
