"""A git repository that tells the bot of every push, as GitHub does."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from urllib.request import Request, urlopen

from dulwich import porcelain
from dulwich.objects import ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from sync.migrations import SqlFile

BRANCHES = ("develop", "main")

_AUTHOR = b"Ben Okafor <ben@acme.test>"
_TIMEOUT_S = 30
_NOBODY = "0" * 40


class DemoRepository:
    """A repository with the branches `develop` and `main`.

    Args:
        path: Where it is made; its last two parts are its name.
        secret: What its webhooks are signed with.
    """

    def __init__(self, path: Path, secret: str) -> None:
        self.path = path
        self.secret = secret
        self._webhook = ""

    def begin(self, files: Iterable[SqlFile]) -> None:
        """Make it, with a first commit on both branches."""
        self.path.mkdir(parents=True)
        Repo.init(str(self.path), default_branch=BRANCHES[0].encode()).close()
        first = self._commit(files, "The harbour's booking system")
        for branch in BRANCHES:
            self._set(branch, first)

    def is_heard_at(self, webhook: str) -> None:
        """Send webhooks there from now on."""
        self._webhook = webhook

    def commit(self, file: SqlFile, message: str) -> str:
        """Commit one more file, on `develop`. Returns the commit."""
        return self._commit([file], message)

    def push(self, branch: str, commit: str) -> None:
        """Let a branch be at a commit, and say so to the bot.

        Raises:
            OSError: It does not hear.
        """
        self._set(branch, commit)
        place = str(self.path)
        body = json.dumps(
            {
                "ref": f"refs/heads/{branch}",
                "before": _NOBODY,
                "after": commit,
                "repository": {"clone_url": place, "full_name": "/".join(self.path.parts[-2:])},
                "pusher": {"name": "ben"},
            }
        ).encode()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Event": "push",
            "X-GitHub-Delivery": str(uuid.uuid4()),
            "X-Hub-Signature-256": "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest(),
        }
        with urlopen(Request(self._webhook, body, headers), timeout=_TIMEOUT_S):  # noqa: S310 - our own, on loopback
            pass

    def _commit(self, files: Iterable[SqlFile], message: str) -> str:
        folder = self.path / "migrations"
        folder.mkdir(exist_ok=True)
        for one in files:
            (folder / one.name).write_bytes(one.raw)
            porcelain.add(str(self.path), [str(folder / one.name)])
        return porcelain.commit(str(self.path), message=message.encode(), author=_AUTHOR, committer=_AUTHOR).decode()

    def _set(self, branch: str, commit: str) -> None:
        with Repo(str(self.path)) as repository:
            repository.refs[Ref(f"refs/heads/{branch}".encode())] = ObjectID(commit.encode())
