"""MusicBrainz, and what people do to a schema of that size: each change is found, and nothing beside it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.compare import compare
from sync.model import Catalog, Kind
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support import musicbrainz
from tests.support.catalogs import between, read, shown
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers, execute, more_majors
from tests.support.single_changes import CASES, Case

ADDITIONS = Path(__file__).with_name("single_changes.sql")
CASES_BY_MAJOR = [
    pytest.param(case, major, marks=pytest.mark.major(major), id=f"{case.name}-{major}")
    for major in more_majors() or (EMBEDDED_MAJOR,)  # it takes a minute on each; every attribute is tested on all
    for case in CASES
    if case.since <= major
]


def build(database: Database, server: EmbeddedServer) -> None:
    left_out = musicbrainz.load(database, server)
    assert len(left_out) == (server.programs.major < musicbrainz.WHOLE_SINCE)
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


def test_two_copies_are_equal_and_complete(each_databases: Databases) -> None:
    template = each_databases.template("musicbrainz", build)
    copy = each_databases.fresh(template=template)
    assert between(each_databases.server.database(template), copy) == ()
    kinds = Counter(identity.kind for identity in read(copy).objects)
    assert kinds[Kind.TABLE] > 500
    assert kinds[Kind.TRIGGER] > 450
    assert kinds[Kind.FUNCTION] > 130


@pytest.mark.parametrize(("case", "major"), CASES_BY_MAJOR)
def test_a_single_change_is_found_and_nothing_beside_it(
    case: Case, major: int, servers: Servers, copies: dict[int, Copy]
) -> None:
    if major not in copies:
        databases = servers[major]
        database = databases.server.database(databases.template("musicbrainz", build))
        copies[major] = Copy(database, read(database))
    copy = copies[major]
    before = copy.catalog
    try:
        execute(copy.database, case.statements)
    finally:
        copy.catalog = read(copy.database)
    assert shown(compare(before, copy.catalog)) == case.expected


def test_only_the_schemas_that_were_asked_for(servers: Servers) -> None:
    databases = servers[EMBEDDED_MAJOR]
    database = databases.server.database(databases.template("musicbrainz", build))
    catalog = read_catalog(database, Scope(schemas=frozenset({"sitemaps", "wikidocs"})))
    assert {identity.schema for identity in catalog.objects} == {"sitemaps", "wikidocs"}
