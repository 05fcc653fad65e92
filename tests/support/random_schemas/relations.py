"""Tables, their partitions and columns; and expressions of the columns of any relation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.random_schemas.data_types import (
    COLLATIONS,
    HIDDEN,
    INTEGERS,
    SHOWN,
    STRINGS,
    Domain,
    Type,
    is_compared,
    is_injective,
    is_one_of,
    is_plain,
    sample,
    text_of,
    typed,
)
from tests.support.random_schemas.world import (
    PICKS,
    STYLES,
    UNRELATED,
    Draw,
    InSchema,
    Item,
    Key,
    Schema,
    World,
    literal,
    one_of,
    quoted,
)

PARTITION_KEY = "part key"
STEP = 10
"""How wide the ranges of partitions are."""
_STORAGES = ("PLAIN", "EXTERNAL", "EXTENDED", "MAIN")
_IDENTITIES = (
    *("", "(START WITH 100)", "(INCREMENT BY 5 MAXVALUE 30000)", "(MINVALUE 1 MAXVALUE 20000 CYCLE)", "(CACHE 7)"),
)


@dataclass(frozen=True, slots=True)
class Output:
    """A column as others see it.

    Attributes:
        name: Its name.
        of: Its type.
        column: What made it; None for the column of a view, and for the key of partitions.
    """

    name: str
    of: Type
    column: "Column | None" = None

    @property
    def sql(self) -> str:
        """Its name in SQL."""
        return quoted(self.name)


class Relation(InSchema):
    """What has columns."""

    def outputs(self, world: World) -> list[Output]:
        """Its columns."""
        raise NotImplementedError


class AnyTable(Relation):
    """A table or a partition."""

    phase = 4


@dataclass(frozen=True, kw_only=True)
class Table(AnyTable):
    """A table, which may be partitioned or have parents.

    Attributes:
        strategy: How it is partitioned, by a column of its own; empty for most.
    """

    strategy: str
    parents: tuple[Key, ...]
    unlogged: bool
    fillfactor: int | None
    autovacuum: bool | None
    row_security: int

    letter = "t"
    fixed = frozenset({"key", "strategy"})

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        parents = [one.key for one in world.of(Table) if one.key < key and not one.strategy]
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            strategy=draw(st.sampled_from(("", "", "", "", "LIST", "RANGE", "HASH"))),
            parents=tuple(draw(st.lists(st.sampled_from(parents), max_size=2, unique=True)))
            if parents and draw(st.integers(0, 3)) == 0
            else (),
            unlogged=draw(st.integers(0, 9)) == 0,
            fillfactor=draw(st.none() | st.sampled_from((50, 70))),
            autovacuum=draw(st.none() | st.booleans()),
            row_security=draw(st.integers(0, 3)),
        )

    def above(self, world: World) -> list["Table"]:
        """The parents that are there."""
        found = [world.get(Table, key) for key in self.parents] if not self.strategy else []
        return [one for one in found if one is not None and (self.unlogged or not one.unlogged)]

    def ancestors(self, world: World) -> set[Key]:
        """All parents, and theirs."""
        return {key for one in self.above(world) for key in (one.key, *one.ancestors(world))}

    def own(self, world: World) -> list["Column"]:
        """The columns that it has not from others."""
        return [one for one in world.of(Column) if one.table == self.key]

    def outputs(self, world: World) -> list[Output]:
        """Its columns."""
        found = [Output(PARTITION_KEY, Type("integer"))] if self.strategy else []
        for one in self.above(world):
            found += [each for each in one.outputs(world) if each not in found]
        return found + [Output(one.name, one.of, one) for one in self.own(world)]

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        columns = [f"{quoted(PARTITION_KEY)} integer NOT NULL"] if self.strategy else []
        columns += [one.defined(world) for one in self.own(world)]
        above = [world.place(one.key) for one in self.above(world)]
        options = {"fillfactor": self.fillfactor, "autovacuum_enabled": self.autovacuum}
        said = [f"{name} = {value}" for name, value in options.items() if value is not None and not self.strategy]
        words = [
            f"INHERITS ({', '.join(above)})" if above else "",
            f"PARTITION BY {self.strategy} ({quoted(PARTITION_KEY)})" if self.strategy else "",
            f"WITH ({', '.join(said)})" if said else "",
        ]
        unlogged = "UNLOGGED " if self.unlogged and not self.strategy else ""
        yield f"CREATE {unlogged}TABLE {world.place(self.key)} ({', '.join(columns)}) {' '.join(words)}"
        if self.row_security % 2:
            yield f"ALTER TABLE {world.place(self.key)} ENABLE ROW LEVEL SECURITY"
        if self.row_security > 1:
            yield f"ALTER TABLE {world.place(self.key)} FORCE ROW LEVEL SECURITY"


@dataclass(frozen=True, kw_only=True)
class Partition(AnyTable):
    """A partition, or a table that may become one, as it has the same columns.

    Attributes:
        slot: Which values it takes: where two of a parent have the same, the later one stands alone.
        is_split: Whether it is partitioned once more.
    """

    parent: Key
    slot: int
    is_attached: bool
    is_split: bool

    letter = "p"
    fixed = frozenset({"key", "is_split", "parent"})

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        parents = (
            *(one for one in world.of(Table) if one.strategy),
            *(one for one in world.of(Partition) if one.is_split and one.key < key),
        )
        parent = one_of(draw, parents)
        if schema is None or parent is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            parent=parent,
            slot=draw(st.integers(0, 3)),
            is_attached=draw(st.integers(0, 6)) > 0,
            is_split=draw(st.integers(0, 4)) == 0,
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, self.parent)

    def above(self, world: World) -> Table:
        """The table that all is a partition of."""
        parent = world.items[self.parent]
        if isinstance(parent, Partition):
            return parent.above(world)
        assert isinstance(parent, Table)
        return parent

    def strategy_above(self, world: World) -> str:
        """How the parent is partitioned."""
        parent = world.items[self.parent]
        return parent.strategy if isinstance(parent, Table) else "HASH"

    def is_part(self, world: World) -> bool:
        """Whether it is a partition of its parent."""
        others = (one for one in world.of(Partition) if one.parent == self.parent and one.key < self.key)
        return self.is_attached and all(one.slot != self.slot or not one.is_attached for one in others)

    def outputs(self, world: World) -> list[Output]:
        """Its columns."""
        return self.above(world).outputs(world)

    def bounds(self, world: World) -> str:
        """Which values it takes."""
        match self.strategy_above(world):
            case "HASH":
                return f"FOR VALUES WITH (MODULUS 4, REMAINDER {self.slot})"
            case _ if self.slot == 0:
                return "DEFAULT"
            case "LIST":
                return f"FOR VALUES IN ({self.slot * STEP})"
        return f"FOR VALUES FROM ({self.slot * STEP}) TO ({(self.slot + 1) * STEP})"

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        parent = world.place(self.parent)
        split = f" PARTITION BY HASH ({quoted(PARTITION_KEY)})" if self.is_split else ""
        of = (
            f"PARTITION OF {parent} {self.bounds(world)}"
            if self.is_part(world)
            else f"(LIKE {parent} INCLUDING ALL EXCLUDING IDENTITY)"
        )
        yield f"CREATE TABLE {world.place(self.key)} {of}{split}"


@dataclass(frozen=True, kw_only=True)
class Column(Item):
    """A column.

    Attributes:
        filled: What it has by itself: `literal`, `call`, `next`, `serial`, `identity`, `stored` or `virtual`.
        source: The function, the sequence or the column that its value comes from.
        pick: Which of the values, or of the options.
        required: How NOT NULL is written: not at all, plainly, with a name.
    """

    table: Key
    of: Type
    filled: str
    source: Key | None
    pick: int
    required: int
    collation: str | None
    storage: str | None
    statistics: int | None

    letter = "c"
    phase = 4
    fixed = frozenset({"key", "table"})

    @property
    def name(self) -> str:
        """Its name, which is not that of a column of an unrelated table, whatever that is called."""
        return f"{super().name}{'+' * (self.key // UNRELATED)}"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        table = one_of(draw, world.of(Table))
        if table is None:
            return None
        ways = ("", "", "literal", "literal", "call", "next", "serial", "identity", "stored", "virtual")
        filled = draw(st.sampled_from(ways))
        of = Type(draw(st.sampled_from(INTEGERS))) if filled in ("next", "serial", "identity") else typed(draw, world)
        sources = [one for one in world.items.values() if one.letter in {"call": "f", "next": "q"}.get(filled, "c")]
        return cls(
            key=key,
            style=draw(STYLES),
            table=table,
            of=of,
            filled=filled,
            source=one_of(draw, [one for one in sources if getattr(one, "table", table) == table]),
            pick=draw(PICKS),
            required=draw(st.sampled_from((0, 0, 1, 2))),
            collation=draw(COLLATIONS),
            storage=draw(st.none() | st.sampled_from(_STORAGES)),
            statistics=draw(st.none() | st.integers(0, 500)),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.table, *self.of.needs())

    def generated_from(self, world: World) -> "Column | None":
        """The column that it is computed from."""
        one = world.get(Column, self.source) if self.filled in ("stored", "virtual") else None
        if one is None or one.key >= self.key or one.table != self.table or one.generated_from(world):
            return None
        simple = is_plain(one.of, world) and is_plain(self.of, world)
        if self.filled == "virtual":
            simple = simple and isinstance(self.of.of, str) and isinstance(one.of.of, str)
        return one if simple else None

    def is_identity(self, world: World) -> bool:
        """Whether it counts by itself."""
        table = world.get(Table, self.table)
        return self.filled == "identity" and is_one_of(self.of, INTEGERS) and table is not None

    def is_required(self, world: World) -> bool:
        """Whether a row must have a value."""
        one, of = None, self.of
        while isinstance(of.of, Key) and not of.is_array and isinstance(one := world.items[of.of], Domain):
            if one.not_null:
                return True
            of = one.base
        return bool(self.required) or self.is_identity(world) or self.filled == "serial"

    def default(self, world: World) -> str:
        """What it has by itself; empty where that is nothing."""
        if self.filled == "literal":
            return sample(self.of, self.pick % SHOWN, world)
        one = world.items.get(self.source) if self.source is not None else None
        if self.filled == "next" and one is not None and one.letter == "q" and is_one_of(self.of, INTEGERS):
            return f"nextval({literal(world.place(one.key))})"
        if self.filled == "call" and isinstance(one, Callable) and one.phase < self.phase:
            return self._called(one, world)
        return ""

    def _called(self, one: "Callable", world: World) -> str:
        if one.result == self.of and one.is_scalar:
            return one.call([], world)
        is_text = is_plain(one.result, world) and is_plain(self.of, world) and one.is_scalar
        return f"{one.call([], world)}::text::{text_of(self.of, world)}" if is_text else ""

    def late(self, world: World) -> Iterator[str]:
        """A default that calls what is made after tables."""
        one = world.get(Callable, self.source) if self.filled == "call" else None
        if one is not None and one.phase > self.phase and (text := self._called(one, world)):
            yield f"ALTER TABLE ONLY {world.place(self.table)} ALTER {quoted(self.name)} SET DEFAULT {text}"

    def defined(self, world: World) -> str:
        """Its definition."""
        words = [quoted(self.name)]
        if self.filled == "serial" and is_one_of(self.of, INTEGERS):
            words.append({"integer": "serial", "bigint": "bigserial", "smallint": "smallserial"}[str(self.of.of)])
        else:
            words += [text_of(self.of, world), *self._filled(world)]
            if self.required:
                named = f"CONSTRAINT {quoted(f'nn {self.key}')} " if self.required == 2 else ""
                words.append(f"{named}NOT NULL")
        return " ".join(words)

    def _filled(self, world: World) -> Iterator[str]:
        if self.collation and is_one_of(self.of, STRINGS):
            yield f"COLLATE {quoted(self.collation)}"
        if one := self.generated_from(world):
            value = f"({quoted(one.name)})::text::{text_of(self.of, world)}"
            yield f"GENERATED ALWAYS AS ({value}) {'STORED' if self.filled == 'stored' else 'VIRTUAL'}"
        elif self.is_identity(world):
            way = "ALWAYS" if self.pick % 2 else "BY DEFAULT"
            yield f"GENERATED {way} AS IDENTITY {_IDENTITIES[self.pick % len(_IDENTITIES)]}"
        elif text := self.default(world):
            yield f"DEFAULT {text}"

    def made(self, world: World) -> Iterator[str]:
        """What is said about it when its table is there."""
        alter = f"ALTER TABLE ONLY {world.place(self.table)} ALTER {quoted(self.name)}"
        is_stored = self.generated_from(world) is None or self.filled != "virtual"
        if self.storage and is_one_of(self.of, STRINGS) and is_stored:
            yield f"{alter} SET STORAGE {self.storage}"
            if self.pick % 3 == 0:
                yield f"{alter} SET COMPRESSION pglz"
        if self.statistics is not None and is_stored:
            yield f"{alter} SET STATISTICS {self.statistics}"
            if self.statistics % 3 == 0:
                yield f"{alter} SET (n_distinct = {self.statistics + 1})"


@dataclass(frozen=True, kw_only=True)
class Callable(InSchema):
    """What can be called in an expression.

    Attributes:
        takes: The types of its arguments.
        result: The type of its result.
    """

    takes: tuple[Type, ...]
    result: Type
    returns_set: bool
    volatility: str

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, *self.result.needs(), *(key for of in self.takes for key in of.needs()))

    @property
    def is_scalar(self) -> bool:
        """Whether it returns one value."""
        return not self.returns_set

    def call(self, outputs: Sequence[Output], world: World, prefix: str = "") -> str:
        """Calls it, with the columns that it takes where there are such."""
        values = (
            next((prefix + one.sql for one in outputs if one.of == of), sample(of, number, world))
            for number, of in enumerate(self.takes)
        )
        return f"{world.place(self.key)}({', '.join(values)})"


def condition(
    outputs: Sequence[Output], pick: int, world: World, call: Callable | None = None, prefix: str = ""
) -> str:
    """Something that is true of all rows there are."""
    if call is not None and call.is_scalar:
        return f"({call.call(outputs, world, prefix)} IS NULL) IS NOT NULL"
    if not outputs:
        return f"{pick} >= 0"
    column = outputs[pick % len(outputs)]
    form, name = pick // len(outputs) % 3, prefix + column.sql
    if form == 0 or not is_compared(column.of, world):
        return f"({name} IS NOT NULL) IS NOT NULL"
    differs = f"{name} IS DISTINCT FROM {sample(column.of, HIDDEN, world)}"
    if not is_injective(column.of, world):
        return f"({differs}) IS NOT NULL"
    return differs if form == 1 else f"({differs} OR {name} IS NULL)"


def chosen(outputs: Sequence[Output], picks: Sequence[int]) -> list[Output]:
    """Some of the columns, in another order."""
    found = dict.fromkeys(outputs[one % len(outputs)] for one in picks) if outputs else {}
    return list(found)
