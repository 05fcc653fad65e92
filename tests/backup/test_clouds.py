"""Backups in the object stores of Google and Azure: made, listed, verified, restored, removed.

Azure is Azurite. Google's service has no stand-in that speaks all that its client here does, so it is the one of the
tests of S3: the client speaks Google's XML API, which is made like that one. Both are only as good as these are.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sync.backup import BackupError, State, backups, make_backup, open_store, restore, retain, verify
from sync.postgres.database import Database
from sync.sources import LiveSource
from tests.backup.azurite import CONTAINER, azurite
from tests.backup.s3 import BUCKET, ObjectServer
from tests.backup.shop import SHOP, fill
from tests.support.servers import Databases, rows


@pytest.fixture(scope="session")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """What a client of Azurite finds in its environment."""
    with azurite(tmp_path_factory.mktemp("azurite")) as environment:
        yield environment


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The same for the stand-in for Google's."""
    with ObjectServer() as running:
        account = {"gcs_base_url": running.environment()["AWS_ENDPOINT_URL"], "disable_oauth": True}
        path = tmp_path / "account.json"
        path.write_text(json.dumps({**account, "client_email": "", "private_key": "", "private_key_id": ""}))
        yield {"GOOGLE_SERVICE_ACCOUNT": str(path), "GOOGLE_ALLOW_HTTP": "true"}


@pytest.fixture(params=["az", "gs"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket."""
    environment = request.getfixturevalue("azure" if request.param == "az" else "google")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return f"{request.param}://{CONTAINER if request.param == 'az' else BUCKET}"


def live(database: Database) -> LiveSource:
    return LiveSource("shop", database, None)


def test_a_backup_in_a_cloud(databases: Databases, place: str) -> None:
    database = databases.fresh(SHOP)
    fill(database, megabytes=10)  # several parts
    store = open_store(f"{place}/of/shop")
    older, made = (make_backup(live(database), store, environment="staging") for _ in range(2))
    assert {one.id for one in backups(store)} == {older.id, made.id}
    assert [verify(store, one).state for one in backups(store)] == [State.GOOD] * 2
    for jobs in (1, 2):
        copy = databases.fresh()
        assert restore(store, made.id, copy, jobs=jobs) == made
        query = "SELECT md5(string_agg(md5(piece), '' ORDER BY piece)) FROM bulk"
        assert rows(copy, query) == rows(database, query)
    assert retain(store, "staging", 1) == (older.id,)
    assert [one.id for one in backups(store)] == [made.id]


def test_a_bucket_that_is_not_there(databases: Databases, place: str) -> None:
    store = open_store(f"{place}-of-nobody")
    with pytest.raises(BackupError, match=r"it is not there: is the bucket's name right\?"):
        make_backup(live(databases.fresh()), store, environment="staging")
