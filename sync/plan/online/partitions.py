"""Partitions that leave their parents while others read and write."""

from collections.abc import Iterator
from dataclasses import replace

from sync.model.objects import Constraint, Table
from sync.plan.actions import Action, Runs
from sync.plan.alter import tables
from sync.plan.online.scene import Scene
from sync.plan.references import place
from sync.plan.sql import NOTHING, Sql, body, joined, literal, write

_CONCURRENTLY_SINCE = 14
# What PostgreSQL gives to the table, so that queries that began before can rely on the partition's bounds.
_WITHOUT_BOUNDS = """
DECLARE
    bounds name;
BEGIN
    FOR bounds IN
        SELECT conname FROM pg_constraint WHERE conrelid = {}::regclass AND contype = 'c'{}
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', {}, bounds);
    END LOOP;
END
"""


def changed(action: Action, old: Table, new: Table, scene: Scene) -> Iterator[Action]:
    """A partition that leaves its parent for good; one that moves to another place does so at once.

    When it ends before its time the partition is still leaving, and a new plan brings that to its end; or it has a
    check of its former bounds, which a new plan drops.
    """
    plain = tables.detached(old)
    if plain not in action.statements or not _may_leave(old, new, scene):
        return
    yield replace(action, statements=(tables.detached(old, concurrently=True),), runs=Runs.ALONE)
    yield replace(action, statements=(_without_bounds(old, scene),), runs=Runs.APART)
    yield replace(action, statements=tuple(one for one in action.statements if one != plain))


def _may_leave(old: Table, new: Table, scene: Scene) -> bool:
    if scene.major < _CONCURRENTLY_SINCE or old.detach_pending or new.partition_of is not None:
        return False
    both = (one for side in (scene.before, scene.after) for one in side.tables.values())
    return not any(one.partition_of == old.partition_of and one.partition_bound == "DEFAULT" for one in both)


def _without_bounds(old: Table, scene: Scene) -> Sql:
    own = old.identity
    known = {
        one.identity.name
        for side in (scene.before, scene.after)
        for one in side.of(Constraint)
        if (one.identity.schema, one.identity.relation) == (own.schema, own.name)
    }
    but = write(" AND conname NOT IN ({})", joined(", ", map(literal, sorted(known)))) if known else NOTHING
    table = literal(place(own))
    return write("DO {}", body(write(_WITHOUT_BOUNDS, table, but, table)))
