"""Types and collations that are made again while columns have them.

PostgreSQL takes no value from an enum, gives no domain another base, and drops no type that a column has. So the old
one goes aside under another name, the new one is made, columns go from one to the other, value by value, and then the
old one is dropped. A value that the new type does not have fails the statement, and nothing is lost.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from sync.model import Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS, TYPES
from sync.model.objects import Column, CompositeType, Domain, DomainConstraint, RangeType
from sync.plan.alter.attributes import attributes_of
from sync.plan.rebuilt import Dependents
from sync.plan.references import place, word
from sync.plan.sql import Sql, deparsed, joined, name, named, qualified, write
from sync.plan.whole import Whole

_MULTIRANGES_SINCE = 14
_LONGEST = 63
_SUFFIX = "_multirange"
_NOT_VALID = " NOT VALID"
_HOLDERS = TYPES | {Kind.DOMAIN}
_NAMED = RELATIONS | _HOLDERS
# Those whose values columns can take along.
RENEWED = frozenset({Kind.ENUM, Kind.COMPOSITE_TYPE, Kind.DOMAIN, Kind.RANGE_TYPE, Kind.COLLATION})


def is_renewable(one: SchemaObject | None) -> bool:
    """Whether columns can go from the old form of an object to the new one."""
    return one is not None and one.identity.kind in RENEWED


def is_held(of: Identity, dependents: Dependents) -> bool:
    """Whether a column of a table has values of a type, or values that are made of such."""
    waiting, seen = [of], {of}
    while waiting:
        for dependent, by_default in dependents.get(waiting.pop(), ()):
            if dependent.kind is Kind.COLUMN and not by_default:
                return True
            if dependent.kind in _HOLDERS and dependent not in seen:
                seen.add(dependent)
                waiting.append(dependent)
    return False


def needs_renewal(old: SchemaObject, new: SchemaObject, dependents: Dependents, before: Whole) -> bool:
    """Whether PostgreSQL changes a type in place only where nobody has values of it: an attribute of another type.

    Nor does it begin to ask for values of a domain within others.
    """
    if isinstance(old, Domain) and isinstance(new, Domain):
        return new.not_null > old.not_null and is_held_within(new.identity, dependents, before)
    if not isinstance(old, CompositeType) or not isinstance(new, CompositeType):
        return False
    has = attributes_of(new)
    retyped = any(has.get(each, of) != of for each, of in attributes_of(old).items())
    return retyped and is_held(new.identity, dependents)


def checked_domain(check: Identity, dependents: Dependents, before: Whole, after: Whole) -> Identity | None:
    """The domain that has to be made again for a check to be made, as columns have values that are made of its values.

    PostgreSQL looks into no array, row or range for what is asked of the values in it, and refuses to ask it.

    Args:
        check: What may be a check of a domain.
        dependents: What needs what.
        before: What is there.
        after: What should be there.
    """
    one = after.catalog.objects.get(check)
    domain = Identity(Kind.DOMAIN, check.schema, "", check.relation)
    if not isinstance(one, DomainConstraint) or one.definition.endswith(_NOT_VALID):
        return None
    return domain if domain in before.catalog.objects and is_held_within(domain, dependents, before) else None


def is_held_within(domain: Identity, dependents: Dependents, before: Whole) -> bool:
    """Whether a column of a table has values that are made of those of a domain."""
    for dependent, by_default in dependents.get(domain, ()):
        one = before.catalog.objects.get(dependent)
        if by_default:
            continue
        if isinstance(one, Column | Domain) and one.type == place(domain):
            if isinstance(one, Domain) and is_held_within(dependent, dependents, before):
                return True
        elif dependent.kind is Kind.COLUMN or (dependent.kind in _HOLDERS and is_held(dependent, dependents)):
            return True
    return False


class Renewal:
    """Types and collations that go aside.

    Attributes:
        were: By schema and name, what they were; also by the name of a multirange type that came along.
    """

    def __init__(self, types: Iterable[Identity], before: Whole, after: Whole) -> None:
        self._types = frozenset(types)
        self._before = before
        self._taken = {
            (of.schema, of.name) for side in (before, after) for of in side.catalog.objects if of.kind in _NAMED
        }
        self._names = {of: self._free(of.schema, of.name) for of in sorted(self._types)}
        self.were = dict(self._by_place())

    def __contains__(self, of: Identity) -> bool:
        return of in self._types

    def __iter__(self) -> Iterator[Identity]:
        return iter(sorted(self._types))

    def aside(self, of: Identity) -> tuple[Sql, ...]:
        """The statements that make room for the new type."""
        return tuple(self._renamed(of))

    def dropped(self, of: Identity) -> Sql:
        """The statement that drops the old one."""
        return write("DROP {} {}", word(of.kind), qualified(of.schema, self._names[of]))

    def _renamed(self, of: Identity) -> Iterator[Sql]:
        one = self._before.catalog.objects[of]
        yield write("ALTER {} {} RENAME TO {}", word(of.kind), place(of), name(self._names[of]))
        if not isinstance(one, RangeType):
            return
        for arguments in (2 * [one.subtype], [*2 * [one.subtype], "text"]):
            yield self._renamed_function(of.schema, of.name, arguments)
        if self._before.catalog.major >= _MULTIRANGES_SINCE:
            schema, multirange = _multirange(one)
            free = self._free(schema, multirange)
            yield write("ALTER TYPE {} RENAME TO {}", qualified(schema, multirange), name(free))
            yield self._renamed_function(schema, multirange, [])

    def _renamed_function(self, schema: str, of: str, arguments: Iterable[str]) -> Sql:
        """What makes ranges is called like them."""
        return write(
            "ALTER FUNCTION {}({}) RENAME TO {}",
            qualified(schema, of),
            joined(", ", map(deparsed, arguments)),
            name(self._free(schema, of)),
        )

    def _free(self, schema: str, of: str) -> str:
        """A name that no other type or relation has, or gets."""
        for number in count(1):
            suffix = f"_old{number if number > 1 else ''}"
            found = _cut(of, _LONGEST - len(suffix)) + suffix
            if (schema, found) not in self._taken:
                return found
        raise AssertionError  # pragma: no cover - a schema is finite

    def _by_place(self) -> Iterator[tuple[tuple[str, ...], SchemaObject]]:
        for of in self._types:
            one = self._before.catalog.objects[of]
            if of.kind in _HOLDERS:
                yield (of.schema, of.name), one
            if isinstance(one, RangeType):
                yield _multirange(one), one


def _multirange(one: RangeType) -> tuple[str, str]:
    """The type of many ranges; the name that PostgreSQL gives it by itself. Source: makeMultirangeTypeName()."""
    own = one.identity.name
    if one.multirange is not None:
        schema, *_, found = named(one.multirange)
        return schema, found
    if "range" in own:
        return one.identity.schema, _cut(own.replace("range", "multirange", 1), _LONGEST)
    return one.identity.schema, own.encode()[:52].decode(errors="ignore") + "_multirange"


def _cut(text: str, length: int) -> str:
    return text.encode()[:length].decode(errors="ignore")
