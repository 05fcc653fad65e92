"""The statements that drop an object, never with CASCADE."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sync.model import Identity, SchemaObject
from sync.model.objects import (
    Column,
    Constraint,
    DomainConstraint,
    Index,
    Operator,
    OperatorFamily,
    PublicationTable,
    Subscription,
    Trigger,
    UserMapping,
)
from sync.plan.alter.routines import without_members
from sync.plan.create import relations
from sync.plan.references import reference, relation
from sync.plan.sql import Sql, name, write
from sync.plan.whole import Whole


def dropped(one: SchemaObject, whole: Whole) -> tuple[Sql, ...]:
    """Drop an object; nothing for what goes when something else does."""
    drop = _DROP.get(type(one), _plainly)
    return tuple(drop(one, whole))


def _plainly(one: SchemaObject, _: Whole) -> Iterator[Sql]:
    yield write("DROP {}", reference(one.identity))


def _column(one: Column, _: Whole) -> Iterator[Sql]:
    if not one.inherited:
        yield write("ALTER TABLE {} DROP COLUMN {}", relation(one.identity), name(one.identity.name))


def _constraint(one: Constraint, _: Whole) -> Iterator[Sql]:
    if not one.inherited and one.attached_to is None:
        yield without_constraint(one.identity)


def without_constraint(constraint: Identity) -> Sql:
    """A constraint goes from a table."""
    return write("ALTER TABLE {} DROP CONSTRAINT {}", relation(constraint), name(constraint.name))


def _domain_constraint(one: DomainConstraint, _: Whole) -> Iterator[Sql]:
    yield write("ALTER DOMAIN {} DROP CONSTRAINT {}", relation(one.identity), name(one.identity.name))


def _index(one: Index, whole: Whole) -> Iterator[Sql]:
    if one.attached_to is None:
        yield from _plainly(one, whole)


def _trigger(one: Trigger, whole: Whole) -> Iterator[Sql]:
    """A trigger; one on a partition that its parent has too stays, and fires again like that."""
    of = relations.original(one, whole)
    if of is None:
        yield from _plainly(one, whole)
    elif isinstance(parents := whole.catalog.objects[of], Trigger):
        yield relations.firing(one, "TRIGGER", relations.MODES[parents.firing])


def _operator(one: Operator, whole: Whole) -> Iterator[Sql]:
    if one.function is not None:
        yield from _plainly(one, whole)


def _operator_family(one: OperatorFamily, whole: Whole) -> Iterator[Sql]:
    """An operator family; PostgreSQL's own lose what they got."""
    if whole.owner(one.identity):
        yield from _plainly(one, whole)
    else:
        yield from without_members(one)


def _publication_table(one: PublicationTable, _: Whole) -> Iterator[Sql]:
    yield write("ALTER PUBLICATION {} DROP TABLE ONLY {}", name(one.identity.name), relation(one.identity))


def _user_mapping(one: UserMapping, _: Whole) -> Iterator[Sql]:
    role = Sql("PUBLIC") if one.identity.name == "public" else name(one.identity.name)
    yield write("DROP USER MAPPING FOR {} SERVER {}", role, name(one.identity.relation))


def _subscription(one: Subscription, whole: Whole) -> Iterator[Sql]:
    """Without its slot, which may be out of reach."""
    if one.slot is not None:
        yield write("ALTER {} DISABLE", reference(one.identity))
        yield write("ALTER {} SET (slot_name = NONE)", reference(one.identity))
    yield from _plainly(one, whole)


_DROP: Mapping[type[SchemaObject], Callable[[Any, Whole], Iterator[Sql]]] = {
    Column: _column,
    Constraint: _constraint,
    DomainConstraint: _domain_constraint,
    Index: _index,
    Trigger: _trigger,
    Operator: _operator,
    OperatorFamily: _operator_family,
    PublicationTable: _publication_table,
    UserMapping: _user_mapping,
    Subscription: _subscription,
}
