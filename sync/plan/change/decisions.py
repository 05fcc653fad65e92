"""What is decided about two schemas, and what can be told from that."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TypeGuard

from sync.compare import Change, Difference
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import FACTS
from sync.model.objects import Column, Constraint, Domain, Extension, Index, OperatorClass, PublicationTable
from sync.plan import following, moved_keys, moves
from sync.plan.actions import Part, Step
from sync.plan.renewal import Renewal
from sync.plan.sql import Sql, name
from sync.plan.whole import Whole

# What holds data: never dropped to be made again.
KEPT = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE, Kind.SEQUENCE, Kind.SCHEMA, Kind.EXTENSION, Kind.ROLE})
_RETYPED = frozenset({"type", "collation", "generated_as"})
_FACTS = FACTS | {Kind.DEFAULT_PRIVILEGE}


class Decisions:
    """What goes, what changes and what comes, as far as that is decided.

    Attributes:
        before: What is there.
        after: What should be there.
        facts: What differs of what is said about others.
        objects: What differs else.
        made: What is made, or made again.
        gone: What goes, to come again or not.
        altered: What changes, with its statements.
        late: What is said of objects when others are there.
        joining: What objects join, with the statement that does it.
        dependents: What needs something, and whether only for its default.
        later_needs: What will need what; None where all that needs what goes is made again.
        without_defaults: What loses its default before, and gets it, or another, behind.
        forgotten: What ALTER TYPE forgets of an object, with the steps that make it.
        taken_over: Sequences that go and come with the column that becomes, or is no more, an identity.
        leaving: Partitions that leave, in turn with keys: pairs of a step and one that has to be taken before.
        left_to_parents: Columns that are to be NOT NULL by their parents alone.
        copies: Foreign keys that partitions keep when they leave, and are not to have, with these.
        holders: Columns that have values of types which are made again, with these.
        mistakable: Routines that go, where a call may mean the ones that come.
        renewal: The types that step aside while columns change to the new ones.
        types_of_functions: Functions that go with the type that is made of them.
        emptied: Materialized views that come without their rows, with what keeps these from them.
    """

    def __init__(self, a: Catalog, b: Catalog, differences: Iterable[Difference], *, stays: bool) -> None:
        """Begin with what differs; with `stays`, what needs no more what goes changes before, and is not made again."""
        told = tuple(differences)
        self.facts = [one for one in told if one.identity.kind in _FACTS]
        self.objects = [one for one in told if one.identity.kind not in _FACTS]
        self.made = {one.identity for one in self.objects if one.change is Change.ADDED}
        self.gone = {one.identity for one in self.objects if one.change is Change.REMOVED}
        self.before = Whole(a)
        after = Whole(b)
        self.after = after.but(followers=following.followers(self.before, after))
        self.later_needs = {(one.dependent, one.needed) for one in b.dependencies} if stays else None
        self.dependents: defaultdict[Identity, list[tuple[Identity, bool]]] = defaultdict(list)
        for one in a.dependencies:
            self.dependents[one.needed].append((one.dependent, one.by_default))
        self.altered: dict[Identity, tuple[Sql, ...]] = {}
        self.late: dict[Identity, tuple[Sql, ...]] = {}
        self.joining: dict[Identity, tuple[Sql, ...]] = {}
        self.without_defaults: set[Identity] = set()
        self.forgotten: defaultdict[Identity, set[Step]] = defaultdict(set)
        self.taken_over: dict[Identity, Identity] = {}
        self.leaving: list[tuple[Step, Step]] = []
        self.left_to_parents: list[Column] = []
        self.copies: dict[Identity, Identity] = {}
        self.holders: defaultdict[Identity, set[Identity]] = defaultdict(set)
        self.mistakable: set[Identity] = set()
        self.renewal = Renewal((), self.before, self.after)
        self.types_of_functions: Mapping[Identity, Identity] = {}
        self.emptied: Mapping[Identity, Identity] = {}

    @property
    def stays(self) -> bool:
        """Whether what needs no more what goes changes before that, and is not made again."""
        return self.later_needs is not None

    def comes_with_table(self, one: SchemaObject | None) -> TypeGuard[Constraint | Index]:
        """Whether something is a constraint or index of a table that becomes a partition, or ceases to be one."""
        if not isinstance(one, Constraint | Index):
            return False
        return self.moves_away(one.identity) and one.identity in self.after.catalog.objects

    def is_generated(self, identity: Identity) -> bool:
        """Whether something is to be a generated column."""
        found = self.after.catalog.objects.get(identity)
        return isinstance(found, Column) and found.generated is not None

    def becomes_plain(self, identity: Identity) -> bool:
        """Whether something is a generated column that keeps its values, and needs nothing for them any more."""
        old, new = (side.catalog.objects.get(identity) for side in (self.before, self.after))
        if not isinstance(old, Column) or not isinstance(new, Column) or identity in self.made:
            return False
        return old.generated is not None and new.generated is None

    def remake(self, identity: Identity) -> None:
        """It goes, and comes again where it should be there."""
        self.gone.add(identity)
        if identity in self.after.catalog.objects:
            self.made.add(identity)
        self.altered.pop(identity, None)

    def has_own_type(self, column: Identity) -> bool:
        """Whether a column has, or gets, a type that is compared to no other one. Domains are what is beneath them."""
        for side in (self.before, self.after):
            one = side.catalog.objects.get(column)
            of = side.type_named(one.type.removesuffix("[]")) if isinstance(one, Column) else None
            if of is not None and not isinstance(of, Domain):
                return True
        return False

    def retyped(self) -> list[Identity]:
        """The columns that change what their values are."""
        altered = (one for one in self.altered if one.kind is Kind.COLUMN)
        return [one for one in altered if one in self.holders or self.is_retyped(one)]

    def is_retyped(self, column: Identity) -> bool:
        """Whether a column changes what its values are."""
        moved = {"type"} if self.type_moves(column) else set[str]()
        return self.differs(column, _RETYPED - moved)

    def type_moves(self, column: Identity) -> bool:
        """Whether the type of a column only goes to another schema, with its extension."""
        old, new = (side.catalog.objects[column] for side in (self.before, self.after))
        if not isinstance(old, Column) or not isinstance(new, Column) or self.before.type_named(old.type):
            return False
        return any(old.type.startswith(was) and new.type == f"{now}{old.type[len(was) :]}" for was, now in self.moving)

    @cached_property
    def moving(self) -> tuple[tuple[str, str], ...]:
        """How the names begin of what is in extensions that go to another schema: before, and after."""
        found = ((one, self.after.catalog.objects.get(one.identity)) for one in self.before.of(Extension))
        both = ((old.in_schema, new.in_schema) for old, new in found if isinstance(new, Extension))
        return tuple((f"{name(was)}.", f"{name(now)}.") for was, now in both if was != now)

    def differs(self, identity: Identity, names: frozenset[str]) -> bool:
        """Whether an object differs in some of its attributes."""
        old, new = (dict(side.catalog.objects[identity].attributes()) for side in (self.before, self.after))
        return any(old[name] != new[name] for name in names)

    def goes_along(self, identity: Identity) -> bool:
        """Whether something goes with what it is on."""
        return bool(identity.relation) and self.before.maker_of_relation(identity) in self.gone

    @cached_property
    def referred(self) -> Mapping[Identity, AbstractSet[Identity]]:
        """What foreign keys that are there refer to, see `moved_keys.references`."""
        return moved_keys.references(self.before)

    def left(self, one: SchemaObject) -> Step | None:
        """What leaves something to a table that had it from a parent, so that it does not go by itself."""
        is_part = isinstance(one, Constraint | Index) and self.before.parent_of_index(one) is not None
        if (is_part and self.moves_away(one.identity)) or moves.is_left_behind(one, self.before, self.after):
            return self.after.relation(one.identity.schema, one.identity.relation), Part.CHANGED
        giver = moves.left_by_parent(one, self.before, self.after)
        return (giver, Part.GONE) if giver else None

    def made_with(self, one: OperatorClass | PublicationTable) -> Identity:
        """The family that a class is in, the publication that a table is in."""
        if isinstance(one, PublicationTable):
            return Identity(Kind.PUBLICATION, "", "", one.identity.name)
        return self.before.maker(one.identity)

    def moves_away(self, identity: Identity) -> bool:
        """Whether the table that something is on is no longer a partition of what it was."""
        tables = (side.tables.get((identity.schema, identity.relation)) for side in (self.before, self.after))
        before, after = (table.partition_of if table else None for table in tables)
        return before != after
