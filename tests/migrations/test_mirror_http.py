"""A mirror of a repository on another machine: over real HTTP, with a token, and with all that goes wrong there."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from dulwich.refs import Ref
from dulwich.repo import Repo

from sync.errors import SourceError
from sync.migrations import fetching
from sync.migrations.mirror import Mirror
from sync.migrations.repository import folder_of, folder_path, migrations_of, mirror_of
from tests.support import git
from tests.support.git_server import GitServer, serving

TOKEN = "ghp_hunter2"
FIRST = "20260101000000_first.sql"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = git.repository(tmp_path / "shop")
    git.commit(path, "First", **{f"db__{FIRST}": "SELECT 1;"})
    return path


@pytest.fixture
def served(shop: Path) -> Iterator[GitServer]:
    with serving(shop) as server:
        yield server


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_branches_come_and_go(shop: Path, served: GitServer, data: Path) -> None:
    mirror = Mirror(served.url, data)
    first = mirror.fetched("HEAD")
    assert [one.file.text for one in mirror.folder(first.id, "/db/").migrations] == ["SELECT 1;"]
    second = git.commit(shop, "Second", **{"db__20260102000000_second.sql": "SELECT 2;"})
    with closing(Repo(str(shop))) as repository:
        repository.refs[Ref(b"refs/heads/feature")] = repository.head()
        repository.refs[Ref(b"refs/pull/1/head")] = repository.head()
    mirror.fetch()
    assert mirror.is_on(second, "feature")
    assert len(mirror.folder(second, "db").files) == 2
    with closing(Repo(str(shop))) as repository:
        del repository.refs[Ref(b"refs/heads/feature")]
        repository.refs[Ref(b"refs/heads/main")] = repository[first.id.encode()].id
    mirror.fetch()
    assert mirror.head("feature") is None
    assert mirror.head("main") == first
    assert mirror.commit(second).title == "Second"


def test_a_path_that_leads_out_is_refused(served: GitServer, data: Path) -> None:
    mirror = Mirror(served.url, data)
    with pytest.raises(SourceError, match=r"migrations.path \.\./x is outside of the repository"):
        mirror.folder(mirror.fetched("HEAD").id, "../x")


def test_a_private_repository(served: GitServer, data: Path) -> None:
    served.token = TOKEN
    Mirror(served.url, data, TOKEN).fetch()
    for token, what in ((None, "asks for a token"), (f"{TOKEN}x", "GITHUB_TOKEN may not read it")):
        with pytest.raises(SourceError) as refused:
            Mirror(served.url, data, token).fetch()
        assert str(refused.value) == (
            f"{served.url} is not there, or {what}: check the address, and set GITHUB_TOKEN to a token for it"
        )


def test_a_repository_that_is_not_there(served: GitServer, data: Path) -> None:
    with pytest.raises(SourceError, match=r"nothere\.git is not there, or asks for a token"):
        Mirror(served.url.replace("app", "nothere"), data).fetch()


@pytest.mark.parametrize("status", ["503 Busy", "403 Forbidden", "200 OK"])
def test_a_server_that_is_unwell(served: GitServer, data: Path, status: str) -> None:
    mirror = Mirror(served.url, data, TOKEN)
    mirror.fetch()
    before = mirror.head("main")
    served.status = status
    with pytest.raises(SourceError, match=r"cannot be fetched \(.+\): check the address, or try again") as refused:
        mirror.fetch()
    assert TOKEN not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert mirror.head("main") == before


def test_a_machine_that_is_not_there(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(SourceError, match=r"cannot be fetched \(Connection refused\)"):
        Mirror(f"http://127.0.0.1:{port}/acme/app", data).fetch()


def test_a_server_that_says_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_QUIET_S", 0.1)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(SourceError, match=r"cannot be fetched \(timed out\)"),
    ):
        Mirror(f"http://127.0.0.1:{silent.getsockname()[1]}/acme/app", data).fetch()


def test_a_server_that_never_ends(shop: Path, served: GitServer, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = Mirror(served.url, data)
    mirror.fetch()
    monkeypatch.setattr(fetching, "_WITHIN_S", 0)
    git.commit(shop, "Second", large=os.urandom(1 << 20).hex())
    with pytest.raises(SourceError, match="cannot be fetched: it takes more than 0 minutes"):
        mirror.fetch()


def test_a_token_never_travels_in_the_clear(data: Path) -> None:
    with pytest.raises(SourceError, match=r"GITHUB_TOKEN would travel in the clear to http://git\.example/a: write"):
        Mirror("http://git.example/a", data, TOKEN)


def test_a_redirect_does_not_get_the_token(shop: Path, served: GitServer, data: Path) -> None:
    served.token = TOKEN
    with serving(shop) as first:
        first.moved = served.url
        with pytest.raises(SourceError, match="GITHUB_TOKEN may not read it"):
            Mirror(first.url, data, TOKEN).fetch()
    assert set(served.logins) == {""}


@pytest.mark.parametrize(
    "address",
    ["git@github.com:acme/app.git", "ssh://git@github.com/acme/app", "git://github.com/acme/app", "ftp://h/a"],
)
def test_other_ways_are_refused(data: Path, address: str) -> None:
    with pytest.raises(SourceError, match="only paths and https:// addresses can: write its https:// address, and set"):
        Mirror(address, data)


def test_nothing_shows_the_token(served: GitServer, data: Path) -> None:
    served.token = TOKEN
    mirror = Mirror(served.url, data, TOKEN)
    mirror.fetch()
    assert TOKEN not in f"{mirror} {mirror!r} {mirror._upstream!r}"  # noqa: SLF001 - it is shown in a traceback
    assert not [one for one in data.rglob("*") if one.is_file() and TOKEN.encode() in one.read_bytes()]
    with pytest.raises(SourceError, match="holds a password or token") as refused:
        Mirror(f"https://{TOKEN}@github.com/acme/app", data)
    assert TOKEN not in str(refused.value)


FETCH = """
import sys
from pathlib import Path
from sync.migrations.mirror import Mirror
Mirror(sys.argv[1], Path(sys.argv[2])).fetch()
"""


@pytest.mark.parametrize("is_new", [True, False])
def test_a_fetch_that_is_killed_in_the_middle(shop: Path, served: GitServer, data: Path, *, is_new: bool) -> None:
    mirror = Mirror(served.url, data)
    if not is_new:
        mirror.fetch()
        git.commit(shop, "Second", large=os.urandom(1 << 18).hex())
    served.held.clear()
    with subprocess.Popen([sys.executable, "-c", FETCH, served.url, str(data)]) as process:
        assert served.sending.wait(20)
        process.send_signal(signal.SIGKILL)
    served.held.set()
    mirror.fetch()
    found = mirror.head("main")
    assert found is not None
    assert found.title == ("First" if is_new else "Second")
    left = {one.name for one in data.rglob("*") if one.name.startswith(("tmp_pack", "incoming"))}
    assert left == set()
    assert {one.suffix for one in (data / "mirrors").iterdir()} == {".git", ".lock"}


def test_reading_does_not_wait_for_a_fetch(shop: Path, served: GitServer, data: Path) -> None:
    mirror = Mirror(served.url, data)
    mirror.fetch()
    git.commit(shop, "Second")
    served.held.clear()
    fetching_ = threading.Thread(target=mirror.fetch)
    fetching_.start()
    assert served.sending.wait(20)
    found = mirror.head("main")
    served.held.set()
    fetching_.join()
    assert found is not None
    assert found.title == "First"


@dataclass(frozen=True)
class Named:
    """`[migrations]`."""

    repository: str
    path: str = "db"


@dataclass(frozen=True)
class Configured:
    """What is needed of a configuration."""

    migrations: Named
    file: Path = Path("schemabot.toml")


def test_the_configuration_may_name_another_machine(
    served: GitServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHEMABOT_DATA", str(data))
    monkeypatch.setenv("GITHUB_TOKEN", f"{TOKEN}\n")
    served.token = TOKEN
    configured = Configured(Named(served.url))
    for commit in (None, "main", "HEAD"):
        assert [one.version for one in migrations_of(configured, commit)] == ["20260101000000"]
    assert folder_of(Configured(Named(served.url, "nothere")), may_be_empty=True).files == ()
    with pytest.raises(SourceError, match='has no commit, branch or tag "mian": did you mean main'):
        folder_of(configured, "mian")
    with pytest.raises(SourceError, match="on another machine, and has no folder here: name a clone of it, by its pat"):
        folder_path(configured)


def test_the_mirror_of_a_path_is_relative_to_the_file(shop: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHEMABOT_DATA", str(data))
    mirror = mirror_of(Configured(Named("../shop"), shop.parent / "conf" / "schemabot.toml"))
    assert mirror.fetched("main").title == "First"
    assert len(mirror.folder(mirror.fetched("main").id, "db").files) == 1
