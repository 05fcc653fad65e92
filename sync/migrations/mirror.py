"""A bare copy of the repository with the migrations, kept on this machine and brought up to date when somebody asks.

It lies in the data folder, which several processes of one machine may share. What a fetch brings is there as a whole or
not at all: objects first, in files that are renamed into place, then all branches in one file. Whoever fetches holds a
lock that ends with the process; whoever reads needs none. A mirror that is damaged is made anew beside the old one.

What is fetched stays: a commit that was forced away is readable until the mirror is made anew, and after that too when
it was `keep`t.
"""

import hashlib
import os
import re
import shutil
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from dulwich.errors import NotGitRepository
from dulwich.file import FileLocked, GitFile
from dulwich.objects import Commit as Written
from dulwich.objects import ObjectID, Tree, valid_hexsha
from dulwich.refs import Ref, check_ref_format, write_packed_refs
from dulwich.repo import Repo

from sync.errors import SourceError
from sync.migrations.commits import DAMAGE, Commit, folder_in, named, told, with_id
from sync.migrations.fetching import Upstream, locked
from sync.migrations.folder import Folder

_FOLDER = "mirrors"
_HEADS = b"refs/heads/"
_TAGS = b"refs/tags/"
_KEPT = b"refs/schemabot/"
_HEAD = Ref(b"HEAD")
_MOST_PACKS = 100  # each fetch that brings something adds one, and every read looks through all
_ID = re.compile(r"[0-9a-f]{7,40}\Z")
# What the library raises of files that are not what it wrote.
_BROKEN = (*DAMAGE, FileLocked, NotGitRepository, AssertionError, EOFError, StopIteration, ValueError, struct.error)
_LEFT = ("*.lock", "tmp_pack_*", "incoming-*")

T = TypeVar("T")


class Mirror:
    """The mirror of one repository. Its `repr` shows no token. Threads and processes may use it at the same time.

    Args:
        repository: `https://…` (or `http://…`), `file://…` or a path: bare, a work tree, or a folder in one.
        folder: The data folder; the mirror is in `mirrors/` there.
        token: For a repository that asks for one; sent to its host alone, and never in the clear.

    Raises:
        SourceError: The address is of a kind that is not read.
    """

    def __init__(self, repository: str, folder: Path, token: str | None = None) -> None:
        self.repository = repository
        self._upstream = Upstream(repository, token)
        self._path = folder / _FOLDER / f"{hashlib.sha256(self._upstream.address.encode()).hexdigest()[:20]}.git"

    def __repr__(self) -> str:
        return f"Mirror({self.repository!r})"

    def fetch(self) -> None:
        """Bring it up to date: what is new comes, branches that are gone go.

        Raises:
            SourceError: The repository cannot be reached or read; the mirror stays as it was.
        """
        with self._locked():
            if not self._is_usable() or not self._brought():
                self._make_anew()

    def fetched(self, name: str) -> Commit:
        """What a person named: an id, a branch, a tag, `HEAD`. It is fetched, unless it is an id that is here already.

        Raises:
            SourceError: There is no such commit, or the repository cannot be reached.
        """
        if len(name) == len(ObjectID(b"0" * 40)) and _ID.match(name):
            with suppress(SourceError):
                return self.commit(name)
        self.fetch()
        return self._read(lambda repository: told(named(repository, name, self.repository)))

    def head(self, branch: str) -> Commit | None:
        """The newest commit of a branch, as of the last fetch; None where there is no such branch."""

        def read(repository: Repo) -> Commit | None:
            found = _branch(repository, branch)
            return told(found) if found is not None else None

        return self._read(read)

    def commit(self, id_: str) -> Commit:
        """The commit of an id, or of its first digits, of which at least 7 are given.

        Raises:
            SourceError: It is no id, or there is no such commit, or there are several.
        """
        return self._read(lambda repository: told(self._with_id(repository, id_)))

    def is_on(self, commit: str, branch: str) -> bool:
        """Whether a branch has a commit: whether it is the newest one or one before.

        Raises:
            SourceError: There is no such commit.
        """

        def read(repository: Repo) -> bool:
            wanted, newest = self._with_id(repository, commit).id, _branch(repository, branch)
            return newest is not None and wanted in _and_before(repository, newest.id)

        return self._read(read)

    def holds(self, branch: str, commit: str) -> bool:
        """Whether a branch has a commit, as of the last fetch; not, of one that was forced away or never came here.

        Args:
            branch: Which; there may be none of that name.
            commit: All 40 digits of its id.
        """

        def read(repository: Repo) -> bool:
            newest = _branch(repository, branch)
            return newest is not None and ObjectID(commit.encode()) in _and_before(repository, newest.id)

        return self._read(read)

    def is_ancestor(self, commit: str, later: str) -> bool:
        """Whether a commit is another one or one before it.

        Raises:
            SourceError: There is no such commit.
        """

        def read(repository: Repo) -> bool:
            wanted, newest = self._with_id(repository, commit).id, self._with_id(repository, later).id
            return wanted in _and_before(repository, newest)

        return self._read(read)

    def authors(self, commit: str, paths: Sequence[str]) -> tuple[str, ...]:
        """The e-mail addresses of all who wrote files, up to a commit.

        Args:
            commit: Its id.
            paths: As `migrations.path` has them: from the folder that was named as the repository.

        Raises:
            SourceError: There is no such commit.
        """
        if not paths:
            return ()
        inside = [self._upstream.inside(one).encode() for one in paths]

        def read(repository: Repo) -> tuple[str, ...]:
            walker = repository.get_walker(include=[self._with_id(repository, commit).id], paths=inside)
            return tuple(dict.fromkeys(told(entry.commit).author_email for entry in walker))

        return self._read(read)

    def folder(self, commit: str, path: str, *, may_be_empty: bool = False) -> Folder:
        """The folder of migrations as it is in a commit.

        Args:
            commit: Its id.
            path: As `migrations.path` has it: from the folder that was named as the repository.
            may_be_empty: Whether it is no error that there is no such folder.

        Raises:
            SourceError: There is no such commit or folder.
        """
        inside = self._upstream.inside(path)
        return self._read(
            lambda repository: folder_in(
                repository, self._with_id(repository, commit), inside, may_be_empty=may_be_empty
            )
        )

    def keep(self, commit: str) -> None:
        """Let a commit, and all before it, stay readable, whatever becomes of the branches.

        Raises:
            SourceError: There is no such commit.
        """

        def write(repository: Repo) -> None:
            found = self._with_id(repository, commit).id
            repository.refs.set_if_equals(Ref(_KEPT + found), None, found)

        self._read(write)

    def release(self, commit: str) -> None:
        """Take `keep` back. It is no error that it was not kept.

        Raises:
            SourceError: There is no such commit.
        """

        def write(repository: Repo) -> None:
            found = self._with_id(repository, commit).id
            repository.refs.remove_if_equals(Ref(_KEPT + found), found)

        self._read(write)

    def kept(self) -> tuple[str, ...]:
        """The ids of the commits that are kept; none where there is no mirror yet."""
        return tuple(sorted(one.decode() for one in _kept_in(self._path)))

    def _read(self, question: Callable[[Repo], T]) -> T:
        """Ask the mirror; one that is not there yet, or is damaged, is made anew."""
        with suppress(*_BROKEN), closing(self._open()) as repository:
            return question(repository)
        with self._locked():
            _clear(self._path)
            with suppress(*_BROKEN), closing(self._open()) as repository:
                return question(repository)  # somebody else has made it anew meanwhile
            self._make_anew()
            try:
                with closing(self._open()) as repository:
                    return question(repository)
            except _BROKEN as error:
                raise SourceError(
                    f"the repository {self.repository} is damaged", "git fsck, run there, says what is wrong"
                ) from error

    def _with_id(self, repository: Repo, commit: str) -> Written:
        if not _ID.match(commit):
            raise SourceError(f'"{commit}" is no id of a commit', "give at least its first 7 digits")
        return with_id(repository, commit, self.repository)

    def _open(self) -> Repo:
        if (self._path / "shallow").exists():
            raise NotGitRepository(str(self._path))
        return Repo(str(self._path))

    def _is_usable(self) -> bool:
        """Whether what is newest can be read, and is not in too many files; what lies deeper shows when it is read."""
        if len(list(self._path.glob("objects/pack/*.pack"))) > _MOST_PACKS:
            return False
        with suppress(*_BROKEN), closing(self._open()) as repository:
            store, refs = repository.object_store, repository.refs.get_packed_refs()
            for sha in {sha for name, sha in refs.items() if name.startswith(_HEADS)}:
                found = store[sha]
                assert isinstance(found, Written)
                assert isinstance(store[found.tree], Tree)
            return True
        return False

    def _brought(self) -> bool:
        """Fetch into what is there; whether that was fit for it."""
        _clear(self._path)
        with suppress(*_BROKEN), closing(self._open()) as repository:
            self._bring(repository)
            return True
        return False

    def _bring(self, repository: Repo) -> None:
        """Fetch what is new, and have the branches and tags that the repository has now: these and no others."""
        refs, head = self._upstream.bring(repository, (_HEADS, _TAGS))
        with GitFile(self._path_of(repository) / "packed-refs", "wb") as file:
            write_packed_refs(file, {name: sha for name, sha in refs.items() if check_ref_format(name)}, {})
        if head is not None and check_ref_format(head):
            repository.refs.set_symbolic_ref(_HEAD, head)

    @staticmethod
    def _path_of(repository: Repo) -> Path:
        return Path(os.fsdecode(repository.controldir()))

    def _make_anew(self) -> None:
        """Fetch all of it beside what is there, and put it in its place when it is whole."""
        fresh, old = self._path.with_suffix(".new"), self._path.with_suffix(".old")
        try:
            if old.exists() and not self._path.exists():  # whoever did this before was killed between two renames
                old.rename(self._path)
            for left in (fresh, old):
                shutil.rmtree(left, ignore_errors=True)
            fresh.mkdir(mode=0o700, parents=True)
            with closing(Repo.init_bare(str(fresh), default_branch=b"main")) as empty:
                settings = empty.get_config()
                settings.set((b"core",), b"fsyncObjectFiles", value=True)
                settings.write_to_path()
            with closing(Repo(str(fresh))) as repository:
                try:
                    self._bring(repository)
                except _BROKEN as error:
                    raise self._upstream.refusal(error) from error
            if not self._path.exists():
                fresh.rename(self._path)
                return
            self._bring_kept(fresh, self._path)
            self._path.rename(old)
            fresh.rename(self._path)
            self._bring_kept(self._path, old)  # what was kept meanwhile, which nobody needs the lock for
        except OSError as error:
            raise SourceError(
                f"the mirror of {self.repository} cannot be kept in {self._path.parent}", error.strerror or ""
            ) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if self._path.exists():
                shutil.rmtree(old, ignore_errors=True)

    @staticmethod
    def _bring_kept(path: Path, before: Path) -> None:
        """Bring what is kept from the mirror that there was, as far as it is readable."""
        with suppress(*_BROKEN), closing(Repo(str(before))) as old, closing(Repo(str(path))) as new:
            for sha in _kept_in(before):
                with suppress(*_BROKEN):
                    if sha not in new.object_store:
                        old.fetch(new, determine_wants=partial(_this, sha))
                    new.refs.set_if_equals(Ref(_KEPT + sha), None, sha)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with locked(self._path.with_suffix(".lock"), self.repository):
            yield


def _branch(repository: Repo, branch: str) -> Written | None:
    """Looked up in the list of branches: a name never becomes a path."""
    sha = repository.refs.get_packed_refs().get(Ref(_HEADS + branch.encode(errors="replace")))
    found = repository.object_store[sha] if sha is not None else None
    return found if isinstance(found, Written) else None


def _kept_in(path: Path) -> list[ObjectID]:
    """What is kept in a mirror; all else that may lie there, such as a lock, is none."""
    names = (ObjectID(one.name.encode()) for one in path.joinpath(os.fsdecode(_KEPT)).glob("*"))
    return [one for one in names if valid_hexsha(one)]


def _this(sha: ObjectID, _refs: Mapping[Ref, ObjectID], _depth: int | None = None) -> list[ObjectID]:
    return [sha]


def _and_before(repository: Repo, newest: ObjectID) -> Iterator[ObjectID]:
    """A commit and all before it. By their parents alone: clocks that tell the time of commits may be wrong."""
    parents, seen, ahead = repository.parents_provider(), {newest}, [newest]
    while ahead:
        current = ahead.pop()
        yield current
        for one in parents.get_parents(current):
            if one not in seen:
                seen.add(one)
                ahead.append(one)


def _clear(path: Path) -> None:
    """Take away what one who was killed has left, which only whoever holds the mirror's lock may do.

    Who keeps a commit meanwhile may lose his own little lock by it, and then does it again.
    """
    for pattern in _LEFT:
        for left in path.rglob(pattern):
            left.unlink(missing_ok=True)
