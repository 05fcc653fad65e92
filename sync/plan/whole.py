"""A catalog as the renderers see it: what is on what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from sync.model import Catalog, Dependency, Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS, TYPES
from sync.model.objects import Column, Constraint, Domain, Index, OperatorClass, Owner, Table
from sync.plan.chosen_names import chosen_name
from sync.plan.sql import named

Place = tuple[str, str]
Followers = Mapping[Identity, Mapping[Identity, Column]]
"""By a column, and by what follows it, see `sync.plan.following`: that one as it is before."""

# What a default may need without calling anything.
_PLAIN = frozenset({Kind.SEQUENCE, Kind.ENUM, Kind.SCHEMA, Kind.EXTENSION, Kind.COLLATION})

# What has rows, however it came to them.
_HAVING_ROWS = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE, Kind.COLUMN})

_TYPES = TYPES | {Kind.DOMAIN}

_SCHEMA_AND_NAME = 2

_Object = TypeVar("_Object", bound=SchemaObject)


class Whole:
    """All of a catalog, indexed.

    Attributes:
        catalog: The catalog.
        apart: Columns and operator classes that are made by themselves, because their tables and families are there.
        filled: The materialized views that are filled when they are made.
        at_work: Default privileges that may be in force while it is made.
        renewed: By schema and name, what types were that are made again while columns have values of them.
        followers: Columns that change with those of parents.
        reserved: Constraints that come later, whose names nothing else is given.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        apart: AbstractSet[Identity] = frozenset(),
        filled: AbstractSet[Identity] = frozenset(),
        at_work: Iterable[Identity] = (),
        renewed: Mapping[tuple[str, ...], SchemaObject] = MappingProxyType({}),
        followers: Followers = MappingProxyType({}),
        reserved: AbstractSet[Identity] = frozenset(),
    ) -> None:
        self.catalog = catalog
        self.apart = apart
        self.filled = filled
        self.at_work = tuple(at_work)
        self.renewed = renewed
        self.followers = followers
        self.reserved = reserved
        self._all_needs: dict[Identity, AbstractSet[Identity]] = {}
        self._makers: dict[Identity, Identity] = {}

    def but(
        self,
        *,
        apart: AbstractSet[Identity] | None = None,
        filled: AbstractSet[Identity] | None = None,
        at_work: Iterable[Identity] | None = None,
        renewed: Mapping[tuple[str, ...], SchemaObject] | None = None,
        followers: Followers | None = None,
    ) -> "Whole":
        """The same catalog, with what was found out of it already, under other circumstances."""
        found = copy(self)
        found.apart = self.apart if apart is None else apart
        found.filled = self.filled if filled is None else filled
        found.at_work = self.at_work if at_work is None else tuple(at_work)
        found.renewed = self.renewed if renewed is None else renewed
        found.followers = self.followers if followers is None else followers
        if apart is not None:  # what these rest on
            found._makers = {}  # noqa: SLF001 - it is one of us
            found.__dict__.pop("plain_defaults", None)
        return found

    @cached_property
    def columns(self) -> Mapping[Place, list[Column]]:
        """By schema and name of the table, in physical order."""
        found: defaultdict[Place, list[Column]] = defaultdict(list)
        for one in self.of(Column):
            found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def plain_defaults(self) -> frozenset[Identity]:
        """The columns and domains that have their defaults from the start.

        Where these call nothing; and columns that come to a table with rows, which take their values from it.
        """
        having = {one.identity for one in self.of(Column) if one.default is not None}
        having |= {one.identity for one in self.of(Domain) if one.default is not None}
        return frozenset(having - (self._called.keys() - self.apart))

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
        return self._by_class.get(kind, [])  # type: ignore[return-value]  # they are of their class

    def owner(self, of: Identity) -> str:
        """The role that owns an object, or what it is on; empty where that is not known."""
        return self._owners.get(of.group, "")

    def partitions_below(self, schema: str, name: str) -> Iterator[Identity]:
        """The partitions of a table, and theirs."""
        for one in self._partitions.get((schema, name), ()):
            yield one
            yield from self.partitions_below(one.schema, one.name)

    def is_attached(self, one: Dependency) -> bool:
        """Whether it is that of a partition on its parent, which it is attached to when both are there."""
        table = self.tables.get((one.dependent.schema, one.dependent.name)) if not one.dependent.relation else None
        if table is None or table.partition_of is None or one.needed.relation:
            return False
        return one.dependent == table.identity and pair(table.partition_of) == (one.needed.schema, one.needed.name)

    def tables_below(self, schema: str, name: str) -> Iterator[Identity]:
        """The partitions of a table and those that inherit from it, and theirs."""
        for one in self._below.get((schema, name), ()):
            yield one
            yield from self.tables_below(one.schema, one.name)

    def type_named(self, text: str) -> SchemaObject | None:
        """The type of a name, as the server writes it; None for those that come along with something else."""
        place = named(text)
        found = self._types.get((place[0], place[-1])) if len(place) == _SCHEMA_AND_NAME else None
        return self.catalog.objects[found] if found else None

    def relation(self, schema: str, name: str) -> Identity:
        """The table, view or other relation of a name; a table where there is none."""
        return self._relations.get((schema, name)) or Identity(Kind.TABLE, schema, "", name)

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

    def read_by(self, view: Identity) -> Iterator[Identity]:
        """The materialized views that a view reads, itself or through others."""
        waiting, seen = [view], {view}
        while waiting:
            for needed in self._needs.get(waiting.pop(), ()):
                if needed not in seen:
                    seen.add(needed)
                    waiting.append(needed)
                    if needed.kind is Kind.MATERIALIZED_VIEW:
                        yield needed

    def taken_from(self, view: Identity) -> Iterator[Identity]:
        """The materialized views whose rows another one has, itself or through views and functions."""
        waiting, seen = [view], {view}
        while waiting:
            for needed in self._needs.get(waiting.pop(), ()):
                if needed in seen:
                    continue
                seen.add(needed)
                if needed.kind is Kind.MATERIALIZED_VIEW:
                    yield needed
                elif needed.kind not in _HAVING_ROWS:
                    waiting.append(needed)

    def maker_of_relation(self, of: Identity) -> Identity:
        """What something is on."""
        if of.kind is Kind.USER_MAPPING:
            return Identity(Kind.SERVER, "", "", of.relation)
        return self.relation(of.schema, of.relation)

    def maker(self, of: Identity) -> Identity:
        """What an object is made with; the object itself where it is made by itself."""
        found = self._makers.get(of)
        if found is None:
            found = self._makers[of] = self._made_with(of)
        return found

    def _made_with(self, of: Identity) -> Identity:
        if of in self.apart:
            return of
        if of.kind is Kind.COLUMN:
            return self.relation(of.schema, of.relation)
        found = self.catalog.objects.get(of)
        if isinstance(found, OperatorClass):
            schema, name = pair(found.family)
            return Identity(Kind.OPERATOR_FAMILY, schema, "", name, of.signature)
        if of.kind is Kind.INDEX:
            return self.index(of.schema, of.relation, of.name)
        return self._brought_along(of) if found is None else of

    def required_by(self, constraint: Identity) -> Sequence[Identity]:
        """The column of which a constraint that is no object is the NOT NULL; all that may be, where parents named it.

        Empty if it is not the NOT NULL of a table's column.
        """
        if constraint.kind is not Kind.CONSTRAINT or constraint in self.catalog.objects:
            return ()
        required = [one for one in self.columns.get((constraint.schema, constraint.relation), ()) if one.not_null]
        named_so = [
            one.identity for one in required if constraint.name == (one.not_null_name or chosen_name(one.identity))
        ]
        return named_so or [one.identity for one in required if one.not_null_name is None]

    def _brought_along(self, of: Identity) -> Identity:
        """What has NOT NULL, a view's rule, the sequence of an identity column, or a type of rows, arrays or ranges."""
        if of.kind is Kind.RULE:
            return self.relation(of.schema, of.relation)
        if of.kind is Kind.DOMAIN_CONSTRAINT:
            return Identity(Kind.DOMAIN, of.schema, "", of.relation)
        if of.kind is Kind.CONSTRAINT:
            required = self.required_by(of)
            is_apart = len(required) == 1 and required[0] in self.apart
            return required[0] if is_apart else self.relation(of.schema, of.relation)
        if of.kind is Kind.SEQUENCE:
            column = self.identity_columns.get((of.schema, of.name))
            return self.maker(column) if column else of
        plain = of.name.lstrip("_")
        names = (of.name, plain, plain.replace("multirange", "range"), plain.removesuffix("_multirange"))
        for one in names if of.kind in TYPES else ():
            found = self._relations.get((of.schema, one)) or self._types.get((of.schema, one))
            if found is not None:
                return found
        return of

    @cached_property
    def _by_class(self) -> Mapping[type[SchemaObject], list[SchemaObject]]:
        found: defaultdict[type[SchemaObject], list[SchemaObject]] = defaultdict(list)
        for one in self.catalog.objects.values():
            found[type(one)].append(one)
        return found

    @cached_property
    def _types(self) -> Mapping[Place, Identity]:
        return {(one.schema, one.name): one for one in self.catalog.objects if one.kind in _TYPES}

    @cached_property
    def _needs(self) -> Mapping[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self.catalog.dependencies:
            found[one.dependent].append(one.needed)
        return found

    def needing(self, of: Identity) -> Iterable[Identity]:
        """What needs something, for more than a default."""
        return self._needing.get(of, ())

    def holders(self, of: Identity) -> AbstractSet[Identity]:
        """The columns that have values of a type, or values that are made of such."""
        waiting, found, seen = [of], set[Identity](), {of}
        while waiting:
            for one in self.needing(waiting.pop()):
                if one.kind is Kind.COLUMN:
                    found.add(one)
                elif one.kind in _TYPES and one not in seen:
                    seen.add(one)
                    waiting.append(one)
        return found

    @cached_property
    def _needing(self) -> Mapping[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self.catalog.dependencies:
            if not one.by_default:
                found[one.needed].append(one.dependent)
        return found

    @cached_property
    def views_in_circles(self) -> frozenset[Identity]:
        """The views that functions need which they need in turn; such a view can have its columns before its query."""
        return frozenset(one for one in self.catalog.view_columns if one in self._behind(one))

    def begins_with_columns(self, dependent: Identity, view: Identity) -> bool:
        """Whether something can need only the columns of a view, as that needs it in turn."""
        return view in self.views_in_circles and dependent in self._behind(view) and view in self._behind(dependent)

    @cached_property
    def _called(self) -> Mapping[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self.catalog.dependencies:
            if one.by_default and one.needed.kind not in _PLAIN:
                found[one.dependent].append(one.needed)
        return found

    def _behind(self, of: Identity) -> AbstractSet[Identity]:
        """All that something needs."""
        if of not in self._all_needs:
            waiting, found = [of], set[Identity]()
            while waiting:
                new = set(self._needs.get(waiting.pop(), ())) - found
                found |= new
                waiting += new
            self._all_needs[of] = found
        return self._all_needs[of]

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
    def _below(self) -> Mapping[Place, list[Identity]]:
        found: defaultdict[Place, list[Identity]] = defaultdict(list)
        for one in self.of(Table):
            for parent in parents(one):
                found[parent].append(one.identity)
        return found

    @cached_property
    def _relations(self) -> Mapping[Place, Identity]:
        found = (identity for identity in self.catalog.objects if identity.kind in RELATIONS)
        return {(identity.schema, identity.name): identity for identity in found}

    @cached_property
    def _tables_of_indexes(self) -> Mapping[Place, str]:
        kinds = (Kind.INDEX, Kind.CONSTRAINT)
        found = (identity for identity in self.catalog.objects if identity.kind in kinds)
        return {(identity.schema, identity.name): identity.relation for identity in found}

    @cached_property
    def identity_columns(self) -> Mapping[Place, Identity]:
        """By schema and name of their sequences."""
        both = ((sequence_of(one), one.identity) for one in self.of(Column))
        return {sequence: identity for sequence, identity in both if sequence is not None}


def pair(text: str) -> Place:
    """Schema and name in what the server wrote."""
    schema, name = named(text)
    return schema, name


def parents(of: Table) -> list[Place]:
    """The tables that it has something from: those it inherits from, or the one that it is a partition of."""
    return [pair(text) for text in (*of.inherits, *((of.partition_of,) if of.partition_of else ()))]


def sequence_of(column: Column) -> Place | None:
    """The sequence behind an identity column."""
    if column.identity_sequence is None:
        return None
    return pair(column.identity_sequence.partition(" start ")[0].rpartition(" ")[0])
