"""Fetches from the repository that a mirror is of: over HTTP or from the disk, with time limits, and in clear words."""

import fcntl
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dulwich.client import (
    AuthCallbackPoolManager,
    FetchPackResult,
    GitClient,
    HTTPUnauthorized,
    LocalGitClient,
    Urllib3HttpGitClient,
    default_urllib3_manager,
)
from dulwich.errors import GitProtocolError, NotGitRepository
from dulwich.objects import ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo
from urllib3 import Retry
from urllib3.exceptions import HTTPError

from sync.errors import SourceError
from sync.migrations.address import inside_of, is_remote, local_part, root_above

_USER = "x-access-token"  # what GitHub calls whoever comes with a token; others ignore the name
_QUIET_S = 30.0  # an answer that stops for so long is given up
_WITHIN_S = 1800.0
_LOCK_S = _WITHIN_S + 60
_AGAIN_S = 0.05
_HEAD = Ref(b"HEAD")


class _TooLongError(Exception):
    """A fetch that does not end."""


class _Connections(AuthCallbackPoolManager):
    """Connections of which those are closed that brought a refusal: the library leaves them open."""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        response = super().request(method, url, *args, **kwargs)
        if response.status != HTTPStatus.OK:
            response.close()
        return response


_REFUSED = (GitProtocolError, HTTPError, HTTPUnauthorized, NotGitRepository, OSError, _TooLongError)


class Upstream:
    """Where a mirror's commits come from. Its `repr` shows no token.

    Args:
        repository: An `http(s)://` address, or a folder of this machine.
        token: For one that asks for it.

    Raises:
        SourceError: It is an address that is not read, or the token would be sent in the clear.
    """

    def __init__(self, repository: str, token: str | None = None) -> None:
        self._name = repository
        self._token = token
        self._is_remote = is_remote(repository)
        if self._is_remote:
            self.address = repository.rstrip("/")
            _check(repository, token)
            self._start = self._root = Path("/repository")  # stands for its root, which is not on this machine
        else:
            self._start = local_part(repository).resolve()
            self._root = root_above(self._start) or self._start
            self.address = str(self._root)

    def __repr__(self) -> str:
        return f"Upstream({self._name!r})"

    def inside(self, path: str) -> str:
        """A path of `migrations.path`, from the root of the repository.

        Raises:
            SourceError: It leads out of it.
        """
        return inside_of(self._root, self._start, path.strip("/") if self._is_remote else path, self._name)

    def _is_shallow(self) -> bool:
        """Whether it lacks what was long ago itself, so that no copy of it can be whole."""
        return not self._is_remote and any((self._root / one).exists() for one in ("shallow", ".git/shallow"))

    def bring(self, repository: Repo, kinds: Sequence[bytes]) -> tuple[Mapping[Ref, ObjectID], Ref | None]:
        """Fetch what a repository lacks.

        Args:
            repository: Where it goes.
            kinds: What the names of wanted branches and tags begin with.

        Returns:
            What those names stand for now, and the branch that HEAD stands for.

        Raises:
            SourceError: It cannot be reached, or refuses.
            Exception: What arrives, or what was there already, makes no sense to the library that reads it.
        """
        if self._is_shallow():
            raise SourceError(f"{self._name} is a shallow clone", "git fetch --unshallow, run there, makes it whole")
        until = time.monotonic() + _WITHIN_S

        def progress(_: bytes) -> None:
            if time.monotonic() > until:
                raise _TooLongError

        def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:  # noqa: ARG001 - called so
            found = {sha for name, sha in refs.items() if name.startswith(tuple(kinds))}
            return sorted(sha for sha in found if sha not in repository.object_store)

        try:
            with self._client() as (client, path):
                result = client.fetch(path, repository, wanted, progress=progress, ref_prefix=(_HEAD, *kinds))
        except _REFUSED as error:
            raise self.refusal(error) from error
        return _known(result, kinds)

    @contextmanager
    def _client(self) -> Iterator[tuple[GitClient, str]]:
        """What fetches, and the path that it is told to fetch from."""
        if not self._is_remote:
            yield LocalGitClient(), str(self._root)
            return
        # Proxies are those of the environment. Nobody's git configuration is read: it could hold other logins.
        manager = default_urllib3_manager(None, base_url=self.address, timeout=_QUIET_S)
        assert not isinstance(manager, AuthCallbackPoolManager)
        manager.connection_pool_kw["retries"] = Retry(1, redirect=3)
        user = _USER if self._token else None
        try:
            yield (
                Urllib3HttpGitClient(
                    self.address, pool_manager=_Connections(manager), username=user, password=self._token
                ),
                urlsplit(self.address).path,
            )
        finally:
            manager.clear()

    def refusal(self, error: Exception) -> SourceError:
        """Why a fetch failed, in one line and without the token."""
        if not self._is_remote and isinstance(error, NotGitRepository):
            return SourceError(f"{self._name} is no git repository", "set migrations.repository to one")
        if isinstance(error, HTTPUnauthorized | NotGitRepository):
            what = "GITHUB_TOKEN may not read it" if self._token else "asks for a token"
            return SourceError(
                f"{self._name} is not there, or {what}",
                "check the address, and set GITHUB_TOKEN to a token for it",
            )
        if isinstance(error, _TooLongError):
            return SourceError(f"{self._name} cannot be fetched", f"it takes more than {_WITHIN_S / 60:.0f} minutes")
        reason = _reason(error)
        if self._token:
            reason = reason.replace(self._token, "•••")
        return SourceError(f"{self._name} cannot be fetched ({reason})", "check the address, or try again")


def _reason(error: BaseException) -> str:
    """What the system said, where it said something, else what the library makes of the answer."""
    said = ""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError):
            said = inner.strerror or str(inner)
        inner = inner.__cause__ or inner.__context__
    if not said and isinstance(error, GitProtocolError):
        said = str(error).partition(" for http")[0]
    return said or type(error).__name__


def _check(repository: str, token: str | None) -> None:
    parts = urlsplit(repository)
    if parts.scheme.lower() not in ("http", "https"):
        raise SourceError(
            f"{repository} cannot be read: only paths and https:// addresses can",
            "write its https:// address, and set GITHUB_TOKEN if it is private",
        )
    if parts.username is not None or parts.password is not None:
        raise SourceError("migrations.repository holds a password or token", "take it out, and set GITHUB_TOKEN")
    if token and parts.scheme.lower() == "http" and not _is_loopback(parts.hostname or ""):
        raise SourceError(f"GITHUB_TOKEN would travel in the clear to {repository}", "write its https:// address")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _known(result: FetchPackResult, kinds: Sequence[bytes]) -> tuple[Mapping[Ref, ObjectID], Ref | None]:
    refs = {
        name: sha
        for name, sha in result.refs.items()
        if sha is not None and name.startswith(tuple(kinds)) and not name.endswith(b"^{}")
    }
    head = result.symrefs.get(_HEAD)
    if head is None:  # an old server does not say so
        same = sorted(name for name, sha in refs.items() if sha == result.refs.get(_HEAD))
        head = same[0] if same else None
    return refs, head


@contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Hold the lock of a mirror. The kernel frees it however its holder dies.

    Raises:
        SourceError: Somebody else holds it for longer than any fetch takes, or it cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SourceError(
            f"the mirror of {name} cannot be kept in {path.parent} ({error.strerror})",
            "set SCHEMABOT_DATA to a folder that you may write",
        ) from error
    try:
        until = time.monotonic() + _LOCK_S
        while not _taken(file):
            if time.monotonic() > until:
                raise SourceError(f"{name} is being fetched by another process that does not end", "end that process")
            time.sleep(_AGAIN_S)
        yield
    finally:
        os.close(file)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
