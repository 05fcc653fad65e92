"""Which action is taken before which."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from sync.model import Dependency, Identity, Kind, SchemaObject
from sync.model.objects import (
    Column,
    Constraint,
    Index,
    OperatorClass,
    Publication,
    PublicationTable,
    Sequence,
    Trigger,
)
from sync.plan import following, going_rows, moves, not_null, overloads, persistence
from sync.plan.actions import Action, Part, Step
from sync.plan.change.decisions import Decisions
from sync.plan.descent import parent
from sync.plan.sql import named
from sync.plan.typed import followed, type_of
from sync.plan.whole import Whole

# Parts that no other stands in for.
_EXACT = frozenset({Part.GONE, Part.NO_DEFAULT, Part.SHELL, Part.ASIDE})
_INDEXES = frozenset({Kind.INDEX, Kind.CONSTRAINT})
# What is done to a column of a table that goes, only before that.
_BEFORE_TABLES = frozenset({Part.GONE, Part.NO_DEFAULT})


class Turns:
    """Tells what has to be done before what."""

    def __init__(self, decided: Decisions) -> None:
        self._decided = decided
        self._before, self._after, self._gone = decided.before, decided.after, decided.gone

    def pairs(self, found: Mapping[Step, Action]) -> Iterator[tuple[Step, Step]]:
        """Pairs of a step and one that has to be taken before."""
        yield from self._made_in_turn(found)
        retyped = frozenset(self._decided.retyped())
        yield from self._gone_in_turn(found, retyped)
        yield from self._conflicts(found)
        yield from self._asked_in_turn(found, retyped)
        yield from self._numbered_in_turn(found)
        yield from (both for both in self._decided.leaving if found.keys() >= set(both))
        yield from moves.in_turn(self._before, self._after, found.keys())
        yield from following.in_turn(self._before, self._after, found.keys())
        yield from going_rows.in_turn(self._before, self._after, retyped, found.keys())
        yield from not_null.in_turn(self._decided.left_to_parents, self._after, self._decided.dependents, found.keys())
        yield from persistence.in_turn(self._before, self._after, found.keys())
        yield from overloads.in_turn(self._before, self._after, found.keys())

    def _numbered_in_turn(self, found: Container[Step]) -> Iterator[tuple[Step, Step]]:
        """A column begins to be an identity when its table has its owner, who gets the sequence."""
        for column in self._decided.taken_over.values():
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
            for dependent in self.found((one.dependent, part), found):
                changing = () if begins else _changing(one.needed, self._after, found)
                for needed in (*self.found(wanted, found), *changing):
                    if {Part.CHANGED, Part.DEFAULT} & {dependent[1], needed[1]}:
                        yield dependent, needed

    def _gone_in_turn(self, found: Mapping[Step, Action], retyped: Container[Identity]) -> Iterator[tuple[Step, Step]]:
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
                left = (
                    self._decided.left(self._before.catalog.objects[one.dependent])
                    if one.dependent in self._gone
                    else None
                )
                changing = _changing(one.needed, self._before, found)
                yield from (
                    (step, gone_before)
                    for step in changing
                    if step != left and (left is None or not self._is_check(one.dependent) or _is_asked(step, retyped))
                )
        for publication in self._before.of(Publication):
            published = (Identity(Kind.SCHEMA, *named(one)) for one in publication.schemas)
            yield from (((one, Part.GONE), (publication.identity, Part.CHANGED)) for one in published)
        for of, part in found:
            table = (self._before.maker_of_relation(of), Part.GONE)
            if of.kind is Kind.COLUMN and part in _BEFORE_TABLES and table in found:
                yield table, (of, part)
            schema = (Identity(Kind.SCHEMA, of.schema), Part.GONE)
            if part is Part.GONE and schema in found:  # the catalogs do not say what is in public
                yield schema, (of, part)

    def _is_check(self, of: Identity) -> bool:
        one = self._before.catalog.objects.get(of)
        return isinstance(one, Constraint) and one.type == "check"

    def _asked_in_turn(self, found: Mapping[Step, Action], retyped: Container[Identity]) -> Iterator[tuple[Step, Step]]:
        """A type asks more of its values when those are gone, or have become others, that are to do so."""
        for of, steps in going_rows.asking(self._before, retyped, found).items():
            stay = self._after.holders(of)
            for column in self._before.holders(of):
                gone = self._gone_step(column, found)
                left = [] if column in stay else _changing(column, self._before, found)
                for first in left if gone is None else [gone]:
                    yield from ((step, first) for step in steps)

    def _taking_along(self, column: Identity, found: Container[Step]) -> Iterator[Step]:
        """The steps that drop the same column of parents, and with it those of tables below."""
        one = self._before.catalog.objects.get(column)
        given = parent(one, self._before) if isinstance(one, Column) else None
        if given is not None and (self._decided.goes_along(column) or not self._decided.moves_away(column)):
            if (given.identity, Part.GONE) in found:
                yield given.identity, Part.GONE
            yield from self._taking_along(given.identity, found)

    def _named_before(self, going: Step, gone_before: Step) -> Iterator[tuple[Step, Step]]:
        """What is dropped by the name of a type goes before the type has another one."""
        if going[0] in self._decided.renewal:
            if gone_before[0] in self._decided.renewal:
                yield (going[0], Part.ASIDE), (gone_before[0], Part.ASIDE)
            elif gone_before[0].signature:
                yield (going[0], Part.ASIDE), gone_before

    def _left_step(self, one: Dependency, found: Mapping[Step, Action]) -> Step | None:
        """The step after which something needs something else no more."""
        without = (one.dependent, Part.CHANGED if self._decided.becomes_plain(one.dependent) else Part.NO_DEFAULT)
        step = without if one.by_default and without in found else self._gone_step(one.dependent, found)
        if step is not None and self._before.begins_with_columns(one.needed, one.dependent):
            return step[0], Part.ASIDE
        return step

    def _gone_step(self, identity: Identity, found: Mapping[Step, Action]) -> Step | None:
        identity = self._decided.types_of_functions.get(identity, identity)
        changing = self._decided.taken_over.get(identity) if identity in self._before.catalog.objects else None
        if identity in self._gone:
            changing = changing or followed(identity, self._before, self._after)
        if changing:
            return (changing, Part.CHANGED) if (changing, Part.CHANGED) in found else None
        if (identity, Part.GONE) in found:
            return identity, Part.GONE
        one = self._before.catalog.objects.get(identity)
        if isinstance(one, OperatorClass | PublicationTable):
            whole = (self._decided.made_with(one), Part.GONE)
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

    def found(self, wanted: Step, found: Mapping[Step, Action]) -> Iterator[Step]:
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
                if step[0] in self._decided.renewal:
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


def _is_asked(step: Step, retyped: Container[Identity]) -> bool:
    """Whether what a table is left with has to be gone before: all but other values of a column do no harm to it."""
    return step[0].kind is not Kind.COLUMN or step[0] in retyped


def _places(identity: Identity, whole: Whole) -> Iterator[tuple[str, ...]]:
    """What only one object can be."""
    yield (identity.schema, identity.relation, identity.name, identity.signature)
    if identity.kind in _INDEXES:
        yield (identity.schema, "", identity.name, "")
    one = whole.catalog.objects.get(identity)
    if isinstance(one, Trigger):
        for partition in whole.partitions_below(identity.schema, identity.relation):
            yield (partition.schema, partition.name, identity.name, "")
    if isinstance(one, Constraint) and one.type == "foreign key":
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
