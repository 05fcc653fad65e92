"""What needs each other in a circle, and so cannot be dropped before the circle is opened.

PostgreSQL drops a table with all that is on it. Where something on it needs what needs the table in turn, that has to
go before: a policy, a check, a default. Foreign keys always do.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Sequence
from sync.plan.descent import ancestors
from sync.plan.sql import named
from sync.plan.whole import Whole


class Circles:
    """Those of a schema."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._behind: dict[Identity, AbstractSet[Identity]] = {}

    def closes(self, one: Identity) -> bool:
        """Whether something needs what needs, in turn, that with which it is dropped."""
        return any(self._is_in_circle(one, needed) for needed in self._needs.get(one, ()))

    def closes_by_default(self, one: Identity) -> bool:
        """Whether the default of a column, or of a domain, needs what needs the table, or the domain, in turn."""
        return any(self._is_in_circle(one, needed) for needed in self._defaults.get(one, ()))

    def counts_with_parents(self, one: Column) -> bool:
        """Whether the default of a column needs the sequence of the same column of a table above, which goes first."""
        found = (self._whole.catalog.objects.get(needed) for needed in self._defaults.get(one.identity, ()))
        owners = {named(each.owned_by) for each in found if isinstance(each, Sequence) and each.owned_by is not None}
        table = self._whole.tables.get((one.identity.schema, one.identity.relation))
        above = ancestors(table, self._whole) if owners and table is not None else ()
        return any((of.schema, of.name, one.identity.name) in owners for of in above)

    def _is_in_circle(self, one: Identity, needed: Identity) -> bool:
        own, other = self._dropped_with(one), self._dropped_with(needed)
        return own != other and own in self._all_needs(other)

    def _dropped_with(self, of: Identity) -> Identity:
        """What is dropped to drop something."""
        if of.kind is Kind.DOMAIN_CONSTRAINT:
            return Identity(Kind.DOMAIN, of.schema, "", of.relation)
        if of.relation:
            return self._whole.maker_of_relation(of)
        one = self._whole.catalog.objects.get(of)
        if isinstance(one, Sequence) and one.owned_by is not None:
            schema, table, _ = named(one.owned_by)
            return self._whole.relation(schema, table)
        return self._whole.maker(of)

    def _all_needs(self, of: Identity) -> AbstractSet[Identity]:
        """All that is needed by what is dropped with something, and so on."""
        if of not in self._behind:
            waiting, found = [of], set[Identity]()
            while waiting:
                new = self._together.get(waiting.pop(), set()) - found
                found |= new
                waiting += new
            self._behind[of] = found
        return self._behind[of]

    @cached_property
    def _together(self) -> Mapping[Identity, set[Identity]]:
        """The same of what is dropped at once."""
        found: defaultdict[Identity, set[Identity]] = defaultdict(set)
        for one in self._whole.catalog.dependencies:
            if not self._is_foreign_key(one.dependent):
                found[self._dropped_with(one.dependent)].add(self._dropped_with(one.needed))
        return found

    def _is_foreign_key(self, of: Identity) -> bool:
        one = self._whole.catalog.objects.get(of)
        return isinstance(one, Constraint) and one.type == "foreign key"

    @cached_property
    def _needs(self) -> Mapping[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self._whole.catalog.dependencies:
            if one.dependent.relation:
                found[one.dependent].append(one.needed)
        return found

    @cached_property
    def _defaults(self) -> Mapping[Identity, list[Identity]]:
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for one in self._whole.catalog.dependencies:
            if one.by_default:
                found[one.dependent].append(one.needed)
        return found
