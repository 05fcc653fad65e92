"""An error that nobody foresaw: a short reference for the person, and all of it in a private file, without secrets."""

import os
import secrets
import tempfile
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.redacting import Redactor


@dataclass(frozen=True, slots=True)
class Incident:
    """What was written down about one unforeseen error.

    Attributes:
        reference: A few letters and digits, for the person to quote.
        file: Where the traceback is; only its owner may read it. None when no file could be written.
    """

    reference: str
    file: Path | None


def write_down(error: BaseException, arguments: Iterable[str], environ: Mapping[str, str] = os.environ) -> Incident:
    """Keep the traceback of an error in a new private file of the temporary folder."""
    reference = secrets.token_hex(4)
    text = "".join(traceback.format_exception(error))
    file = Path(tempfile.gettempdir()) / f"schemabot-{reference}.log"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(Redactor(environ, arguments).text(text))
    except OSError:
        return Incident(reference, None)
    return Incident(reference, file)
