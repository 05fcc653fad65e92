"""Files that are written whole or not at all."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from sync.errors import SourceError

_NEW = 0o644  # a temporary file is for its owner alone
_PRIVATE = 0o600


def write_text(path: Path, pieces: Iterable[str], *, private: bool = False) -> None:
    """Write a file, line ends as they are. Until it is whole, the one that was there stays.

    Args:
        path: Which.
        pieces: What is to be in it.
        private: Whether only its owner may read it, whoever may read the one that was there.

    Raises:
        SourceError: It cannot be written.
    """
    partial = None
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            partial = Path(file.name)
            file.writelines(pieces)
        usual = path.stat().st_mode if path.exists() else _NEW
        partial.chmod(_PRIVATE if private else usual)
        partial.replace(path)
    except OSError as error:
        raise SourceError(f"cannot write {path}: {error.strerror}", "name a file in a folder that is there") from error
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
