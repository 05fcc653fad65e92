"""What squawk says of the files: https://squawkhq.com. Its own configuration and its waivers in the files hold.

It is a program that comes in a wheel, and reads all files in one go. What a deployment does anyway is not told: it sets
`lock_timeout` and `statement_timeout`, runs a file in a transaction unless it has statements that refuse one, and goes
on where such a file stopped. Where squawk's configuration says `assume_in_transaction`, that is what files are like.
Neither is what other checks judge: what is SQL, as PostgreSQL's own parser reads it, and how transactions nest.
"""

import glob
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import files as files_of
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError, SourceError
from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.folder import Folder

_NOT_TOLD = frozenset(
    {
        *("syntax-error", "transaction-nesting", "ban-uncommitted-transaction"),
        "ban-concurrent-index-creation-in-transaction",
        *("require-lock-timeout", "require-statement-timeout", "require-timeout-settings"),
    }
)
_STARTED_AGAIN = "prefer-robust-stmts"
_ASSUMES = b"assume_in_transaction"
_AT_ONCE = 500  # a command line ends somewhere
_TIMEOUT_S = 120
_PROGRAM = "squawk.exe" if sys.platform == "win32" else "squawk"


def of_squawk(folder: Folder, subjects: Sequence[Subject]) -> Iterator[tuple[Subject, Finding]]:
    """What squawk says of each.

    Args:
        folder: Whose files they are.
        subjects: The migrations.

    Raises:
        ConfigurationError: Its configuration is wrong.
        SourceError: It is not there, or does not work.
    """
    readable = [one for one in subjects if one.failure is None and not one.for_psql]
    with _work(folder, readable) as work:
        for transaction in (True, False):
            group = [one for one in readable if any(each.alone for each in one.statements) is not transaction]
            for begin in range(0, len(group), _AT_ONCE):
                asked = {str(work.path(one)): one for one in group[begin : begin + _AT_ONCE]}
                for said in work.run(tuple(asked), transaction=transaction):
                    subject = asked.get(os.path.normpath(said["file"]))
                    if subject is not None and said["rule_name"] not in work.not_told:
                        yield subject, _finding(subject, said)


@dataclass(frozen=True, slots=True)
class _Work:
    """Where squawk works: here, or in a copy of what a commit has.

    Attributes:
        folder: Whose files it reads.
        place: Where it is started.
    """

    folder: Folder
    place: Path

    @property
    def knows_transactions(self) -> bool:
        """Whether its configuration says which files are in a transaction."""
        return self.folder.squawk is not None and _ASSUMES in self.folder.squawk.raw

    @property
    def not_told(self) -> frozenset[str]:
        """The rules that do not matter."""
        return _NOT_TOLD if self.knows_transactions else _NOT_TOLD | {_STARTED_AGAIN}

    def path(self, subject: Subject) -> Path:
        """The path of a file, from there."""
        return Path(os.path.normpath(self.folder.plain(subject.migration.file)))

    def run(self, paths: Sequence[str], *, transaction: bool) -> list[dict[str, Any]]:
        """Ask squawk about files."""
        options = ["--reporter", "Json", "--no-error-on-unmatched-pattern"]  # it may leave all of them out
        configuration = self.folder.squawk
        if configuration is not None:
            options += ["--config", str(configuration.path)]
        if transaction and not self.knows_transactions:
            options.append("--assume-in-transaction")
        command = [str(_program()), *options, "--", *(glob.escape(one) for one in paths)]
        try:
            ended = subprocess.run(command, cwd=self.place, capture_output=True, timeout=_TIMEOUT_S, check=False)
        except OSError as error:
            raise SourceError(f"squawk cannot be run: {error.strerror}", "install schemabot again") from error
        except subprocess.TimeoutExpired:
            raise SourceError(f"squawk has not answered for {_TIMEOUT_S} s", "run it by itself on the files") from None
        try:
            found = json.loads(ended.stdout or b"null")
        except ValueError:
            found = None
        if isinstance(found, list):
            return found
        said = ended.stderr.decode(errors="replace").strip() or f"it ended with {ended.returncode}"
        raise ConfigurationError(
            f"squawk does not work: {said}", f"mend {configuration.path}" if configuration else "run it by itself"
        )


@contextmanager
def _work(folder: Folder, subjects: Sequence[Subject]) -> Iterator[_Work]:
    """Where squawk can read the files; those of a commit are written down for as long."""
    if not folder.commit:
        yield _Work(folder, Path.cwd())
        return
    with tempfile.TemporaryDirectory(prefix="schemabot-squawk-", ignore_cleanup_errors=True) as name:
        work = _Work(folder, Path(name))
        files = [(work.path(one), one.migration.file.raw) for one in subjects]
        if folder.squawk is not None:
            files.append((folder.squawk.path, folder.squawk.raw))
        for path, content in files:
            whole = work.place / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(content)
        yield work


def _finding(subject: Subject, said: dict[str, Any]) -> Finding:
    rule = said["rule_name"]
    line = subject.migration.file.raw.split(b"\n")[said["line"]]
    waiver = f"-- squawk-ignore {rule} before the statement waives it"
    help_ = (said["help"] or "").rstrip(".")
    return Finding(
        Severity.WARNING,
        f"squawk/{rule}",
        said["message"].rstrip("."),
        f"{help_}; {waiver}" if help_ else waiver,
        line=said["line"] + 1,
        column=len(line[: said["column"]].decode(errors="replace")) + 1,  # it counts bytes from 0
    )


@cache
def _program() -> Path:
    try:
        found = next((one for one in files_of("squawk-cli") or () if one.name == _PROGRAM), None)
    except PackageNotFoundError:
        found = None
    if found is None:
        raise SourceError("squawk, which looks migrations over, is not installed", "install schemabot again")
    return Path(str(found.locate())).resolve()
