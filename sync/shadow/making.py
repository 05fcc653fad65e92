"""Makes the objects of a catalog in a scratch database."""

from dataclasses import dataclass

import psycopg

from sync.errors import one_line
from sync.model import Catalog, Identity, Kind
from sync.plan.actions import Part, actions
from sync.plan.export import SETTINGS
from sync.plan.order import ordered
from sync.plan.roles import roles_of
from sync.plan.whole import Whole
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect
from sync.shadow.roles import make_role, missing_roles

# In every new database.
_THERE = (Identity(Kind.SCHEMA, "public"), Part.WHOLE)


@dataclass(frozen=True, slots=True)
class NotMade:
    """An object that was not made, or not whole.

    Attributes:
        about: What it is.
        reason: Why, in the server's words: the first that it said.
    """

    about: str
    reason: str


def make(catalog: Catalog, database: Database, cancellation: Cancellation | None = None) -> tuple[NotMade, ...]:
    """Make all objects of a catalog, beside the schema `public` that is there, with the roles that they name.

    What the server refuses is left out: libraries and settings of another machine, for one.

    Args:
        catalog: What to make; read with dependencies.
        database: Where.
        cancellation: What may end it before its time.

    Raises:
        PlanError: There is no order in which it can be made.
        psycopg.Error: A role cannot be made.
    """
    failed: dict[str, NotMade] = {}
    with connect(database, autocommit=True, cancellation=cancellation) as connection:
        for name in missing_roles(connection, roles_of(catalog)):
            make_role(connection, name)
        for setting in SETTINGS:
            connection.execute(setting.encode())
        for action in ordered(actions(Whole(catalog))):
            for one in action.statements if action.step != _THERE else ():
                try:
                    connection.execute(one.encode(), binary=True)  # one statement and no more, see `proof`
                except psycopg.Error as error:
                    what = NotMade("{0.kind} {0}".format(action.step[0]), one_line(reason_of(error)))
                    failed.setdefault(action.about, what)
    return tuple(failed.values())
