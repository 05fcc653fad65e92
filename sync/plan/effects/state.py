"""What there is while statements run: what was there before them, and what they made, dropped and moved.

Only what decides about locks and hazards is followed. Relations are looked up as statements name them, and made of the
catalog when the first one does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.identity import quoted
from sync.model.kinds import RELATIONS, TYPES
from sync.model.objects import (
    Aggregate,
    Column,
    CompositeType,
    Constraint,
    Domain,
    DomainConstraint,
    Index,
    Owner,
    Routine,
    Sequence,
    Table,
    Trigger,
    View,
)
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees, types
from sync.plan.effects.blocks import SOME
from sync.plan.effects.types import Type
from sync.plan.sql import named
from sync.plan.whole import Place, Whole, pair

_WITH_INDEX = frozenset({"primary key", "unique", "exclude"})
_TYPES = (*TYPES, Kind.DOMAIN)
_NOT_NULL = "NOT NULL"
TEMPORARY = "pg_temp"
USUAL_TABLESPACE = "pg_default"


@dataclass(slots=True)
class Field:
    """A column.

    Attributes:
        type: None where it is not known.
        not_null: Whether it is known to have a value in every row.
        collation: By name, where it is not that of its type.
        generated: `stored`, `virtual` or nothing.
        is_identity: Whether a sequence of its own numbers it.
        is_inherited: Whether it is there only because a parent has it.
        sequence: Where that is.
        is_new: Whether it was made by a statement.
    """

    type: Type | None
    not_null: bool = False
    collation: str = ""
    generated: str = ""
    is_identity: bool = False
    is_inherited: bool = False
    sequence: Place | None = None
    is_new: bool = False


@dataclass(slots=True)
class Rule:
    """A constraint of a table.

    Attributes:
        tree: As the parser has it; None where it does not know it.
        is_valid: Whether it holds for all rows.
        target: The table that a foreign key points at; where that was before the statements, if it was there.
        is_new: Whether it was made by a statement.
    """

    tree: Any
    is_valid: bool
    target: "Relation | Place | None" = None
    is_new: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns of its table that it is about."""
        if self.tree is None:
            return frozenset()
        own = {*trees.names(self.tree.keys), *trees.names(self.tree.fk_attrs), *trees.names(self.tree.including)}
        return frozenset(own) | trees.columns(self.tree)


@dataclass(slots=True)
class Key:
    """An index, also one of a constraint.

    Attributes:
        identity: What the catalog knows it as.
        place: Its schema and name.
        tree: As the parser has it: an index or a constraint.
        is_unique: Whether it keeps rows apart and is no constraint's.
        is_new: Whether it was made by a statement.
    """

    identity: Identity
    place: Place
    tree: Any
    is_unique: bool = False
    is_new: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it is made of."""
        if self.tree is None:
            return frozenset()
        elements = trees.nodes_of(self.tree, "IndexElem")
        plain = {one.name for one in elements if one.name}
        keys = {*trees.names(self.tree.keys), *trees.names(self.tree.including)} if self.is_of_constraint else set()
        return frozenset(plain | keys) | trees.columns(self.tree)

    @property
    def computes(self) -> bool:
        """Whether it has more than columns: expressions or a condition."""
        return self.tree is not None and bool(trees.columns(self.tree))

    @property
    def is_of_constraint(self) -> bool:
        """Whether a constraint brought it along."""
        return type(self.tree).__name__ == "Constraint"


@dataclass(slots=True, eq=False)
class Relation:
    """A table, view or sequence.

    Attributes:
        identity: As it was before the statements, or when one made it.
        place: Its schema and name, as they are.
        is_new: Whether it was made by a statement.
        is_partitioned: Whether its rows are in partitions.
        bound: Of a partition, which rows it takes.
        key_columns: The columns that decide in which partition a row is, once somebody asked.
        facts: What else the catalog says of it.
        fields: Its columns.
        rules: Its constraints.
        keys: Its indexes.
        parents: The tables that it inherits from, or is a partition of.
        children: Those that inherit from it.
        row_triggers: Those that fire for each row; partitions have them too.
        owner: Of a sequence, the table that it belongs to.
        row_security: Whether policies decide who sees its rows.
    """

    identity: Identity
    place: Place
    is_new: bool = False
    is_partitioned: bool = False
    bound: str = ""
    key_columns: list[str] | None = None
    facts: Table | View | None = None
    fields: dict[str, Field] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    parents: "list[Relation]" = field(default_factory=list)
    children: "list[Relation]" = field(default_factory=list)
    row_triggers: set[str] = field(default_factory=set)
    owner: Place | None = None
    row_security: bool = False

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.identity.kind

    @property
    def has_storage(self) -> bool:
        """Whether rows are kept in it here."""
        return self.kind in (Kind.TABLE, Kind.MATERIALIZED_VIEW) and not self.is_partitioned

    @property
    def had_row_security(self) -> bool:
        """Whether policies decided before the statements who sees its rows, as far as is known."""
        return not isinstance(self.facts, Table) or self.facts.row_security

    @property
    def below(self) -> "Iterator[Relation]":
        """Those that inherit from it, and from them."""
        for one in self.children:
            yield one
            yield from one.below

    def __str__(self) -> str:
        """`public.orders`."""
        if self.place[1] == SOME:
            return "some relation"
        return ".".join(map(quoted, self.place))


class State:
    """What there is.

    Attributes:
        before: What was there before the statements.
        path: Where names are looked up that have no schema.
        continued: The sequences whose value another one took over.
        types: What statements made; of a domain, what it is made of.
        dropped: The routines and types that statements dropped.
        made: The routines that statements made.
        prepared: What statements prepared, by name.
        uncertain: Whether nobody knows if a statement runs, so that what it takes away is to be expected still.
    """

    def __init__(self, before: Catalog) -> None:
        self.before = before
        self.path: tuple[str, ...] = ("public",)
        self.continued: set[Place] = set()
        self._whole = Whole(before)
        self._at: dict[Place, Relation] = {}
        self._known: dict[Place, Relation] = {}
        self._left: set[Place] = set()
        self._foreign: list[Relation] = []
        self.types: dict[Place, types.Domain | None] = {}
        self._type_names: dict[Place, Place] = {}
        self.dropped: set[Identity] = set()
        self.made: set[Identity] = set()
        self.prepared: defaultdict[str, list[Any]] = defaultdict(list)
        self.uncertain = False

    def again(self) -> "State":
        """What there was before the statements, where nobody knows what of theirs is left; what they prepared is."""
        made = State(self.before)
        made.path, made.prepared = self.path, self.prepared
        return made

    def place(self, schema: str, name: str) -> Place:
        """Where a name is found; for one that is not there, where something of that name would be made."""
        if schema:
            return (schema, name)
        found = ((one, name) for one in (TEMPORARY, *self.path) if self.relation((one, name)) is not None)
        if name.startswith("pg_"):
            return next(found, ("pg_catalog", name))
        return next(found, ((*self.path, "public")[0], name))

    def relation(self, place: Place) -> Relation | None:
        """What is at a place."""
        if place in self._at:
            return self._at[place]
        return None if place in self._left else self.original(place)

    def original(self, place: Place) -> Relation | None:
        """What was at a place before the statements."""
        if place in self._known:
            return self._known[place]
        identity = self._whole.relation(*place)
        if identity not in self.before.objects and place in self._owners:
            made = Relation(Identity(Kind.SEQUENCE, place[0], "", place[1]), place, owner=self._owners[place])
            self._known[place] = self._at[place] = made
            return made
        if identity not in self.before.objects or identity.kind in (Kind.DOMAIN, Kind.COMPOSITE_TYPE):
            return None
        made = Relation(identity, place)
        self._known[place] = self._at[place] = made
        self._fill(made)
        return made

    def named(self, node: Any) -> Relation | None:
        """What a name in a statement stands for."""
        return self.relation(self.place(node.schemaname, node.relname))

    def certain(self, node: Any, kind: Kind = Kind.TABLE) -> Relation:
        """The same, for what must be there: one of which nothing is known is in no catalog that was read."""
        place = self.place(node.schemaname, node.relname)
        return self.relation(place) or Relation(Identity(kind, place[0], "", place[1]), place)

    def all_in(self, schema: str, kinds: Iterable[Kind] = ()) -> Iterator[Relation]:
        """What is in a schema."""
        wanted = tuple(kinds)
        originals = [(one.schema, one.name) for one in self.before.objects if one.kind in wanted]
        for place in dict.fromkeys((*originals, *self._at)):
            found = self.relation(place)
            if found is not None and place[0] == schema and found.kind in wanted:
                yield found

    def all_of(self, kinds: Iterable[Kind]) -> Iterator[Relation]:
        """What is in all schemas."""
        for schema in dict.fromkeys(one.schema for one in self.before.objects if one.kind in RELATIONS):
            yield from self.all_in(schema, kinds)

    def owned_by_role(self, role: str) -> list[Relation]:
        """The relations that belonged to a role before the statements."""
        facts = (one.identity for one in self.before.objects.values() if isinstance(one, Owner) and one.owner == role)
        found = (self.original((one.schema, one.name)) for one in facts if one.of in RELATIONS)
        return [one for one in found if one is not None and self._at.get(one.place) is one]

    def add(self, one: Relation) -> Relation:
        """A statement made something."""
        self._at[one.place] = one
        self._left.discard(one.place)
        for parent in one.parents:
            parent.children.append(one)
        return one

    def make(self, kind: Kind, node: Any) -> Relation:
        """A statement makes something of a name."""
        schema = node.schemaname or (TEMPORARY if node.relpersistence == "t" else (*self.path, "public")[0])
        place = (schema, node.relname)
        return Relation(Identity(kind, schema, "", node.relname), place, is_new=True)

    def remove(self, one: Relation) -> None:
        """A statement dropped something."""
        if self.uncertain:
            return
        self._at.pop(one.place, None)
        self._left.add(one.place)
        for parent in one.parents:
            parent.children = [child for child in parent.children if child is not one]
        self._foreign = [table for table in self._foreign if table is not one]

    def move(self, one: Relation, place: Place) -> None:
        """A statement moved or renamed something."""
        if not self.uncertain:
            self._at.pop(one.place, None)
            self._left.add(one.place)
        one.place = place
        self._at[place] = one
        self._left.discard(place)

    def index(self, place: Place) -> tuple[Relation, Key] | None:
        """An index and the table that it is on."""
        table = self._tables_of_indexes.get(place)
        candidate = self.original((place[0], table)) if table else None
        is_there = candidate is not None and self._at.get(candidate.place) is candidate
        for relation in [candidate] if candidate is not None and is_there else list(self._at.values()):
            found = next((key for key in relation.keys.values() if key.place == place), None)
            if found is not None:
                return relation, found
        return None

    def index_named(self, schema: str, name: str) -> tuple[Relation, Key] | None:
        """The same for a name in a statement."""
        found = (self.index((one, name)) for one in ((schema,) if schema else self.path))
        return next((one for one in found if one is not None), None)

    def parts(self, key: Key) -> Iterator[tuple[Relation, Key]]:
        """The indexes of partitions that are part of an index."""
        for one in self._parts_of_indexes.get(key.identity, ()):
            found = self.index((one.schema, one.name))
            if found is not None:
                yield found
                yield from self.parts(found[1])

    def referencing(self, target: Relation) -> Iterator[tuple[Relation, str, Rule]]:
        """The foreign keys that point at a table."""
        written = target.identity.name.replace('"', '""')
        tables = [
            self.original((one.identity.schema, one.identity.relation))
            for one in self._foreign_keys
            if written in one.definition
        ]
        for relation in dict.fromkeys((*(one for one in tables if one is not None), *self._foreign)):
            for name, rule in relation.rules.items():
                if self.target(rule) is target and self._at.get(relation.place) is relation:
                    yield relation, name, rule

    def target(self, rule: Rule) -> Relation | None:
        """The table that a foreign key points at."""
        return self.original(rule.target) if isinstance(rule.target, tuple) else rule.target

    def constrain(self, relation: Relation, name: str, rule: Rule) -> None:
        """A table gets a constraint."""
        relation.rules[name] = rule
        if rule.target is not None and relation not in self._foreign:
            self._foreign.append(relation)

    def routines(self, name: str) -> list[SchemaObject]:
        """The functions of a name that were there, and what a statement made of them."""
        return self._routines.get(name, [])

    def dependents(self, needed: Identity) -> list[Identity]:
        """What needs something, as far as the catalog was read with that."""
        return self._dependents.get(needed, [])

    def needed(self, dependent: Identity) -> list[Identity]:
        """What something needs, likewise."""
        return [one.needed for one in self.before.dependencies if one.dependent == dependent]

    def resolved(self, of: Type) -> Type:
        """A type with the schema that it is found in; one that is built in has none."""
        if of.schema:
            return of
        schemas = (schema for schema in self.path if self._is_type((schema, of.name)))
        schema = next(schemas, "")
        return replace(of, schema=schema) if schema else of

    def domain(self, of: Type) -> types.Domain | None:
        """What a domain is made of; None for a type that is none."""
        if (of.schema, of.name) in self.types:
            return self.types[of.schema, of.name]
        place = self._origin((of.schema, of.name))
        found = self.before.objects.get(Identity(Kind.DOMAIN, place[0], "", place[1]))
        if not isinstance(found, Domain):
            return None
        base = types.parsed(found.type) or Type("", "unknown")
        constrained = found.not_null or place in self._domain_checks
        return types.Domain(self._renamed(base), constrained, named(found.collation)[-1] if found.collation else "")

    def rename_type(self, old: Place, new: Place) -> None:
        """A type has another name, and the columns of it go along."""
        if self.uncertain:
            return
        if old in self.types:
            self.types[new] = self.types.pop(old)
        else:
            self._type_names[self._origin(old)] = new
        for relation in self._at.values():
            for one in relation.fields.values():
                if one.type is not None and (one.type.schema, one.type.name) == old:
                    one.type = replace(one.type, schema=new[0], name=new[1])

    def _origin(self, of: Place) -> Place:
        """What a type was called before the statements."""
        return next((old for old, new in self._type_names.items() if new == of), of)

    def _has_domain(self, relation: Relation, place: Place) -> bool:
        """Whether a table has a column of a domain that a statement made, or of one over it."""
        for one in relation.fields.values():
            of = one.type
            while of is not None and not of.is_array:
                if (of.schema, of.name) == place:
                    return True
                domain = self.domain(of)
                of = domain.base if domain is not None else None
        return False

    def over(self, of: Type | None) -> Iterator[Place]:
        """The domains that a type is, each with what it is over."""
        while of is not None and (domain := self.domain(of)) is not None:
            yield (of.schema, of.name)
            of = domain.base

    def checks(self, of: Type | None) -> dict[tuple[Place, str], str]:
        """What the domains that a type is check of values; only of those that were there before the statements."""
        found: dict[tuple[Place, str], str] = {}
        for place in map(self._origin, self.over(of)):
            domain = self.before.objects.get(Identity(Kind.DOMAIN, place[0], "", place[1]))
            if isinstance(domain, Domain) and domain.not_null:
                found[place, ""] = _NOT_NULL
            found.update(((place, one.identity.name), one.definition) for one in self._domain_checks.get(place, ()))
        return found

    def rules_on(self, place: Place) -> Iterator[Constraint | Index]:
        """The constraints and indexes that a table had before the statements."""
        return (one for one in self._on.get(place, ()) if not isinstance(one, Trigger))

    def collation(self, of: Type | None) -> str:
        """The collation that comes with a type: that of a domain."""
        while of is not None and (domain := self.domain(of)) is not None:
            if domain.collation:
                return domain.collation
            of = domain.base
        return ""

    def _renamed(self, of: Type | None) -> Type:
        if of is None:
            return Type("", "unknown")
        schema, name = self._type_names.get((of.schema, of.name), (of.schema, of.name))
        return replace(of, schema=schema, name=name)

    def owned_by(self, owners: Iterable[Relation]) -> list[Relation]:
        """The sequences that belong to tables."""
        places = {(one.identity.schema, one.identity.name) for one in owners}
        found = (self.original(sequence) for sequence, owner in self._owners.items() if owner in places)
        return [one for one in found if one is not None and self._at.get(one.place) is one]

    def published(self, name: str) -> list[Place]:
        """The tables of a publication."""
        found = (one for one in self.before.objects if one.kind is Kind.PUBLICATION_TABLE and one.name == name)
        return [(one.schema, one.relation) for one in found]

    def make_type(self, place: Place, made: types.Domain | None = None) -> None:
        """A statement made a type. Where there is one it fails."""
        there = {Identity(kind, place[0], "", place[1]) for kind in _TYPES} & self.before.objects.keys()
        if there <= self.dropped or place in self._type_names:
            self.types[place] = made

    def place_of_type(self, schema: str, name: str) -> Place:
        """Where a type is found, or would be made."""
        return (schema or self.resolved(Type("", name)).schema or (*self.path, "public")[0], name)

    def of_type(self, place: Place) -> list[Relation]:
        """The tables of a composite type."""
        found = (one for one in self._whole.of(Table) if one.of_type and pair(one.of_type) == place)
        relations = (self.original((one.identity.schema, one.identity.name)) for one in found)
        return [one for one in relations if one is not None and self._at.get(one.place) is one]

    def is_stored(self, place: Place) -> bool:
        """Whether values of a composite type are in tables: by themselves, in arrays, domains or other types."""
        seen: set[Place] = set()
        waiting = [self._origin(place)]
        while waiting:
            of = waiting.pop()
            if of not in seen:
                seen.add(of)
                if of in self._stored or self.of_type(of):
                    return True
                waiting += self._made_of.get(of, ())
        return False

    def using_domain(self, place: Place) -> list[Relation]:
        """The tables with columns of a domain, or of one over it."""
        if place in self.types:
            return [one for one in self._at.values() if self._has_domain(one, place)]
        found: dict[Place, None] = {}
        waiting = [self._origin(place)]
        while waiting:
            of = waiting.pop()
            waiting += self._domains_over.get(of, ())
            found.update(dict.fromkeys(self._users_of_domains.get(of, ())))
        relations = (self.original(one) for one in found)
        return [one for one in relations if one is not None and self._at.get(one.place) is one]

    def _is_type(self, place: Place) -> bool:
        return place in self.types or place in self._types_before

    @cached_property
    def _types_before(self) -> frozenset[Place]:
        return frozenset((one.schema, one.name) for one in self.before.objects if one.kind in _TYPES)

    @cached_property
    def _domains_over(self) -> dict[Place, list[Place]]:
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self._whole.of(Domain):
            if "." in one.type:
                found[_schema_and_name(one.type)].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def _stored(self) -> frozenset[Place]:
        """The types of columns, and of what is in their arrays."""
        found = (one.type.removesuffix("[]") for one in self._whole.of(Column))
        return frozenset(_schema_and_name(one) for one in found if "." in one)

    @cached_property
    def _made_of(self) -> dict[Place, list[Place]]:
        """By type, the domains and composite types that have values of it in them."""
        found = defaultdict(list, {of: list(over) for of, over in self._domains_over.items()})
        for one in self._whole.of(CompositeType):
            for column in one.columns:
                tree = trees.statement(f"CREATE TYPE t AS ({column})")
                for _, each in map(unwrapped, tree[1].coldeflist if tree is not None else ()):
                    of = types.type_of(each.type_name)
                    found[of.schema, of.name].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def _users_of_domains(self) -> dict[Place, list[Place]]:
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self._whole.of(Column):
            if "." in one.type and not one.type.endswith("]"):
                found[_schema_and_name(one.type)].append((one.identity.schema, one.identity.relation))
        for edge in self.before.dependencies:
            if edge.needed.kind is Kind.DOMAIN and edge.dependent.kind is Kind.MATERIALIZED_VIEW:
                found[edge.needed.schema, edge.needed.name].append((edge.dependent.schema, edge.dependent.name))
        return found

    @cached_property
    def _domain_checks(self) -> dict[Place, list[DomainConstraint]]:
        found: defaultdict[Place, list[DomainConstraint]] = defaultdict(list)
        for one in self._whole.of(DomainConstraint):
            found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def _owners(self) -> dict[Place, Place]:
        found = {}
        for one in self.before.objects.values():
            if isinstance(one, Sequence) and one.owned_by is not None:
                schema, table, _ = named(one.owned_by)
                found[one.identity.schema, one.identity.name] = (schema, table)
            elif isinstance(one, Column) and (sequence := _sequence(one)) is not None:
                found[sequence] = (one.identity.schema, one.identity.relation)
        return found

    @cached_property
    def _foreign_keys(self) -> list[Constraint]:
        return [one for one in self._whole.of(Constraint) if one.type == "foreign key"]

    @cached_property
    def _dependents(self) -> dict[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for edge in self.before.dependencies:
            if edge.by_default:
                continue
            found[edge.needed].append(edge.dependent)
            if edge.needed.relation:
                whole = self._whole.maker_of_relation(edge.needed)
                found[whole].append(edge.dependent)
        return found

    @cached_property
    def _routines(self) -> dict[str, list[SchemaObject]]:
        found: defaultdict[str, list[SchemaObject]] = defaultdict(list)
        for one in self.before.objects.values():
            if isinstance(one, Routine | Aggregate):
                found[one.identity.name].append(one)
        return found

    @cached_property
    def _children(self) -> dict[Place, list[Place]]:
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self._whole.of(Table):
            for parent in _parents(one):
                found[parent].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def _on(self) -> dict[Place, list[Constraint | Index | Trigger]]:
        found: defaultdict[Place, list[Constraint | Index | Trigger]] = defaultdict(list)
        for one in self.before.objects.values():
            if isinstance(one, Constraint | Index | Trigger):
                found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def _tables_of_indexes(self) -> dict[Place, str]:
        found = (
            one.identity
            for one in self.before.objects.values()
            if isinstance(one, Index) or (isinstance(one, Constraint) and one.type in _WITH_INDEX)
        )
        return {(one.schema, one.name): one.relation for one in found}

    @cached_property
    def _parts_of_indexes(self) -> dict[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self.before.objects.values():
            if isinstance(one, Constraint | Index) and (parent := self._whole.parent_of_index(one)) is not None:
                found[parent].append(one.identity)
        return found

    def _fill(self, made: Relation) -> None:
        facts = self.before.objects[made.identity]
        made.facts = facts if isinstance(facts, Table | View) else None
        for one in self._whole.columns.get(made.place, ()):
            made.fields[one.identity.name] = _field(one, self._renamed(types.parsed(one.type)))
        if isinstance(facts, Table):
            made.is_partitioned = facts.partition_key is not None
            made.bound = facts.partition_bound or ""
            made.row_security = facts.row_security
            made.parents += [one for one in map(self.original, _parents(facts)) if one is not None]
            made.children += [one for one in map(self.original, self._children.get(made.place, ())) if one is not None]
        if made.kind is Kind.SEQUENCE:
            made.owner = self._owners.get(made.place)
        for each in self._on.get(made.place, ()):
            self._add(made, each)

    def _add(self, made: Relation, one: Constraint | Index | Trigger) -> None:
        if isinstance(one, Trigger):
            tree = trees.index(one.definition)
            if tree is not None and tree.row:
                made.row_triggers.add(one.identity.name)
            return
        own = (one.identity.schema, one.identity.name)
        if isinstance(one, Index):
            tree = trees.index(one.definition)
            is_unique = tree is not None and tree.unique
            made.keys[one.identity.name] = Key(one.identity, own, tree, is_unique)
            return
        tree = trees.constraint(one.definition)
        rule = Rule(tree, is_valid=not (tree is not None and (tree.skip_validation or _is_idle(tree))))
        if one.type == "foreign key" and tree is not None:
            rule.target = (tree.pktable.schemaname, tree.pktable.relname)
        made.rules[one.identity.name] = rule
        if one.type in _WITH_INDEX:
            made.keys[one.identity.name] = Key(one.identity, own, tree)


def _is_idle(tree: Any) -> bool:
    return tree.contype in _CHECKED and not tree.is_enforced


_CHECKED = (TREE.CONSTR_CHECK, TREE.CONSTR_FOREIGN)


def _parents(of: Table) -> list[Place]:
    return [pair(text) for text in (*of.inherits, *((of.partition_of,) if of.partition_of else ()))]


def _schema_and_name(of: str) -> Place:
    """Of a type as the server writes it."""
    found = named(of)
    return (found[0], found[1])


def _sequence(of: Column) -> Place | None:
    """The sequence behind an identity column."""
    if of.identity_sequence is None:
        return None
    return pair(of.identity_sequence.partition(" start ")[0].rpartition(" ")[0])


def _field(one: Column, of: Type) -> Field:
    return Field(
        of,
        not_null=one.not_null and "not valid" not in (one.not_null_options or ""),
        collation=named(one.collation)[-1] if one.collation else "",
        generated=one.generated or "",
        is_identity=one.identity_column is not None,
        is_inherited=one.inherited,
        sequence=_sequence(one),
    )
