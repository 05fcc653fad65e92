"""What is said of statements is what a server does: its locks, the tables that it rewrites, reads and indexes."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from sync.catalog import Scope, read_catalog
from sync.catalog.across import comparable
from sync.compare import compare
from sync.model import Catalog, Kind
from sync.parsing import TREE, unwrapped
from sync.plan.change import changes
from sync.plan.effects import alter_table, trees
from sync.plan.effects.analyst import Analyst
from sync.plan.effects.effect import HazardKind
from sync.plan.export import SETTINGS
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.selection import EVERYTHING
from tests.support.attribute_cases.every import CASES
from tests.support.measuring import Measure
from tests.support.planting import CITEXT, is_plantable, is_said, planted, run
from tests.support.servers import Databases, chosen_majors, execute

_FOLDER = Path(__file__).with_name("measured")
_ROLE = "DO $$ BEGIN CREATE ROLE measured; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
_SINCE = re.compile(r"-- since: (\d+)")
_WHOLE = Scope(dependencies=True)
_MAJORS = [pytest.param(one, marks=pytest.mark.major(one)) for one in chosen_majors()]
# What PostgreSQL has no statement for, or none that undoes it.
_IMPOSSIBLE = {(Kind.TABLE, "partition_key"), (Kind.FOREIGN_TABLE, "server"), (Kind.COLUMN, "inherited")}
_ONE_WAY = {(Kind.CONSTRAINT, "attached_to"), (Kind.INDEX, "attached_to"), (Kind.CONSTRAINT, "inherited")}


def _tables(database: Database, _: EmbeddedServer) -> None:
    execute(database, _ROLE + _FOLDER.joinpath("tables.sql").read_text(encoding="utf-8"))


def _texts(file: str, separator: str, major: int) -> Iterator[str]:
    """The parts of a file that a major version knows."""
    for text in _FOLDER.joinpath(file).read_text(encoding="utf-8").split(separator):
        since = _SINCE.search(text)
        if since is None or int(since[1]) <= major:
            yield _SINCE.sub("", text).strip()


@pytest.mark.parametrize("major", _MAJORS)
def test_statements_by_themselves(on_major: Databases, major: int) -> None:
    database = on_major.fresh(template=on_major.template("measured", _tables))
    before = read_catalog(database, _WHOLE)
    statements = [one.removesuffix(";") for one in _texts("alone.sql", "\n", major) if one.endswith(";")]
    with connect(database, autocommit=True) as connection:
        measure = Measure(connection)
        wrong = [measure.compared(one, Analyst(before).effect(one), keep=False) for one in statements]
    assert "".join(wrong) == ""


@pytest.mark.parametrize("major", _MAJORS)
def test_statements_one_after_the_other(on_major: Databases, major: int) -> None:
    template = on_major.template("measured", _tables)
    before = read_catalog(on_major.fresh(template=template), _WHOLE)
    for text in _texts("together.sql", "\n\n", major):
        statements = [line.removesuffix(";") for line in text.splitlines() if not line.startswith("--")]
        assert "".join(_wrong(on_major.fresh(template=template), before, None, statements)) == ""


def _wrong(
    database: Database, before: Catalog, after: Catalog | None, statements: Iterable[str], settings: Iterable[str] = ()
) -> Iterator[str]:
    """Run statements, and tell where what they do is not what is said."""
    analyst = Analyst(before, after)
    with connect(database, autocommit=True) as connection:
        for one in settings:
            connection.execute(one.encode())
        measure = Measure(connection)
        for one in statements:
            effect = analyst.effect(one)
            assert HazardKind.NOT_JUDGED not in {hazard.kind for hazard in effect.hazards}, one
            if not effect.transactional:
                connection.execute(one.encode())
            else:
                yield measure.compared(one, effect)


def test_every_command_of_alter_table_is_measured() -> None:
    measured = {
        unwrapped(command)[1].subtype
        for file in ("alone.sql", "together.sql")
        for kind, node in trees.statements(_FOLDER.joinpath(file).read_text(encoding="utf-8")) or ()
        if kind == "AlterTableStmt"
        for command in node.cmds
    }
    assert measured == alter_table.KNOWN - alter_table.INTERNAL - {TREE.AT_DetachPartitionFinalize}


@pytest.mark.parametrize(
    ("major", "back"),
    [
        pytest.param(major, back, marks=pytest.mark.major(major), id=f"{major}-{'back' if back else 'forth'}")
        for back in (False, True)
        for major in chosen_majors()
    ],
)
def test_plans_of_every_attribute(on_major: Databases, major: int, back: bool) -> None:
    cases = [
        (number, one)
        for number, one in enumerate(CASES)
        if one.since <= major <= one.until
        and is_plantable(one)
        and is_said(one)
        and (one.kind, one.attribute) not in _IMPOSSIBLE | (_ONE_WAY if back else set())
    ]
    plants = [planted(case, f"case_{number}") for number, case in cases]
    sides = [on_major.fresh(CITEXT) for _ in range(2)]
    for side in sides:
        run(side, (one.both for one in plants))
    run(sides[1], (one.second for one in plants))
    a, b = reversed(sides) if back else sides
    before, after = comparable(read_catalog(a, _WHOLE), read_catalog(b, _WHOLE))
    statements = [
        one for action in changes(before, after, EVERYTHING.keep(compare(before, after))) for one in action.statements
    ]
    assert "".join(_wrong(a, before, after, statements, SETTINGS)) == ""
