"""A mirror has what the repository has, keeps what it must, and is made anew when it is damaged."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from dulwich import porcelain
from dulwich.objects import Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from sync.errors import SourceError
from sync.migrations import mirror as mirrors
from sync.migrations.mirror import Mirror
from tests.support import git

FIRST = "20260101000000_first.sql"
SECOND = "20260102000000_second.sql"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = git.repository(tmp_path / "shop")
    git.commit(path, "First\n\nwith a reason", **{f"app__db__{FIRST}": "SELECT 1;"})
    git.commit(path, "Second", **{f"app__db__{SECOND}": "SELECT 2;"})
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def head(path: Path, branch: str = "main") -> str:
    with closing(Repo(str(path))) as repository:
        return repository.refs[Ref(f"refs/heads/{branch}".encode())].decode()


def put(path: Path, branch: str, commit: str) -> None:
    """Have a branch stand at a commit, as a forced push does."""
    with closing(Repo(str(path))) as repository:
        repository.refs[Ref(b"refs/heads/" + branch.encode())] = repository[commit.encode()].id


def drop(path: Path, branch: str) -> None:
    with closing(Repo(str(path))) as repository:
        del repository.refs[Ref(b"refs/heads/" + branch.encode())]


def bare_of(data: Path) -> Path:
    (found,) = (data / "mirrors").glob("*.git")
    return found


@pytest.mark.parametrize("form", ["{}", "file://{}", "{}/app", "{}.git"])
def test_what_the_repository_has(shop: Path, data: Path, form: str) -> None:
    porcelain.clone(str(shop), f"{shop}.git", bare=True).close()
    mirror = Mirror(form.format(shop), data)
    mirror.fetch()
    newest = mirror.head("main")
    assert newest is not None
    assert (newest.id, newest.title, newest.author_name, newest.author_email) == (
        head(shop),
        "Second",
        "Ann",
        "ann@example.test",
    )
    path = "db" if form.endswith("app") else "app/db"
    assert [one.file.text for one in mirror.folder(newest.id, path).migrations] == ["SELECT 1;", "SELECT 2;"]
    first = mirror.fetched("main~1")
    assert first.message == "First\n\nwith a reason"
    assert mirror.commit(first.id[:7]) == first
    assert mirror.head("nothere") is None


def test_a_new_commit_comes_with_the_next_fetch(shop: Path, data: Path) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    third = git.commit(shop, "Third")
    with pytest.raises(SourceError, match=f"{shop} has no commit {third}: push it, or name another"):
        mirror.commit(third)
    mirror.fetch()
    assert mirror.commit(third).title == "Third"
    assert mirror.head("main") == mirror.commit(third)


def test_a_commit_that_is_here_is_not_fetched_for(shop: Path, data: Path) -> None:
    mirror = Mirror(str(shop), data)
    first = mirror.fetched("HEAD")
    shutil.rmtree(shop)
    assert mirror.fetched(first.id) == first
    with pytest.raises(SourceError, match=f"{shop} is no git repository"):
        mirror.fetched("HEAD")
    assert mirror.head("main") == first


def test_what_is_on_a_branch(shop: Path, data: Path) -> None:
    second = head(shop)
    third = git.commit(shop, "Third")
    put(shop, "develop", third)
    put(shop, "main", second)
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    first = mirror.fetched("main~1").id
    found = {
        (one, branch)
        for one in (first, second, third)
        for branch in ("main", "develop", "gone")
        if mirror.is_on(one, branch)
    }
    assert mirror.is_ancestor(first, third)
    assert mirror.is_ancestor(third[:8], third)
    assert not mirror.is_ancestor(third, first)
    assert found == {(first, "main"), (second, "main"), (first, "develop"), (second, "develop"), (third, "develop")}


def test_a_forced_push_and_a_deleted_branch(shop: Path, data: Path) -> None:
    put(shop, "feature", head(shop))
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    forced_away = head(shop)
    put(shop, "main", mirror.fetched("main~1").id)
    drop(shop, "feature")
    put(shop, "feature/more", forced_away)  # what was a name is now a folder of names
    mirror.fetch()
    assert mirror.head("feature") is None
    assert mirror.head("feature/more") is not None
    assert not mirror.is_on(forced_away, "main")
    assert mirror.commit(forced_away).title == "Second"


def test_what_is_kept_stays_when_the_mirror_is_made_anew(
    shop: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = git.commit(shop, "Lost")
    other = git.commit(shop, "Other")
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    mirror.keep(lost)
    mirror.keep(lost)
    mirror.keep(other)
    mirror.release(other)
    put(shop, "main", mirror.fetched("main~2").id)
    with closing(Repo(str(shop))) as repository:
        for one in (lost, other):
            repository.object_store.delete_loose_object(ObjectID(one.encode()))
    monkeypatch.setattr(mirrors, "_MOST_PACKS", -1)
    mirror.fetch()
    assert mirror.commit(lost).title == "Lost"
    assert len(mirror.folder(lost, "app/db").files) == 2
    with pytest.raises(SourceError, match="has no commit"):
        mirror.commit(other)


def test_a_commit_may_be_kept_by_one_who_was_killed_over_it(shop: Path, data: Path) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    folder = bare_of(data) / "refs" / "schemabot"
    folder.mkdir()
    (folder / f"{head(shop)}.lock").touch()
    mirror.keep(head(shop))
    assert [one.name for one in folder.iterdir()] == [head(shop)]


def _empty(path: Path) -> None:
    for file in path.glob("objects/pack/*.pack"):
        file.chmod(0o600)
        file.write_bytes(b"")


def _cut(path: Path) -> None:
    for file in path.glob("objects/pack/*.pack"):
        file.chmod(0o600)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _no_objects(path: Path) -> None:
    shutil.rmtree(path / "objects")


def _nothing(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


def _shallow(path: Path) -> None:
    (path / "shallow").write_text("0" * 40 + "\n")


def _nonsense(path: Path) -> None:
    (path / "packed-refs").write_bytes(b"\0\xff nonsense\n")


@pytest.mark.parametrize("damage", [_empty, _cut, _no_objects, _nothing, _shallow, _nonsense, shutil.rmtree])
@pytest.mark.parametrize("fetches", [True, False])
def test_a_damaged_mirror_is_made_anew(
    shop: Path, data: Path, damage: Callable[[Path], None], *, fetches: bool
) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    damage(bare_of(data))
    if fetches:
        mirror.fetch()
    assert [one.file.text for one in mirror.folder(head(shop), "app/db").migrations] == ["SELECT 1;", "SELECT 2;"]
    assert {one.suffix for one in (data / "mirrors").iterdir()} == {".git", ".lock"}


def test_a_damaged_repository_is_said(shop: Path, data: Path) -> None:
    for file in shop.glob(".git/objects/??/*"):
        file.chmod(0o600)
        file.write_bytes(b"")
    with pytest.raises(SourceError, match=f"{shop} cannot be fetched"):
        Mirror(str(shop), data).fetch()


def test_an_empty_repository_has_no_branch(tmp_path: Path, data: Path) -> None:
    mirror = Mirror(str(git.repository(tmp_path / "empty")), data)
    mirror.fetch()
    assert mirror.head("main") is None
    with pytest.raises(SourceError, match='has no commit, branch or tag "HEAD"'):
        mirror.fetched("HEAD")


def test_a_shallow_repository_is_refused(shop: Path, data: Path) -> None:
    (shop / ".git/shallow").write_text(head(shop) + "\n")
    with pytest.raises(SourceError, match="is a shallow clone: git fetch --unshallow, run there, makes it whole"):
        Mirror(str(shop), data).fetch()


@pytest.mark.parametrize("name", ["';DROP/TABLE/x;--", "<!channel>", "_`@here`_", "-rf", "ü\u202e"])
def test_a_branch_may_be_called_anything(shop: Path, data: Path, name: str) -> None:
    with closing(Repo(str(shop))) as repository:
        repository.refs[Ref(b"refs/heads/" + name.encode())] = repository.head()
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    found = mirror.head(name)
    assert found is not None
    assert found.title == "Second"


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "..", "", "/", "main\n", "HEAD", "main~1", "\0", "\ud800"])
def test_what_is_no_branch_is_not_found(shop: Path, data: Path, name: str) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    assert mirror.head(name) is None


def test_a_branch_that_is_called_like_a_commit_is_not_taken_for_it(shop: Path, data: Path) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    first = mirror.fetched("main~1").id
    put(shop, first[:7], head(shop))
    put(shop, first, head(shop))
    mirror.fetch()
    assert mirror.commit(first[:7]).id == mirror.commit(first).id == first


@pytest.mark.parametrize("id_", ["main", "abc", "HEAD", "../x", "", "g" * 40, "A" * 40, "0" * 41])
def test_what_is_no_id_is_refused(shop: Path, data: Path, id_: str) -> None:
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    with pytest.raises(SourceError, match="is no id of a commit: give at least its first 7 digits"):
        mirror.commit(id_)


@pytest.mark.parametrize(
    ("author", "encoding", "expected"),
    [
        ("Zoë <zoe@example.test>".encode("latin-1"), b"ISO-8859-1", ("Zoë", "zoe@example.test")),
        (b"\xff\xfe <x@y>", b"nonsense", ("\ufffd\ufffd", "x@y")),
        (b"Ann <@here> <ann@x>", b"hex", ("Ann <@here>", "ann@x")),
    ],
)
def test_who_wrote_a_commit_may_be_anything(
    shop: Path, data: Path, author: bytes, encoding: bytes, expected: tuple[str, str]
) -> None:
    with closing(Repo(str(shop))) as repository:
        made = repository[repository.head()].copy()
        assert isinstance(made, Commit)
        made.author, made.encoding, made.commit_time = author, encoding, 2**62
        made.commit_timezone = 99 * 3600
        repository.object_store.add_object(made)
        repository.refs[Ref(b"refs/heads/main")] = made.id
    mirror = Mirror(str(shop), data)
    mirror.fetch()
    found = mirror.head("main")
    assert found is not None
    assert (found.author_name, found.author_email, found.time.year) == (*expected, 9999)


def test_several_at_once(shop: Path, data: Path) -> None:
    failed = []

    def work() -> None:
        mirror = Mirror(str(shop), data)
        try:
            for _ in range(5):
                mirror.fetch()
                mirror.keep(head(shop))
                assert mirror.is_on(head(shop), "main")
        except Exception as error:  # noqa: BLE001 - told by the main thread
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


KILLED = """
import os, signal, sys
from pathlib import Path
from sync.migrations.mirror import Mirror

address, data, point = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
count = 0

def watch(event, arguments):
    global count
    if event not in WRITES and not (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3):
        return
    if str(data) not in os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes, os.PathLike)) else True:
        return
    count += 1
    if count == point:
        os.kill(os.getpid(), signal.SIGKILL)

mirror = Mirror(address, data)
pids = 0
while True:
    point += 1
    child = os.fork()
    if child == 0:
        sys.addaudithook(watch)
        mirror.fetch()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    after = os.fork()
    if after == 0:
        mirror.fetch()
        newest = mirror.head("main")
        os._exit(0 if newest and len(mirror.folder(newest.id, "app/db").files) == 2 else 1)
    _, fine = os.waitpid(after, 0)
    if fine:
        sys.exit(f"not usable after the end at point {point}")
    if status == 0:
        print(point)
        break
    if len(sys.argv) > 4:
        import shutil
        shutil.rmtree(data)
        shutil.copytree(sys.argv[4], data)
"""


@pytest.mark.parametrize("is_new", [True, False])
def test_a_fetch_may_be_killed_anywhere(shop: Path, data: Path, tmp_path: Path, *, is_new: bool) -> None:
    before = tmp_path / "before"
    before.mkdir()
    if not is_new:
        newest = head(shop)
        put(shop, "main", _first(shop))
        Mirror(str(shop), before).fetch()
        put(shop, "main", newest)
    shutil.copytree(before, data)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(shop), str(data), "0", str(before)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 5


def _first(shop: Path) -> str:
    with closing(Repo(str(shop))) as repository:
        newest = repository[repository.head()]
        assert isinstance(newest, Commit)
        return newest.parents[0].decode()
