"""What has to step aside: what depends on what goes, or on what changes its type."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from sync.errors import PlanError
from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Domain
from sync.plan import moved_keys
from sync.plan.alter.classes import altered
from sync.plan.change.decisions import KEPT, Decisions
from sync.plan.refusals import (
    refuse_columns_of_others,
    refuse_columns_of_several,
    refuse_partition_keys,
    refuse_rows_in_use,
)
from sync.plan.renewal import RENEWED, Renewal, checked_domain, is_renewable

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
_DEFAULT = frozenset({"default"})


class Aside:
    """Has what stands in the way step aside."""

    def __init__(self, decided: Decisions) -> None:
        self._decided = decided
        self._before = decided.before

    def step_aside(self) -> None:
        """What depends on what goes, or on what changes its type, is made again."""
        retyped = self._decided.retyped()
        refuse_rows_in_use(retyped, self._before, self._decided.after)
        self._set_free()
        self._call_later()
        waiting: list[tuple[Identity, bool]] = [(one, True) for one in retyped] + [
            (one, False) for one in self._decided.gone
        ]
        seen = set(self._decided.gone)
        while waiting:
            needed, retypes = waiting.pop()
            for dependent, by_default in self._decided.dependents.get(needed, ()):
                if dependent in seen or self._stays(dependent, needed, by_default=by_default, retypes=retypes):
                    continue
                if by_default and not self._decided.is_generated(dependent):
                    self._default_apart(dependent)
                elif self._holds(dependent, needed):
                    if dependent not in self._decided.holders:
                        waiting.append((dependent, True))
                    self._decided.holders[dependent].add(needed)
                elif not self._is_kept(dependent, needed):
                    for one in {dependent, self.checked_domain(dependent) or dependent} - seen:
                        seen.add(one)
                        self._decided.remake(one)
                        waiting.append((one, False))

    def checked_domain(self, check: Identity) -> Identity | None:
        """The domain that has to be made again for something to be asked of its values."""
        return checked_domain(check, self._before, self._decided.after)

    def _set_free(self) -> None:
        """Other columns, such as those of partitions, do without a sequence before that becomes an identity's."""
        for sequence, column in self._decided.taken_over.items():
            for dependent, by_default in self._decided.dependents.get(sequence, ()):
                if by_default and dependent != column:
                    self._default_apart(dependent)

    def _call_later(self) -> None:
        """Where what stays would close a circle, a default that calls something comes when all else is there."""
        for identity in () if self._decided.stays else tuple(self._decided.altered):
            one = self._decided.after.catalog.objects[identity]
            calls = isinstance(one, Column | Domain) and one.default is not None
            if calls and identity not in self._decided.after.plain_defaults and self._has_another_default(identity):
                self._default_apart(identity)

    def _stays(self, dependent: Identity, needed: Identity, *, by_default: bool, retypes: bool) -> bool:
        """Whether something need not heed that what it needed goes, or changes its type."""
        if (
            by_default
            and self._decided.stays
            and needed not in self._decided.made | self._decided.mistakable
            and self._has_another_default(dependent)
        ):
            return True  # it needs that no more
        if self._decided.becomes_plain(dependent):
            return True
        if self._is_part_of(dependent, needed) or self._is_of_partition(dependent, needed):
            return True
        return not self._is_in_the_way(dependent, needed) if retypes else self._needs_no_more(dependent, needed)

    def _is_of_partition(self, key: Identity, needed: Identity) -> bool:
        """Whether something is a foreign key about a partitioned table, which a partition leaves before it goes."""
        table = self._before.maker_of_relation(needed) if needed.relation else needed
        if key.kind is not Kind.CONSTRAINT or table not in self._decided.gone:
            return False
        return moved_keys.is_of_partition(key, needed, self._decided.referred, self._before)

    def _is_part_of(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something is what a table that leaves its parent has of an index or a foreign key of that."""
        one, whole = (self._before.catalog.objects.get(of) for of in (dependent, needed))
        if not self._decided.comes_with_table(one):
            return False
        is_copy = all(isinstance(key, Constraint) and key.type == "foreign key" for key in (one, whole))
        return is_copy or needed == self._before.parent_of_index(one)

    def _is_kept(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something that holds data needs no more what goes."""
        if dependent.kind not in KEPT and (dependent.kind is not Kind.COLUMN or self._decided.is_generated(dependent)):
            return False
        if dependent not in self._decided.altered:
            raise PlanError(
                f"{dependent.kind} {dependent} needs {needed.kind} {needed}, which has to be made again",
                "PostgreSQL cannot do that: make another one beside it, take over what is in it, and drop it",
            )
        return True

    def _is_in_the_way(self, dependent: Identity, column: Identity) -> bool:
        """Whether something keeps a column from changing its type."""
        one = self._before.catalog.objects.get(dependent)
        if isinstance(one, Constraint) and one.type == "foreign key":
            return column in self._decided.holders or self._decided.has_own_type(
                column
            )  # nothing else is equal to its values
        return dependent.kind in _OBSTACLES or (isinstance(one, Constraint) and self._is_referred_to(one, column))

    def _is_referred_to(self, key: Constraint, column: Identity) -> bool:
        """Whether foreign keys refer to a key that only includes a column: PostgreSQL forgets them when it changes."""
        of_column = {one for one, _ in self._decided.dependents.get(column, ())}
        referring = (one for one, _ in self._decided.dependents.get(key.identity, ()) if one not in of_column)
        return any(one.kind is Kind.CONSTRAINT for one in referring)

    def _holds(self, column: Identity, needed: Identity) -> bool:
        """Whether a column has values of a type, and goes on having them when that is made again."""
        if column.kind is not Kind.COLUMN or self._decided.is_generated(column):
            return False
        return any((column, one) in self._held for one in self._successors(needed))

    def _successors(self, needed: Identity) -> Iterator[Identity]:
        """The type that takes the place of another, if it is one that columns can change to."""
        if is_renewable(self._before.catalog.objects.get(needed)):
            yield from (one for kind in RENEWED if (one := needed._replace(kind=kind)) in self._decided.made)

    @cached_property
    def _held(self) -> frozenset[tuple[Identity, Identity]]:
        """Columns and what each will need for more than its default."""
        found = (one for one in self._decided.after.catalog.dependencies if one.dependent.kind is Kind.COLUMN)
        return frozenset((one.dependent, one.needed) for one in found if not one.by_default)

    def renew(self) -> None:
        """The types that go aside, with those that they are made of; the columns that have them change."""
        waiting = {needed for types in self._decided.holders.values() for needed in types} | self._left_types()
        found: set[Identity] = set()
        while waiting:
            found |= waiting
            made_of = {one.needed for one in self._before.catalog.dependencies if one.dependent in waiting}
            waiting = (made_of & self._decided.gone) - found
        renewal = Renewal((one for one in found if any(self._successors(one))), self._before, self._decided.after)
        self._decided.after = self._decided.after.but(renewed=renewal.were)
        refuse_rows_in_use(self._decided.holders, self._before, self._decided.after)
        for identity in self._decided.holders:
            self._alter(identity, frozenset({"type"}))
        retyped = self._decided.retyped()
        refuse_partition_keys(retyped, self._before)
        refuse_columns_of_others(retyped, self._before, self._decided.after)
        refuse_columns_of_several(retyped, self._decided.after)
        self._decided.renewal = renewal

    def _left_types(self) -> set[Identity]:
        """The types that go and that columns have until they change to others, such as ones of another schema."""
        return {
            one.needed
            for one in self._before.catalog.dependencies
            if one.dependent.kind is Kind.COLUMN and one.dependent in self._decided.altered
            if one.needed in self._decided.gone and not one.by_default
        }

    def _alter(self, identity: Identity, always: frozenset[str] = frozenset()) -> None:
        """Change an object without its default, where that comes later."""
        old, new = (side.catalog.objects[identity] for side in (self._before, self._decided.after))
        if not isinstance(old, Column | Domain) or not isinstance(new, Column | Domain):
            return
        if identity in self._decided.without_defaults:
            old, new = replace(old, default=None), replace(new, default=None)
        had = dict(old.attributes())
        names = always | {name for name, value in new.attributes() if had[name] != value}
        self._decided.altered[identity] = altered(old, new, names, self._decided.after) or ()

    def _needs_no_more(self, dependent: Identity, needed: Identity) -> bool:
        """Whether something changes so that what it needed may go."""
        if (
            self._decided.later_needs is None
            or dependent.kind not in _REPLACED
            or needed in self._decided.made | self._decided.mistakable
        ):
            return False
        return bool(self._decided.altered.get(dependent)) and (dependent, needed) not in self._decided.later_needs

    def _default_apart(self, identity: Identity) -> None:
        """The default goes before, and comes again after what it needs; the rest changes without it."""
        self._decided.without_defaults.add(identity)
        if identity in self._decided.altered:
            self._alter(identity)

    def _has_another_default(self, identity: Identity) -> bool:
        return identity in self._decided.altered and self._decided.differs(identity, _DEFAULT)
