"""MusicBrainz, and what people do to a schema of that size: each change is found, and nothing beside it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.model import Catalog, Kind
from sync.postgres import Database, EmbeddedServer
from tests.support import musicbrainz
from tests.support.catalogs import between, read, shown
from tests.support.servers import EMBEDDED_MAJOR, Databases, execute
from tests.support.single_changes import CASES, Case

ADDITIONS = Path(__file__).with_name("single_changes.sql")
MAJORS = [EMBEDDED_MAJOR, pytest.param(15, marks=pytest.mark.major(15))]
CASES_BY_MAJOR = [
    pytest.param(case, major, marks=marks, id=f"{case.name}-{major}")
    for major, marks in ((EMBEDDED_MAJOR, ()), (15, pytest.mark.major(15)))
    for case in CASES
    if case.since <= major
]


def build(database: Database, server: EmbeddedServer) -> None:
    musicbrainz.load(database, server)
    execute(database, ADDITIONS.read_text())


@dataclass(slots=True)
class Copy:
    """A copy of MusicBrainz that is changed step by step, with what was read of it last."""

    database: Database
    catalog: Catalog


@pytest.fixture(scope="session")
def copies() -> dict[int, Copy]:
    """The copy on each major version, made when it is first asked for: building one takes seconds."""
    return {}


def server_of(major: int, request: pytest.FixtureRequest) -> Databases:
    name = "all_databases" if major == EMBEDDED_MAJOR else f"all_databases_{major}"
    found = request.getfixturevalue(name)
    assert isinstance(found, Databases)
    return found


@pytest.mark.parametrize("major", MAJORS)
def test_two_copies_are_equal_and_complete(major: int, request: pytest.FixtureRequest) -> None:
    databases = server_of(major, request)
    template = databases.template("musicbrainz", build)
    copy = databases.fresh(template=template, name="musicbrainz_equal")
    assert between(databases.server.database(template), copy) == ()
    kinds = Counter(identity.kind for identity in read(copy).objects)
    assert kinds[Kind.TABLE] > 500
    assert kinds[Kind.TRIGGER] > 450
    assert kinds[Kind.FUNCTION] > 130


@pytest.mark.parametrize(("case", "major"), CASES_BY_MAJOR)
def test_a_single_change_is_found_and_nothing_beside_it(
    case: Case, major: int, request: pytest.FixtureRequest, copies: dict[int, Copy]
) -> None:
    if major not in copies:
        databases = server_of(major, request)
        database = databases.server.database(databases.template("musicbrainz", build))
        copies[major] = Copy(database, read(database))
    copy = copies[major]
    before = copy.catalog
    try:
        execute(copy.database, case.statements)
    finally:
        copy.catalog = read(copy.database)
    assert shown(compare(before, copy.catalog)) == case.expected


def test_only_the_schemas_that_were_asked_for(request: pytest.FixtureRequest) -> None:
    databases = server_of(EMBEDDED_MAJOR, request)
    database = databases.server.database(databases.template("musicbrainz", build))
    catalog = read_catalog(database, Scope(schemas=frozenset({"sitemaps", "wikidocs"})))
    assert {identity.schema for identity in catalog.objects} == {"sitemaps", "wikidocs"}
