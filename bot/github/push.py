"""The webhook's event `push`: read and checked; nothing in it is trusted beyond its form.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

_BRANCH = "refs/heads/"
_LOCAL = "file://"
_USUAL = {"https": 443, "http": 80, "ssh": 22}
_SCP = re.compile(r"(?:[^/@:]+@)?(?P<host>[^/@:]+):(?P<path>[^/].*)\Z")

# No control characters: git allows none in names, and PostgreSQL no zero byte in texts.
_Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=1000)]
_Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


@dataclass(frozen=True, slots=True)
class Push:
    """A branch that was pushed, as GitHub says; every text is what somebody wrote.

    The signature says that GitHub said so once. It does not cover the delivery's id, so that whoever has heard a
    delivery may say it again under another one: where the branch is now is to be asked of the repository.

    Attributes:
        delivery: GitHub's id of this delivery; the same when it is delivered again.
        clone_url: The repository's address.
        full_name: `owner/name`.
        branch: Without `refs/heads/`.
        before: The id of the commit where it was; zeros for a new branch.
        after: The id of the commit where it is; zeros for one that was deleted.
        deleted: Whether it is gone.
        forced: Whether commits were taken away.
        pusher: The GitHub account.
    """

    delivery: str
    clone_url: str
    full_name: str
    branch: str
    before: str
    after: str
    deleted: bool
    forced: bool
    pusher: str


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int | None
    name: str


class _Repository(BaseModel):
    clone_url: _Line
    full_name: _Line


class _Pusher(BaseModel):
    name: _Line


class _Payload(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    ref: _Line
    before: _Id
    after: _Id
    deleted: bool = False
    forced: bool = False
    repository: _Repository
    pusher: _Pusher = Field(default_factory=lambda: _Pusher(name="unknown"))


def read_push(delivery: str, payload: object) -> Push | None:
    """What was pushed; None where it is no branch but a tag.

    Raises:
        ValueError: It is not what GitHub sends; the message is one line that names the key.
    """
    try:
        found = _Payload.model_validate(payload)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc'])) or 'the payload'}: {first['msg']}") from None
    if not found.ref.startswith(_BRANCH):
        return None
    return Push(
        delivery=delivery,
        clone_url=found.repository.clone_url,
        full_name=found.repository.full_name,
        branch=found.ref.removeprefix(_BRANCH),
        before=found.before,
        after=found.after,
        deleted=found.deleted,
        forced=found.forced,
        pusher=found.pusher.name,
    )


def matches(repository: str, push: Push, beside: Path = Path()) -> bool:
    """Whether a push is to the repository that the configuration names.

    Args:
        repository: An address, whose host, owner and name are compared, in any case and with or without `.git`; or a
            path, which must be the push's `clone_url`, with its last two parts as `full_name`.
        push: What was pushed.
        beside: The folder that a path begins at.
    """
    named, pushed = _place(repository), _place(push.clone_url)
    if named is not None or pushed is not None:
        return named == pushed and named is not None and named.name == _plain(push.full_name)
    path, told = (beside / Path(one.removeprefix(_LOCAL)).expanduser() for one in (repository, push.clone_url))
    return path.resolve() == told.resolve() and _plain(push.full_name) == _plain("/".join(told.parts[-2:]))


def _place(address: str) -> _Place | None:
    """Where an address leads; None of a path."""
    if address.startswith(_LOCAL):
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme and host:
        return _Place(host.lower(), port if port != _USUAL.get(parts.scheme) else None, _plain(parts.path))
    short = _SCP.match(address)
    return _Place(short["host"].lower(), None, _plain(short["path"])) if short else None


def _plain(path: str) -> str:
    return path.strip("/").removesuffix(".git").lower()
