"""The repository that people push to: bare, as on a server, with commits made as git makes them."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

ZEROS = "0" * 40
FOLDER = "supabase/migrations"
_FILE_MODE = 0o100644
_BEGINNING = 1_760_000_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """Where a branch was, and where it is; zeros for a branch that was not there, or is not there any more."""

    branch: str
    before: str
    after: str
    forced: bool = False


@dataclass(slots=True)
class Upstream:
    """A bare repository.

    Attributes:
        path: Where it is; its last two parts are its full name.
        commits: Each commit that was made, with the files of its tree by their names without the folder.
    """

    path: Path
    commits: dict[str, dict[str, str]] = field(default_factory=dict)
    _seconds: Iterator[int] = field(default_factory=lambda: itertools.count(_BEGINNING, 60))

    @classmethod
    def at(cls, path: Path) -> "Upstream":
        """A new one."""
        path.mkdir(parents=True)
        Repo.init_bare(str(path), default_branch=b"main").close()
        return cls(path)

    def head(self, branch: str) -> str | None:
        """The commit that a branch is at."""
        with Repo(str(self.path)) as repo:
            found = repo.refs.get_packed_refs().get(_ref(branch)) or repo.refs.read_loose_ref(_ref(branch))
        return found.decode() if found else None

    def commit(
        self, branch: str, files: Mapping[str, str], message: str, author: str, *, onto: str | None = None
    ) -> Pushed:
        """Commit files beside those that are there, and push.

        Args:
            branch: Which one moves.
            files: Migrations by name; an empty text takes one away.
            message: Of the commit.
            author: `Anna Lind <anna@acme.test>`.
            onto: The parent; by default where the branch is. Zeros for none: then only these files are there.
        """
        before = self.head(branch)
        parent = (before if onto is None else onto) or ZEROS
        kept = {name: text for name, text in {**self.commits.get(parent, {}), **files}.items() if text}
        with Repo(str(self.path)) as repo:
            made = Commit()
            made.tree = self._tree(repo, kept)
            made.parents = [] if parent == ZEROS else [ObjectID(parent.encode())]
            made.author = made.committer = author.encode()
            made.author_time = made.commit_time = next(self._seconds)
            made.author_timezone = made.commit_timezone = 0
            made.encoding = b"UTF-8"
            made.message = message.encode()
            repo.object_store.add_object(made)
            repo.refs[_ref(branch)] = made.id
        self.commits[made.id.decode()] = kept
        return Pushed(branch, before or ZEROS, made.id.decode(), forced=before is not None and parent != before)

    def move(self, branch: str, commit: str) -> Pushed:
        """Push a commit that is there to a branch, by force where need be."""
        before = self.head(branch)
        with Repo(str(self.path)) as repo:
            repo.refs[_ref(branch)] = ObjectID(commit.encode())
        return Pushed(branch, before or ZEROS, commit)

    def delete(self, branch: str) -> Pushed:
        """Delete a branch."""
        before = self.head(branch)
        with Repo(str(self.path)) as repo:
            del repo.refs[_ref(branch)]
        return Pushed(branch, before or ZEROS, ZEROS)

    @staticmethod
    def _tree(repo: Repo, files: Mapping[str, str]) -> ObjectID:
        blobs = []
        for name, text in {**{f"{FOLDER}/{name}": text for name, text in files.items()}, "README": "acme\n"}.items():
            blob = Blob.from_string(text.encode())
            repo.object_store.add_object(blob)
            blobs.append((name.encode(), blob.id, _FILE_MODE))
        return commit_tree(repo.object_store, blobs)


def _ref(branch: str) -> Ref:
    return Ref(f"refs/heads/{branch}".encode())
