"""Rows for the tables of a random schema, of such values that all that another asks of them is true."""

from collections.abc import Iterator

from tests.support.random_schemas.data_types import Composite, Domain, Type, sample, text_of
from tests.support.random_schemas.drawing import Pair
from tests.support.random_schemas.keys import ForeignKey, Index, Unique
from tests.support.random_schemas.programs import Sequence
from tests.support.random_schemas.queries import Rule
from tests.support.random_schemas.relations import (
    PARTITION_KEY,
    STEP,
    AnyTable,
    Column,
    Output,
    Partition,
    Relation,
    Table,
)
from tests.support.random_schemas.world import Key, World

_ROWS = 3


def seeded(pair: Pair) -> Iterator[str]:
    """The statements that bring rows into the first schema of a pair."""
    empty = set(_empty(pair))
    yield "SET session_replication_role = replica"
    for table in pair.a.of(AnyTable):
        if table.key not in empty:
            yield from _inserted(table, pair.a)
    yield "RESET session_replication_role"


def _inserted(table: AnyTable, world: World) -> Iterator[str]:
    """Rows for a table; for a partition one that it takes."""
    outputs = [one for one in table.outputs(world) if not (one.column and one.column.generated_from(world))]
    if isinstance(table, Table) and table.strategy:
        return
    numbers = [0] if isinstance(table, Partition) else range(_ROWS)
    for number in numbers if outputs else ():
        values = ", ".join(_value(one, number, table, world) for one in outputs)
        names = ", ".join(one.sql for one in outputs)
        yield f"INSERT INTO {world.place(table.key)} ({names}) OVERRIDING SYSTEM VALUE VALUES ({values})"


def _value(one: Output, number: int, table: AnyTable, world: World) -> str:
    if one.name == PARTITION_KEY and isinstance(table, Partition):
        return str(table.slot * STEP)
    return sample(one.of, number, world, kept=True)


def _empty(pair: Pair) -> set[Key]:
    """The tables that have no rows: those of which the other schema may ask what they have not."""
    found = {
        one.key
        for one in pair.a.of(AnyTable)
        if _is_asked_for_more(one, pair) or _is_elsewhere(one, pair) or _is_replaced(one, pair)
    }
    found |= {one.relation for one in pair.a.of(Rule) if (one.event, one.firing) == ("INSERT", "ENABLE ALWAYS")}
    for world in (pair.a, pair.b):
        for unique in world.of(Unique):
            if any(_is_new(one, pair) for one in unique.columns(world)):
                found.add(unique.table)
        for index in world.of(Index):
            if index.is_unique and any(_is_new(one, pair) for one in index.columns(world)):
                found.add(index.relation)
    references = [(world, one) for world in (pair.a, pair.b) for one in world.of(ForeignKey)]
    while True:
        more = {one.table for world, one in references if _lacks(world, one, found, pair)} - found
        if not more:
            return found | {one.key for one in pair.a.of(Partition) if _root(one, pair.a) in found}
        found |= more


def _root(table: Partition, world: World) -> Key:
    return table.above(world).key


def _is_new(one: Output, pair: Pair) -> bool:
    """Whether a column has its values from the way from one schema to the other."""
    if one.column is None:
        return False
    key = one.column.key
    before, after = pair.a.items.get(key), pair.b.items.get(key)
    if before is None or after is None or before.name != after.name:
        return True
    return one.column.generated_from(pair.a) is not None or one.column.generated_from(pair.b) is not None


def _lacks(world: World, one: ForeignKey, empty: set[Key], pair: Pair) -> bool:
    """Whether rows may refer to some that are not there."""
    to = world.items[one.to]
    assert isinstance(to, Unique)
    tables = [world.items[key] for key in (one.table, to.table)]
    if (
        to.table in empty
        or _is_made_again(to.table, pair)
        or any(not isinstance(each, Table) or each.strategy for each in tables)
    ):
        return True
    return any(_is_new(each, pair) for both in one.pairs(world) for each in both)


def _is_made_again(table: Key, pair: Pair) -> bool:
    """Whether a table gets another name, or is in a schema that does, and is a new one then."""
    return all(table in world.items for world in (pair.a, pair.b)) and pair.a.place(table) != pair.b.place(table)


def _is_replaced(table: AnyTable, pair: Pair) -> bool:
    """Whether the other schema has another table in its place."""
    place = pair.a.place(table.key)
    return any(one.key != table.key and pair.b.place(one.key) == place for one in pair.b.of(Relation))


def _is_elsewhere(table: AnyTable, pair: Pair) -> bool:
    """Whether rows may have no place in the other schema: where partitions differ."""
    if not isinstance(table, Partition):
        return False
    if table.is_split or isinstance(pair.a.items[table.parent], Partition):
        return True
    root = _root(table, pair.a)
    sides = ([one for one in side.of(Partition) if _root(one, side) == root] for side in (pair.a, pair.b))
    before, after = (
        [(one.key, one.slot, one.is_part(side)) for one in ones]
        for ones, side in zip(sides, (pair.a, pair.b), strict=True)
    )
    return before != after or table.strategy_above(pair.a) == "HASH"


def _is_asked_for_more(table: AnyTable, pair: Pair) -> bool:
    """Whether the other schema has a column that needs a value which none of these rows has."""
    other = pair.b.get(Relation, table.key)
    if other is None:
        return False
    had = {one.name for one in table.outputs(pair.a)}
    if any(_is_rebuilt(one.of, pair) for one in table.outputs(pair.a)):
        return True
    return any(
        one.column.is_required(pair.b) and _lacks_values(one.column, had, pair.b)
        for one in other.outputs(pair.b)
        if one.column is not None
    )


def _lacks_values(one: Column, had: set[str], world: World) -> bool:
    """Whether a column has no values where only some columns had: not the one either that it is computed from."""
    source = one.generated_from(world)
    if source is not None:
        return source.name not in had and not source.default(world)
    return one.name not in had and not one.default(world)


def _is_rebuilt(of: Type, pair: Pair) -> bool:
    """Whether values are of a composite type that gets another name and other attributes at once."""
    old, new = (side.items.get(of.of) if isinstance(of.of, Key) else None for side in (pair.a, pair.b))
    match old, new:
        case Composite(), Composite():
            moved = pair.a.place(old.key) != pair.b.place(new.key)
            differs = old.there(pair.a) != new.there(pair.b)
            return (moved and differs) or any(_is_rebuilt(each, pair) for _, each in old.there(pair.a))
        case Domain(), _:
            return _is_rebuilt(old.base, pair)
    return False


def _is_another_row(of: Type, pair: Pair) -> bool:
    """Whether values are of a composite type that gets other attributes."""
    old, new = (side.items.get(of.of) if isinstance(of.of, Key) else None for side in (pair.a, pair.b))
    match old, new:
        case Composite(), Composite():
            changes = old.there(pair.a) != new.there(pair.b)
            return changes or any(_is_another_row(each, pair) for _, each in old.there(pair.a))
        case Domain(), _:
            return _is_another_row(old.base, pair)
    return False


def _is_made_of(one: Output, names: set[str], world: World) -> bool:
    """Whether a column is generated from one of others."""
    source = one.column.generated_from(world) if one.column else None
    return source is not None and source.name in names


def _is_added(one: Column, pair: Pair) -> bool:
    """Whether a column comes to a table, perhaps in the place of one that had another name."""
    before = pair.a.items.get(one.key)
    return before is None or before.name != one.name


def changing(pair: Pair) -> set[tuple[str, str, str]]:
    """What may hold other values afterwards: the schema and name of a table with a column, or of a sequence."""
    found = set[tuple[str, str, str]]()
    for table in pair.a.of(AnyTable):
        schema, other = pair.a.items[table.schema].name, pair.b.get(Relation, table.key)
        after = {one.name: text_of(one.of, pair.b) for one in other.outputs(pair.b)} if other else {}
        outputs = table.outputs(pair.a)
        others = {one.name for one in outputs if after.get(one.name) != text_of(one.of, pair.a)}
        others |= {one.name for one in outputs if _is_another_row(one.of, pair) or _is_made_of(one, others, pair.a)}
        found |= {(schema, table.name, name) for name in others}
    counted = (one.source for one in pair.b.of(Column) if one.filled == "next" and _is_added(one, pair))
    sequences = filter(None, (pair.a.get(Sequence, key) for key in counted))
    return found | {(pair.a.items[one.schema].name, one.name, "") for one in sequences}
