"""Schemas before and after a change, in `tests/corpus`: a plan leads there and back, and keeps what can be kept.

Cases that stand in schemas of their own travel together. With SCHEMABOT_CORPUS='columns-*' each of those that match
travels by itself, and no others.
"""

import os
from fnmatch import fnmatch
from functools import cache

import psycopg
import pytest

from sync.errors import SchemabotError
from sync.model import Kind
from sync.shadow.scratch import Scratch
from tests.support.attribute_cases.every import TABLESPACE
from tests.support.catalogs import between
from tests.support.corpus import Case, every_case
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers, many_majors
from tests.support.travelling import Leg, built, prepare, travel

_CHOSEN = os.environ.get("SCHEMABOT_CORPUS", "")
_FAILURES = (SchemabotError, psycopg.Error, pytest.fail.Exception)
_LEAST = 250
# Those that SQL can show.
_PAINS = {1, 3, 4, 7, 11, 12, 13, 16, *range(18, 32), 35, 37, 38}
# Roles are the same for all databases of a server; labels need a library that PostgreSQL does not come with.
_UNCHANGED = {Kind.ROLE, Kind.SECURITY_LABEL}


@cache
def _cases(major: int) -> tuple[Case, ...]:
    return tuple(one for one in every_case() if one.since <= major <= one.until)


def _groups(major: int) -> list[str]:
    return sorted({one.group for one in _cases(major) if not (one.stands_by_itself or _CHOSEN)})


def _by_themselves(major: int) -> list[Case]:
    """All that have to stand by themselves, or that somebody asks for."""
    return [one for one in _cases(major) if (fnmatch(one.name, _CHOSEN) if _CHOSEN else one.stands_by_itself)]


@pytest.mark.parametrize(
    ("major", "group"),
    [
        pytest.param(major, group, marks=pytest.mark.major(major), id=f"{major}-{group}")
        for major in many_majors()
        for group in _groups(major)
    ],
)
def test_group(on_major: Databases, scratch: Scratch, major: int, group: str) -> None:
    cases = [one for one in _cases(major) if one.group == group and not one.stands_by_itself]
    try:
        travel(on_major, scratch, cases, proof=False)
    except _FAILURES as error:
        pytest.fail(f"{_each(on_major, scratch, cases) or 'each by itself does, but all together do not'}\n\n{error}")


def _each(databases: Databases, scratch: Scratch, cases: list[Case]) -> str:
    """Which cases fail by themselves, and why."""
    found = []
    for case in cases:
        try:
            travel(databases, scratch, [case], proof=False)
        except _FAILURES as error:
            found.append(f"{case.name}: {error}")
        databases.drop()
    return "\n".join(found)


@pytest.mark.parametrize(
    ("major", "case"),
    [
        pytest.param(major, case, marks=pytest.mark.major(major), id=f"{major}-{case.name}")
        for major in many_majors()
        for case in _by_themselves(major)
    ],
)
def test_case(servers: Servers, on_major: Databases, scratch: Scratch, major: int, case: Case) -> None:
    assert major == on_major.major
    servers[EMBEDDED_MAJOR].tablespace(TABLESPACE)  # where it is proven
    travel(on_major, scratch, [case], proof=True)


def test_there_are_enough_and_each_pain_of_planning_has_one() -> None:
    names = [one.name for one in every_case()]
    assert len(names) >= _LEAST
    assert {int(words[1]) for name in names if (words := name.split("-"))[0] == "pains"} >= _PAINS


def test_each_kind_is_changed(databases: Databases) -> None:
    prepare(databases)
    together = [one for one in _cases(databases.major) if not one.stands_by_itself]
    changed: set[Kind] = set()
    for cases in (together, *([one] for one in _cases(databases.major) if one.stands_by_itself)):
        if _UNCHANGED | changed < set(Kind):
            before, after = (built(databases, Leg(cases, back=back)) for back in (True, False))
            changed |= {one.identity.kind for one in between(before, after)}
    assert _UNCHANGED | changed == set(Kind)
