"""Schemas that nobody thought of, and what a few edits make of them: a plan leads there, and keeps what can be kept.

With SCHEMABOT_TEST_EXAMPLES=1000 as many are drawn, others each time; without it always the same few. A failure names
its seed at once; SCHEMABOT_TEST_SEED draws that one alone and makes it small, which may take half an hour.
"""

import os
import random
from collections.abc import Iterator, Sequence

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings

from sync.errors import PlanError
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.support.corpus import ROLES
from tests.support.random_schemas.drawing import Pair, pairs
from tests.support.random_schemas.rows import changing, seeded
from tests.support.servers import Databases, execute
from tests.support.travelling import arrived, lost, only, prepare, values

_FEW = 50
_WANTED = os.environ.get("SCHEMABOT_TEST_EXAMPLES", "")
_SEED = os.environ.get("SCHEMABOT_TEST_SEED", "")
_FIRST = int(_SEED) if _SEED else random.randrange(2**32) if _WANTED else 0  # noqa: S311 - where to begin is no secret
# Hypothesis begins with the simplest example, and makes five of each other one that hardly differ, so that as many as
# wanted are drawn one by one, each with a seed of its own.
_SIMPLEST_AND_ONE = 2
# What PostgreSQL cannot do without losing what is there, see `sync.plan.refusals`.
_REFUSED = (
    *("partition_key", "is partitioned by it", "has the row type of", "cannot follow", "begins to inherit from"),
    *("(generated", "generated, generated_as", "inherits", "NOT NULL by its parents alone", "is a part of index"),
)


@pytest.fixture(scope="module")
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    """Where texts are settled."""
    with Scratch(server) as made:
        yield made


@pytest.mark.timeout(0 if _WANTED or _SEED else 300)
def test_plans_lead_from_one_random_schema_to_another(databases: Databases, scratch: Scratch) -> None:
    prepare(databases)
    for role in ROLES:  # functions are called as the owner of a table when its indexes are built
        execute(databases.server.database(), f"GRANT pg_read_all_data TO {role}")

    arrived_before = set[tuple[Sequence[str], ...]]()  # the simplest is the same each time

    @settings(
        max_examples=_SIMPLEST_AND_ONE,
        deadline=None,
        database=None,
        print_blob=True,
        phases=(Phase.generate, Phase.shrink) if _SEED else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(pairs())
    def travels(pair: Pair) -> None:
        sides = (pair.a.statements, pair.b.statements)
        if sides in arrived_before:
            return
        try:
            _travel(databases, scratch, pair)
        finally:
            databases.drop()
        arrived_before.add(sides)

    for number in range(1 if _SEED else int(_WANTED or _FEW)):
        try:
            seed(_FIRST + number)(travels)()
        except (Exception, pytest.fail.Exception) as error:
            error.add_note(f"SCHEMABOT_TEST_SEED={_FIRST + number} draws it again")
            raise


def _travel(databases: Databases, scratch: Scratch, pair: Pair) -> None:
    """Take a random schema to what it becomes. What fails is an assertion, or an error of the server or schemabot."""
    rows = tuple(seeded(pair))
    for name, statements in (("A", pair.a.statements), ("its rows", rows), ("B", pair.b.statements)):
        note(f"-- {name}\n" + ";\n".join(statements) + ";")
    a, b = _built(databases, (*pair.a.statements, *rows)), _built(databases, pair.b.statements)
    before = values(a)
    try:
        arrived(databases, scratch, a, b, proof=False)
    except PlanError as error:
        if not any(text in error.problem for text in _REFUSED):
            raise
    else:
        only(lost(before, values(a), changing(pair)), "is not kept")


def _built(databases: Databases, statements: Sequence[str]) -> Database:
    """A new database in which some statements have run."""
    database = databases.fresh()
    with connect(database) as connection:
        for one in statements:
            try:
                connection.execute(one.encode())
            except psycopg.Error as error:
                pytest.fail(f"the schema is none: {error}\nin: {one}")
        connection.commit()
    return database
