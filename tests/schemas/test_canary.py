"""A canary: every kind of drift planted at once in a copy of MusicBrainz. None is missed, and nothing else is reported.

What a case says about an attribute is planted in a schema of its own, once for each case; an object of every kind is
added and another one removed; and MusicBrainz' own tables are changed in all the ways of the single changes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.model import Kind
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support import musicbrainz
from tests.support.arrivals import ARRIVALS
from tests.support.attribute_cases.every import CASES, TABLESPACE
from tests.support.catalogs import Shown, between, shown
from tests.support.planting import Plant, changes, run
from tests.support.servers import Servers, execute, rows
from tests.support.single_changes import CASES as SINGLE_CHANGES

MAJORS = (18, 15)
AT_LEAST = 150


def _comings_and_goings(major: int) -> Iterator[Plant]:
    """One of each kind that comes, and one that goes."""
    for number, arrival in enumerate(ARRIVALS, 1):
        if arrival.since > major or arrival.kind in (Kind.ROLE, Kind.EXTENSION):
            continue
        for change in ("added", "removed"):
            name = f"{change}_{number}"
            here = arrival.named(name, f"in_{name}")
            yield Plant(
                f"CREATE SCHEMA in_{name}; SET search_path = in_{name}, public; {here.setup}",
                here.statements if change == "removed" else "",
                here.statements if change == "added" else "",
                frozenset((change, kind, identity, ()) for kind, identity in here.identities),
            )
    yield Plant("", "CREATE EXTENSION tablefunc", "", frozenset({("removed", "extension", "tablefunc", ())}))
    yield Plant("", "", "CREATE EXTENSION hstore", frozenset({("added", "extension", "hstore", ())}))


def _in_their_tables(major: int) -> Iterator[Plant]:
    """The single changes to MusicBrainz, but those of a table that another one has changed."""
    touched: set[str] = set()
    for case in SINGLE_CHANGES:
        places = {re.split(r"[/(]", identity)[0] for _, _, identity, _ in case.expected}
        mentioned = {place for place in touched if re.search(rf"{re.escape(place)}\b", case.statements)}
        if case.since > major or places & touched or mentioned:
            continue
        touched |= places
        yield Plant("", "", case.statements, case.expected)


def _plants(major: int) -> list[Plant]:
    return [*changes(CASES, major), *_comings_and_goings(major), *_in_their_tables(major)]


def build(database: Database, server: EmbeddedServer) -> None:
    musicbrainz.load(database, server)
    execute(database, Path(__file__).with_name("single_changes.sql").read_text())
    execute(database, "CREATE EXTENSION IF NOT EXISTS citext SCHEMA public")


@pytest.mark.parametrize("major", [pytest.param(one, marks=pytest.mark.major(one)) for one in MAJORS])
def test_no_drift_is_missed_and_nothing_else_is_reported(major: int, servers: Servers) -> None:
    databases = servers[major]
    databases.tablespace(TABLESPACE)
    plants = _plants(major)
    try:
        first = databases.fresh(template=databases.template("canary", build))
        failures = run(first, (plant.both for plant in plants))
        ((name,),) = rows(first, "SELECT current_database()::text")
        second = databases.fresh(template=name)
        assert between(first, second) == ()
        failures += run(first, (plant.first for plant in plants))
        failures += run(second, (plant.second for plant in plants))
        found = shown(between(first, second))
    finally:
        databases.drop()
    assert [failure for failure in failures if failure] == []
    expected: frozenset[Shown] = frozenset().union(*(plant.expected for plant in plants))
    assert found - expected == set()
    assert expected - found == set()
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for change, kind, _, _ in expected:
        kinds[change].add(kind)
    assert len(plants) > AT_LEAST
    assert kinds["added"] == kinds["removed"] == {kind.value for kind in Kind} - {"owner", "role"}
