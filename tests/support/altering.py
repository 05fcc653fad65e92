"""Changing in place what differs between two databases, object by object."""

from sync.catalog.across import comparable
from sync.compare import Change, Difference, compare
from sync.model import Catalog, Kind
from sync.model.kinds import FACTS
from sync.plan.alter.classes import altered
from sync.plan.following import followers
from sync.plan.sql import Sql
from sync.plan.whole import Whole
from sync.postgres.database import Database
from tests.support.catalogs import read
from tests.support.servers import Databases, execute

NOT_OBJECTS = frozenset({*FACTS, Kind.DEFAULT_PRIVILEGE})


def answer(difference: Difference, old: Catalog, new: Catalog) -> tuple[Sql, ...] | None:
    """What changes an object in place; None where nothing does."""
    names = frozenset(change.name for change in difference.attributes)
    identity = difference.identity
    before, after = Whole(old), Whole(new)
    target = after.but(followers=followers(before, after))
    return altered(old.objects[identity], new.objects[identity], names, target)


def differences(old: Catalog, new: Catalog) -> list[Difference]:
    """What differs between objects; not what is said about them, nor what takes more than one of them."""
    found = (one for one in compare(*comparable(old, new)) if one.identity.kind not in NOT_OBJECTS)
    return [one for one in found if not _is_left_to_parents(one)]


def _is_left_to_parents(one: Difference) -> bool:
    """Whether a column is to be NOT NULL by its parents alone: it has to be NULL before these are NOT NULL."""
    is_changed = one.change is Change.CHANGED
    return is_changed and [(each.name, each.new) for each in one.attributes] == [("not_null_inherited", True)]


def becomes(databases: Databases, first: str, second: str) -> Database:
    """A database in which all that differs was changed in place, so that it is like the second."""
    database = databases.fresh(first)
    old, new = read(database), read(databases.fresh(second))
    changed = [answer(one, old, new) for one in differences(old, new) if one.change is Change.CHANGED]
    for statements in changed:
        assert statements is not None
        execute(database, ";\n".join(statements))
    assert differences(read(database), new) == []
    return database
