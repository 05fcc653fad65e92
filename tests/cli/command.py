"""Runs the command as people do: a process of its own, in a folder of its own, with scratch data of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.data import DATA_VARIABLE

Write = Callable[[str, str], Path]

BEFORE = "CREATE TABLE orders (id integer PRIMARY KEY, note text);"
AFTER = "CREATE TABLE orders (id integer PRIMARY KEY, note text NOT NULL); CREATE TABLE lines (id integer);"
PASSWORD = "p@ss/w0rd#1"
PASSWORD_ENCODED = "p%40ss%2Fw0rd%231"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the command gave back."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line of a run that could not do its work; anything else than one line fails the test."""
        assert self.status == 2, (self.status, self.out, self.err)
        assert self.out == ""
        assert self.err.startswith("schemabot: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        return self.err.removeprefix("schemabot: ").rstrip("\n")


Inside = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Command:
    """The command in a folder."""

    folder: Path
    data: Path
    code: str = "from bot.cli import main; main()"

    def environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        """The variables that it is started with: few of ours, and these."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, DATA_VARIABLE: str(self.data), **variables}

    @property
    def words(self) -> list[str]:
        """The command, before its arguments."""
        return [sys.executable, "-c", self.code]

    def __call__(self, *arguments: object, **variables: str) -> Answer:
        """Run it to its end."""
        ended = subprocess.run(
            [*self.words, *(str(one) for one in arguments)],
            cwd=self.folder,
            env=self.environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
