"""Taking cases of the corpus from one schema to the other and back, and judging what came of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sync.compare import Difference
from sync.errors import PlanError
from sync.plan.batches import Statement
from sync.plan.own import is_about_that
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.postgres.database import Database
from sync.postgres.session import connect
from sync.selection import Selection
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.attribute_cases.every import TABLESPACE
from tests.support.catalogs import between
from tests.support.corpus import ROLES, Case, Way
from tests.support.exporting import TIES_SAID_SINCE, dumped
from tests.support.servers import Databases, execute

Place = tuple[str, str]
Part = tuple[str, str, str]
"""The schema, the table, and the name of what is in it; without that, all of the table."""
Values = Mapping[Place, Mapping[str, Counter[str | None]]]
"""By relation and column: how many rows have which text in it."""

_COUNT = ""  # as the name of a column: how many rows there are
_ROLE = "DO $$ BEGIN CREATE ROLE {}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
# Where values are, not those of children; how far a sequence has counted is one, too.
_HOLDERS = """
SELECT n.nspname, c.relname, array_agg(a.attname ORDER BY a.attname)
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped AND a.attnum > 0 AND a.attname <> 'log_cnt'
 WHERE c.relkind IN ('r', 'p', 'S') AND n.nspname !~ '^(pg_|information_schema$)'
   AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
 GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the two ways of cases that travel together.

    Attributes:
        cases: Which.
        back: Whether it is the way back.
    """

    cases: Sequence[Case]
    back: bool

    @property
    def targets(self) -> Iterator[tuple[Case, Way]]:
        """Where each goes."""
        return ((one, one.before if self.back else one.after) for one in self.cases)

    @property
    def refused(self) -> str:
        """Why there is no way for one of them; empty where there is one for all."""
        return next((way.refused for _, way in self.targets if way.refused), "")

    @property
    def changes(self) -> frozenset[Part]:
        """The values that rightly change."""
        return _parts((one.schema, text) for one, way in self.targets for text in way.changes)

    @property
    def inherited(self) -> frozenset[Part]:
        """The columns and checks of which no statement says whose own they are."""
        return _parts((one.schema, text) for one, way in self.targets for text in way.inherited)

    def about(self, text: str) -> Sequence[Case]:
        """Which cases a text is about: those whose schemas it names, or else those that make what it names."""
        words = _words(text)
        if len(self.cases) == 1:
            return self.cases
        within = [one for one in self.cases if one.schema in words]
        return within or [one for one in self.cases if words <= _words(one.before.sql + one.after.sql)]


def _parts(texts: Iterable[tuple[str, str]]) -> frozenset[Part]:
    found = ((schema, *text.partition(".")) for schema, text in texts)
    return frozenset((schema, table, name) for schema, table, _, name in found)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def travel(databases: Databases, scratch: Scratch, cases: Sequence[Case], *, proof: bool) -> None:
    """Take cases there and back. What fails is an assertion, or an error of the server or of schemabot."""
    prepare(databases)
    there, back = Leg(cases, back=False), Leg(cases, back=True)
    a = built(databases, back, seeded=True)
    if not there.refused:
        _go(databases, scratch, there, a, proof=proof)
    else:
        _is_refused(databases, scratch, there, a)
        a = built(databases, there)
    if not back.refused:
        _go(databases, scratch, back, a, proof=proof)
    else:
        _is_refused(databases, scratch, back, a)


def prepare(databases: Databases) -> None:
    """Give the server the roles and the tablespace that cases name."""
    databases.tablespace(TABLESPACE)
    for role in ROLES:
        execute(databases.server.database(), _ROLE.format(role))


def built(databases: Databases, leg: Leg, *, seeded: bool = False) -> Database:
    """A new database as the leg's cases are at its end."""
    database = databases.fresh()
    with connect(database, autocommit=True) as connection:
        for case, way in leg.targets:
            for file, text in case.statements(way, seeded=seeded):
                try:
                    connection.execute(text.encode())
                except psycopg.Error as error:
                    pytest.fail(f"{case.name}/{file}: {error}")
                connection.execute("RESET SESSION AUTHORIZATION; RESET ALL")
    return database


def _go(databases: Databases, scratch: Scratch, leg: Leg, a: Database, *, proof: bool) -> None:
    """Make a database like a new one of where the cases go."""
    b, before = built(databases, leg), values(a)
    found = arrived(databases, scratch, a, b, proof=proof, inherited=leg.inherited)
    only(lost(before, values(a), leg.changes), "is not kept")
    told, expected = hazards(found, leg), _expected(leg, databases.major)
    only(told - expected, "is a hazard that is told and not expected")
    only(expected - told, "is a hazard that is expected and not told")


def arrived(
    databases: Databases,
    scratch: Scratch,
    a: Database,
    b: Database,
    *,
    proof: bool,
    inherited: AbstractSet[Part] = frozenset(),
) -> Plan:
    """The plan that made a database like another one: nothing differs, pg_dump says so, a second plan is empty.

    But for what is to be the table's own, or its parents' alone, and cannot be made so; a second plan says that.
    """
    found = planned(a, b, scratch, proof=proof)
    with connect(a, autocommit=True) as connection:
        for statement in found.statements:
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                pytest.fail(f"{error}\nin: {statement}")
    left = {one for one in between(a, b) if is_about_that(one)}
    only([_shown(one) for one in between(a, b) if one not in left], "differs still")
    only({str(one.identity) for one in left if one.identity[1:4] not in inherited}, "is not whose it should be")
    if databases.major >= TIES_SAID_SINCE and not inherited:
        ours, theirs = (Counter(dumped(one, databases.server)) for one in (a, b))
        only((ours - theirs).elements(), "pg_dump says of what was changed alone")
        only((theirs - ours).elements(), "pg_dump says of what was made new alone")
    again = planned(a, b, scratch, proof=False)
    only(map(_shown, again.differences), "differs still, for a second plan")
    said = " ".join(one.message for one in again.diagnostics if one.code == "inherited")
    only((".".join(one) for one in inherited if f"{one[0]}.{one[1]}/{one[2]}" not in said), "is not said")
    return found


def _shown(one: Difference) -> str:
    return f"{one.change} {one.identity.kind} {one.identity} {', '.join(each.name for each in one.attributes)}"


def only(found: Iterable[str], problem: str) -> None:
    """Fail where there is anything."""
    if shown := "\n".join(sorted(found)):
        pytest.fail(f"{problem}:\n{shown}")


def _is_refused(databases: Databases, scratch: Scratch, leg: Leg, a: Database) -> None:
    with pytest.raises(PlanError, match=re.escape(leg.refused)):
        planned(a, built(databases, leg), scratch, proof=False)


def planned(a: Database, b: Database, scratch: Scratch, *, proof: bool) -> Plan:
    """What makes one database like the other."""
    sides = (LiveSource("a", a, None), LiveSource("b", b, None))
    return plan(*sides, scratch, Wanted(Selection.of((), cosmetic=True), proof=proof))


def values(database: Database) -> Values:
    """All that tables and sequences hold."""
    with connect(database, autocommit=True) as connection:
        holders = connection.execute(_HOLDERS).fetchall()
        return {(schema, name): _held(connection, schema, name, columns) for schema, name, columns in holders}


def _held(
    connection: psycopg.Connection[tuple[Any, ...]], schema: str, name: str, columns: Sequence[str | None]
) -> Mapping[str, Counter[str | None]]:
    names = [one for one in columns if one is not None]
    texts = [sql.SQL("{}::text").format(sql.Identifier(one)) for one in names]
    select = sql.SQL("SELECT {} FROM ONLY {}").format(
        sql.SQL(", ").join([sql.SQL("''"), *texts]), sql.Identifier(schema, name)
    )
    rows = connection.execute(select).fetchall()
    return {column: Counter(row[number] for row in rows) for number, column in enumerate((_COUNT, *names))}


def lost(before: Values, after: Values, changes: AbstractSet[Part]) -> Iterator[str]:
    """The tables and columns that are there still, and do not hold what they did.

    Args:
        before: What they held.
        after: What they hold.
        changes: The schema, table and column of values that rightly change; without a column, all of the table.
    """
    for (schema, table), columns in before.items():
        for column, held in columns.items():
            now = after.get((schema, table), {}).get(column, held)
            known = {(schema, table, column), (schema, table, "")} & changes
            if now != held and not known:
                yield f"{schema}.{table}.{column}: {dict(held)} became {dict(now)}"


def hazards(found: Plan, leg: Leg) -> set[str]:
    """The name of a case and the kind of a hazard, for each that a plan tells."""
    return {
        f"{case.name}: {hazard.kind}"
        for statement in _statements(found)
        for hazard in statement.effect.hazards
        for case in leg.about(statement.about)
    }


def _expected(leg: Leg, major: int) -> set[str]:
    """The same of those that a plan must tell. One may be said of older versions only: `index-build before 17`."""
    found = ((one, *text.partition(" before ")) for one, way in leg.targets for text in way.hazards)
    return {f"{one.name}: {kind}" for one, kind, _, end in found if not end or major < int(end)}


def _statements(found: Plan) -> list[Statement]:
    return [one for batch in found.batches for one in batch.statements]
