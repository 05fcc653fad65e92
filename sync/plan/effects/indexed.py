"""What was there before statements run, by what is asked about it; each found out when it is asked first."""

from collections import defaultdict
from functools import cached_property

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import TYPES
from sync.model.objects import (
    Aggregate,
    Column,
    CompositeType,
    Constraint,
    Domain,
    DomainConstraint,
    Index,
    Routine,
    Sequence,
    Table,
    Trigger,
)
from sync.parsing import unwrapped
from sync.plan.effects import trees, types
from sync.plan.sql import named
from sync.plan.whole import Place, Whole, parents, sequence_of

WITH_INDEX = frozenset({"primary key", "unique", "exclude"})
TYPES_AND_DOMAINS = (*TYPES, Kind.DOMAIN)


class Indexed:
    """A catalog.

    Attributes:
        whole: What is on what.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.whole = Whole(catalog)
        self._catalog = catalog

    @cached_property
    def type_places(self) -> frozenset[Place]:
        """Where types are."""
        return frozenset((one.schema, one.name) for one in self._catalog.objects if one.kind in TYPES_AND_DOMAINS)

    @cached_property
    def domains_over(self) -> dict[Place, list[Place]]:
        """By type, the domains over it."""
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self.whole.of(Domain):
            if "." in one.type:
                found[_schema_and_name(one.type)].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def stored(self) -> frozenset[Place]:
        """The types of columns, and of what is in their arrays."""
        found = (one.type.removesuffix("[]") for one in self.whole.of(Column))
        return frozenset(_schema_and_name(one) for one in found if "." in one)

    @cached_property
    def made_of(self) -> dict[Place, list[Place]]:
        """By type, the domains and composite types that have values of it in them."""
        found = defaultdict(list, {of: list(over) for of, over in self.domains_over.items()})
        for one in self.whole.of(CompositeType):
            for column in one.columns:
                tree = trees.statement(f"CREATE TYPE t AS ({column})")
                for _, each in map(unwrapped, tree[1].coldeflist if tree is not None else ()):
                    of = types.type_of(each.type_name)
                    found[of.schema, of.name].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def users_of_domains(self) -> dict[Place, list[Place]]:
        """By domain, the tables and materialized views with columns of it."""
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self.whole.of(Column):
            if "." in one.type and not one.type.endswith("]"):
                found[_schema_and_name(one.type)].append((one.identity.schema, one.identity.relation))
        for edge in self._catalog.dependencies:
            if edge.needed.kind is Kind.DOMAIN and edge.dependent.kind is Kind.MATERIALIZED_VIEW:
                found[edge.needed.schema, edge.needed.name].append((edge.dependent.schema, edge.dependent.name))
        return found

    @cached_property
    def domain_checks(self) -> dict[Place, list[DomainConstraint]]:
        """By domain, what it checks."""
        found: defaultdict[Place, list[DomainConstraint]] = defaultdict(list)
        for one in self.whole.of(DomainConstraint):
            found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def owners(self) -> dict[Place, Place]:
        """By sequence, the table that it belongs to."""
        found = {}
        for one in self._catalog.objects.values():
            if isinstance(one, Sequence) and one.owned_by is not None:
                schema, table, _ = named(one.owned_by)
                found[one.identity.schema, one.identity.name] = (schema, table)
            elif isinstance(one, Column) and (sequence := sequence_of(one)) is not None:
                found[sequence] = (one.identity.schema, one.identity.relation)
        return found

    @cached_property
    def foreign_keys(self) -> list[Constraint]:
        """All of them."""
        return [one for one in self.whole.of(Constraint) if one.type == "foreign key"]

    @cached_property
    def dependents(self) -> dict[Identity, list[Identity]]:
        """By object, what needs it for more than a default; by relation, what needs anything on it."""
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for edge in self._catalog.dependencies:
            if edge.by_default:
                continue
            found[edge.needed].append(edge.dependent)
            if edge.needed.relation:
                whole = self.whole.maker_of_relation(edge.needed)
                found[whole].append(edge.dependent)
        return found

    @cached_property
    def routines(self) -> dict[str, list[SchemaObject]]:
        """By name."""
        found: defaultdict[str, list[SchemaObject]] = defaultdict(list)
        for one in self._catalog.objects.values():
            if isinstance(one, Routine | Aggregate):
                found[one.identity.name].append(one)
        return found

    @cached_property
    def children(self) -> dict[Place, list[Place]]:
        """By table, its partitions and those that inherit from it."""
        found: defaultdict[Place, list[Place]] = defaultdict(list)
        for one in self.whole.of(Table):
            for parent in parents(one):
                found[parent].append((one.identity.schema, one.identity.name))
        return found

    @cached_property
    def on(self) -> dict[Place, list[Constraint | Index | Trigger]]:
        """By table, what is on it."""
        found: defaultdict[Place, list[Constraint | Index | Trigger]] = defaultdict(list)
        for one in self._catalog.objects.values():
            if isinstance(one, Constraint | Index | Trigger):
                found[one.identity.schema, one.identity.relation].append(one)
        return found

    @cached_property
    def tables_of_indexes(self) -> dict[Place, str]:
        """By index, the name of its table."""
        found = (
            one.identity
            for one in self._catalog.objects.values()
            if isinstance(one, Index) or (isinstance(one, Constraint) and one.type in WITH_INDEX)
        )
        return {(one.schema, one.name): one.relation for one in found}

    @cached_property
    def parts_of_indexes(self) -> dict[Identity, list[Identity]]:
        """By index, those of partitions that are part of it."""
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self._catalog.objects.values():
            if isinstance(one, Constraint | Index) and (parent := self.whole.parent_of_index(one)) is not None:
                found[parent].append(one.identity)
        return found


def _schema_and_name(of: str) -> Place:
    """Of a type as the server writes it."""
    found = named(of)
    return (found[0], found[1])
