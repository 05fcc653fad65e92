"""Constraints that hold for new rows at once, and are then found to hold for those that are there.

When it ends in between, the constraint is there and not valid: a new plan validates it.
"""

from collections.abc import Iterator
from dataclasses import replace

from sync.model import Identity, Kind
from sync.model.objects import Constraint, DomainConstraint
from sync.plan.actions import Action, Runs
from sync.plan.create import relations, types
from sync.plan.online.scene import Scene
from sync.plan.references import relation
from sync.plan.sql import name, write

_CHECKED = frozenset({"check", "foreign key"})
_NOT_VALID = " NOT VALID"
_UNCHECKED = (_NOT_VALID, " NOT ENFORCED")
# Since when a foreign key of a partitioned table may be not valid.
_REFERENCES_OF_PARTITIONED_SINCE = 18


def constraint(action: Action, one: Constraint, scene: Scene, gone: Action | None) -> Iterator[Action]:
    """A check or a foreign key of a table that was there."""
    table = scene.table(one.identity.schema, one.identity.relation)
    if one.type not in _CHECKED or one.inherited or one.definition.endswith(_UNCHECKED) or table is None:
        return
    is_reference = one.type == "foreign key"
    if is_reference and table.partition_key is not None and scene.major < _REFERENCES_OF_PARTITIONED_SINCE:
        return
    unchecked = relations.constraint(replace(one, definition=one.definition + _NOT_VALID), scene.after)
    old = gone.statements if gone else ()
    yield replace(action, statements=(*old, *unchecked), runs=Runs.APART)
    found = write("ALTER TABLE {} VALIDATE CONSTRAINT {}", relation(one.identity), name(one.identity.name))
    yield replace(action, statements=(found,), runs=Runs.APART)


def domain_constraint(action: Action, one: DomainConstraint, scene: Scene, gone: Action | None) -> Iterator[Action]:
    """A check of a domain that was there. Before PostgreSQL 18, writes to its tables wait while it is validated."""
    domain = Identity(Kind.DOMAIN, one.identity.schema, "", one.identity.relation)
    if one.definition.endswith(_NOT_VALID) or not scene.stands(domain):
        return
    unchecked = types.domain_constraint(replace(one, definition=one.definition + _NOT_VALID), scene.after)
    old = gone.statements if gone else ()
    yield replace(action, statements=(*old, *unchecked), runs=Runs.APART)
    found = write("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", relation(one.identity), name(one.identity.name))
    yield replace(action, statements=(found,), runs=Runs.APART)


def changed(action: Action, old: Constraint | DomainConstraint, new: Constraint | DomainConstraint) -> Iterator[Action]:
    """A constraint that becomes valid, which reads all rows: each statement by itself."""
    if old.definition.endswith(_UNCHECKED) and not new.definition.endswith(_UNCHECKED):
        yield from (replace(action, statements=(one,), runs=Runs.APART) for one in action.statements)
