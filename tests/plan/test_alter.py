"""What differs in one attribute is changed in place, there and back, wherever PostgreSQL has a statement for it.

As in `test_attributes`, most cases stand beside each other in one pair of databases.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from sync.catalog import Scope
from sync.model import Catalog, Kind
from sync.model.objects import CLASSES
from sync.plan.export import SETTINGS
from sync.postgres.database import Database
from tests.support.altering import NOT_OBJECTS, answer, differences
from tests.support.attribute_cases.case import AttributeCase
from tests.support.attribute_cases.every import CASES
from tests.support.catalogs import PLAIN, read
from tests.support.planting import CITEXT, FORCED, is_plantable, planted, run
from tests.support.servers import Databases, chosen_majors, execute, many_majors


@dataclass(frozen=True, slots=True)
class No:
    """That PostgreSQL cannot change an attribute in place.

    Attributes:
        why: What it lacks.
        until: The last major version that lacks it.
    """

    why: str
    until: int = 99


_MADE_ONCE = No("ALTER has no word for it")
_NAMES = No("what calls it may call it by the names of its arguments, or rely on its result")
_BUILT = No("it would have to be built again")
_PARSER = No("ALTER TEXT SEARCH PARSER knows only names")
CANNOT: Mapping[tuple[Kind, str], No] = {
    (Kind.ENUM, "values"): No("a value can be added, and not taken away or moved"),
    **{(Kind.DOMAIN, name): No("ALTER DOMAIN has no TYPE") for name in ("type", "collation")},
    (Kind.DOMAIN_CONSTRAINT, "definition"): No("it can only become valid"),
    (Kind.COMPOSITE_TYPE, "columns"): No("a new attribute comes last"),
    **{
        (Kind.RANGE_TYPE, name): _MADE_ONCE
        for name in ("subtype", "operator_class", "collation", "canonical", "subtype_difference", "multirange")
    },
    **{
        (Kind.BASE_TYPE, name): _MADE_ONCE
        for name in (
            *("input", "output", "length", "by_value", "alignment", "category", "preferred"),
            *("default", "element", "delimiter", "collatable"),
        )
    },
    (Kind.BASE_TYPE, "storage"): No("what may be stored elsewhere cannot become plain"),
    **{
        (Kind.COLLATION, name): No("what is sorted by it would have to be sorted again")
        for name in ("deterministic", "collate", "ctype", "locale", "rules")
    },
    (Kind.TABLE, "partition_key"): No("all rows would have to move"),
    (Kind.TABLE, "access_method"): No("SET ACCESS METHOD is of PostgreSQL 15", until=14),
    (Kind.VIEW, "definition"): No("CREATE OR REPLACE takes only more columns, which the definition does not tell"),
    (Kind.MATERIALIZED_VIEW, "definition"): _BUILT,
    (Kind.MATERIALIZED_VIEW, "access_method"): No("SET ACCESS METHOD is of PostgreSQL 15", until=14),
    (Kind.COLUMN, "generated"): No("it can only stop being generated, and that only where it is stored"),
    (Kind.COLUMN, "generated_as"): No("SET EXPRESSION is of PostgreSQL 17, and not for a plain column"),
    (Kind.COLUMN, "inherited"): No("it follows from how the table came to its parents"),
    (Kind.CONSTRAINT, "type"): _BUILT,
    (Kind.CONSTRAINT, "definition"): No("only its state can be changed: when it is checked, and that it is valid"),
    (Kind.CONSTRAINT, "inherited"): No("it follows from how the table came to its parents"),
    (Kind.CONSTRAINT, "attached_to"): No("an index is attached for good"),
    (Kind.INDEX, "definition"): _BUILT,
    (Kind.INDEX, "attached_to"): No("an index is attached for good"),
    (Kind.STATISTICS, "definition"): _BUILT,
    **{(Kind.POLICY, name): _MADE_ONCE for name in ("command", "permissive")},
    (Kind.POLICY, "with_check"): No("a condition can be changed, and not taken away"),
    (Kind.TRIGGER, "definition"): No("a constraint trigger cannot be replaced, and before PostgreSQL 14 none"),
    **{(Kind.EVENT_TRIGGER, name): _MADE_ONCE for name in ("event", "tags", "function")},
    **{(Kind.FUNCTION, name): _NAMES for name in ("arguments", "result")},
    (Kind.PROCEDURE, "arguments"): _NAMES,
    (Kind.AGGREGATE, "arguments"): _NAMES,
    **{(Kind.CAST, name): _MADE_ONCE for name in ("function", "context", "method")},
    **{(Kind.CONVERSION, name): _MADE_ONCE for name in ("for_encoding", "to_encoding", "default")},
    (Kind.ACCESS_METHOD, "handler"): _MADE_ONCE,
    (Kind.TEXT_SEARCH_CONFIGURATION, "parser"): _MADE_ONCE,
    (Kind.TEXT_SEARCH_DICTIONARY, "template"): _MADE_ONCE,
    **{(Kind.TEXT_SEARCH_PARSER, name): _PARSER for name in ("start", "token", "end", "headline", "token_types")},
    **{(Kind.TEXT_SEARCH_TEMPLATE, name): _MADE_ONCE for name in ("initialize", "lexize")},
    **{
        (Kind.PUBLICATION_TABLE, name): No("it is dropped from the publication and added")
        for name in ("columns", "filter")
    },
}
# An extension has scripts that bring it up to date, and none that bring it back.
_ONE_WAY = {(Kind.EXTENSION, "version")}


@dataclass(frozen=True, slots=True)
class Altered:
    """A database that was made like another, object by object.

    Attributes:
        cannot: Kinds and attributes for which there was no statement.
        failures: What the server had against a statement, with the statement.
        left: What still differs of the objects for which there was one.
    """

    cannot: frozenset[tuple[Kind, str]]
    failures: tuple[str, ...]
    left: tuple[str, ...]


def _altered(database: Database, old: Catalog, new: Catalog, scope: Scope = PLAIN) -> Altered:
    found = [(one, answer(one, old, new)) for one in differences(old, new)]
    texts = [";\n".join((*SETTINGS, *statements)) for _, statements in found if statements]
    said = run(database, texts)
    done = {one.identity for one, statements in found if statements is not None}
    after = differences(read(database, scope), new)
    return Altered(
        frozenset((one.identity.kind, each.name) for one, made in found if made is None for each in one.attributes),
        tuple(f"{text}\n{error}" for text, error in zip(texts, said, strict=True) if error),
        tuple(f"{one.identity.kind} {one.identity} {one.attributes}" for one in after if one.identity in done),
    )


def _wanted(major: int, *, plantable: bool) -> Iterator[tuple[int, AttributeCase]]:
    """The cases that a statement can make, those that stand beside each other or the others."""
    for number, case in enumerate(CASES):
        if (
            case.since <= major <= case.until
            and case.kind not in NOT_OBJECTS
            and is_plantable(case) is plantable
            and not FORCED.search(case.setup + case.change)
        ):
            yield number, case


def _expected(major: int, cases: Iterable[AttributeCase]) -> set[tuple[Kind, str]]:
    there = {(case.kind, attribute) for case in cases for attribute in (case.attribute, *case.along)}
    return {one for one, no in CANNOT.items() if one in there and major <= no.until}


@pytest.mark.parametrize("major", [pytest.param(one, marks=pytest.mark.major(one)) for one in chosen_majors()])
def test_every_attribute(on_major: Databases, major: int) -> None:
    cases = dict(_wanted(major, plantable=True))
    plants = [planted(case, f"case_{number}") for number, case in cases.items()]
    sides = [on_major.fresh(CITEXT) for _ in range(2)]
    made = [text for side in sides for text in run(side, (one.both for one in plants))]
    made += run(sides[1], (one.second for one in plants))
    first, second = (read(side) for side in sides)
    forth, back = _altered(sides[0], first, second), _altered(sides[1], second, first)
    assert "".join(made) == ""
    assert forth.failures + back.failures == ()
    assert forth.left + back.left == ()
    assert forth.cannot | back.cannot == _expected(major, cases.values())


@pytest.mark.parametrize(
    ("major", "number"),
    [
        pytest.param(major, number, marks=pytest.mark.major(major), id=f"{major}-{case.kind}-{case.attribute}-{number}")
        for major in many_majors()
        for number, case in _wanted(major, plantable=False)
    ],
)
def test_every_attribute_of_what_is_in_no_schema(on_major: Databases, number: int) -> None:
    """Roles are the server's: there is one pair of states, and not of databases."""
    case = CASES[number]
    scope = Scope(roles=case.kind is Kind.ROLE)
    database = on_major.fresh(case.setup)
    first = read(database, scope)
    execute(database, case.change)
    second = read(database, scope)
    back = None if (case.kind, case.attribute) in _ONE_WAY else _altered(database, second, first, scope)
    if back is None or back.cannot:
        database = on_major.fresh(case.setup)
    forth = _altered(database, first, second, scope)
    for one in (forth, back or forth):
        assert one.failures == ()
        assert one.left == ()
        assert one.cannot <= _expected(on_major.major, [case])


def test_what_cannot_be_changed_is_told_of_objects_that_there_are() -> None:
    found: defaultdict[Kind, set[str]] = defaultdict(set)
    for case in CASES:
        found[case.kind] |= {case.attribute, *case.along}
    assert set(CLASSES) >= {kind for kind, _ in CANNOT}
    assert [(kind, name) for kind, name in CANNOT if name not in found[kind]] == []
