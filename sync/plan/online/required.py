"""Columns that become NOT NULL by way of a check: PostgreSQL does not look again at what a valid one tells.

The check is called `schemabot_not_null`. When it ends between the steps it is still there, and a new plan drops it.
"""

from collections.abc import Iterator
from dataclasses import replace

from sync.model import Identity, Kind
from sync.model.objects import Column, Domain
from sync.plan.actions import Action, Runs
from sync.plan.alter import columns, identities
from sync.plan.create.not_null_names import looked_up
from sync.plan.online.scene import Scene, place_of
from sync.plan.references import relation
from sync.plan.sql import NOTHING, Sql, name, write
from sync.plan.whole import Whole, pair

_OF_ROWS = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.COMPOSITE_TYPE})


def changed(action: Action, old: Column, new: Column, scene: Scene) -> Iterator[Action]:
    """A column that is there, and becomes NOT NULL, or so in another way. Its type and its default come before."""
    becomes_valid = columns.becomes_valid(old, new)
    required = columns.required(replace(new, not_null_name=None) if becomes_valid else new)
    if not new.not_null or required not in action.statements or scene.table(*place_of(new)) is None:
        return
    rest = replace(action, statements=tuple(one for one in action.statements if one != required))
    if becomes_valid:
        validated = looked_up("VALIDATE CONSTRAINT %I", new)
        yield from (replace(action, statements=(validated,), runs=Runs.APART), rest)
    elif old.not_null:
        yield from _proven(action, new, scene, action.statements)
    elif identities.begins(old, new):
        yield from (*made(action, new, scene), rest)
    else:
        yield from (rest, *made(action, new, scene))


def made(action: Action, one: Column, scene: Scene) -> Iterator[Action]:
    """A column of a table that is there becomes NOT NULL, in a transaction of its own."""
    yield from _proven(action, one, scene, (columns.required(one),))


def _proven(action: Action, one: Column, scene: Scene, statements: tuple[Sql, ...]) -> Iterator[Action]:
    """Statements that make a column NOT NULL, when it is known that it may be.

    One of a composite type is read for that: whether `IS NOT NULL` holds depends on what is in its values.
    """
    if _is_composite(one.type, scene.after):
        yield replace(action, statements=statements, runs=Runs.APART)
        return
    own, check = relation(one.identity), name(scene.free("schemabot_not_null"))
    inherit = Sql(" NO INHERIT") if one.not_null_options else NOTHING
    column = name(one.identity.name)
    for several in (
        (write("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({} IS NOT NULL){} NOT VALID", own, check, column, inherit),),
        (write("ALTER TABLE {} VALIDATE CONSTRAINT {}", own, check),),
        (*statements, write("ALTER TABLE {} DROP CONSTRAINT {}", own, check)),
    ):
        yield replace(action, statements=several, runs=Runs.APART)


def _is_composite(of: str, whole: Whole) -> bool:
    """Whether a type is that of rows, or a domain over one."""
    if "." not in of or of.endswith("]"):
        return False
    schema, own = pair(of)
    domain = whole.catalog.objects.get(Identity(Kind.DOMAIN, schema, "", own))
    if isinstance(domain, Domain):
        return _is_composite(domain.type, whole)
    return any(Identity(kind, schema, "", own) in whole.catalog.objects for kind in _OF_ROWS)
