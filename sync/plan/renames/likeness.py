"""What makes two objects alike, whatever they and what they name are called.

Each level gives an object a key; objects of A and B with the same key are alike. A finer level comes before a coarser
one. Names that were found to have become others count as one word, so that a view of a renamed table is like the other.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from sync.model import Catalog, Identity, Kind, SchemaObject, Value
from sync.model.base import attribute_names
from sync.model.kinds import FACTS
from sync.model.objects import (
    BaseType,
    Column,
    CompositeType,
    Constraint,
    Domain,
    DomainConstraint,
    Enum,
    ForeignDataWrapper,
    Index,
    OperatorFamily,
    Publication,
    RangeType,
    Routine,
    Rule,
    Schema,
    Sequence,
    Server,
    Statistics,
    Table,
    TextSearchConfiguration,
    TextSearchDictionary,
    Trigger,
    View,
)
from sync.plan.renames.kinds import IN_SCHEMA
from sync.plan.whole import Place, pair

_WORD = re.compile(r'"((?:[^"]|"")+)"|[\w$]+')
_OWN = "\0"
# What tells of what is on it or how it is kept does not make another thing of it; of all others every attribute counts.
_TELLING: Mapping[type[SchemaObject], tuple[str, ...]] = {
    Constraint: ("type", "definition"),
    DomainConstraint: ("definition",),
    Index: ("definition",),
    View: ("definition",),
    Trigger: ("definition",),
    Rule: ("definition",),
    Statistics: ("definition",),
    Routine: ("arguments", "result", "language", "body", "statements", "library", "window"),
}
# Whose definitions begin with their names.
_NAMED_FIRST = (Index, Trigger, Rule, Statistics)
_OF_COLUMN = ("not_null", "default", "generated", "generated_as", "identity_column", "collation")


class Words:
    """Which words stand for the same."""

    def __init__(self) -> None:
        self._same: dict[str, str] = {}

    def join(self, old: str, new: str) -> None:
        """From now on two words are one."""
        first, second = self.of(old), self.of(new)
        if first != second:
            joined = {word: first if to == second else to for word, to in self._same.items()}
            self._same = {**joined, first: first, second: first}

    def of(self, word: str) -> str:
        """The word that stands for it."""
        return self._same.get(word, word)

    def text(self, text: str) -> str:
        """A text in which the same stands for the same."""
        if not self._same:
            return text

        def one(found: re.Match[str]) -> str:
            word = found[1].replace('""', '"') if found[1] else found[0]
            return self._same.get(word, found[0])

        return _WORD.sub(one, text)


class Side:
    """One of two catalogs, with what of it the other does not have.

    Attributes:
        alone: What is not paired yet.
        columns: Of the tables that are there or have something there, in physical order.
        constraints: The same, and of domains.
        schemas: What A's schemas have become; empty for B.
        places: What A's relations have become; empty for B.
    """

    def __init__(self, catalog: Catalog, alone: Iterable[Identity], words: Words) -> None:
        self.catalog = catalog
        self.alone = {of: catalog.objects[of] for of in alone if not is_anothers(catalog.objects[of], catalog)}
        self.words = words
        self.columns: defaultdict[Place, list[Column]] = defaultdict(list)
        self.constraints: defaultdict[Place, list[Constraint | DomainConstraint]] = defaultdict(list)
        self.inside: defaultdict[str, set[Identity]] = defaultdict(set)
        self.schemas: dict[str, str] = {}
        self.places: dict[Place, Place] = {}
        places = {(of.schema, of.relation or of.name) for of in self.alone}
        schemas = {of.schema for of in self.alone if of.kind is Kind.SCHEMA}
        for of, one in catalog.objects.items():
            if of.schema in schemas and of.name and not of.relation and of.kind not in FACTS:
                self.inside[of.schema].add(Identity(of.kind, "", "", of.name))
            if isinstance(one, Column) and (of.schema, of.relation) in places:
                self.columns[of.schema, of.relation].append(one)
            elif isinstance(one, Constraint | DomainConstraint) and (of.schema, of.relation) in places:
                self.constraints[of.schema, of.relation].append(one)

    def schema(self, of: str) -> str:
        """B's name of a schema."""
        return self.schemas.get(of, of)

    def place(self, of: Identity) -> Place:
        """B's name of where something is."""
        found = self.places.get((of.schema, of.relation)) if of.relation else None
        return found or (self.schema(of.schema), of.relation)

    def columns_of(self, of: Identity) -> frozenset[tuple[str, str]]:
        """The names and types of a table's columns."""
        columns = self.columns.get((of.schema, of.name), ())
        return frozenset((one.identity.name, self.words.text(one.type)) for one in columns)

    def definitions_on(self, of: Identity) -> frozenset[str]:
        """What the constraints of a table or a domain say."""
        constraints = self.constraints.get((of.schema, of.name), ())
        return frozenset(self.words.text(one.definition) for one in constraints)

    def value(self, value: Value) -> Value:
        """An attribute with the words that stand for the same."""
        if isinstance(value, str):
            return self.words.text(value)
        return tuple(map(self.words.text, value)) if isinstance(value, tuple) else value

    def branch(self, of: SchemaObject) -> tuple[Value, ...]:
        """Where a partition belongs."""
        if not isinstance(of, Table) or of.partition_of is None:
            return ()
        return (self.value(of.partition_of), self.value(of.partition_bound))


def is_anothers(one: SchemaObject, catalog: Catalog) -> bool:
    """Whether it has its name from what it comes from: the column of a parent or a type, the trigger of a parent."""
    of = one.identity
    table = catalog.objects.get(Identity(Kind.TABLE, of.schema, "", of.relation)) if of.relation else None
    if not isinstance(table, Table):
        return False
    if isinstance(one, Column) and table.of_type is not None:
        return True
    if not (isinstance(one, Column | Trigger) or (isinstance(one, Constraint) and one.type == "check")):
        return False
    parents = (*table.inherits, *((table.partition_of,) if table.partition_of else ()))
    if isinstance(one, Trigger):
        parents = parents[len(table.inherits) :]
    return any(Identity(of.kind, *pair(parent), of.name) in catalog.objects for parent in parents)


Level = Callable[[SchemaObject, Side], Hashable | None]


def by_names(one: SchemaObject, side: Side) -> Hashable | None:
    """Tables with the same columns, whose constraints have the same names: these stay when a table is renamed."""
    if not isinstance(one, Table):
        return None
    constraints = side.constraints[one.identity.schema, one.identity.name]
    names = frozenset(on.identity.name for on in constraints)
    return (widely(one, side), names) if names else None


def closely(one: SchemaObject, side: Side) -> Hashable | None:
    """Alike in all that tells what it is, in the same place."""
    of = one.identity
    match one:
        case Schema():
            return (of.kind, frozenset(side.inside[of.schema])) if side.inside[of.schema] else None
        case Table():
            return (widely(one, side), side.definitions_on(of))
        case Column():
            columns = side.columns[of.schema, of.relation]
            position = next(number for number, column in enumerate(columns) if column.identity == of)
            return (of.kind, side.place(of), side.words.text(one.type), position)
        case BaseType(input=None):
            return None  # a shell, which PostgreSQL cannot rename
        case _:
            return (of.kind, side.place(of), _attributes(one, side))


def widely(one: SchemaObject, side: Side) -> Hashable | None:
    """Tables with the same columns; columns with all the same but their position."""
    of = one.identity
    match one:
        case Table():
            return (of.kind, side.schema(of.schema), side.branch(one), side.columns_of(of))
        case Column():
            values = tuple(side.value(getattr(one, name)) for name in _OF_COLUMN)
            return (of.kind, side.place(of), side.words.text(one.type), values)
        case _:
            return None


def elsewhere(one: SchemaObject, side: Side) -> Hashable | None:
    """Alike, under the same name in another schema."""
    of = one.identity
    if of.kind not in IN_SCHEMA or (isinstance(one, BaseType) and one.input is None):
        return None
    what = (side.branch(one), side.columns_of(of)) if isinstance(one, Table) else _attributes(one, side)
    return (of.kind, of.name, what)


LEVELS: tuple[Level, ...] = (by_names, closely, widely, elsewhere)


def _attributes(one: SchemaObject, side: Side) -> Hashable:
    names = _TELLING.get(type(one)) or attribute_names(type(one))
    values = [side.value(_without_name(getattr(one, name), one)) for name in names]
    more = side.definitions_on(one.identity) if isinstance(one, Domain) else None
    return (side.words.text(one.identity.signature), more, *values)


def _without_name(value: Value, one: SchemaObject) -> Value:
    """A text without the object's own name, where it may stand in it."""
    if not isinstance(value, str) or not isinstance(one, (*_NAMED_FIRST, Routine)):
        return value
    own = one.identity.name
    often = 1 if isinstance(one, _NAMED_FIRST) else 0
    written = rf'"{re.escape(own.replace(chr(34), chr(34) * 2))}"|(?<![\w$"]){re.escape(own)}(?![\w$"])'
    return re.sub(written, _OWN, value, count=often)


def says_little(one: SchemaObject, side: Side) -> bool:
    """Whether so little is known of it that many others are like it; then only names that are alike tell."""
    tells = _TELLS.get(type(one))
    return tells is not None and not tells(one, side)


def _table_tells(one: Table, side: Side) -> bool:
    constraints = side.constraints[one.identity.schema, one.identity.name]
    keys = [on for on in constraints if isinstance(on, Constraint) and on.type == "primary key"]
    return len(side.columns_of(one.identity)) + len(constraints) - len(keys) > 1


def _sequence_tells(one: Sequence, _: Side) -> bool:
    usual = (one.start, one.increment, one.cache, one.cycle) == (1, 1, 1, False)
    return one.owned_by is not None or not usual


# What has to be said of those of which it may be that hardly anything is said.
_TELLS: Mapping[type[SchemaObject], Callable[[Any, Side], bool]] = {
    Table: _table_tells,
    Sequence: _sequence_tells,
    Domain: lambda one, side: bool(one.not_null or one.default or side.definitions_on(one.identity)),
    Enum: lambda one, _: len(one.values) > 1,
    CompositeType: lambda one, _: len(one.columns) > 1,
    RangeType: lambda one, _: bool(one.canonical or one.subtype_difference),
    OperatorFamily: lambda one, _: bool(one.operators or one.functions),
    ForeignDataWrapper: lambda one, _: bool(one.handler or one.options),
    Server: lambda one, _: bool(one.options),
    TextSearchDictionary: lambda one, _: bool(one.options),
    TextSearchConfiguration: lambda one, _: bool(one.mappings),
    Publication: lambda one, _: bool(one.schemas),
}
