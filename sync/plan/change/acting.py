"""The actions that do what was decided."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import (
    Column,
    Constraint,
    Domain,
    EventTrigger,
    Index,
    OperatorClass,
    PublicationTable,
    Sequence,
    Table,
    Trigger,
    View,
)
from sync.plan import filling, moved_keys, moves, not_null
from sync.plan.actions import Action, Part, Step, actions, around
from sync.plan.alter.settings import replaced
from sync.plan.alter.tables import detached
from sync.plan.change.decisions import Decisions
from sync.plan.circles import Circles
from sync.plan.create import relations, tables, types
from sync.plan.descent import ancestors, is_from_parents
from sync.plan.drop import dropped, without_constraint
from sync.plan.fact_changes import changed_facts
from sync.plan.following import leaders
from sync.plan.sql import Sql, named, write
from sync.plan.typed import followed

_SAID_OF_SEQUENCES = frozenset({Part.PRIVILEGE, Part.COMMENT, Part.LABEL})
# What goes with the relation that it is on, whoever drops that.
_ON_RELATIONS = frozenset(
    {
        *(Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.DOMAIN_CONSTRAINT),
        Kind.PUBLICATION_TABLE,
    }
)


class Acting:
    """Makes the actions."""

    def __init__(self, decided: Decisions) -> None:
        self._decided = decided
        self._before, self._after = decided.before, decided.after
        self._made, self._gone = decided.made, decided.gone
        self._circles = Circles(decided.before)

    def actions(self) -> Iterator[Action]:
        """All of them, each with what it needs of itself."""
        yield from self._making()
        yield from self._changing()
        yield from self._dropping()
        yield from self._dropping_copies()
        yield from not_null.aside(self._decided.left_to_parents)

    def _making(self) -> Iterator[Action]:
        for one in actions(self._after, self._is_made):
            of = self._after.maker(one.step[0])
            if of in self._made:
                made = self._with_its_type(self._brought(self._required_along(one)))
                if (self._gone or self._decided.copies) and one.step[1] in (Part.WHOLE, Part.SHELL):
                    room = (of, Part.ASIDE if of in self._decided.renewal else Part.GONE)
                    made = replace(made, needs=made.needs | {room})
                yield made
            elif one.step[0] in self._decided.taken_over and one.step[1] in _SAID_OF_SEQUENCES:
                yield replace(one, needs=one.needs | {(self._decided.taken_over[one.step[0]], Part.CHANGED)})

    def _is_made(self, identity: Identity) -> bool:
        return self._after.maker(identity) in self._made or identity in self._decided.taken_over

    def _with_its_type(self, action: Action) -> Action:
        """What is left to do for a column that comes with the type of its table."""
        identity, part = action.step
        one, of = self._after.catalog.objects.get(identity), followed(identity, self._before, self._after)
        if not isinstance(one, Column) or part is not Part.WHOLE or of is None or identity not in self._after.apart:
            return action
        statements = tuple(tables.added_along(one, self._after))
        return replace(action, statements=statements, needs=action.needs | {(of, Part.CHANGED)})

    def _required_along(self, action: Action) -> Action:
        """A column of the table's own that begins to be NOT NULL when the same of a parent comes."""
        one = self._after.catalog.objects.get(action.step[0])
        if action.step[1] is not Part.WHOLE or not isinstance(one, Column) or one.identity not in self._after.apart:
            return action
        if not not_null.comes_with_parents(one, self._before, self._after):
            return action
        return replace(action, statements=tuple(tables.added(replace(one, not_null=False), self._after)))

    def _brought(self, action: Action) -> Action:
        """Made by itself what a table usually has from its parent."""
        one = self._after.catalog.objects.get(action.step[0])
        if action.step[1] is not Part.WHOLE or not moves.is_brought(one, self._before, self._after, self._made):
            return action
        match one:
            case Column():
                statements = tables.added(replace(one, inherited=False), self._after)
            case Constraint():
                statements = relations.constraint(replace(one, inherited=False), self._after)
            case _:
                return action
        return replace(action, statements=tuple(statements))

    def _changing(self) -> Iterator[Action]:
        for identity, statements in self._decided.altered.items():
            if statements:
                new = self._after.catalog.objects[identity]
                needs = {(identity, Part.NO_DEFAULT)}
                if identity not in self._decided.joining:
                    needs |= self._around(identity)
                is_first = isinstance(new, EventTrigger) and new.firing == "disabled"
                yield Action((identity, Part.CHANGED), statements, frozenset(needs), is_first=is_first)
        for identity, statements in self._decided.joining.items():
            others = self._around(identity) | {(identity, Part.CHANGED)}
            yield Action((identity, Part.ATTACHMENT), statements, others)
        for identity, statements in self._decided.late.items():
            if statements and identity not in self._gone:
                said_of = frozenset(around(self._after.catalog.objects[identity], self._after))
                needed = said_of | {(identity, Part.CHANGED)} | self._decided.forgotten[identity]
                yield Action((identity, Part.REST), statements, needed)
        for identity in self._decided.without_defaults - self._gone:
            yield from self._default_steps_aside(identity)
        remade = self._made | self._gone | self._decided.taken_over.keys()
        yield from changed_facts(self._decided.facts, self._before, self._after, remade)

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
            above = frozenset((one, Part.CHANGED) for one in leaders(identity, self._after))
            yield Action((identity, Part.DEFAULT), (tables.defaulted(new),), needs | above)
        elif isinstance(new, Domain) and new.default is not None:
            yield Action((identity, Part.DEFAULT), tuple(types.defaulted(new)), needs)

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
                if isinstance(one, Column | Constraint | Index) and (left := self._decided.left(one)):
                    statements, needs = dropped(_apart(one), self._before), frozenset({left})
                if moves.is_kept_below(one, self._before, self._after):
                    statements = (tables.dropped_alone(one.identity),)
                if identity in self._decided.renewal:
                    yield Action((identity, Part.ASIDE), self._decided.renewal.aside(identity))
                    statements = (self._decided.renewal.dropped(identity),)
                if isinstance(one, View) and identity in self._before.views_in_circles:
                    yield Action((identity, Part.ASIDE), (replaced(relations.columns_alone(one, self._before)),))
                if identity in self._decided.types_of_functions.values():
                    statements = tuple(write("{} CASCADE", statement) for statement in statements)
                if statements:
                    is_first = isinstance(one, EventTrigger)
                    told = filling.told(identity, self._decided.emptied)
                    yield Action((identity, Part.GONE), statements, needs, is_first=is_first, hazards=told)

    def _leaves_first(self, one: SchemaObject) -> Iterator[Sql]:
        """A partition cannot be dropped while foreign keys refer to its rows as ones of the whole."""
        above = ancestors(one, self._before) if isinstance(one, Table) and one.partition_of is not None else ()
        if isinstance(one, Table) and any(of in self._referred_to for of in above):
            yield detached(one)

    @cached_property
    def _referred_to(self) -> frozenset[Identity]:
        return frozenset().union(*moved_keys.references(self._after).values())

    def _dropping_copies(self) -> Iterator[Action]:
        """Foreign keys that partitions keep when they leave, and are not to have."""
        for identity, table in self._decided.copies.items():
            statement = without_constraint(identity)
            yield Action((identity, Part.GONE), (statement,), frozenset({(table, Part.CHANGED)}))

    def _is_dropped_with_another(self, one: SchemaObject) -> bool:
        identity = one.identity
        if identity in self._decided.types_of_functions or followed(identity, self._before, self._after):
            return True
        if isinstance(one, OperatorClass | PublicationTable):
            return self._decided.made_with(one) in self._gone
        if isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, column = named(one.owned_by)
            owner = Identity(Kind.COLUMN, schema, table, column)
            return owner in self._gone or self._decided.goes_along(owner)
        if isinstance(one, Trigger) and (of := relations.original(one, self._before)):
            return of in self._gone or self._decided.moves_away(identity) or self._decided.goes_along(identity)
        if (isinstance(one, Constraint) and one.type == "foreign key") or self._closes_circle(identity):
            return False
        return identity.kind in _ON_RELATIONS and self._decided.goes_along(identity)

    def _closes_circle(self, identity: Identity) -> bool:
        """Whether what goes with its relation needs something that needs the relation, and goes first."""
        if identity.kind not in _ON_RELATIONS or not self._decided.goes_along(identity):
            return False
        one = self._before.catalog.objects[identity]
        if isinstance(one, Column) and one.generated is None:  # its default can go without it
            return False
        is_part = isinstance(one, Constraint | Index) and self._before.parent_of_index(one) is not None
        if is_part or is_from_parents(one):  # which goes with that
            return False
        return self._circles.closes(identity)

    def _calls_what_needs_it(self, one: SchemaObject) -> bool:
        """Whether the default of what goes keeps something there that cannot be without it."""
        if not isinstance(one, Column | Domain):
            return False
        if isinstance(one, Column) and one.generated is not None:
            return False
        if isinstance(one, Column) and not self._decided.goes_along(one.identity):
            return not is_from_parents(one) and self._circles.counts_with_parents(one)
        return self._circles.closes_by_default(one.identity)


def _apart(one: Column | Constraint | Index) -> SchemaObject:
    """Something as it is when the table has it from no parent."""
    found = one if isinstance(one, Column) else replace(one, attached_to=None)
    return found if isinstance(found, Index) else replace(found, inherited=False)
