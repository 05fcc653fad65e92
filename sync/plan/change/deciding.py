"""Decides what goes, what changes in place and what comes."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sync.compare import Change, Difference
from sync.errors import PlanError
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS
from sync.model.objects import Column, Constraint, Index, PublicationTable, Sequence, Table, View
from sync.plan import checks, filling, moved_keys, moves, not_null, overloads, parts
from sync.plan.actions import Part
from sync.plan.alter.classes import altered
from sync.plan.alter.identities import begun, taken_over
from sync.plan.alter.tables import joined
from sync.plan.change.aside import Aside
from sync.plan.change.decisions import KEPT, Decisions
from sync.plan.create import relations, sequences, tables
from sync.plan.rebuilt import forgotten, said
from sync.plan.refusals import (
    refuse_converted_with_type,
    refuse_invalid,
    refuse_keys_in_parts,
    refuse_unnamed_copy,
    refuse_values_in_use,
)
from sync.plan.renewal import needs_renewal
from sync.plan.sql import Sql
from sync.plan.typed import followed

# What a constraint has from the one of the parent.
_FROM_PARENT = frozenset({"inherited", "attached_to"})
# What a table or a materialized view says of its own indexes.
_OF_INDEXES = frozenset({"replica_identity", "clustered_on"})
_INDEXES = frozenset({Kind.INDEX, Kind.CONSTRAINT})
# What is made of functions that take and return it.
_OF_FUNCTIONS = frozenset({Kind.BASE_TYPE, Kind.RANGE_TYPE})
# What is made with something else, unless that is there.
_PARTS = frozenset({Kind.COLUMN, Kind.OPERATOR_CLASS})


def decided(a: Catalog, b: Catalog, differences: Iterable[Difference], *, stays: bool) -> Decisions:
    """Decide what goes, what changes and what comes.

    Args:
        a: What is there, read with dependencies.
        b: What should be there, likewise.
        differences: What differs between them.
        stays: Whether what needs no more what goes changes before that, and is not made again.

    Raises:
        PlanError: PostgreSQL has no statement for something.
    """
    found = Decisions(a, b, differences, stays=stays)
    _Deciding(found).decide()
    return found


class _Deciding:
    def __init__(self, decided: Decisions) -> None:
        self._decided = decided
        self._before = decided.before
        self._aside = Aside(decided)

    def decide(self) -> None:
        """All of it."""
        found, before = self._decided, self._before
        found.made -= set(moved_keys.left_copies(found.made, before, found.after))
        found.gone -= set(moved_keys.shared_keys(found.gone, before, found.after))
        self._make_again_what_has_no_rows()
        self._make_again_what_is_on_others()
        self._make_again_what_is_not_valid()
        self._make_again_what_others_give()
        refuse_invalid((one.identity for one in found.objects if one.identity.kind is Kind.INDEX), found.after)
        for one in found.objects:
            if one.change is Change.CHANGED and one.identity not in found.gone:
                self._change(one)
        self._take_along()
        self._make_again_what_is_asked_of()
        for identity in parts.parted_keys(found.gone, before, found.after):
            found.remake(identity)
        found.mistakable = {old for old, _ in overloads.mistakable(found.gone, found.made, before, found.after)}
        self._aside.step_aside()
        self._aside.renew()
        refuse_keys_in_parts(found.gone, before, found.after)
        found.types_of_functions = self._mutual()
        self._mark()
        self._remember()
        self._leave_keys()
        self._prepare()

    def _prepare(self) -> None:
        """See what should be there as it is made where other things are there already."""
        found, before, after = self._decided, self._before, self._decided.after
        apart = {one for one in found.made if one.kind in _PARTS and after.maker(one) not in found.made}
        refuse_values_in_use(apart, before, after)
        objects = (*before.catalog.objects, *after.catalog.objects)
        at_work = [one for one in objects if one.kind is Kind.DEFAULT_PRIVILEGE]
        found.emptied = dict(filling.emptied(found.made, before, after))
        found.after = after.but(apart=apart, filled=filling.filled(found.made, before, after), at_work=at_work)

    def _make_again_what_is_asked_of(self) -> None:
        """A domain comes again where its values are asked something that PostgreSQL cannot look up in those there."""
        for one in self._decided.objects:
            if one.identity.kind is not Kind.DOMAIN_CONSTRAINT or one.change is Change.REMOVED:
                continue
            is_asked = one.change is Change.ADDED or any(each.name == "definition" for each in one.attributes)
            if is_asked and (domain := self._aside.checked_domain(one.identity)):
                self._decided.remake(domain)

    def _make_again_what_has_no_rows(self) -> None:
        """A foreign table stays on its server; so it is made again for another one, and when its own is made again."""
        found = self._decided
        servers = {one.identity.name for one in found.objects if self._is_another_server(one)}
        for one in self._before.of(Table):
            new = found.after.catalog.objects.get(one.identity)
            if (
                isinstance(new, Table)
                and one.server is not None
                and (one.server != new.server or one.server in servers)
            ):
                found.remake(one.identity)

    def _is_another_server(self, difference: Difference) -> bool:
        if difference.identity.kind is not Kind.SERVER or difference.change is not Change.CHANGED:
            return False
        sides = (self._before, self._decided.after)
        old, new = (one.catalog.objects[difference.identity] for one in sides)
        return altered(old, new, frozenset(one.name for one in difference.attributes), self._decided.after) is None

    def _make_again_what_is_on_others(self) -> None:
        """What is on a relation goes with that, and comes with another of the same name."""
        gone = {(one.schema, one.name) for one in self._decided.gone if one.kind in RELATIONS}
        made = {(one.schema, one.name) for one in self._decided.made if one.kind in RELATIONS} if gone else gone
        if places := gone & made:
            for identity in self._before.catalog.objects:
                if (identity.schema, identity.relation) in places and not identity.of:
                    self._decided.remake(identity)

    def _make_again_what_is_not_valid(self) -> None:
        """A new table has a check of a parent as one that is valid, unless that comes later."""
        made = [self._decided.after.catalog.objects[of] for of in self._decided.made if of.kind is Kind.CONSTRAINT]
        for identity in checks.not_valid_above(made, self._before, self._decided.after):
            self._decided.remake(identity)

    def _make_again_what_others_give(self) -> None:
        """A check that a table is to have from other parents than before is not its own."""
        for identity in checks.checks_of_others(self._before, self._decided.after):
            self._decided.remake(identity)

    def _mutual(self) -> Mapping[Identity, Identity]:
        """The functions of types that go, which are made of them: PostgreSQL drops neither without the other."""
        types = {
            (one.dependent, one.needed)
            for one in self._before.catalog.dependencies
            if one.dependent.kind in _OF_FUNCTIONS
        }
        return {
            one.dependent: one.needed
            for one in self._before.catalog.dependencies
            if (one.needed, one.dependent) in types and one.needed in self._decided.gone
        }

    def _change(self, difference: Difference) -> None:
        identity = difference.identity
        names = frozenset(one.name for one in difference.attributes)
        old, new = self._before.catalog.objects[identity], self._decided.after.catalog.objects[identity]
        if late := names & _OF_INDEXES:
            self._decided.late[identity] = altered(old, new, late, self._decided.after) or ()
        if self._decided.comes_with_table(new):
            self._decided.late[identity] = tuple(relations.attached_index(new, self._decided.after))
            names -= _FROM_PARENT
            new = replace(new, attached_to=getattr(old, "attached_to", None))
        if isinstance(old, Column) and isinstance(new, Column):
            names -= self._required_otherwise(old, new, names)
        if of := followed(identity, self._before, self._decided.after):
            if isinstance(old, Column) and isinstance(new, Column):
                refuse_converted_with_type(old, new, of, self._decided.after)
            names -= {"type", "collation"}
        if self._decided.type_moves(identity):
            names -= {"type"}
        is_renewed = needs_renewal(old, new, self._before, self._decided.after)
        is_possible = not is_renewed and not self._keeps_expression(new, names)
        statements = altered(old, new, names - late, self._decided.after) if is_possible else None
        if statements is not None:
            attached = tuple(_attached(old, new))
            if attached and statements[-len(attached) :] == attached:
                self._decided.joining[identity] = attached
                statements = statements[: -len(attached)]
            self._decided.altered[identity] = statements
            self._take_over(identity)
        elif identity.kind in KEPT or (identity.kind is Kind.COLUMN and not self._decided.is_generated(identity)):
            raise PlanError(
                f"{identity.kind} {identity} cannot be changed in place ({', '.join(sorted(names))})",
                "PostgreSQL has no statement for it: make another one beside it, take over what is in it, and drop it",
            )
        else:
            self._decided.remake(identity)

    def _required_otherwise(self, old: Column, new: Column, names: AbstractSet[str]) -> frozenset[str]:
        """What a column is when the same of its parent is."""
        if "not_null_inherited" in names and not_null.is_left_to_parents(old, new):
            self._decided.left_to_parents.append(new)
        if not old.not_null and moves.is_required_with_parent(new, self._before, self._decided.after):
            return frozenset({"not_null", "not_null_inherited"})
        return frozenset()

    def _keeps_expression(self, one: SchemaObject, names: AbstractSet[str]) -> bool:
        """Whether a column would be computed in another way when it is read, which others may rely on.

        PostgreSQL looks neither into the checks of the table nor into the publications that it is in, and refuses.
        """
        if not isinstance(one, Column) or one.generated != "virtual" or "generated_as" not in names:
            return False
        sides = (self._before, self._decided.after)
        checks_there = (each for side in sides for each in side.of(Constraint) if each.type == "check")
        published = (each for side in sides for each in side.of(PublicationTable))
        table = (one.identity.schema, one.identity.relation)
        return any((each.identity.schema, each.identity.relation) == table for each in (*checks_there, *published))

    def _take_along(self) -> None:
        """The index of a partition that goes to another parent becomes a part of one there, which looks the same."""
        for one in (*self._decided.after.of(Constraint), *self._decided.after.of(Index)):
            identity = one.identity
            if (
                identity in self._before.catalog.objects
                and self._decided.comes_with_table(one)
                and identity not in self._decided.late
            ):
                self._decided.late[identity] = tuple(relations.attached_index(one, self._decided.after))

    def _take_over(self, identity: Identity) -> None:
        """The sequence of a column that becomes an identity, or is one no more, goes and comes with that."""
        old, new = (side.catalog.objects[identity] for side in (self._before, self._decided.after))
        if isinstance(old, Column) and isinstance(new, Column):
            sequences = taken_over(old, new)
            self._decided.taken_over |= dict.fromkeys(sequences | begun(old, new), identity)
            self._decided.made -= sequences
            self._decided.gone -= sequences

    def _remember(self) -> None:
        """What ALTER TYPE forgets of what stays is said anew."""
        for identity, column in forgotten(self._decided.retyped(), self._decided.dependents, self._decided.after):
            if identity not in self._decided.made | self._decided.gone:
                if identity not in self._decided.forgotten:
                    again = said(self._decided.after.catalog.objects[identity])
                    self._decided.late[identity] = (*self._decided.late.get(identity, ()), *again)
                self._decided.forgotten[identity].add((column, Part.CHANGED))

    def _mark(self) -> None:
        """What a relation says of its own indexes is said anew when they are made again."""
        gone = {_own(one) for one in self._decided.gone if one.kind in _INDEXES}
        made = {_own(one) for one in self._decided.made if one.kind in _INDEXES} if gone else gone
        for schema, relation in {(schema, relation) for schema, relation, _ in gone & made}:
            identity = self._decided.after.relation(schema, relation)
            one = self._decided.after.catalog.objects.get(identity)
            if isinstance(one, Table | View) and identity not in self._decided.made:
                marks = tables.marked(one) if isinstance(one, Table) else relations.marked(one)
                said = self._decided.late.get(identity, ())
                self._decided.late[identity] = (*said, *(statement for statement in marks if statement not in said))

    def _leave_keys(self) -> None:
        """A partition leaves without its copy of a foreign key that goes, unless another one keeps its copy."""
        left = list(moved_keys.left_keys(self._before, self._decided.after, self._decided.made))
        kept = {key for _, key, is_kept in left if is_kept}
        for table, key, is_kept in left:
            copy = key._replace(schema=table.schema, relation=table.name)
            leaves, goes = (table, Part.CHANGED), (key, Part.GONE)
            if key in self._decided.gone - kept:
                self._decided.leaving += [(leaves, goes), ((copy, Part.WHOLE), goes)]
            else:
                self._decided.leaving.append((goes, leaves))
                if not is_kept:
                    refuse_unnamed_copy(copy, self._before)
                    self._decided.copies[copy] = table
                    self._decided.leaving += [((table, Part.ATTACHMENT), (copy, Part.GONE))]


def _attached(old: SchemaObject, new: SchemaObject) -> Iterator[Sql]:
    """What joins an object to another, which may not be there yet."""
    if isinstance(old, Table) and isinstance(new, Table):
        yield from joined(old, new)
    elif isinstance(new, Sequence) and new.owned_by is not None:
        yield sequences.owned_by(new)


def _own(identity: Identity) -> tuple[str, str, str]:
    """Which index something is: a constraint may have the one of before."""
    return (identity.schema, identity.relation, identity.name)
