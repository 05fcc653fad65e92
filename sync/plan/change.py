"""The actions that make one schema like another: what goes, what changes, what comes, and what has to step aside.

An object that PostgreSQL cannot change in place is dropped and made again, and so is all that depends on it, with its
owner, privileges and comments: that is what being made from the target's catalog means.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TypeGuard

from sync.compare import Change, Difference
from sync.errors import PlanError
from sync.model import Catalog, Dependency, Identity, Kind, SchemaObject
from sync.model.kinds import FACTS, RELATIONS
from sync.model.objects import (
    Column,
    Constraint,
    Domain,
    EventTrigger,
    Extension,
    Index,
    OperatorClass,
    Publication,
    PublicationTable,
    Sequence,
    Table,
    Trigger,
    View,
)
from sync.plan import checks, filling, moves, not_null, overloads, parts, persistence
from sync.plan.actions import Action, Part, Step, actions, around
from sync.plan.alter.classes import altered
from sync.plan.alter.identities import begun, taken_over
from sync.plan.alter.settings import replaced
from sync.plan.alter.tables import detached
from sync.plan.create import relations, sequences, tables, types
from sync.plan.descent import ancestors, parent
from sync.plan.drop import dropped, without_constraint
from sync.plan.fact_changes import changed_facts
from sync.plan.order import ordered
from sync.plan.rebuilt import forgotten, said
from sync.plan.refusals import (
    refuse_columns_of_others,
    refuse_invalid,
    refuse_own_column,
    refuse_partition_keys,
    refuse_rows_in_use,
    refuse_unnamed_copy,
)
from sync.plan.renewal import RENEWED, Renewal, checked_domain, is_renewable, needs_renewal
from sync.plan.sql import Sql, name, named, write
from sync.plan.typed import followed, type_of
from sync.plan.whole import Whole

# What one statement gives another definition.
_REPLACED = frozenset({Kind.VIEW, Kind.FUNCTION, Kind.PROCEDURE, Kind.RULE, Kind.POLICY, Kind.TRIGGER})
# What keeps the type of a column from being changed: all but constraints, indexes and statistics, which are made again
# by ALTER TABLE itself.
_OBSTACLES = frozenset(
    {
        *(Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.RULE, Kind.POLICY, Kind.TRIGGER, Kind.FUNCTION, Kind.PROCEDURE),
        *(Kind.COLUMN, Kind.PUBLICATION_TABLE),
    }
)
_FACTS = FACTS | {Kind.DEFAULT_PRIVILEGE}
_RETYPED = frozenset({"type", "collation", "generated_as"})
_DEFAULT = frozenset({"default"})
# What a constraint has from the one of the parent.
_FROM_PARENT = frozenset({"inherited", "attached_to"})
# What a table or a materialized view says of its own indexes.
_OF_INDEXES = frozenset({"replica_identity", "clustered_on"})
_INDEXES = frozenset({Kind.INDEX, Kind.CONSTRAINT})
# What holds data: never dropped to be made again.
_KEPT = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE, Kind.SEQUENCE, Kind.SCHEMA, Kind.EXTENSION, Kind.ROLE})
# What is made of functions that take and return it.
_OF_FUNCTIONS = frozenset({Kind.BASE_TYPE, Kind.RANGE_TYPE})
# What is made with something else, unless that is there.
_PARTS = frozenset({Kind.COLUMN, Kind.OPERATOR_CLASS})
_SAID_OF_SEQUENCES = frozenset({Part.PRIVILEGE, Part.COMMENT, Part.LABEL})
# Parts that no other stands in for.
_EXACT = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL, Part.ASIDE})
# What goes with the relation that it is on, whoever drops that.
_ON_RELATIONS = frozenset(
    {
        *(Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.DOMAIN_CONSTRAINT),
        Kind.PUBLICATION_TABLE,
    }
)


def changes(a: Catalog, b: Catalog, differences: Iterable[Difference]) -> tuple[Action, ...]:
    """What makes A like B, in an order in which it can be done.

    Args:
        a: All of A, read with dependencies.
        b: All of B, likewise.
        differences: What differs between them.

    Raises:
        PlanError: PostgreSQL cannot do it without losing data, or there is no order.
    """
    told = tuple(differences)
    with suppress(PlanError):  # what stays may close a circle, which opens when it is made again
        return ordered(_Changes(a, b, told, stays=True).actions())
    return ordered(_Changes(a, b, told, stays=False).actions())


class _Changes:
    def __init__(self, a: Catalog, b: Catalog, differences: tuple[Difference, ...], *, stays: bool) -> None:
        """The changes; with `stays`, what needs no more what goes changes before that, and is not made again."""
        self._later_needs = {(one.dependent, one.needed) for one in b.dependencies} if stays else None
        self._facts = [one for one in differences if one.identity.kind in _FACTS]
        objects = [one for one in differences if one.identity.kind not in _FACTS]
        self._made = {one.identity for one in objects if one.change is Change.ADDED}
        self._gone = {one.identity for one in objects if one.change is Change.REMOVED}
        self._before = Whole(a)
        after = Whole(b)
        self._after = after.but(rehung=frozenset(moves.rehung(self._before, after)))
        self._altered: dict[Identity, tuple[Sql, ...]] = {}
        self._late: dict[Identity, tuple[Sql, ...]] = {}
        self._dependents = self._by_needed(a)
        self._without_defaults: set[Identity] = set()
        self._joining: dict[Identity, tuple[Sql, ...]] = {}
        self._forgotten: defaultdict[Identity, set[Step]] = defaultdict(set)
        self._taken_over: dict[Identity, Identity] = {}
        self._leaving: list[tuple[Step, Step]] = []
        self._left_to_parents: list[Column] = []
        self._copies: dict[Identity, Identity] = {}
        self._holders: defaultdict[Identity, set[Identity]] = defaultdict(set)
        self._made -= set(moves.shared_keys(self._made, self._after, self._before))
        self._gone -= set(moves.shared_keys(self._gone, self._before, self._after))
        self._make_again_what_is_on_others()
        self._make_again_what_is_not_valid()
        self._make_again_what_others_give()
        refuse_invalid((one.identity for one in objects if one.identity.kind is Kind.INDEX), self._after)
        for one in objects:
            if one.change is Change.CHANGED:
                self._change(one)
        self._take_along()
        for one in objects:
            is_asked = one.change is Change.ADDED or any(each.name == "definition" for each in one.attributes)
            if is_asked and (domain := self._checked_domain(one.identity)):
                self._remake(domain)
        for identity in parts.parted_keys(self._gone, self._before, self._after):
            self._remake(identity)
        mistakable = overloads.mistakable(self._gone, self._made, self._before, self._after)
        self._mistakable = {old for old, _ in mistakable}
        self._step_aside()
        self._renewal = self._renewed()
        self._types_of_functions = self._mutual(a)
        self._mark()
        self._remember()
        self._leave_keys()
        apart = {one for one in self._made if one.kind in _PARTS and self._after.maker(one) not in self._made}
        at_work = [one for one in (*a.objects, *b.objects) if one.kind is Kind.DEFAULT_PRIVILEGE]
        self._emptied = dict(filling.emptied(self._made, self._before, self._after))
        full = filling.filled(self._made, self._before, self._after)
        self._after = self._after.but(apart=apart, filled=full, at_work=at_work)

    def _make_again_what_is_on_others(self) -> None:
        """What is on a relation goes with that, and comes with another of the same name."""
        gone = {(one.schema, one.name) for one in self._gone if one.kind in RELATIONS}
        made = {(one.schema, one.name) for one in self._made if one.kind in RELATIONS} if gone else gone
        if places := gone & made:
            for identity in self._before.catalog.objects:
                if (identity.schema, identity.relation) in places and not identity.of:
                    self._remake(identity)

    def _make_again_what_is_not_valid(self) -> None:
        """A new table has a check of a parent as one that is valid, unless that comes later."""
        made = [self._after.catalog.objects[of] for of in self._made if of.kind is Kind.CONSTRAINT]
        for identity in checks.not_valid_above(made, self._before, self._after):
            self._remake(identity)

    def _make_again_what_others_give(self) -> None:
        """A check that a table is to have from other parents than before is not its own."""
        for identity in checks.checks_of_others(self._before, self._after):
            self._remake(identity)

    @staticmethod
    def _by_needed(catalog: Catalog) -> Mapping[Identity, list[tuple[Identity, bool]]]:
        found: defaultdict[Identity, list[tuple[Identity, bool]]] = defaultdict(list)
        for one in catalog.dependencies:
            found[one.needed].append((one.dependent, one.by_default))
        return found

    def _mutual(self, catalog: Catalog) -> Mapping[Identity, Identity]:
        """The functions of types that go, which are made of them: PostgreSQL drops neither without the other."""
        types = {(one.dependent, one.needed) for one in catalog.dependencies if one.dependent.kind in _OF_FUNCTIONS}
        return {
            one.dependent: one.needed
            for one in catalog.dependencies
            if (one.needed, one.dependent) in types and one.needed in self._gone
        }

    def _change(self, difference: Difference) -> None:
        identity = difference.identity
        names = frozenset(one.name for one in difference.attributes)
        old, new = self._before.catalog.objects[identity], self._after.catalog.objects[identity]
        if late := names & _OF_INDEXES:
            self._late[identity] = altered(old, new, late, self._after) or ()
        if self._comes_with_table(new):
            self._late[identity] = tuple(relations.attached_index(new, self._after))
            names -= _FROM_PARENT
            new = replace(new, attached_to=getattr(old, "attached_to", None))
        if isinstance(old, Column) and isinstance(new, Column):
            names -= self._required_otherwise(old, new, names)
        if followed(identity, self._before, self._after):
            names -= {"type", "collation"}
        if self._type_moves(identity):
            names -= {"type"}
        is_possible = not needs_renewal(old, new, self._dependents, self._before) and not self._is_published(new, names)
        statements = altered(old, new, names - late, self._after) if is_possible else None
        if statements is not None:
            attached = tuple(_attached(new))
            if attached and statements[-1:] == attached:
                self._joining[identity] = attached
                statements = statements[:-1]
            self._altered[identity] = statements
            self._take_over(identity)
        elif identity.kind in _KEPT or (identity.kind is Kind.COLUMN and not self._is_generated(identity)):
            raise PlanError(
                f"{identity.kind} {identity} cannot be changed in place ({', '.join(sorted(names))})",
                "PostgreSQL has no statement for it: make another one beside it, take over what is in it, and drop it",
            )
        else:
            self._remake(identity)

    def _required_otherwise(self, old: Column, new: Column, names: AbstractSet[str]) -> frozenset[str]:
        """What a column is when the same of its parent is."""
        if "not_null_inherited" in names and not_null.is_left_to_parents(old, new):
            not_null.refuse_to_leave(old, self._before, self._after, self._dependents)
            self._left_to_parents.append(new)
        if not old.not_null and moves.is_required_with_parent(new, self._before, self._after):
            return frozenset({"not_null", "not_null_inherited"})
        return frozenset()

    def _is_published(self, one: SchemaObject, names: AbstractSet[str]) -> bool:
        """Whether a column would be computed in another way when it is read, but its table is in a publication."""
        if not isinstance(one, Column) or one.generated != "virtual" or "generated_as" not in names:
            return False
        table = (one.identity.schema, one.identity.relation)
        published = (*self._before.of(PublicationTable), *self._after.of(PublicationTable))
        return any((each.identity.schema, each.identity.relation) == table for each in published)

    def _take_along(self) -> None:
        """The index of a partition that goes to another parent becomes a part of one there, which looks the same."""
        for one in (*self._after.of(Constraint), *self._after.of(Index)):
            identity = one.identity
            if identity in self._before.catalog.objects and self._comes_with_table(one) and identity not in self._late:
                self._late[identity] = tuple(relations.attached_index(one, self._after))

    def _comes_with_table(self, one: SchemaObject | None) -> TypeGuard[Constraint | Index]:
        """Whether something is a constraint or index of a table that becomes a partition, or ceases to be one."""
        if not isinstance(one, Constraint | Index):
            return False
        return self._moves_away(one.identity) and one.identity in self._after.catalog.objects

    def _take_over(self, identity: Identity) -> None:
        """The sequence of a column that becomes an identity, or is one no more, goes and comes with that."""
        old, new = (side.catalog.objects[identity] for side in (self._before, self._after))
        if isinstance(old, Column) and isinstance(new, Column):
            sequences = taken_over(old, new)
            self._taken_over |= dict.fromkeys(sequences | begun(old, new), identity)
            self._made -= sequences
            self._gone -= sequences

    def _is_generated(self, identity: Identity) -> bool:
        found = self._after.catalog.objects.get(identity)
        return isinstance(found, Column) and found.generated is not None

    def _becomes_plain(self, identity: Identity) -> bool:
        """Whether something is a generated column that keeps its values, and needs nothing for them any more."""
        old, new = (side.catalog.objects.get(identity) for side in (self._before, self._after))
        if not isinstance(old, Column) or not isinstance(new, Column) or identity in self._made:
            return False
        return old.generated is not None and new.generated is None

    def _remake(self, identity: Identity) -> None:
        self._gone.add(identity)
        if identity in self._after.catalog.objects:
            self._made.add(identity)
        self._altered.pop(identity, None)

    def _step_aside(self) -> None:
        """What depends on what goes, or on what changes its type, is made again."""
        retyped = self._retyped()
        refuse_rows_in_use(retyped, self._dependents, self._before)
        self._set_free()
        waiting: list[tuple[Identity, bool]] = [(one, True) for one in retyped] + [(one, False) for one in self._gone]
        seen = set(self._gone)
        while waiting:
            needed, retypes = waiting.pop()
            for dependent, by_default in self._dependents.get(needed, ()):
                if dependent in seen or self._stays(dependent, needed, by_default=by_default, retypes=retypes):
                    continue
                if by_default and not self._is_generated(dependent):
                    self._default_apart(dependent)
                elif self._holds(dependent, needed):
                    if dependent not in self._holders:
                        waiting.append((dependent, True))
                    self._holders[dependent].add(needed)
                elif not self._is_kept(dependent, needed):
                    for one in {dependent, self._checked_domain(dependent) or dependent} - seen:
                        seen.add(one)
                        self._remake(one)
                        waiting.append((one, False))

    def _checked_domain(self, check: Identity) -> Identity | None:
        """The domain that has to be made again for something to be asked of its values."""
        return checked_domain(check, self._dependents, self._before, self._after)

    def _set_free(self) -> None:
        """Other columns, such as those of partitions, do without a sequence before that becomes an identity's."""
        for sequence, column in self._taken_over.items():
            for dependent, by_default in self._dependents.get(sequence, ()):
                if by_default and dependent != column:
                    self._default_apart(dependent)

    def _stays(self, dependent: Identity, needed: Identity, *, by_default: bool, retypes: bool) -> bool:
        """Whether something need not heed that what it needed goes, or changes its type."""
        if by_default and needed not in self._made | self._mistakable and self._has_another_default(dependent):
            return True  # it needs that no more
        if self._becomes_plain(dependent):
            return True
        if self._is_part_of(dependent, needed) or self._is_of_partition(dependent, needed):
            return True
        return not self._is_in_the_way(dependent, needed) if retypes else self._needs_no_more(dependent, needed)

    def _is_of_partition(self, key: Identity, needed: Identity) -> bool:
        """Whether something is a foreign key about a partitioned table, which a partition leaves before it goes."""
        table = self._before.maker_of_relation(needed) if needed.relation else needed
        if key.kind is not Kind.CONSTRAINT or table not in self._gone:
            return False
        return moves.is_of_partition(key, needed, self._referred, self._before)

    def _is_part_of(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something is what a table that leaves its parent has of an index or a foreign key of that."""
        one, whole = (self._before.catalog.objects.get(of) for of in (dependent, needed))
        if not self._comes_with_table(one):
            return False
        is_copy = all(isinstance(key, Constraint) and key.type == "foreign key" for key in (one, whole))
        return is_copy or needed == self._before.parent_of_index(one)

    def _is_kept(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something that holds data needs no more what goes."""
        if dependent.kind not in _KEPT and (dependent.kind is not Kind.COLUMN or self._is_generated(dependent)):
            return False
        if dependent not in self._altered:
            raise PlanError(
                f"{dependent.kind} {dependent} needs {needed.kind} {needed}, which has to be made again",
                "PostgreSQL cannot do that: make another one beside it, take over what is in it, and drop it",
            )
        return True

    def _is_in_the_way(self, dependent: Identity, column: Identity) -> bool:
        """Whether something keeps a column from changing its type."""
        one = self._before.catalog.objects.get(dependent)
        if isinstance(one, Constraint) and one.type == "foreign key":
            return column in self._holders or self._has_own_type(column)  # nothing else is equal to its values
        return dependent.kind in _OBSTACLES or (isinstance(one, Constraint) and self._is_referred_to(one, column))

    def _has_own_type(self, column: Identity) -> bool:
        """Whether a column has, or gets, a type that is compared to no other one. Domains are what is beneath them."""
        for side in (self._before, self._after):
            one = side.catalog.objects.get(column)
            of = side.type_named(one.type.removesuffix("[]")) if isinstance(one, Column) else None
            if of is not None and not isinstance(of, Domain):
                return True
        return False

    def _is_referred_to(self, key: Constraint, column: Identity) -> bool:
        """Whether foreign keys refer to a key that only includes a column: PostgreSQL forgets them when it changes."""
        of_column = {one for one, _ in self._dependents.get(column, ())}
        referring = (one for one, _ in self._dependents.get(key.identity, ()) if one not in of_column)
        return any(one.kind is Kind.CONSTRAINT for one in referring)

    def _holds(self, column: Identity, needed: Identity) -> bool:
        """Whether a column has values of a type, and goes on having them when that is made again."""
        if column.kind is not Kind.COLUMN or self._is_generated(column):
            return False
        return any((column, one) in self._held for one in self._successors(needed))

    def _successors(self, needed: Identity) -> Iterator[Identity]:
        """The type that takes the place of another, if it is one that columns can change to."""
        if is_renewable(self._before.catalog.objects.get(needed)):
            yield from (one for kind in RENEWED if (one := needed._replace(kind=kind)) in self._made)

    @cached_property
    def _held(self) -> frozenset[tuple[Identity, Identity]]:
        """Columns and what each will need for more than its default."""
        found = (one for one in self._after.catalog.dependencies if one.dependent.kind is Kind.COLUMN)
        return frozenset((one.dependent, one.needed) for one in found if not one.by_default)

    def _renewed(self) -> Renewal:
        """The types that go aside, with those that they are made of; the columns that have them change."""
        waiting = {needed for types in self._holders.values() for needed in types} | self._left_types()
        found: set[Identity] = set()
        while waiting:
            found |= waiting
            made_of = {one.needed for one in self._before.catalog.dependencies if one.dependent in waiting}
            waiting = (made_of & self._gone) - found
        renewal = Renewal((one for one in found if any(self._successors(one))), self._before, self._after)
        self._after = self._after.but(renewed=renewal.were)
        refuse_rows_in_use(self._holders, self._dependents, self._before)
        for identity in self._holders:
            self._alter(identity, frozenset({"type"}))
        retyped = self._retyped()
        refuse_partition_keys(retyped, self._before)
        refuse_columns_of_others(retyped, self._before, self._after)
        return renewal

    def _left_types(self) -> set[Identity]:
        """The types that go and that columns have until they change to others, such as ones of another schema."""
        return {
            one.needed
            for one in self._before.catalog.dependencies
            if one.dependent.kind is Kind.COLUMN and one.dependent in self._altered
            if one.needed in self._gone and not one.by_default
        }

    def _alter(self, identity: Identity, always: frozenset[str] = frozenset()) -> None:
        """Change an object without its default, where that comes later."""
        old, new = (side.catalog.objects[identity] for side in (self._before, self._after))
        if not isinstance(old, Column | Domain) or not isinstance(new, Column | Domain):
            return
        if identity in self._without_defaults:
            old, new = replace(old, default=None), replace(new, default=None)
        had = dict(old.attributes())
        names = always | {name for name, value in new.attributes() if had[name] != value}
        self._altered[identity] = altered(old, new, names, self._after) or ()

    def _needs_no_more(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something changes so that what it needed may go."""
        if self._later_needs is None or dependent.kind not in _REPLACED or needed in self._made | self._mistakable:
            return False
        return bool(self._altered.get(dependent)) and (dependent, needed) not in self._later_needs

    def _retyped(self) -> list[Identity]:
        altered = (one for one in self._altered if one.kind is Kind.COLUMN)
        return [one for one in altered if one in self._holders or self._is_retyped(one)]

    def _is_retyped(self, column: Identity) -> bool:
        moved = {"type"} if self._type_moves(column) else set[str]()
        return self._differs(column, _RETYPED - moved)

    def _type_moves(self, column: Identity) -> bool:
        """Whether the type of a column only goes to another schema, with its extension."""
        old, new = (side.catalog.objects[column] for side in (self._before, self._after))
        if not isinstance(old, Column) or not isinstance(new, Column) or self._before.type_named(old.type):
            return False
        return any(old.type.startswith(was) and new.type == f"{now}{old.type[len(was) :]}" for was, now in self._moving)

    @cached_property
    def _moving(self) -> tuple[tuple[str, str], ...]:
        """How the names begin of what is in extensions that go to another schema: before, and after."""
        found = ((one, self._after.catalog.objects.get(one.identity)) for one in self._before.of(Extension))
        both = ((old.in_schema, new.in_schema) for old, new in found if isinstance(new, Extension))
        return tuple((f"{name(was)}.", f"{name(now)}.") for was, now in both if was != now)

    def _remember(self) -> None:
        """What ALTER TYPE forgets of what stays is said anew."""
        for identity, column in forgotten(self._retyped(), self._dependents, self._after):
            if identity not in self._made | self._gone:
                if identity not in self._forgotten:
                    again = said(self._after.catalog.objects[identity])
                    self._late[identity] = (*self._late.get(identity, ()), *again)
                self._forgotten[identity].add((column, Part.CHANGED))

    def _mark(self) -> None:
        """What a relation says of its own indexes is said anew when they are made again."""
        gone = {_own(one) for one in self._gone if one.kind in _INDEXES}
        made = {_own(one) for one in self._made if one.kind in _INDEXES} if gone else gone
        for schema, relation in {(schema, relation) for schema, relation, _ in gone & made}:
            identity = self._after.relation(schema, relation)
            one = self._after.catalog.objects.get(identity)
            if isinstance(one, Table | View) and identity not in self._made:
                marks = tables.marked(one) if isinstance(one, Table) else relations.marked(one)
                said = self._late.get(identity, ())
                self._late[identity] = (*said, *(statement for statement in marks if statement not in said))

    def _leave_keys(self) -> None:
        """A partition leaves without its copy of a foreign key that goes, unless another one keeps its copy."""
        left = list(moves.left_keys(self._before, self._after, self._made))
        kept = {key for _, key, is_kept in left if is_kept}
        for table, key, is_kept in left:
            copy = key._replace(schema=table.schema, relation=table.name)
            leaves, goes = (table, Part.CHANGED), (key, Part.GONE)
            if key in self._gone - kept:
                self._leaving += [(leaves, goes), ((copy, Part.WHOLE), goes)]
            else:
                self._leaving.append((goes, leaves))
                if not is_kept:
                    refuse_unnamed_copy(copy, self._before)
                    self._copies[copy] = table
                    self._leaving += [((table, Part.ATTACHMENT), (copy, Part.GONE))]

    def _default_apart(self, identity: Identity) -> None:
        """The default goes before, and comes again after what it needs; the rest changes without it."""
        self._without_defaults.add(identity)
        if identity in self._altered:
            self._alter(identity)

    def _has_another_default(self, identity: Identity) -> bool:
        return identity in self._altered and self._differs(identity, _DEFAULT)

    def _differs(self, identity: Identity, names: frozenset[str]) -> bool:
        old, new = (dict(side.catalog.objects[identity].attributes()) for side in (self._before, self._after))
        return any(old[name] != new[name] for name in names)

    def _goes_along(self, identity: Identity) -> bool:
        return bool(identity.relation) and self._before.maker_of_relation(identity) in self._gone

    def actions(self) -> Iterator[Action]:
        """All of them, each with what it needs."""
        found = {one.step: one for one in self._each()}
        needs: defaultdict[Step, set[Step]] = defaultdict(set)
        for one in found.values():
            own = needs[one.step]
            for wanted in one.needs:
                if wanted in found:
                    own.add(wanted)
                else:
                    own.update(self._found(wanted, found))
        for dependent, needed in self._edges(found):
            if dependent != needed:
                needs[dependent].add(needed)
        for step, one in found.items():
            own = needs[step]
            own.discard(step)
            yield one if own == one.needs else replace(one, needs=frozenset(own))

    def _each(self) -> Iterator[Action]:
        yield from self._making()
        yield from self._changing()
        yield from self._dropping()
        yield from self._dropping_copies()
        yield from not_null.aside(self._left_to_parents)

    def _making(self) -> Iterator[Action]:
        for one in actions(self._after, self._is_made):
            of = self._after.maker(one.step[0])
            if of in self._made:
                made = self._with_its_type(self._brought(one))
                if (self._gone or self._copies) and one.step[1] in (Part.WHOLE, Part.SHELL):
                    room = (of, Part.ASIDE if of in self._renewal else Part.GONE)
                    made = replace(made, needs=made.needs | {room})
                yield made
            elif one.step[0] in self._taken_over and one.step[1] in _SAID_OF_SEQUENCES:
                yield replace(one, needs=one.needs | {(self._taken_over[one.step[0]], Part.CHANGED)})

    def _is_made(self, identity: Identity) -> bool:
        return self._after.maker(identity) in self._made or identity in self._taken_over

    def _with_its_type(self, action: Action) -> Action:
        """What is left to do for a column that comes with the type of its table."""
        identity, part = action.step
        one, of = self._after.catalog.objects.get(identity), followed(identity, self._before, self._after)
        if not isinstance(one, Column) or part is not Part.WHOLE or of is None or identity not in self._after.apart:
            return action
        statements = tuple(tables.added_along(one, self._after))
        return replace(action, statements=statements, needs=action.needs | {(of, Part.CHANGED)})

    def _brought(self, action: Action) -> Action:
        """Made by itself what a table usually has from its parent."""
        one = self._after.catalog.objects.get(action.step[0])
        if action.step[1] is not Part.WHOLE or not moves.is_brought(one, self._before, self._after, self._made):
            return action
        match one:
            case Column():
                refuse_own_column(one, self._after)
                statements = tables.added(replace(one, inherited=False), self._after)
            case Constraint():
                statements = relations.constraint(replace(one, inherited=False), self._after)
            case _:
                return action
        return replace(action, statements=tuple(statements))

    def _changing(self) -> Iterator[Action]:
        for identity, statements in self._altered.items():
            if statements:
                new = self._after.catalog.objects[identity]
                needs = {(identity, Part.NO_DEFAULT)}
                if identity not in self._joining:
                    needs |= self._around(identity)
                is_first = isinstance(new, EventTrigger) and new.firing == "disabled"
                yield Action((identity, Part.CHANGED), statements, frozenset(needs), is_first=is_first)
        for identity, statements in self._joining.items():
            others = self._around(identity) | {(identity, Part.CHANGED)}
            yield Action((identity, Part.ATTACHMENT), statements, others)
        for identity, statements in self._late.items():
            if statements and identity not in self._gone:
                said_of = frozenset(around(self._after.catalog.objects[identity], self._after))
                needed = said_of | {(identity, Part.CHANGED)} | self._forgotten[identity]
                yield Action((identity, Part.REST), statements, needed)
        for identity in self._without_defaults - self._gone:
            yield from self._default_steps_aside(identity)
        remade = self._made | self._gone | self._taken_over.keys()
        yield from changed_facts(self._facts, self._before, self._after, remade)

    def _around(self, identity: Identity) -> frozenset[Step]:
        """What has to be there for what an object says of others; what is on itself comes later."""
        said = around(self._after.catalog.objects[identity], self._after)
        own = (identity.schema, identity.name)
        return frozenset((of, part) for of, part in said if (of.schema, of.relation) != own)

    def _default_steps_aside(self, identity: Identity) -> Iterator[Action]:
        old, new = self._before.catalog.objects[identity], self._after.catalog.objects.get(identity)
        yield from self._default_goes(old)
        needs = frozenset({(identity, Part.NO_DEFAULT), (identity, Part.CHANGED)})
        if isinstance(new, Column) and new.default is not None:
            above = frozenset((one, Part.CHANGED) for one in self._above(new))
            yield Action((identity, Part.DEFAULT), (tables.defaulted(new),), needs | above)
        elif isinstance(new, Domain) and new.default is not None:
            yield Action((identity, Part.DEFAULT), tuple(types.defaulted(new)), needs)

    def _above(self, one: Column) -> Iterator[Identity]:
        """The columns that a column has its type from."""
        given = parent(one, self._after)
        while given is not None:
            yield given.identity
            given = parent(given, self._after)

    @staticmethod
    def _default_goes(one: SchemaObject) -> Iterator[Action]:
        if isinstance(one, Column):
            yield Action((one.identity, Part.NO_DEFAULT), (tables.altered(one, "DROP DEFAULT"),))
        elif isinstance(one, Domain):
            yield Action((one.identity, Part.NO_DEFAULT), tuple(types.defaulted(replace(one, default=None))))

    def _dropping(self) -> Iterator[Action]:
        for identity in self._gone:
            one = self._before.catalog.objects.get(identity)
            if one is not None and self._calls_what_needs_it(one):
                yield from self._default_goes(one)
            if one is not None and not self._is_dropped_with_another(one):
                statements = (*self._leaves_first(one), *dropped(one, self._before))
                needs: frozenset[Step] = frozenset()
                if isinstance(one, Column | Constraint | Index) and (left := self._left(one)):
                    statements, needs = dropped(_apart(one), self._before), frozenset({left})
                if moves.is_kept_below(one, self._before, self._after):
                    statements = (tables.dropped_alone(one.identity),)
                if identity in self._renewal:
                    yield Action((identity, Part.ASIDE), self._renewal.aside(identity))
                    statements = (self._renewal.dropped(identity),)
                if isinstance(one, View) and identity in self._before.views_in_circles:
                    yield Action((identity, Part.ASIDE), (replaced(relations.columns_alone(one, self._before)),))
                if identity in self._types_of_functions.values():
                    statements = tuple(write("{} CASCADE", statement) for statement in statements)
                if statements:
                    is_first = isinstance(one, EventTrigger)
                    told = filling.told(identity, self._emptied)
                    yield Action((identity, Part.GONE), statements, needs, is_first=is_first, hazards=told)

    def _leaves_first(self, one: SchemaObject) -> Iterator[Sql]:
        """A partition cannot be dropped while foreign keys refer to its rows as ones of the whole."""
        above = ancestors(one, self._before) if isinstance(one, Table) and one.partition_of is not None else ()
        if isinstance(one, Table) and any(of in self._referred_to for of in above):
            yield detached(one)

    @cached_property
    def _referred(self) -> Mapping[Identity, AbstractSet[Identity]]:
        return moves.references(self._before)

    @cached_property
    def _referred_to(self) -> frozenset[Identity]:
        return frozenset().union(*moves.references(self._after).values())

    def _dropping_copies(self) -> Iterator[Action]:
        """Foreign keys that partitions keep when they leave, and are not to have."""
        for identity, table in self._copies.items():
            statement = without_constraint(identity)
            yield Action((identity, Part.GONE), (statement,), frozenset({(table, Part.CHANGED)}))

    def _left(self, one: SchemaObject) -> Step | None:
        """What leaves something to a table that had it from a parent, so that it does not go by itself."""
        is_part = isinstance(one, Constraint | Index) and self._before.parent_of_index(one) is not None
        if (is_part and self._moves_away(one.identity)) or moves.is_left_behind(one, self._before, self._after):
            return self._after.relation(one.identity.schema, one.identity.relation), Part.CHANGED
        giver = moves.left_by_parent(one, self._before, self._after)
        return (giver, Part.GONE) if giver else None

    def _is_dropped_with_another(self, one: SchemaObject) -> bool:
        identity = one.identity
        if identity in self._types_of_functions or followed(identity, self._before, self._after):
            return True
        if isinstance(one, OperatorClass | PublicationTable):
            return self._made_with(one) in self._gone
        if isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            owner = Identity(Kind.COLUMN, schema, table, column)
            return owner in self._gone or self._goes_along(owner)
        if isinstance(one, Trigger) and (of := relations.original(one, self._before)):
            return of in self._gone or self._moves_away(identity) or self._goes_along(identity)
        if (isinstance(one, Constraint) and one.type == "foreign key") or self._closes_circle(identity):
            return False
        return identity.kind in _ON_RELATIONS and self._goes_along(identity)

    def _made_with(self, one: OperatorClass | PublicationTable) -> Identity:
        """The family that a class is in, the publication that a table is in."""
        if isinstance(one, PublicationTable):
            return Identity(Kind.PUBLICATION, "", "", one.identity.name)
        return self._before.maker(one.identity)

    def _closes_circle(self, identity: Identity) -> bool:
        """Whether what goes with its relation needs something that needs the relation, and goes first."""
        if identity.kind not in _ON_RELATIONS or identity.kind is Kind.COLUMN or not self._goes_along(identity):
            return False
        return self._before.needs_in_turn(identity)

    def _calls_what_needs_it(self, one: SchemaObject) -> bool:
        """Whether the default of what goes keeps something there that cannot be without it."""
        if not isinstance(one, Domain) and not (isinstance(one, Column) and self._goes_along(one.identity)):
            return False
        return self._before.calls_in_turn(one.identity)

    def _moves_away(self, identity: Identity) -> bool:
        """Whether the table that something is on is no longer a partition of what it was."""
        tables = (side.tables.get((identity.schema, identity.relation)) for side in (self._before, self._after))
        before, after = (table.partition_of if table else None for table in tables)
        return before != after

    def _edges(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """Pairs of a step and one that has to be taken before."""
        yield from self._made_in_turn(found)
        yield from self._gone_in_turn(found)
        yield from self._conflicts(found)
        yield from self._numbered_in_turn(found)
        yield from (both for both in self._leaving if found.keys() >= set(both))
        yield from moves.in_turn(self._before, self._after, found.keys())
        yield from not_null.in_turn(self._left_to_parents, self._after, self._dependents, found.keys())
        yield from persistence.in_turn(self._before, self._after, found.keys())
        yield from overloads.in_turn(self._before, self._after, found.keys())

    def _numbered_in_turn(self, found: Container[Step]) -> Iterator[tuple[Step, Step]]:
        """A column begins to be an identity when its table has its owner, who gets the sequence."""
        for column in self._taken_over.values():
            both = (column, Part.CHANGED), (self._after.relation(column.schema, column.relation), Part.OWNER)
            if all(step in found for step in both):
                yield both

    def _made_in_turn(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """What is needed first, where one of two is there already; else both are made, and know it."""
        is_changed = any(part is Part.CHANGED for _, part in found)
        for one in self._after.catalog.dependencies:
            if (not is_changed and not one.by_default) or self._after.is_attached(one):
                continue
            part = Part.DEFAULT if one.by_default else Part.WHOLE
            begins = self._after.begins_with_columns(one.dependent, one.needed)
            wanted = (one.needed, Part.SHELL if begins else Part.WHOLE)
            for dependent in self._found((one.dependent, part), found):
                changing = () if begins else _changing(one.needed, self._after, found)
                for needed in (*self._found(wanted, found), *changing):
                    if {Part.CHANGED, Part.DEFAULT} & {dependent[1], needed[1]}:
                        yield dependent, needed

    def _gone_in_turn(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """What needs something goes, or needs it no more, before that."""
        for one in self._before.catalog.dependencies:
            going, gone_before = self._gone_step(one.needed, found), self._left_step(one, found)
            if going is not None and gone_before is not None and going != gone_before:
                yield going, gone_before
                yield from self._named_before(going, gone_before)
            if gone_before is not None:
                yield from ((step, gone_before) for step in self._taking_along(one.needed, found))
            steps_aside = one.by_default and (one.dependent, Part.NO_DEFAULT) in found
            if going is not None and (one.dependent, Part.CHANGED) in found and not steps_aside:
                yield going, (one.dependent, Part.CHANGED)
            if gone_before is not None and one.needed.kind is not Kind.SEQUENCE:
                left = self._left(self._before.catalog.objects[one.dependent]) if one.dependent in self._gone else None
                changing = _changing(one.needed, self._before, found)
                yield from ((step, gone_before) for step in changing if step != left)
        for publication in self._before.of(Publication):
            published = (Identity(Kind.SCHEMA, *named(one)) for one in publication.schemas)
            yield from (((one, Part.GONE), (publication.identity, Part.CHANGED)) for one in published)
        for of, part in found:
            schema = (Identity(Kind.SCHEMA, of.schema), Part.GONE)
            if part is Part.GONE and schema in found:  # the catalogs do not say what is in public
                yield schema, (of, part)

    def _taking_along(self, column: Identity, found: Container[Step]) -> Iterator[Step]:
        """The steps that drop the same column of parents, and with it those of tables below."""
        one = self._before.catalog.objects.get(column)
        given = parent(one, self._before) if isinstance(one, Column) else None
        if given is not None and (self._goes_along(column) or not self._moves_away(column)):
            if (given.identity, Part.GONE) in found:
                yield given.identity, Part.GONE
            yield from self._taking_along(given.identity, found)

    def _named_before(self, going: Step, gone_before: Step) -> Iterator[tuple[Step, Step]]:
        """What is dropped by the name of a type goes before the type has another one."""
        if going[0] in self._renewal:
            if gone_before[0] in self._renewal:
                yield (going[0], Part.ASIDE), (gone_before[0], Part.ASIDE)
            elif gone_before[0].signature:
                yield (going[0], Part.ASIDE), gone_before

    def _left_step(self, one: Dependency, found: Mapping[Step, Action]) -> Step | None:
        """The step after which something needs something else no more."""
        without = (one.dependent, Part.CHANGED if self._becomes_plain(one.dependent) else Part.NO_DEFAULT)
        step = without if one.by_default and without in found else self._gone_step(one.dependent, found)
        if step is not None and self._before.begins_with_columns(one.needed, one.dependent):
            return step[0], Part.ASIDE
        return step

    def _gone_step(self, identity: Identity, found: Mapping[Step, Action]) -> Step | None:
        identity = self._types_of_functions.get(identity, identity)
        changing = self._taken_over.get(identity) if identity in self._before.catalog.objects else None
        if identity in self._gone:
            changing = changing or followed(identity, self._before, self._after)
        if changing:
            return (changing, Part.CHANGED) if (changing, Part.CHANGED) in found else None
        if (identity, Part.GONE) in found:
            return identity, Part.GONE
        one = self._before.catalog.objects.get(identity)
        if isinstance(one, OperatorClass | PublicationTable):
            whole = (self._made_with(one), Part.GONE)
            return whole if whole in found else None
        if isinstance(one, Sequence) and one.owned_by is not None:
            return self._gone_step(Identity(Kind.COLUMN, *named(one.owned_by)), found)
        if identity.relation and (relation := (self._before.maker_of_relation(identity), Part.GONE)) in found:
            return relation
        of = self._taker(one) if identity in self._gone else None
        return self._gone_step(of, found) if of else None

    def _taker(self, one: SchemaObject | None) -> Identity | None:
        """What takes along what goes: the column of a parent, the index of the whole."""
        if isinstance(one, Column) and (given := parent(one, self._before)):
            return given.identity
        return self._before.parent_of_index(one) if isinstance(one, Constraint | Index) else None

    def _found(self, wanted: Step, found: Mapping[Step, Action]) -> Iterator[Step]:
        """The steps that a need means: of an object that is there already, those that change it."""
        if wanted in found:
            yield wanted
            return
        identity, part = wanted
        parts = (part,) if part in _EXACT else (part, Part.WHOLE, Part.CHANGED)
        maker = self._after.maker(identity)
        comes_along = identity not in self._after.catalog.objects  # a column of a view, which changes with it
        steps = [(identity, one) for one in parts]
        if comes_along and (column := self._after.identity_columns.get((identity.schema, identity.name))):
            steps.append((column, Part.CHANGED))
        steps += [(maker, one) for one in parts if one is not Part.CHANGED or comes_along]
        yield from [step for step in steps if step in found][:1]

    def _conflicts(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """What is made under the name of something that goes comes after that."""
        going: defaultdict[tuple[str, ...], list[Step]] = defaultdict(list)
        for identity in self._gone:
            if (step := self._gone_step(identity, found)) is not None:
                if step[0] in self._renewal:
                    step = (step[0], Part.ASIDE)
                for place in _places(identity, self._before):
                    going[place].append(step)
        for step in found if going else ():
            if step[1] in (Part.WHOLE, Part.SHELL):
                for place in _places(step[0], self._after):
                    yield from ((step, gone) for gone in going[place])


def _changing(identity: Identity, whole: Whole, found: Container[Step]) -> Iterator[Step]:
    """What changes an object; a column changes with the same one of a parent, or with the type of its table."""
    if (identity, Part.CHANGED) in found:
        yield identity, Part.CHANGED
    one = whole.catalog.objects.get(identity)
    given = parent(one, whole) if isinstance(one, Column) else None
    for of in (given.identity if given else None, type_of(identity, whole)):
        if of is not None:
            yield from _changing(of, whole, found)


def _attached(one: SchemaObject) -> Iterator[Sql]:
    """What joins an object to another, which may not be there yet."""
    if isinstance(one, Table):
        yield from tables.attached(one)
    elif isinstance(one, Sequence) and one.owned_by is not None:
        yield sequences.owned_by(one)


def _apart(one: Column | Constraint | Index) -> SchemaObject:
    """Something as it is when the table has it from no parent."""
    found = one if isinstance(one, Column) else replace(one, attached_to=None)
    return found if isinstance(found, Index) else replace(found, inherited=False)


def _own(identity: Identity) -> tuple[str, str, str]:
    """Which index something is: a constraint may have the one of before."""
    return (identity.schema, identity.relation, identity.name)


def _places(identity: Identity, whole: Whole) -> Iterator[tuple[str, ...]]:
    """What only one object can be."""
    yield (identity.schema, identity.relation, identity.name, identity.signature)
    if identity.kind in _INDEXES:
        yield (identity.schema, "", identity.name, "")
    one = whole.catalog.objects.get(identity)
    if isinstance(one, Trigger):
        for partition in whole.partitions_below(identity.schema, identity.relation):
            yield (partition.schema, partition.name, identity.name, "")
    if isinstance(one, Constraint) and one.type == "check":
        for table in whole.tables_below(identity.schema, identity.relation):
            yield (table.schema, table.name, identity.name, "")
    if isinstance(one, Constraint) and one.type == "primary key":
        yield (identity.schema, identity.relation, "", one.type)
    if isinstance(one, Trigger) and one.definition.startswith("CREATE CONSTRAINT"):
        # One that was renamed keeps a name of before, as a constraint that nobody sees.
        yield (identity.schema, identity.relation, "", identity.kind)
