"""Strategies for random schemas: one, and another that a few edits make of it."""

from dataclasses import dataclass, fields, replace
from typing import Any

from hypothesis import strategies as st

from tests.support.random_schemas.access import Comment, DefaultPrivilege, Grant, Ownership, Policy, Publication
from tests.support.random_schemas.data_types import Composite, Domain, Enum, Range, Type, group_of
from tests.support.random_schemas.keys import Check, ForeignKey, Index, Mark, Statistics, Unique
from tests.support.random_schemas.programs import (
    Aggregate,
    Function,
    Procedure,
    RowFunction,
    Sequence,
    Trigger,
    TriggerFunction,
)
from tests.support.random_schemas.queries import MaterializedView, Rule, View
from tests.support.random_schemas.relations import Column, Partition, Table
from tests.support.random_schemas.world import UNRELATED, Draw, Item, Key, Schema, World

# How many there are at most, in the order in which they are drawn.
_MOST: dict[type[Item], int] = {
    Schema: 2,
    Enum: 2,
    Range: 1,
    Domain: 3,
    Composite: 2,
    Sequence: 2,
    Function: 3,
    Aggregate: 1,
    Procedure: 1,
    TriggerFunction: 1,
    Table: 4,
    Column: 12,
    Partition: 3,
    Check: 3,
    Unique: 4,
    ForeignKey: 3,
    View: 2,
    RowFunction: 2,
    MaterializedView: 1,
    Index: 4,
    Trigger: 3,
    Rule: 1,
    Policy: 2,
    Mark: 1,
    Statistics: 1,
    Comment: 3,
    Ownership: 1,
    Grant: 4,
    DefaultPrivilege: 1,
    Publication: 1,
}
_KINDS = list(_MOST)
_WAYS = ("add", "remove", "change", "change")
_MOST_EDITS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A schema, and one that it becomes."""

    a: World
    b: World


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two schemas, mostly near relatives."""
    a = _world(draw, 0)
    if draw(st.integers(0, 15)) == 0:
        return Pair(a, _world(draw, UNRELATED))
    items = dict(a.items)
    for _ in range(draw(st.integers(1, _MOST_EDITS))):
        items = dict(_edited(draw, World(items.values())).items)
    return Pair(a, World(items.values()))


def _world(draw: Draw, first: Key) -> World:
    world = World([Schema(key=first, style=0)])
    for kind, most in _MOST.items():
        for _ in range(draw(st.integers(0, most))):
            world = _with(world, kind.drawn(draw, max(world.items) + 1, world))
    return world


def _with(world: World, one: Item | None) -> World:
    return world if one is None else World([*world.items.values(), one])


def _edited(draw: Draw, world: World) -> World:
    way = draw(st.sampled_from(_WAYS))
    if way == "add" or not world.items:
        kind = draw(st.sampled_from(_KINDS))
        return _with(world, kind.drawn(draw, max(world.items, default=0) + 1, world))
    one = draw(st.sampled_from(list(world.items.values())))
    others = [each for each in world.items.values() if each != one]
    return World(others if way == "remove" else [*others, _changed(draw, one, world)])


def _changed(draw: Draw, one: Item, world: World) -> Item:
    """The same with one or two attributes of another."""
    other = one.drawn(draw, one.key, world)
    if other is None:
        return one
    names = [each.name for each in fields(one) if each.name not in one.fixed]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)) if names else []
    return replace(one, **{name: _kept(getattr(one, name), getattr(other, name), world) for name in chosen})


def _kept(old: Any, new: Any, world: World) -> Any:
    """The new value of an attribute; of what has a type, one that values can go to."""
    match old, new:
        case Type(), Type():
            return new if group_of(old, world) == group_of(new, world) else old
        case ((int(), Type()), *_), tuple():
            before = dict(old)
            return tuple((one, _kept(before.get(one, of), of, world)) for one, of in new)
    return new
