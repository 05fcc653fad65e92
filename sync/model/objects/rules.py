"""What acts by itself or tells the planner something: rules, event triggers, statistics objects."""

from dataclasses import dataclass

from sync.model.base import Deparsed, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule(SchemaObject):
    """A rewrite rule; not the one that makes a view a view."""

    definition: Deparsed
    firing: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EventTrigger(SchemaObject):
    """An event trigger."""

    event: str
    tags: Unordered
    function: str
    firing: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Statistics(SchemaObject):
    """A statistics object, which has its name in a schema and not on its table."""

    definition: Deparsed
    target: int | None
