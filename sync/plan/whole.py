"""A catalog as the renderers see it: what is on what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TypeVar

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS
from sync.model.objects import Column, Constraint, Index, OperatorClass, Owner, Table
from sync.plan.sql import named

Place = tuple[str, str]

# What a default may need without calling anything.
_PLAIN = frozenset({Kind.SEQUENCE, Kind.ENUM, Kind.SCHEMA, Kind.EXTENSION, Kind.COLLATION})

_Object = TypeVar("_Object", bound=SchemaObject)


class Whole:
    """All of a catalog, indexed.

    Attributes:
        catalog: The catalog.
        apart: Columns and operator classes that are made by themselves, because their tables and families are there.
        populated: Whether materialized views are filled when they are made.
        at_work: Default privileges that may be in force while it is made.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        apart: AbstractSet[Identity] = frozenset(),
        populated: bool = False,
        at_work: Iterable[Identity] = (),
    ) -> None:
        self.catalog = catalog
        self.apart = apart
        self.populated = populated
        self.at_work = tuple(at_work)

    @cached_property
    def columns(self) -> Mapping[Place, list[Column]]:
        """By schema and name of the table, in physical order."""
        found: defaultdict[Place, list[Column]] = defaultdict(list)
        for one in self.of(Column):
            found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def plain_defaults(self) -> frozenset[Identity]:
        """The columns whose defaults call nothing, so that the column can have them from the start."""
        calling = {
            one.dependent for one in self.catalog.dependencies if one.by_default and one.needed.kind not in _PLAIN
        }
        return frozenset(one.identity for one in self.of(Column) if one.default is not None) - calling

    @cached_property
    def tables(self) -> Mapping[Place, Table]:
        """By schema and name."""
        return {(one.identity.schema, one.identity.name): one for one in self.of(Table)}

    @cached_property
    def classes(self) -> Mapping[Identity, list[OperatorClass]]:
        """By their family."""
        found: defaultdict[Identity, list[OperatorClass]] = defaultdict(list)
        for one in self.of(OperatorClass):
            schema, name = pair(one.family)
            found[Identity(Kind.OPERATOR_FAMILY, schema, "", name, one.identity.signature)].append(one)
        return found

    def of(self, kind: type[_Object]) -> list[_Object]:
        """All objects of a class."""
        return [one for one in self.catalog.objects.values() if isinstance(one, kind)]

    def owner(self, of: Identity) -> str:
        """The role that owns an object, or what it is on; empty where that is not known."""
        return self._owners.get(of.group, "")

    def partitions_below(self, schema: str, name: str) -> Iterator[Identity]:
        """The partitions of a table, and theirs."""
        for one in self._partitions.get((schema, name), ()):
            yield one
            yield from self.partitions_below(one.schema, one.name)

    def relation(self, schema: str, name: str) -> Identity:
        """The table, view or other relation of a name; a table where there is none."""
        kinds = self._relations.get((schema, name), Kind.TABLE)
        return Identity(kinds, schema, "", name)

    def index(self, schema: str, relation: str, name: str) -> Identity:
        """The index of a name on a table, or the constraint that has it."""
        own = Identity(Kind.INDEX, schema, relation, name)
        return own if own in self.catalog.objects else Identity(Kind.CONSTRAINT, schema, relation, name)

    def index_of(self, schema: str, name: str) -> Identity:
        """The same where it is not known on which table; all indexes of a schema have names of their own."""
        return self.index(schema, self._tables_of_indexes.get((schema, name), ""), name)

    def parent_of_index(self, one: Constraint | Index) -> Identity | None:
        """The index, or the constraint, that the index of one on a partition is a part of."""
        if one.attached_to is not None:
            return self.index_of(*pair(one.attached_to))
        return self._parents_of_keys.get(one.identity) if isinstance(one, Constraint) and one.inherited else None

    def maker_of_relation(self, of: Identity) -> Identity:
        """What something is on."""
        if of.kind is Kind.USER_MAPPING:
            return Identity(Kind.SERVER, "", "", of.relation)
        return self.relation(of.schema, of.relation)

    def maker(self, of: Identity) -> Identity:
        """What an object is made with; the object itself where it is made by itself."""
        found = self.catalog.objects.get(of)
        if of in self.apart:
            return of
        if of.kind is Kind.COLUMN:
            return self.relation(of.schema, of.relation)
        if isinstance(found, OperatorClass):
            schema, name = pair(found.family)
            return Identity(Kind.OPERATOR_FAMILY, schema, "", name, of.signature)
        if of.kind is Kind.INDEX:
            return self.index(of.schema, of.relation, of.name)
        if of.kind is Kind.SEQUENCE and found is None:
            return self._identity_sequences.get((of.schema, of.name), of)
        return of

    @cached_property
    def _owners(self) -> Mapping[tuple[str, ...], str]:
        return {one.identity.group: one.owner for one in self.of(Owner) if not one.identity.relation}

    @cached_property
    def _parents_of_keys(self) -> Mapping[Identity, Identity]:
        keys = {one.identity for one in self.of(Constraint) if one.type != "foreign key"}
        return {
            one.dependent: one.needed
            for one in self.catalog.dependencies
            if one.dependent in keys and one.needed in keys
        }

    @cached_property
    def _partitions(self) -> Mapping[Place, list[Identity]]:
        found: defaultdict[Place, list[Identity]] = defaultdict(list)
        for one in self.of(Table):
            if one.partition_of is not None:
                found[pair(one.partition_of)].append(one.identity)
        return found

    @cached_property
    def _relations(self) -> Mapping[Place, Kind]:
        found = (identity for identity in self.catalog.objects if identity.kind in RELATIONS)
        return {(identity.schema, identity.name): identity.kind for identity in found}

    @cached_property
    def _tables_of_indexes(self) -> Mapping[Place, str]:
        kinds = (Kind.INDEX, Kind.CONSTRAINT)
        found = (identity for identity in self.catalog.objects if identity.kind in kinds)
        return {(identity.schema, identity.name): identity.relation for identity in found}

    @cached_property
    def _identity_sequences(self) -> Mapping[Place, Identity]:
        found = {}
        for one in self.of(Column):
            if one.identity_sequence is not None:
                sequence, _of, _type = one.identity_sequence.partition(" start ")[0].rpartition(" ")
                found[pair(sequence)] = self.relation(one.identity.schema, one.identity.relation)
        return found


def pair(text: str) -> Place:
    """Schema and name in what the server wrote."""
    schema, name = named(text)
    return schema, name
