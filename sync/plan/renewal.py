"""Types and collations that are made again while columns have them.

PostgreSQL takes no value from an enum, gives no domain another base, and drops no type that a column has. So the old
one goes aside under another name, the new one is made, columns go from one to the other, value by value, and then the
old one is dropped. A value that the new type does not have fails the statement, and nothing is lost.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import count

from sync.model import Identity, Kind, SchemaObject
from sync.model.kinds import RELATIONS, TYPES
from sync.model.objects import Column, CompositeType, Domain, DomainConstraint, RangeType
from sync.plan.alter.attributes import attributes_of
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


def needs_renewal(old: SchemaObject, new: SchemaObject, before: Whole, after: Whole) -> bool:
    """Whether PostgreSQL changes a type in place only where nobody has values of it: an attribute of another type.

    Nor does it begin to ask for values of a domain within others.
    """
    if isinstance(old, Domain) and isinstance(new, Domain):
        staying = _staying(new.identity, before, after)
        return new.not_null > old.not_null and _is_held_within(new.identity, before, staying)
    if not isinstance(old, CompositeType) or not isinstance(new, CompositeType):
        return False
    has = attributes_of(new)
    retyped = any(has.get(each, of) != of for each, of in attributes_of(old).items())
    return retyped and bool(_staying(new.identity, before, after))


def checked_domain(check: Identity, before: Whole, after: Whole) -> Identity | None:
    """The domain that has to be made again for a check to be made, as columns have values that are made of its values.

    PostgreSQL looks into no array, row or range for what is asked of the values in it, and refuses to ask it.

    Args:
        check: What may be a check of a domain.
        before: What is there.
        after: What should be there.
    """
    one = after.catalog.objects.get(check)
    domain = Identity(Kind.DOMAIN, check.schema, "", check.relation)
    if not isinstance(one, DomainConstraint) or one.definition.endswith(_NOT_VALID):
        return None
    is_within = _is_held_within(domain, before, _staying(domain, before, after))
    return domain if domain in before.catalog.objects and is_within else None


def _staying(of: Identity, before: Whole, after: Whole) -> AbstractSet[Identity]:
    """The columns that have values of a type all along; others have none when it changes, see `going_rows`."""
    return before.holders(of) & after.holders(of)


def _is_held_within(domain: Identity, before: Whole, staying: AbstractSet[Identity]) -> bool:
    """Whether one of some columns has values that are made of those of a domain."""
    for dependent in before.needing(domain):
        one = before.catalog.objects.get(dependent)
        if isinstance(one, Column | Domain) and one.type == place(domain):
            if isinstance(one, Domain) and _is_held_within(dependent, before, staying):
                return True
        elif dependent in staying or (dependent.kind in _HOLDERS and before.holders(dependent) & staying):
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
