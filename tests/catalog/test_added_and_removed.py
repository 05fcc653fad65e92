"""An object of every kind that only one side has: it is found, and what comes along with it, and nothing else."""

import pytest

from sync.catalog import Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Kind
from tests.support.arrivals import ARRIVALS, Arrival
from tests.support.catalogs import read, shown
from tests.support.servers import Databases, Servers, chosen_majors, execute

# A fact that goes without saying: what has an owner always has one.
NEVER = {Kind.OWNER}
NAME = "arriving"
CASES = [
    pytest.param(major, arrival.named(NAME), id=f"{number}-{arrival.kind}-{major}".replace(" ", "-"), marks=marks)
    for major in chosen_majors()
    for marks in [pytest.mark.major(major)]
    for number, arrival in enumerate(ARRIVALS, 1)
    if arrival.since <= major
]


def test_there_is_one_of_every_kind() -> None:
    assert {arrival.kind for arrival in ARRIVALS} == set(Kind) - NEVER


@pytest.fixture
def on_major(servers: Servers, major: int) -> Databases:
    """The databases of the major version that the test is about; the test drops what it makes."""
    return servers[major]


@pytest.mark.parametrize(("major", "arrival"), CASES)
def test_an_object_that_one_side_has(arrival: Arrival, on_major: Databases) -> None:
    scope = Scope(roles=arrival.kind is Kind.ROLE)
    try:
        database = on_major.fresh(arrival.setup)
        before = read(database, scope)
        execute(database, arrival.statements)
        after = read(database, scope)
    finally:
        on_major.drop()
        execute(on_major.server.database(), f"DROP ROLE IF EXISTS {NAME}")
    added = {("added", kind, identity, ()) for kind, identity in arrival.identities}
    removed = {("removed", kind, identity, ()) for kind, identity in arrival.identities}
    assert shown(compare(*comparable(before, after))) == added
    assert shown(compare(*comparable(after, before))) == removed
