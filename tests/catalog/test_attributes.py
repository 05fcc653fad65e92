"""Every attribute of every kind of object: where it differs it is found, and nothing beside it.

Making a database takes longer than all else. So most cases stand beside each other in one pair of databases, each in a
schema of its own; only what is in no schema has a pair for itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from sync.catalog import Scope
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Catalog, Kind
from sync.model.base import attribute_names
from sync.model.objects import CLASSES
from tests.support.attribute_cases.case import AttributeCase
from tests.support.attribute_cases.every import CASES, TABLESPACE
from tests.support.catalogs import Shown, read, shown
from tests.support.planting import CITEXT, is_plantable, planted, run
from tests.support.servers import Databases, Servers, chosen_majors, execute, many_majors

# The objects of one class are of several kinds, some of which never have a value there.
NEVER = {
    (Kind.TABLE, "server"): "only a foreign table is on a foreign server",
    (Kind.TABLE, "foreign_options"): "only a foreign table has options for a foreign-data wrapper",
    (Kind.FOREIGN_TABLE, "partition_key"): "a foreign table is a partition, never partitioned itself",
    (Kind.FOREIGN_TABLE, "clustered_on"): "a foreign table has no indexes",
    (Kind.VIEW, "access_method"): "a view stores nothing",
    (Kind.VIEW, "tablespace"): "a view stores nothing",
    (Kind.VIEW, "clustered_on"): "a view has no indexes",
    (Kind.PROCEDURE, "result"): "what a procedure returns, its arguments say",
    (Kind.PROCEDURE, "window"): "a window function is a function",
}
# No database has it: it is told when two are compared. test_generated_names has the cases.
TOLD = {(Kind.CONSTRAINT, "generated_name"), (Kind.DOMAIN_CONSTRAINT, "generated_name")}


def test_there_is_a_case_for_every_attribute_of_every_kind() -> None:
    wanted = {(kind, name) for kind, of in CLASSES.items() for name in attribute_names(of)}
    found = {(case.kind, case.attribute) for case in CASES}
    assert set(CLASSES) == set(Kind)
    assert wanted - found == NEVER.keys() | TOLD
    assert found - wanted == set()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two databases that have the cases beside each other, compared.

    Attributes:
        twins: What differed before anything was changed.
        forth: By schema, what differs when everything is changed.
        back: The same the other way round.
        failures: By schema, what the server had against the SQL of a case.
    """

    twins: frozenset[Shown]
    forth: Mapping[str, set[Shown]]
    back: Mapping[str, set[Shown]]
    failures: Mapping[str, str]


def _pair(databases: Databases) -> Pair:
    schemas = {f"case_{number}": case for number, case in _numbered(databases.major)}
    plants = {schema: planted(case, schema) for schema, case in schemas.items()}
    try:
        sides = [databases.fresh(CITEXT) for _ in range(2)]
        made = [run(side, (plant.both for plant in plants.values())) for side in sides]
        first, second = (read(side) for side in sides)
        twins = frozenset(shown(compare(*comparable(first, second))))
        changed = run(sides[1], (plant.second for plant in plants.values()))
        second = read(sides[1])
    finally:
        databases.drop()
    said = ("".join(texts) for texts in zip(*made, changed, strict=True))
    return Pair(
        twins,
        _by_schema(first, second),
        _by_schema(second, first),
        {schema: text for schema, text in zip(plants, said, strict=True) if text},
    )


def _by_schema(first: Catalog, second: Catalog) -> Mapping[str, set[Shown]]:
    found: defaultdict[str, set[Shown]] = defaultdict(set)
    for difference in compare(*comparable(first, second)):
        found[difference.identity.schema] |= shown([difference])
    return found


def _numbered(major: int) -> Iterator[tuple[int, AttributeCase]]:
    """The cases that stand beside each other, with numbers of their own."""
    for number, case in enumerate(CASES, 1):
        if case.since <= major <= case.until and is_plantable(case):
            yield number, case


@pytest.fixture(scope="session")
def pairs() -> dict[int, Pair]:
    """By major version, made when it is first asked for."""
    return {}


@pytest.fixture
def on_major(servers: Servers, major: int) -> Databases:
    """The databases of the major version that the test is about; the test drops what it makes."""
    databases = servers[major]
    databases.tablespace(TABLESPACE)
    return databases


@pytest.fixture
def pair(on_major: Databases, pairs: dict[int, Pair]) -> Pair:
    """The pair of the major version that the test is about."""
    if on_major.major not in pairs:
        pairs[on_major.major] = _pair(on_major)
    return pairs[on_major.major]


def _on_majors(*, plantable: bool) -> Iterator[object]:
    """The cases, on every major version that has them; those that take a database each on fewer."""
    for major in chosen_majors() if plantable else many_majors():
        numbers: Counter[str] = Counter()
        for number, case in enumerate(CASES, 1):
            name = f"{case.kind}-{case.attribute}".replace(" ", "-")
            numbers[name] += 1
            if case.since <= major <= case.until and is_plantable(case) is plantable:
                of = pytest.mark.major(major)
                yield pytest.param(major, number, id=f"{name}-{numbers[name]}-{major}", marks=of)


MAJORS = [pytest.param(major, marks=pytest.mark.major(major)) for major in chosen_majors()]


@pytest.mark.parametrize("major", MAJORS)
def test_two_databases_that_were_made_alike(pair: Pair) -> None:
    assert pair.twins == frozenset()


@pytest.mark.parametrize("major", MAJORS)
def test_nothing_differs_in_no_schema(pair: Pair) -> None:
    assert pair.forth.get("") is None
    assert pair.forth.keys() <= {f"case_{number}" for number in range(1, len(CASES) + 1)}


@pytest.mark.parametrize(("major", "number"), list(_on_majors(plantable=True)))
def test_an_attribute_that_differs(number: int, pair: Pair) -> None:
    schema = f"case_{number}"
    expected = set(planted(CASES[number - 1], schema).expected)
    assert pair.failures.get(schema) is None
    assert pair.forth.get(schema) == expected
    assert pair.back.get(schema) == expected


@pytest.mark.parametrize(("major", "number"), list(_on_majors(plantable=False)))
def test_an_attribute_that_differs_in_no_schema(number: int, on_major: Databases) -> None:
    case = CASES[number - 1]
    scope = Scope(roles=case.kind is Kind.ROLE or case.identity.startswith("role "))
    try:
        first, database = (on_major.fresh(case.setup) for _ in range(2))
        before, twin = read(first, scope), read(database, scope)
        execute(database, case.change)
        after = read(database, scope)
    finally:
        on_major.drop()
    expected = {("changed", case.kind.value, case.identity, tuple(sorted({case.attribute, *case.along})))}
    assert compare(*comparable(before, twin)) == ()
    assert shown(compare(*comparable(before, after))) == expected
    assert shown(compare(*comparable(after, before))) == expected
