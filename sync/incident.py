"""An error that nobody foresaw: a short reference for the person, and all of it in a private file, without secrets."""

import os
import re
import secrets
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

_LOGIN = re.compile(r"://[^\s\"']*@")
_OPTION = re.compile(r"((?:ssl)?password\s*=\s*)('[^']*'|[^\s&\"']+)", re.IGNORECASE)
_SECRET_NAME = re.compile(r"PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY", re.IGNORECASE)
_HIDDEN = "•••"
_SHORTEST = 4  # a shorter "secret" would take words of the traceback with it


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
            stream.write(redacted(text, arguments, environ))
    except OSError:
        return Incident(reference, None)
    return Incident(reference, file)


def redacted(text: str, arguments: Iterable[str], environ: Mapping[str, str] = os.environ) -> str:
    """The text without logins in URLs, and without secrets that the command line or the environment hold."""
    for secret in sorted(_secrets(arguments, environ), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    text = _LOGIN.sub(f"://{_HIDDEN}@", text)
    return _OPTION.sub(rf"\1{_HIDDEN}", text)


def _secrets(arguments: Iterable[str], environ: Mapping[str, str]) -> Iterator[str]:
    for value in (*arguments, *environ.values()):
        for login in _LOGIN.findall(value):
            _, found, password = login[3:-1].partition(":")
            if found and len(password) >= _SHORTEST:
                yield password
                yield unquote(password)
    for name, value in environ.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST:
            yield value
