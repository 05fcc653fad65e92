"""Foreign keys of tables that leave their parents and join others: what goes, what stays and what comes along."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from sync.model import Identity, Kind
from sync.model.objects import Constraint, Table
from sync.plan.descent import ancestors
from sync.plan.whole import Place, Whole


def shared_keys(identities: Iterable[Identity], own: Whole, other: Whole) -> Iterator[Identity]:
    """The foreign keys that a table alone has as its own, and a partition as its parent's.

    They stay when it is detached, and become the parent's when it is attached.

    Args:
        identities: Of any objects.
        own: Where the table is alone.
        other: Where it is a partition.
    """
    for identity in identities:
        if not is_foreign_key(identity, own):
            continue
        table = other.tables.get((identity.schema, identity.relation))
        for above in ancestors(table, other) if table is not None else ():
            given = identity._replace(schema=above.schema, relation=above.name)
            if is_foreign_key(given, other) and _defined(given, other) == _defined(identity, own):
                yield identity


def left_copies(identities: Iterable[Identity], before: Whole, after: Whole) -> Iterator[Identity]:
    """The foreign keys that a table is to have as its own, and has when it leaves the parent that gave it a copy.

    Args:
        identities: Of any objects.
        before: What is there.
        after: What should be there.
    """
    for identity in shared_keys(identities, after, before):
        place = place_of(identity)
        if _at(before.tables[place]) != _at(after.tables[place]):
            yield identity


def left_keys(before: Whole, after: Whole, made: Container[Identity]) -> Iterator[tuple[Identity, Identity, bool]]:
    """Partitions that leave or change their place, and the foreign keys that they have copies of from those above.

    A copy stays when its table leaves, and only then the catalog has it, as the table's own. So it goes before that,
    with the key itself, or after that.

    Args:
        before: What is there.
        after: What should be there.
        made: What is made meanwhile.

    Yields:
        A table, a key of a parent, and whether the table goes on having the same, as its own or from a parent.
    """
    keys: defaultdict[Place, list[Constraint]] = defaultdict(list)
    for one in before.of(Constraint):
        if one.type == "foreign key" and not one.inherited:
            keys[one.identity.schema, one.identity.relation].append(one)
    for place, old in before.tables.items() if keys else ():
        new = after.tables.get(place)
        if new is None or old.partition_of is None or _at(old) == _at(new):
            continue
        kept = set(_foreign_keys(new, after, made))
        for above in ancestors(old, before):
            for key in keys[above.schema, above.name]:
                yield new.identity, key.identity, key.definition in kept


def _at(of: Table) -> tuple[str | None, str | None]:
    return of.partition_of, of.partition_bound


def _foreign_keys(of: Table, whole: Whole, made: Container[Identity]) -> Iterator[str]:
    """The foreign keys that a table has, and does not get anew."""
    places = {(one.schema, one.name) for one in (of.identity, *ancestors(of, whole))}
    for one in whole.of(Constraint):
        if one.type == "foreign key" and place_of(one.identity) in places and one.identity not in made:
            yield one.definition


def references(whole: Whole) -> Mapping[Identity, AbstractSet[Identity]]:
    """The foreign keys, and the tables that they refer to: of a partitioned one also its partitions."""
    found: defaultdict[Identity, set[Identity]] = defaultdict(set)
    for one in whole.catalog.dependencies:
        if one.needed.kind in (Kind.CONSTRAINT, Kind.INDEX) and is_foreign_key(one.dependent, whole):
            found[one.dependent].add(whole.relation(*place_of(one.needed)))
    return found


def is_of_partition(
    key: Identity, needed: Identity, referred: Mapping[Identity, AbstractSet[Identity]], before: Whole
) -> bool:
    """Whether a foreign key needs something of a partition only because it is about the whole.

    Args:
        key: What may be a foreign key.
        needed: What it needs.
        referred: What foreign keys refer to.
        before: What is there.
    """
    table = before.tables.get((needed.schema, needed.relation or needed.name))
    if key not in referred or table is None or table.partition_of is None:
        return False
    about = referred[key] | {before.relation(*place_of(key))}
    return not about.isdisjoint(ancestors(table, before))


def is_foreign_key(of: Identity, whole: Whole) -> bool:
    """Whether something is what a partition may keep or lose when it leaves, see `left_keys`."""
    one = whole.catalog.objects.get(of)
    return isinstance(one, Constraint) and one.type == "foreign key"


def _defined(key: Identity, whole: Whole) -> str:
    one = whole.catalog.objects[key]
    return one.definition if isinstance(one, Constraint) else ""


def place_of(of: Identity) -> Place:
    """The schema and name of what something is on."""
    return of.schema, of.relation
