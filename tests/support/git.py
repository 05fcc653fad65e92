"""Git repositories for tests, made without a git program."""

from pathlib import Path

from dulwich import porcelain
from dulwich.repo import Repo

_WHO = b"Ann <ann@example.test>"


def repository(path: Path) -> Path:
    """A new repository with the branch `main`."""
    path.mkdir(parents=True, exist_ok=True)
    Repo.init(str(path), default_branch=b"main").close()
    return path


def commit(path: Path, message: str, **files: str) -> str:
    """Write files, and commit all that there are. Names have `/` as `__`. Returns the id."""
    for name, text in files.items():
        file = path / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    porcelain.add(str(path), [str(one) for one in path.rglob("*") if one.is_file() and ".git" not in one.parts])
    return porcelain.commit(str(path), message=message.encode(), author=_WHO, committer=_WHO).decode()
