"""The actions that make one schema like another: what goes, what changes, what comes, and what has to step aside.

An object that PostgreSQL cannot change in place is dropped and made again, and so is all that depends on it, with its
owner, privileges and comments: that is what being made from the target's catalog means.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard

from sync.compare import Change, Difference
from sync.errors import PlanError
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import FACTS
from sync.model.objects import Column, Constraint, Index, Sequence, Table
from sync.plan.actions import Action, Part, Step, actions, around
from sync.plan.alter.classes import altered
from sync.plan.alter.identities import taken_over
from sync.plan.create import relations, tables
from sync.plan.descent import ancestors
from sync.plan.drop import dropped
from sync.plan.fact_changes import changed_facts
from sync.plan.order import ordered
from sync.plan.sql import Sql, named, write
from sync.plan.whole import Whole

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
# What holds data: never dropped to be made again.
_KEPT = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE, Kind.SEQUENCE, Kind.SCHEMA, Kind.EXTENSION, Kind.ROLE})
# What is made of functions that take and return it.
_OF_FUNCTIONS = frozenset({Kind.BASE_TYPE, Kind.RANGE_TYPE})
# What is made with something else, unless that is there.
_PARTS = frozenset({Kind.COLUMN, Kind.OPERATOR_CLASS})
# Parts that no other stands in for.
_EXACT = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL})
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
    return ordered(_Changes(a, b, tuple(differences)).actions())


class _Changes:
    def __init__(self, a: Catalog, b: Catalog, differences: tuple[Difference, ...]) -> None:
        self._facts = [one for one in differences if one.identity.kind in _FACTS]
        objects = [one for one in differences if one.identity.kind not in _FACTS]
        self._made = {one.identity for one in objects if one.change is Change.ADDED}
        self._gone = {one.identity for one in objects if one.change is Change.REMOVED}
        self._before, self._after = Whole(a), Whole(b, populated=True)
        self._altered: dict[Identity, tuple[Sql, ...]] = {}
        self._late: dict[Identity, tuple[Sql, ...]] = {}
        self._dependents = self._by_needed(a)
        self._without_defaults: set[Identity] = set()
        self._made -= set(self._set_free())
        for one in objects:
            if one.change is Change.CHANGED:
                self._change(one)
        self._step_aside()
        self._types_of_functions = self._mutual(a)
        apart = {one for one in self._made if one.kind in _PARTS and self._after.maker(one) not in self._made}
        at_work = [one for one in (*a.objects, *b.objects) if one.kind is Kind.DEFAULT_PRIVILEGE]
        self._after = Whole(b, apart=apart, populated=True, at_work=at_work)

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
        statements = altered(old, new, names - late, self._after)
        if statements is not None:
            self._altered[identity] = statements
            self._take_over(identity)
        elif identity.kind in _KEPT or (identity.kind is Kind.COLUMN and not self._is_generated(identity)):
            raise PlanError(
                f"{identity.kind} {identity} cannot be changed in place ({', '.join(sorted(names))})",
                "PostgreSQL has no statement for it, and making it again would lose what is in it",
            )
        else:
            self._remake(identity)

    def _comes_with_table(self, one: SchemaObject | None) -> TypeGuard[Constraint | Index]:
        """Whether something is a constraint or index of a table that becomes a partition, or ceases to be one."""
        if not isinstance(one, Constraint | Index):
            return False
        tables = (side.tables.get((one.identity.schema, one.identity.relation)) for side in (self._before, self._after))
        before, after = (table.partition_of if table else None for table in tables)
        return before != after and one.identity in self._after.catalog.objects

    def _set_free(self) -> Iterator[Identity]:
        """The foreign keys that a partition keeps of its parent's when it is one no more."""
        for identity in self._made:
            one = self._after.catalog.objects[identity]
            table = self._before.tables.get((identity.schema, identity.relation))
            if isinstance(one, Constraint) and table is not None:
                for parent in ancestors(table, self._before):
                    same = replace(identity, schema=parent.schema, relation=parent.name)
                    had = self._before.catalog.objects.get(same)
                    if isinstance(had, Constraint) and (had.type, had.definition) == ("foreign key", one.definition):
                        yield identity

    def _take_over(self, identity: Identity) -> None:
        """The sequence of a column that becomes an identity, or is one no more, goes and comes with that."""
        old, new = (side.catalog.objects[identity] for side in (self._before, self._after))
        if isinstance(old, Column) and isinstance(new, Column):
            sequences = taken_over(old, new)
            self._made -= sequences
            self._gone -= sequences

    def _is_generated(self, identity: Identity) -> bool:
        found = self._after.catalog.objects.get(identity)
        return isinstance(found, Column) and found.generated is not None

    def _remake(self, identity: Identity) -> None:
        self._gone.add(identity)
        if identity in self._after.catalog.objects:
            self._made.add(identity)
        self._altered.pop(identity, None)

    def _step_aside(self) -> None:
        """What depends on what goes, or on what changes its type, is made again."""
        retyped = [one for one in self._altered if one.kind is Kind.COLUMN and self._differs(one, _RETYPED)]
        waiting: list[tuple[Identity, bool]] = [(one, True) for one in retyped] + [(one, False) for one in self._gone]
        seen = set(self._gone)
        while waiting:
            needed, retypes = waiting.pop()
            for dependent, by_default in self._dependents.get(needed, ()):
                if by_default and dependent in self._altered and self._differs(dependent, _DEFAULT):
                    continue  # it needs that no more
                if self._comes_with_table(self._before.catalog.objects.get(dependent)):
                    continue
                if dependent in seen or (retypes and dependent.kind not in _OBSTACLES):
                    continue
                if by_default and not self._is_generated(dependent):
                    self._without_defaults.add(dependent)
                    continue
                if dependent.kind in _KEPT or (dependent.kind is Kind.COLUMN and not self._is_generated(dependent)):
                    if dependent in self._altered:
                        continue
                    raise PlanError(
                        f"{dependent.kind} {dependent} needs {needed.kind} {needed}, which has to be made again",
                        "PostgreSQL cannot do that without losing what is in it",
                    )
                seen.add(dependent)
                self._remake(dependent)
                waiting.append((dependent, False))

    def _differs(self, identity: Identity, names: frozenset[str]) -> bool:
        old, new = (dict(side.catalog.objects[identity].attributes()) for side in (self._before, self._after))
        return any(old[name] != new[name] for name in names)

    def _goes_along(self, identity: Identity) -> bool:
        return bool(identity.relation) and self._before.maker_of_relation(identity) in self._gone

    def actions(self) -> Iterator[Action]:
        """All of them, each with what it needs."""
        found = {one.step: one for one in (*self._making(), *self._changing(), *self._dropping())}
        needs: defaultdict[Step, set[Step]] = defaultdict(set)
        for one in found.values():
            needs[one.step] |= {step for wanted in one.needs for step in self._found(wanted, found)}
        for dependent, needed in self._edges(found):
            if dependent != needed:
                needs[dependent].add(needed)
        for step, one in found.items():
            yield replace(one, needs=frozenset(needs[step] - {step}))

    def _making(self) -> Iterator[Action]:
        for one in actions(self._after):
            of = self._after.maker(one.step[0])
            if of in self._made:
                gone = frozenset({(of, Part.GONE)}) if one.step[1] in (Part.WHOLE, Part.SHELL) else frozenset()
                yield replace(one, needs=one.needs | gone)

    def _changing(self) -> Iterator[Action]:
        for identity, statements in self._altered.items():
            if statements:
                needs = [
                    (of, part)
                    for of, part in around(self._after.catalog.objects[identity], self._after)
                    if (of.schema, of.relation) != (identity.schema, identity.name)  # what is on itself comes later
                ]
                yield Action((identity, Part.CHANGED), statements, frozenset(needs))
        for identity, statements in self._late.items():
            if statements and identity not in self._gone:
                said = frozenset(around(self._after.catalog.objects[identity], self._after))
                yield Action((identity, Part.REST), statements, said)
        for identity in self._without_defaults - self._gone:
            yield from self._default_steps_aside(identity)
        yield from changed_facts(self._facts, self._before, self._after, self._made | self._gone)

    def _default_steps_aside(self, identity: Identity) -> Iterator[Action]:
        old, new = self._before.catalog.objects[identity], self._after.catalog.objects.get(identity)
        if isinstance(old, Column):
            yield Action((identity, Part.NO_DEFAULT), (tables.altered(old, "DROP DEFAULT"),))
        if isinstance(new, Column) and new.default is not None and identity not in self._altered:
            yield Action((identity, Part.DEFAULT), (tables.defaulted(new),), frozenset({(identity, Part.NO_DEFAULT)}))

    def _dropping(self) -> Iterator[Action]:
        for identity in self._gone:
            one = self._before.catalog.objects.get(identity)
            if one is not None and not self._is_dropped_with_another(one):
                statements = dropped(one, self._before)
                if identity in self._types_of_functions.values():
                    statements = tuple(write("{} CASCADE", statement) for statement in statements)
                if statements:
                    yield Action((identity, Part.GONE), statements)

    def _is_dropped_with_another(self, one: SchemaObject) -> bool:
        identity = one.identity
        if identity in self._types_of_functions:
            return True
        if identity.kind is Kind.OPERATOR_CLASS:
            return self._before.maker(identity) in self._gone
        if isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            owner = Identity(Kind.COLUMN, schema, table, column)
            return owner in self._gone or self._goes_along(owner)
        if isinstance(one, Constraint) and one.type == "foreign key":
            return False
        return identity.kind in _ON_RELATIONS and self._goes_along(identity)

    def _edges(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """Pairs of a step and one that has to be taken before."""
        for one in self._after.catalog.dependencies:
            part = Part.DEFAULT if one.by_default else Part.WHOLE
            for dependent in self._found((one.dependent, part), found):
                for needed in self._found((one.needed, Part.WHOLE), found):
                    if Part.CHANGED in (dependent[1], needed[1]):  # else both are made, and know it
                        yield dependent, needed
        for one in self._before.catalog.dependencies:
            going, gone_before = self._gone_step(one.needed, found), self._gone_step(one.dependent, found)
            changed = (one.dependent, Part.CHANGED)
            if going is not None and gone_before is not None and going != gone_before:
                yield going, gone_before
            if going is not None and changed in found:
                yield going, changed
            if gone_before is not None and (one.needed, Part.CHANGED) in found:
                yield (one.needed, Part.CHANGED), gone_before
        yield from self._conflicts(found)
        yield from self._moves(found)

    def _moves(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """A table leaves its parents before these lose what it would lose too, and joins others when it fits."""
        for identity in self._altered:
            old, new = (side.catalog.objects[identity] for side in (self._before, self._after))
            if not isinstance(old, Table) or not isinstance(new, Table):
                continue
            before, after = set(ancestors(old, self._before)), set(ancestors(new, self._after))
            if before == after:
                continue
            step = (identity, Part.CHANGED)
            for of in found:
                table = self._after.relation(of[0].schema, of[0].relation)
                if of[0].relation and table in before - after:
                    yield of, step
                elif of[0].kind is Kind.COLUMN and of[1] not in _EXACT and table in {identity, *(after - before)}:
                    yield step, of

    def _gone_step(self, identity: Identity, found: Mapping[Step, Action]) -> Step | None:
        identity = self._types_of_functions.get(identity, identity)
        for part in (Part.GONE, Part.NO_DEFAULT):
            if (identity, part) in found:
                return (identity, part)
        if identity.relation:
            relation = (self._before.maker_of_relation(identity), Part.GONE)
            return relation if relation in found else None
        return None

    def _found(self, wanted: Step, found: Mapping[Step, Action]) -> Iterator[Step]:
        """The steps that a need means: of an object that is there already, those that change it."""
        identity, part = wanted
        parts = (part,) if part in _EXACT else (part, Part.WHOLE, Part.CHANGED)
        maker = self._after.maker(identity)
        steps = [(identity, one) for one in parts] + [(maker, one) for one in parts if one is not Part.CHANGED]
        yield from [step for step in steps if step in found][:1]

    def _conflicts(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """What is made under the name of something that goes comes after that."""
        going: defaultdict[tuple[str, ...], list[Step]] = defaultdict(list)
        for step in found:
            if step[1] is Part.GONE:
                for place in _places(step[0]):
                    going[place].append(step)
        for step in found:
            if step[1] is Part.WHOLE:
                for place in _places(step[0]):
                    yield from ((step, gone) for gone in going[place])


def _places(identity: Identity) -> Iterator[tuple[str, ...]]:
    """What only one object can be."""
    yield (identity.schema, identity.relation, identity.name, identity.signature)
    if identity.kind in (Kind.INDEX, Kind.CONSTRAINT):
        yield (identity.schema, "", identity.name, "")
