"""Random edits of a schema, as people make them: drawn again where the server refuses them."""

from collections.abc import Callable
from random import Random

import psycopg

from sync.postgres.database import Database
from sync.postgres.session import connect
from tests.support.edits import others, tables
from tests.support.edits.drawing import SEEN_COLUMNS, Draw

_Edit = Callable[[Draw], str]

_ATTEMPTS = 30  # for each edit that takes place
_OFTEN: tuple[_Edit, ...] = (
    tables.drop_column,
    tables.default,
    tables.column_setting,
    tables.table,
    others.create_view,
    others.change_view,
    others.facts,
)
_EDITS: tuple[_Edit, ...] = (
    *_OFTEN,
    *_OFTEN,
    tables.add_column,
    tables.rename_column,
    lambda draw: tables.retype(draw, draw.column),
    lambda draw: tables.retype(draw, draw.one(SEEN_COLUMNS)),
    tables.serial_to_identity,
    tables.add_constraint,
    tables.rename_constraint,
    tables.drop_constraint,
    tables.defer_constraint,
    tables.create_index,
    tables.change_index,
    tables.mark_index,
    tables.partitioned,
    tables.change_partitioned,
    others.drop_function,
    others.change_function,
    others.move_function,
    others.replace_function,
    others.create_function,
    others.create_trigger,
    others.change_trigger,
    others.change_materialized,
    others.enum,
    others.policy,
    others.other,
)


def edit(database: Database, random: Random, number: int) -> list[str]:
    """Make random edits, each in a transaction of its own.

    Args:
        database: What is edited; its server has the roles of the corpus.
        random: What decides about everything.
        number: How many edits have to take place.

    Returns:
        Those that did, as SQL.
    """
    made: list[str] = []
    with connect(database, autocommit=True) as connection:
        connection.execute("SET search_path = ''; SET client_min_messages = warning")
        draw = Draw(connection, random)
        for draw.number in range(number * _ATTEMPTS):
            if len(made) == number:
                break
            try:
                statements = random.choice(_EDITS)(draw)
                with connection.transaction():
                    connection.execute(statements.encode())
            except (psycopg.Error, LookupError):
                continue  # the server refuses it, or there is nothing to draw from
            made.append(statements)
    return made
