"""Commands whose migrations are in a repository on another machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Command, Write
from tests.support import git
from tests.support.git_server import GitServer, serving
from tests.support.servers import Databases

FIRST = "20260101000000_first.sql"
TOKEN = "ghp_hunter2"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = git.repository(tmp_path / "elsewhere")
    git.commit(path, "First", **{f"db__{FIRST}": "-- why\nCREATE TABLE public.orders (id bigint);\n"})
    return path


@pytest.fixture
def served(shop: Path, write: Write) -> Iterator[GitServer]:
    with serving(shop) as server:
        write(
            "schemabot.toml",
            f'[project]\nname = "acme"\n[migrations]\nrepository = "{server.url}"\npath = "db"\n'
            '[environments.staging]\ndatabase = "env:STAGING"\n',
        )
        yield server


def test_validate_deploy_and_drift(
    served: GitServer, shop: Path, schemabot: Command, databases: Databases, tmp_path: Path
) -> None:
    served.token = TOKEN
    with_data = Command(tmp_path, tmp_path / "data")
    variables = {"GITHUB_TOKEN": TOKEN, "STAGING": databases.fresh().url}
    found = json.loads(with_data("validate", "--format", "json", **variables).out)
    assert found["folder"] == f"{found['commit']}:db"
    deployed = schemabot("deploy", "staging", "--yes", **variables)
    assert (deployed.status, deployed.err) == (0, "")
    assert FIRST.removesuffix(".sql") in deployed.out
    git.commit(shop, "Second", **{"db__20260102000000_second.sql": "-- why\nDROP TABLE public.orders;\n"})
    assert "20260102000000" in schemabot("status", **variables).out
    drift = schemabot("drift", "staging", "--exit-code", **variables)
    assert (drift.status, drift.err) == (0, "")


def test_what_cannot_be_reached_is_one_line(served: GitServer, schemabot: Command) -> None:
    served.token = TOKEN
    asked = schemabot("validate").complaint
    assert asked == (
        f"{served.url} is not there, or asks for a token: check the address, and set GITHUB_TOKEN to a token for it"
    )
    refused = schemabot("validate", GITHUB_TOKEN="wrong-hunter2")
    assert "GITHUB_TOKEN may not read it" in refused.complaint
    assert "hunter2" not in refused.err


def test_files_are_written_on_this_machine_only(served: GitServer, schemabot: Command) -> None:
    assert schemabot("new", "orders").complaint == (
        f"migrations.repository is {served.url}, on another machine, and has no folder here:"
        " name a clone of it, by its path"
    )
