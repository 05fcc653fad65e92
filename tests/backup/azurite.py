"""Azurite, Microsoft's own stand-in for Azure's blob storage, with one container in memory."""

import base64
import hashlib
import hmac
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.command import free_port
from tests.support.npm import fetched

CONTAINER = "container"

_RELEASE = "3.37.0"
# The account that every Azurite has. Source: its README.
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_OPTIONS = ("--silent", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry")
_VERSION = "2021-08-06"
_PATIENCE_S = 30.0


@contextmanager
def azurite(folder: Path) -> Iterator[Mapping[str, str]]:
    """A running one, with an empty container.

    Args:
        folder: Where it writes what it wants to.

    Yields:
        What a client finds in its environment.
    """
    port = free_port()
    command = [str(fetched("azurite", _RELEASE, "azurite-blob")), *_OPTIONS, "--blobPort", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}/{_ACCOUNT}"
            _make_container(address)
            yield {
                "AZURE_STORAGE_ACCOUNT_NAME": _ACCOUNT,
                "AZURE_STORAGE_ACCOUNT_KEY": _KEY,
                "AZURE_ENDPOINT": address,
                "AZURE_ALLOW_HTTP": "true",
            }
        finally:
            process.terminate()


def _make_container(address: str) -> None:
    """Make the container, as soon as the server listens."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        lines = ["PUT", *[""] * 11, f"x-ms-date:{now}", f"x-ms-version:{_VERSION}"]
        signed = "\n".join([*lines, f"/{_ACCOUNT}/{_ACCOUNT}/{CONTAINER}", "restype:container"])
        signature = hmac.new(base64.b64decode(_KEY), signed.encode(), hashlib.sha256).digest()
        headers = {
            "x-ms-date": now,
            "x-ms-version": _VERSION,
            "Content-Length": "0",
            "Authorization": f"SharedKey {_ACCOUNT}:{base64.b64encode(signature).decode()}",
        }
        where = f"{address}/{CONTAINER}?restype=container"
        asked = urllib.request.Request(where, method="PUT", headers=headers)  # noqa: S310 - it is on loopback
        try:
            with urllib.request.urlopen(asked):  # noqa: S310
                return
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() >= end:
                raise
            time.sleep(0.1)
