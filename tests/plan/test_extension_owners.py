"""No statement gives an extension to somebody else: plans say so, and are proven all the same."""

import pytest

from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.report.plan import as_script
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.catalogs import between, shown
from tests.support.servers import Databases, execute

_ROLES = """
DO $$ BEGIN
    CREATE ROLE extension_maker;
    CREATE ROLE other_maker SUPERUSER;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
_OPEN = f"""{_ROLES}
GRANT CREATE ON SCHEMA public TO extension_maker;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO extension_maker', current_database()); END $$;
"""
_BY_MAKER = f"{_OPEN} SET ROLE extension_maker; CREATE EXTENSION pgcrypto; RESET ROLE;"
_BY_SUPERUSER = f"{_ROLES} SET ROLE other_maker; CREATE EXTENSION hstore; RESET ROLE;"
_ENCRYPTED = "CREATE TABLE t (a text); CREATE INDEX i ON t (digest(a, 'md5'));"


def planned(a: Database, b: Database, scratch: Scratch) -> Plan:
    found = plan(LiveSource("a", a, None), LiveSource("b", b, None), scratch, Wanted(reverse=True))
    assert found.proven
    assert found.reverse is not None
    assert found.reverse.proven
    return found


def said(found: Plan) -> list[str]:
    return [one.message for one in found.diagnostics if one.code == "extension-owner"]


@pytest.mark.parametrize("made", [_BY_MAKER + _ENCRYPTED, _BY_SUPERUSER])
def test_plans_beside_extensions_of_others_are_proven(databases_15: Databases, scratch: Scratch, made: str) -> None:
    a, b = databases_15.fresh(made), databases_15.fresh(f"{made} CREATE TABLE more (a integer);")
    found = planned(a, b, scratch)
    assert said(found) == []
    execute(a, ";".join(found.statements))
    assert between(a, b) == ()


def test_an_owner_that_differs_is_told_and_left(databases_15: Databases, scratch: Scratch) -> None:
    a, b = databases_15.fresh(_BY_MAKER), databases_15.fresh(f"{_OPEN} CREATE EXTENSION pgcrypto")
    found = plan(LiveSource("a", a, None), LiveSource("b", b, None), scratch)
    (message,) = said(found)
    assert message.startswith("extension pgcrypto stays extension_maker's, not postgres's: no statement gives")
    assert shown(found.differences) == {("changed", "owner", "extension pgcrypto", ("owner",))}
    assert found.batches == ()
    assert "".join(as_script(found)).endswith("-- No statement changes what differs: nothing is to be done.\n")


def test_who_makes_an_extension_owns_it(databases_15: Databases, scratch: Scratch) -> None:
    a, b = databases_15.fresh(_ROLES), databases_15.fresh(_BY_SUPERUSER)
    assert said(planned(a, b, scratch)) == ["whoever runs this will own what extensions it makes: hstore"]
