"""The migrations that the configuration names: of a folder, or of a commit that nobody has checked out."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from dulwich import porcelain
from dulwich.objects import Commit
from dulwich.repo import Repo

from sync.errors import SourceError
from sync.migrations.repository import folder_of, folder_path, migrations_of
from tests.support import git

FIRST = "20260101000000_first.sql"
SECOND = "20260102000000_second.sql"


@dataclass(frozen=True)
class Named:
    """`[migrations]`."""

    repository: str = "."
    path: str = "db"


@dataclass(frozen=True)
class Configured:
    """What is needed of a configuration."""

    file: Path
    migrations: Named = Named()


@dataclass(frozen=True)
class Project:
    """A repository with two commits; the second one has a migration more, and so has the folder another."""

    path: Path
    first: str
    second: str

    def configured(self, repository: str = ".", path: str = "db") -> Configured:
        """The configuration of the folder `app`."""
        return Configured(self.path / "app" / "schemabot.toml", Named(repository, path))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = git.repository(tmp_path / "shop")
    first = git.commit(path, "first", **{f"app__db__{FIRST}": "SELECT 1;", "readme.md": "", "app__db__notes.md": ""})
    porcelain.tag_create(str(path), b"v1", author=b"Ann <ann@example.test>", message=b"one", annotated=True)
    porcelain.branch_create(str(path), "feature/old")
    second = git.commit(path, "second", **{f"app__db__{FIRST}": "SELECT 11;", f"app__db__{SECOND}": "SELECT 2;"})
    (path / "app/db/20260103000000_third.sql").write_text("SELECT 3;")
    return Project(path, first, second)


def test_the_folder_as_it_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.version[:8] for one in migrations_of(project.configured())] == ["20260101", "20260102", "20260103"]
    monkeypatch.chdir(project.path)
    assert str(migrations_of(project.configured())[0].file.path) == f"app/db/{FIRST}"
    beside = Configured(project.path / "app" / "conf" / "schemabot.toml", Named("..", "db"))
    assert len(migrations_of(beside)) == 3


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (lambda _: "main", ["SELECT 11;", "SELECT 2;"]),
        (lambda _: "HEAD", ["SELECT 11;", "SELECT 2;"]),
        (lambda _: "v1", ["SELECT 1;"]),
        (lambda _: "feature/old", ["SELECT 1;"]),
        (lambda _: "HEAD~1", ["SELECT 1;"]),
        (lambda project: project.first, ["SELECT 1;"]),
        (lambda project: project.second[:8], ["SELECT 11;", "SELECT 2;"]),
    ],
)
def test_a_commit_by_any_of_its_names(project: Project, named: Callable[[Project], str], expected: list[str]) -> None:
    assert [one.file.text for one in migrations_of(project.configured(), named(project))] == expected


def test_paths_of_a_commit_are_written_as_git_does(project: Project) -> None:
    folder = folder_of(project.configured(), "main")
    (one, _) = folder.migrations
    assert str(one.file.path) == f"{project.second[:7]}:app/db/{FIRST}"
    assert (one.label, folder.plain(one.file)) == (FIRST, f"app/db/{FIRST}")


def test_a_bare_repository(project: Project, tmp_path: Path) -> None:
    bare = tmp_path / "shop.git"
    porcelain.clone(str(project.path), str(bare), bare=True).close()
    there = project.configured(str(bare), "app/db")
    assert len(migrations_of(there, project.first)) == 1
    assert len(migrations_of(there)) == 2  # its HEAD
    with pytest.raises(SourceError, match="is a bare repository, and has no folder: name a clone"):
        folder_path(there)
    at_root = project.configured(str(bare), ".")
    assert migrations_of(at_root, "main", may_be_empty=True) == ()


@pytest.mark.parametrize(
    ("repository", "path", "commit", "expected"),
    [
        (".", "db", "man", 'has no commit, branch or tag "man": did you mean main?'),
        (".", "db", "0" * 40, "fetch it, or name another"),
        (".", "nothere", "main", "there is no folder app/nothere in the commit "),
        (".", "nothere", None, "there is no folder "),
        (".", "../../..", "main", "migrations.path ../../.. is outside of the repository "),
        ("git@github.com:acme/app", "db", "main", "only paths and https:// addresses can: write its https:// address"),
        ("../..", "db", "main", " is not in a git repository, so it has no commit main: leave --commit out"),
    ],
)
def test_what_cannot_be_read(project: Project, repository: str, path: str, commit: str | None, expected: str) -> None:
    with pytest.raises(SourceError) as refused:
        migrations_of(project.configured(repository, path), commit)
    assert expected in str(refused.value)


def test_a_short_id_that_several_commits_have(project: Project) -> None:
    with closing(Repo(str(project.path))) as repository:
        seen: dict[bytes, Commit] = {}
        for number in range(5000):  # of 65,536 beginnings
            made = repository[project.first.encode()].copy()
            assert isinstance(made, Commit)
            made.message = f"{number}".encode()
            name = made.id[:4]
            if (other := seen.setdefault(name, made)) is not made:
                repository.object_store.add_objects([(made, None), (other, None)])
                break
    with pytest.raises(SourceError, match=f"several commits begin with {name.decode()}: give more"):
        migrations_of(project.configured(), name.decode())


def test_a_link_is_not_followed(project: Project) -> None:
    (project.path / "app/db/20260104000000_link.sql").symlink_to("/etc/passwd")
    git.commit(project.path, "link")
    with pytest.raises(SourceError, match=r"20260104000000_link\.sql is no plain file"):
        migrations_of(project.configured(), "main")


def test_a_damaged_repository(project: Project) -> None:
    for folder, _, names in os.walk(project.path / ".git" / "objects"):
        for name in names:
            file = Path(folder) / name
            file.chmod(0o644)
            file.write_bytes(b"")
    with pytest.raises(SourceError, match="is damaged, or lacks what is in main: git fsck says what is wrong"):
        migrations_of(project.configured(), "main")
