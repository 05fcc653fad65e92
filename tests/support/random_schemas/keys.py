"""Constraints, indexes and statistics of a random schema, and what tables say of their indexes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.random_schemas.data_types import INTEGERS, STRINGS, group_of, is_injective, is_one_of, is_ordered
from tests.support.random_schemas.programs import Function
from tests.support.random_schemas.queries import MaterializedView
from tests.support.random_schemas.relations import (
    PARTITION_KEY,
    AnyTable,
    Callable,
    Output,
    Partition,
    Relation,
    Table,
    chosen,
    condition,
)
from tests.support.random_schemas.world import PICKS, STYLES, Draw, Item, Key, World, one_of, quoted

_PICKED = st.lists(PICKS, min_size=1, max_size=3).map(tuple)
_TIMES = ("", "", "DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED")
_ACTIONS = ("", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON UPDATE RESTRICT", "ON DELETE SET DEFAULT", "MATCH FULL")


def real(outputs: Sequence[Output], world: World) -> list[Output]:
    """The columns that are stored."""
    return [
        one
        for one in outputs
        if not (one.column and one.column.filled == "virtual" and one.column.generated_from(world))
    ]


def unique(outputs: Sequence[Output], world: World) -> list[Output]:
    """The columns whose values tell rows apart."""
    return [one for one in real(outputs, world) if is_ordered(one.of, world) and is_injective(one.of, world)]


def is_partitioned(one: Item | None) -> bool:
    """Whether a table has partitions."""
    return (isinstance(one, Table) and bool(one.strategy)) or (isinstance(one, Partition) and one.is_split)


@dataclass(frozen=True, kw_only=True)
class OnTable(Item):
    """What is on a table or a partition."""

    table: Key

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.table

    def outputs(self, world: World) -> list[Output]:
        """The table's columns."""
        one = world.items[self.table]
        assert isinstance(one, Relation)
        return one.outputs(world)


@dataclass(frozen=True, kw_only=True)
class Check(OnTable):
    """A check; it may have no name of its own."""

    pick: int
    call: Key | None
    is_named: bool
    ending: str

    letter = "x"
    phase = 5

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table = one_of(draw, world.of(AnyTable))
        if table is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            table=table,
            pick=draw(PICKS),
            call=one_of(draw, [one for one in world.of(Callable) if one.phase < cls.phase])
            if draw(st.integers(0, 2)) == 0
            else None,
            is_named=draw(st.booleans()),
            ending=draw(st.sampled_from(("", "", "NOT VALID", "NO INHERIT"))),
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        text = condition(self.outputs(world), self.pick, world, world.get(Callable, self.call))
        named = f"CONSTRAINT {quoted(self.name)} " if self.is_named else ""
        ending = "" if is_partitioned(world.items[self.table]) and self.ending == "NO INHERIT" else self.ending
        yield f"ALTER TABLE {world.place(self.table)} ADD {named}CHECK ({text}) {ending}"


@dataclass(frozen=True, kw_only=True)
class Unique(OnTable):
    """A primary key, a unique or an exclusion constraint."""

    picks: tuple[int, ...]
    way: str
    is_named: bool
    time: str
    nulls_not_distinct: bool
    include: int | None

    letter = "y"
    phase = 5

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table = one_of(draw, world.of(AnyTable))
        if table is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            table=table,
            picks=draw(_PICKED),
            way=draw(st.sampled_from(("PRIMARY KEY", "PRIMARY KEY", "UNIQUE", "EXCLUDE"))),
            is_named=draw(st.booleans()),
            time=draw(st.sampled_from(_TIMES)),
            nulls_not_distinct=draw(st.integers(0, 4)) == 0,
            include=draw(st.none() | PICKS) if draw(st.integers(0, 4)) == 0 else None,
        )

    def columns(self, world: World) -> list[Output]:
        """Its columns."""
        outputs = self.outputs(world)
        found = chosen(unique(outputs, world), self.picks)
        if self.way == "PRIMARY KEY":
            found = [one for one in found if not (one.column and one.column.filled == "virtual")]
        given = [one for one in outputs if one.name == PARTITION_KEY and one not in found]
        return found + given if is_partitioned(world.items[self.table]) else found

    def fits(self, world: World) -> bool:
        """Whether it can be there: a table has one primary key, and only others are partly its partitions'."""
        table = world.items[self.table]
        if self.way == "EXCLUDE" and isinstance(table, Partition | Table) and is_partitioned(table):
            return False
        if self.way == "PRIMARY KEY":
            others = (one for one in world.of(Unique) if one.table == self.table and one.key < self.key)
            if isinstance(table, Partition) or any(one.way == self.way for one in others):
                return False
        return bool(self.columns(world))

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        columns = self.columns(world)
        named = f"CONSTRAINT {quoted(self.name)} " if self.is_named else ""
        if self.way == "EXCLUDE":
            what = f"EXCLUDE USING btree ({', '.join(f'{one.sql} WITH =' for one in columns)})"
        else:
            nulls = " NULLS NOT DISTINCT" if self.nulls_not_distinct and self.way == "UNIQUE" else ""
            what = f"{self.way}{nulls} ({', '.join(one.sql for one in columns)})"
        rest = [one for one in real(self.outputs(world), world) if one not in columns]
        if self.include is not None and rest:
            what += f" INCLUDE ({rest[self.include % len(rest)].sql})"
        yield f"ALTER TABLE {world.place(self.table)} ADD {named}{what} {self.time}"


@dataclass(frozen=True, kw_only=True)
class ForeignKey(OnTable):
    """A foreign key to a primary key or a unique constraint."""

    to: Key
    action: str
    time: str
    is_named: bool
    is_valid: bool

    letter = "z"
    phase = 6

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table, to = one_of(draw, world.of(AnyTable)), one_of(draw, world.of(Unique))
        if table is None or to is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            table=table,
            to=to,
            action=draw(st.sampled_from(_ACTIONS)),
            time=draw(st.sampled_from(_TIMES)),
            is_named=draw(st.booleans()),
            is_valid=draw(st.integers(0, 3)) > 0,
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.table, self.to)

    def pairs(self, world: World) -> list[tuple[Output, Output]]:
        """Its columns and those that they refer to; none where they do not match."""
        to, found = world.items[self.to], list[tuple[Output, Output]]()
        assert isinstance(to, Unique)
        mine = [
            one for one in real(self.outputs(world), world) if not (one.column and one.column.generated_from(world))
        ]
        for target in to.columns(world):
            for one in mine:
                same = one.of == target.of or (is_one_of(one.of, INTEGERS) and is_one_of(target.of, INTEGERS))
                if same and one not in (each for each, _ in found):
                    found.append((one, target))
                    break
            else:
                return []
        return found

    def fits(self, world: World) -> bool:
        """Whether it can be there."""
        to = world.items[self.to]
        assert isinstance(to, Unique)
        if to.way == "EXCLUDE" or (to.time and to.way) or not self._is_as_lasting(to, world):
            return False
        return bool(self.pairs(world)) and not self._refers_to_its_partition(to, world)

    def _refers_to_its_partition(self, to: Unique, world: World) -> bool:
        """Whether rows refer to others of a partition of their own table, which PostgreSQL refuses."""
        of = world.get(Partition, to.table)
        while of is not None and of.parent != self.table:
            of = world.get(Partition, of.parent)
        return of is not None

    def _is_as_lasting(self, to: Unique, world: World) -> bool:
        """Whether rows that survive a crash refer to others that do."""
        mine, other = (world.get(Table, key) for key in (self.table, to.table))
        is_lost = other is not None and other.unlogged and not other.strategy
        return not is_lost or (mine is not None and mine.unlogged and not mine.strategy)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        to, pairs = world.items[self.to], self.pairs(world)
        assert isinstance(to, Unique)
        named = f"CONSTRAINT {quoted(self.name)} " if self.is_named else ""
        valid = "" if self.is_valid or is_partitioned(world.items[self.table]) else "NOT VALID"
        yield (
            f"ALTER TABLE {world.place(self.table)} ADD {named}FOREIGN KEY ({', '.join(one.sql for one, _ in pairs)}) "
            f"REFERENCES {world.place(to.table)} ({', '.join(one.sql for _, one in pairs)}) "
            f"{self.action} {self.time} {valid}"
        )


@dataclass(frozen=True, kw_only=True)
class Index(Item):
    """An index on a table, a partition or a materialized view."""

    relation: Key
    picks: tuple[int, ...]
    is_unique: bool
    method: str
    expression: str
    call: Key | None
    where: int | None
    order: str
    include: int | None
    fillfactor: int | None

    letter = "i"
    phase = 9

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        relation = one_of(draw, world.of(AnyTable, MaterializedView))
        if relation is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            relation=relation,
            picks=draw(_PICKED),
            is_unique=draw(st.integers(0, 3)) == 0,
            method=draw(st.sampled_from(("", "", "hash", "brin"))),
            expression=draw(st.sampled_from(("", "", "", "text", "call"))),
            call=one_of(draw, world.of(Function)),
            where=draw(st.none() | PICKS),
            order=draw(st.sampled_from(("", "", "DESC", "ASC NULLS FIRST", "text_pattern_ops"))),
            include=draw(st.none() | PICKS) if draw(st.integers(0, 4)) == 0 else None,
            fillfactor=draw(st.none() | st.just(80)),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.relation

    def outputs(self, world: World) -> list[Output]:
        """Columns that it can have."""
        one = world.items[self.relation]
        assert isinstance(one, Relation)
        return real(one.outputs(world), world)

    def fits(self, world: World) -> bool:
        """Whether it can be there: a query may make the same row twice."""
        is_query = isinstance(world.items[self.relation], MaterializedView)
        return bool(self.keys(world)) and not (self.is_unique and is_query)

    def columns(self, world: World) -> list[Output]:
        """Its columns."""
        outputs = self.outputs(world)
        found = chosen(unique(outputs, world) if self.is_unique else outputs, self.picks)
        given = [one for one in outputs if one.name == PARTITION_KEY and one not in found]
        return found + given if self.is_unique and is_partitioned(world.items[self.relation]) else found

    def way(self, world: World) -> str:
        """Which method it has."""
        columns = self.columns(world)
        kinds = {"json": "gin", "tsvector": "gin", "point": "gist", "int4range": "gist"}
        is_known = bool(columns) and isinstance(columns[0].of.of, str) and not self.is_unique
        found = kinds.get(group_of(columns[0].of, world), "") if is_known else ""
        if found and columns[0].of.of != "json":
            return found
        is_hashed = bool(columns) and self.method == "hash" and group_of(columns[0].of, world) == "plain"
        return "hash" if is_hashed and not self.is_unique and not self.expression else "btree"

    def keys(self, world: World) -> list[str]:
        """What it is about."""
        columns = self.columns(world)
        call = world.get(Function, self.call)
        if self.way(world) in ("gin", "gist", "hash"):
            return [columns[0].sql]
        columns = [one for one in columns if is_ordered(one.of, world)]
        found = [one.sql for one in columns]
        if found and self.order and (self.order != "text_pattern_ops" or is_one_of(columns[0].of, ("text",))):
            found[0] += f" {self.order}"
        if not self.is_unique and self.expression == "text":
            found += [f"({one.sql} || 'x')" for one in columns if is_one_of(one.of, STRINGS)]
        immutable = call is not None and call.volatility == "IMMUTABLE" and call.is_scalar
        if not self.is_unique and self.expression == "call" and call and immutable and is_ordered(call.result, world):
            found.append(f"({call.call(self.outputs(world), world)})")
        return found

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        outputs, way = self.outputs(world), self.way(world)
        words = f"USING {way} ({', '.join(self.keys(world))})"
        rest = [one for one in outputs if one not in self.columns(world)]
        if self.include is not None and rest and way == "btree":
            words += f" INCLUDE ({rest[self.include % len(rest)].sql})"
        if self.fillfactor and way == "btree":
            words += f" WITH (fillfactor = {self.fillfactor})"
        if self.where is not None:
            words += f" WHERE {condition(outputs, self.where, world)}"
        unique_ = "UNIQUE " if self.is_unique else ""
        yield f"CREATE {unique_}INDEX {quoted(self.name)} ON {world.place(self.relation)} {words}"

    def place(self, world: World) -> str:
        """Its name in SQL, with its schema."""
        one = world.items[self.relation]
        assert isinstance(one, Relation)
        return f"{world.schema(one.schema)}.{quoted(self.name)}"


@dataclass(frozen=True, kw_only=True)
class Mark(OnTable):
    """What a table says of one of its indexes: that it is clustered by it, or that it identifies its rows."""

    way: str
    index: Key | None

    letter = "mark"
    phase = 10

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table = one_of(draw, world.of(AnyTable))
        if table is None:
            return None
        indexes = (
            *(one for one in world.of(Index) if one.relation == table),
            *(one for one in world.of(Unique) if one.table == table),
        )
        ways = st.sampled_from(("CLUSTER", "INDEX", "FULL", "NOTHING"))
        return cls(key=key, style=0, table=table, way=draw(ways), index=one_of(draw, indexes))

    def fits(self, world: World) -> bool:
        """Whether it can be there: a table is clustered by one index, and none that has partitions."""
        others = (one for one in world.of(Mark) if one.table == self.table and one.key < self.key)
        return all((one.way == "CLUSTER") != (self.way == "CLUSTER") for one in others)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        alter, one = f"ALTER TABLE {world.place(self.table)}", self._own_index(world)
        if self.way in ("FULL", "NOTHING"):
            yield f"{alter} REPLICA IDENTITY {self.way}"
        elif self.way == "CLUSTER" and self._can_cluster(one, world):
            assert one is not None
            yield f"{alter} CLUSTER ON {quoted(one.name)}"
        elif self.way == "INDEX" and isinstance(one, Unique) and one.is_named and self._identifies(one, world):
            yield f"{alter} REPLICA IDENTITY USING INDEX {quoted(one.name)}"

    def _own_index(self, world: World) -> Item | None:
        """The index, unless it is on another table by now."""
        one = world.items.get(self.index or -1)
        on = one.relation if isinstance(one, Index) else one.table if isinstance(one, Unique) else None
        return one if on == self.table else None

    def _can_cluster(self, one: Item | None, world: World) -> bool:
        if is_partitioned(world.items[self.table]):
            return False
        if isinstance(one, Unique):
            return one.is_named
        return isinstance(one, Index) and one.way(world) in ("btree", "gist") and one.where is None

    @staticmethod
    def _identifies(one: Unique, world: World) -> bool:
        required = all(each.column is None or each.column.is_required(world) for each in one.columns(world))
        own = all(each.column is None or each.column.required for each in one.columns(world))
        return one.way in ("PRIMARY KEY", "UNIQUE") and not one.time and required and own


@dataclass(frozen=True, kw_only=True)
class Statistics(OnTable):
    """Extended statistics."""

    picks: tuple[int, ...]
    kinds: tuple[str, ...]
    target: int | None

    letter = "n"
    phase = 9

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table = one_of(draw, world.of(AnyTable))
        if table is None:
            return None
        kinds = draw(st.lists(st.sampled_from(("ndistinct", "dependencies", "mcv")), max_size=2, unique=True))
        picks, target = draw(st.lists(PICKS, min_size=2, max_size=3).map(tuple)), draw(st.none() | st.just(50))
        return cls(key=key, style=draw(STYLES), table=table, picks=picks, kinds=tuple(kinds), target=target)

    def columns(self, world: World) -> list[Output]:
        """Its columns."""
        return chosen(list(unique(self.outputs(world), world)), self.picks)

    def fits(self, world: World) -> bool:
        """Whether it can be there."""
        return len(self.columns(world)) > 1

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        kinds = f"({', '.join(self.kinds)})" if self.kinds else ""
        table = world.items[self.table]
        assert isinstance(table, Relation)
        place = f"{world.schema(table.schema)}.{quoted(self.name)}"
        columns = ", ".join(one.sql for one in self.columns(world))
        yield f"CREATE STATISTICS {place} {kinds} ON {columns} FROM {world.place(self.table)}"
        if self.target is not None:
            yield f"ALTER STATISTICS {place} SET STATISTICS {self.target}"
