"""What there is while statements run: what was there before them, and what they made, dropped and moved.

Only what decides about locks and hazards is followed. Relations are looked up as statements name them, and made of the
catalog when the first one does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS
from sync.model.objects import (
    Constraint,
    Domain,
    Index,
    Owner,
    Table,
    Trigger,
    View,
)
from sync.plan.effects import types
from sync.plan.effects.indexed import TYPES_AND_DOMAINS, Indexed
from sync.plan.effects.relations import Key, Relation, Rule, add, field_of
from sync.plan.effects.types import Type
from sync.plan.sql import named
from sync.plan.whole import Place, pair, parents

_NOT_NULL = "NOT NULL"
TEMPORARY = "pg_temp"


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
        self._indexed = Indexed(before)
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
        made._indexed = self._indexed
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
        identity = self._indexed.whole.relation(*place)
        if identity not in self.before.objects and place in self._indexed.owners:
            made = Relation(Identity(Kind.SEQUENCE, place[0], "", place[1]), place, owner=self._indexed.owners[place])
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
        table = self._indexed.tables_of_indexes.get(place)
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
        for one in self._indexed.parts_of_indexes.get(key.identity, ()):
            found = self.index((one.schema, one.name))
            if found is not None:
                yield found
                yield from self.parts(found[1])

    def referencing(self, target: Relation) -> Iterator[tuple[Relation, str, Rule]]:
        """The foreign keys that point at a table."""
        written = target.identity.name.replace('"', '""')
        tables = [
            self.original((one.identity.schema, one.identity.relation))
            for one in self._indexed.foreign_keys
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
        return self._indexed.routines.get(name, [])

    def dependents(self, needed: Identity) -> list[Identity]:
        """What needs something, as far as the catalog was read with that."""
        return self._indexed.dependents.get(needed, [])

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
        constrained = found.not_null or place in self._indexed.domain_checks
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
            found.update(
                ((place, one.identity.name), one.definition) for one in self._indexed.domain_checks.get(place, ())
            )
        return found

    def rules_on(self, place: Place) -> Iterator[Constraint | Index]:
        """The constraints and indexes that a table had before the statements."""
        return (one for one in self._indexed.on.get(place, ()) if not isinstance(one, Trigger))

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
        found = (self.original(sequence) for sequence, owner in self._indexed.owners.items() if owner in places)
        return [one for one in found if one is not None and self._at.get(one.place) is one]

    def published(self, name: str) -> list[Place]:
        """The tables of a publication."""
        found = (one for one in self.before.objects if one.kind is Kind.PUBLICATION_TABLE and one.name == name)
        return [(one.schema, one.relation) for one in found]

    def make_type(self, place: Place, made: types.Domain | None = None) -> None:
        """A statement made a type. Where there is one it fails."""
        there = {Identity(kind, place[0], "", place[1]) for kind in TYPES_AND_DOMAINS} & self.before.objects.keys()
        if there <= self.dropped or place in self._type_names:
            self.types[place] = made

    def place_of_type(self, schema: str, name: str) -> Place:
        """Where a type is found, or would be made."""
        return (schema or self.resolved(Type("", name)).schema or (*self.path, "public")[0], name)

    def of_type(self, place: Place) -> list[Relation]:
        """The tables of a composite type."""
        found = (one for one in self._indexed.whole.of(Table) if one.of_type and pair(one.of_type) == place)
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
                if of in self._indexed.stored or self.of_type(of):
                    return True
                waiting += self._indexed.made_of.get(of, ())
        return False

    def using_domain(self, place: Place) -> list[Relation]:
        """The tables with columns of a domain, or of one over it."""
        if place in self.types:
            return [one for one in self._at.values() if self._has_domain(one, place)]
        found: dict[Place, None] = {}
        waiting = [self._origin(place)]
        while waiting:
            of = waiting.pop()
            waiting += self._indexed.domains_over.get(of, ())
            found.update(dict.fromkeys(self._indexed.users_of_domains.get(of, ())))
        relations = (self.original(one) for one in found)
        return [one for one in relations if one is not None and self._at.get(one.place) is one]

    def _is_type(self, place: Place) -> bool:
        return place in self.types or place in self._indexed.type_places

    def _fill(self, made: Relation) -> None:
        facts = self.before.objects[made.identity]
        made.facts = facts if isinstance(facts, Table | View) else None
        for one in self._indexed.whole.columns.get(made.place, ()):
            made.fields[one.identity.name] = field_of(one, self._renamed(types.parsed(one.type)))
        if isinstance(facts, Table):
            made.is_partitioned = facts.partition_key is not None
            made.bound = facts.partition_bound or ""
            made.row_security = facts.row_security
            made.parents += [one for one in map(self.original, parents(facts)) if one is not None]
            made.children += [
                one for one in map(self.original, self._indexed.children.get(made.place, ())) if one is not None
            ]
        if made.kind is Kind.SEQUENCE:
            made.owner = self._indexed.owners.get(made.place)
        for each in self._indexed.on.get(made.place, ()):
            add(made, each)
