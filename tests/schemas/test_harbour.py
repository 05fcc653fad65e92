"""The example that the demo plays: its files apply, and its drift is exactly what drift.json says."""

import json
from collections import Counter
from pathlib import Path

import pytest

from sync.model import Kind
from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.support.catalogs import between, read
from tests.support.servers import Databases, execute

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour"
MIGRATIONS = sorted((EXAMPLE / "migrations").glob("*.sql"))

pytestmark = pytest.mark.since(15)  # a view of it has security_invoker


def migrate(database: Database) -> None:
    """Apply every file, one transaction for each."""
    for path in MIGRATIONS:
        with connect(database) as connection:
            connection.execute(path.read_text())
            connection.commit()


def test_the_files_apply_again_beside_roles_that_exist(each_databases: Databases) -> None:
    staging, production = each_databases.fresh(), each_databases.fresh()
    migrate(staging)
    migrate(production)
    assert between(staging, production) == ()


def test_there_is_some_of_every_kind_that_people_look_for(each_databases: Databases) -> None:
    database = each_databases.fresh()
    migrate(database)
    kinds = Counter(identity.kind for identity in read(database).objects)
    assert kinds[Kind.TABLE] == 8
    assert kinds[Kind.FUNCTION] >= 6
    assert {Kind.PROCEDURE, Kind.ENUM, Kind.VIEW, Kind.MATERIALIZED_VIEW} <= set(kinds)
    assert min(kinds[Kind.TRIGGER], kinds[Kind.INDEX], kinds[Kind.POLICY]) >= 7


def test_the_drift_is_what_the_example_says_and_nothing_else(each_databases: Databases) -> None:
    staging, production = each_databases.fresh(), each_databases.fresh()
    migrate(staging)
    migrate(production)
    execute(production, (EXAMPLE / "drift.sql").read_text())
    found = [
        {"change": d.change.value, "kind": d.identity.kind.value, "identity": str(d.identity)}
        for d in between(staging, production)
    ]
    expected = json.loads((EXAMPLE / "drift.json").read_text())
    assert sorted(found, key=json.dumps) == sorted(expected, key=json.dumps)
