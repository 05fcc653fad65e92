"""Sequences, functions, procedures and aggregates of a random schema, and triggers."""

from collections.abc import Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.random_schemas.data_types import INTEGERS, SHOWN, Type, sample, text_of, typed
from tests.support.random_schemas.queries import View
from tests.support.random_schemas.relations import AnyTable, Callable, Column, Output, Relation, Table, condition
from tests.support.random_schemas.world import PICKS, STYLES, Draw, InSchema, Item, Key, Schema, World, one_of, quoted

_VOLATILITIES = ("IMMUTABLE", "STABLE", "VOLATILE")
_PROPERTIES = ("", "STRICT", "COST 7", "PARALLEL SAFE", "SET search_path = pg_catalog", "LEAKPROOF", "SECURITY DEFINER")
_REMARKS = ("", "-- it's", "/* $$ $function$ */", '-- "\\";', "--\r\n--\t ")
_FIRING = ("", "", "", "DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS")


@dataclass(frozen=True, kw_only=True)
class Sequence(InSchema):
    """A sequence, which a column may own."""

    of: str
    options: int
    owner: Key | None
    unlogged: bool

    letter = "q"
    phase = 2

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            of=draw(st.sampled_from(INTEGERS)),
            options=draw(PICKS),
            owner=one_of(draw, world.of(Column)) if draw(st.booleans()) else None,
            unlogged=draw(st.integers(0, 9)) == 0,
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        found = (
            f"AS {self.of}",
            "INCREMENT BY 3" if self.options % 2 else "",
            "MINVALUE -5 START WITH 4" if self.options % 3 == 1 else "",
            "MAXVALUE 30000" if self.options % 5 == 2 else "",
            "CACHE 9" if self.options % 7 == 3 else "",
            "CYCLE" if self.options % 11 == 4 else "",
        )
        yield f"CREATE {'UNLOGGED ' if self.unlogged else ''}SEQUENCE {world.place(self.key)} {' '.join(found)}"

    def owned_by(self, world: World) -> Column | None:
        """The column that owns it, in a table of the same schema and owner."""
        column = world.get(Column, self.owner)
        table = world.get(Table, column.table) if column else None
        if table is None or table.schema != self.schema:
            return None
        owners = (one for one in world.items.values() if one.letter == "owner")
        return None if any(key in (table.key, self.key) for one in owners for key in one.needs()) else column

    def late(self, world: World) -> Iterator[str]:
        """Those that come when all others are there."""
        if column := self.owned_by(world):
            owner = f"{world.place(column.table)}.{quoted(column.name)}"
            yield f"ALTER SEQUENCE {world.place(self.key)} OWNED BY {owner}"


@dataclass(frozen=True, kw_only=True)
class Function(Callable):
    """A function of values."""

    way: str
    extra: int
    default: bool

    letter = "f"
    phase = 3

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            takes=tuple(typed(draw, world) for _ in range(draw(st.integers(0, 2)))),
            result=typed(draw, world),
            returns_set=draw(st.integers(0, 7)) == 0,
            volatility=draw(st.sampled_from(_VOLATILITIES)),
            way=draw(st.sampled_from(("sql", "plpgsql", "atomic"))),
            extra=draw(PICKS),
            default=draw(st.booleans()),
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        takes = [f"x{number} {text_of(of, world)}{self._default(of, world)}" for number, of in enumerate(self.takes)]
        value = sample(self.result, self.extra % SHOWN, world)
        match self.way:
            case "atomic":
                body = f"BEGIN ATOMIC SELECT {value}; END"
            case "plpgsql":
                words = f"RETURN NEXT {value}; RETURN" if self.returns_set else f"RETURN {value}"
                body = f"AS $body${self._remark}\nBEGIN {words}; END $body$"
            case _:
                body = f"AS $body${self._remark}\nSELECT {value} $body$"
        yield (
            f"CREATE FUNCTION {world.place(self.key)}({', '.join(takes)}) "
            f"RETURNS {'SETOF ' if self.returns_set else ''}{text_of(self.result, world)} "
            f"LANGUAGE {'plpgsql' if self.way == 'plpgsql' else 'sql'} {self.volatility} "
            f"{self._property} {body}"
        )

    @property
    def _property(self) -> str:
        return _PROPERTIES[self.extra % len(_PROPERTIES)]

    @property
    def runs_as_owner(self) -> bool:
        """Whether it may do what its owner may."""
        return self._property == "SECURITY DEFINER"

    def _default(self, of: Type, world: World) -> str:
        return f" DEFAULT {sample(of, self.extra % SHOWN, world)}" if self.default else ""

    @property
    def _remark(self) -> str:
        return _REMARKS[self.extra % len(_REMARKS)]


@dataclass(frozen=True, kw_only=True)
class RowFunction(Callable):
    """A function that takes, returns or reads the rows of a relation."""

    relation: Key
    way: str
    pick: int

    letter = "g"
    phase = 8

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        relations = [one for one in world.of(Relation) if one.phase < cls.phase or one.key < key]
        schema, relation = one_of(draw, world.of(Schema)), one_of(draw, relations)
        if schema is None or relation is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            schema=schema,
            takes=(),
            result=Type(draw(st.sampled_from(("integer", "text")))),
            returns_set=False,
            volatility=draw(st.sampled_from(_VOLATILITIES)),
            relation=relation,
            way=draw(st.sampled_from(("reads", "reads atomic", "reads late", "takes", "returns", "returns atomic"))),
            pick=draw(PICKS),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, self.relation)

    @property
    def is_scalar(self) -> bool:
        """Whether it returns one value."""
        return not self.way.startswith("returns")

    def call(self, outputs: Listed[Output], world: World, prefix: str = "") -> str:
        """Calls it."""
        del outputs, prefix
        return f"{world.place(self.key)}({'NULL' if self.way == 'takes' else ''})"

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        relation, place = world.place(self.relation), world.place(self.key)
        count = f"SELECT {self.pick} + count(*) FROM {relation}"
        head = f"CREATE FUNCTION {place}() RETURNS {self.result.of} {self.volatility} LANGUAGE"
        match self.way:
            case "reads":
                yield f"{head} sql AS $body$ SELECT ({count})::{self.result.of} $body$"
            case "reads atomic":
                yield f"{head} sql BEGIN ATOMIC SELECT ({count})::{self.result.of}; END"
            case "reads late":
                yield f"{head} plpgsql AS $body$ BEGIN RETURN ({count}); END $body$"
            case "takes":
                takes = f"CREATE FUNCTION {place}(x {relation}) RETURNS {self.result.of} {self.volatility}"
                yield f"{takes} LANGUAGE sql AS $body$ SELECT {self.pick}::{self.result.of} $body$"
            case "returns":
                yield f"CREATE FUNCTION {place}() RETURNS SETOF {relation} LANGUAGE sql AS $b$ TABLE {relation} $b$"
            case _:
                body = f"BEGIN ATOMIC SELECT * FROM {relation}; END"
                yield f"CREATE FUNCTION {place}() RETURNS SETOF {relation} LANGUAGE sql {body}"


@dataclass(frozen=True, kw_only=True)
class Aggregate(InSchema):
    """An aggregate over integers."""

    pick: int

    letter = "a"
    phase = 3

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        return None if schema is None else cls(key=key, style=draw(STYLES), schema=schema, pick=draw(PICKS))

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        start = f", INITCOND = '{self.pick}'" if self.pick % 2 else ""
        of = "integer" if self.pick % 3 else "bigint"
        step = "int4pl" if self.pick % 3 else "int8pl"
        yield f"CREATE AGGREGATE {world.place(self.key)}({of}) (SFUNC = {step}, STYPE = {of}{start})"


@dataclass(frozen=True, kw_only=True)
class Procedure(InSchema):
    """A procedure."""

    takes: tuple[Type, ...]
    body: int

    letter = "o"
    phase = 3

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        if schema is None:
            return None
        takes = tuple(typed(draw, world) for _ in range(draw(st.integers(0, 2))))
        return cls(key=key, style=draw(STYLES), schema=schema, takes=takes, body=draw(PICKS))

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, *(key for of in self.takes for key in of.needs()))

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        takes = ", ".join(f"x{number} {text_of(of, world)}" for number, of in enumerate(self.takes))
        body = f"BEGIN PERFORM {self.body}; END" if self.body % 2 else f"SELECT {self.body}"
        language = "plpgsql" if self.body % 2 else "sql"
        yield f"CREATE PROCEDURE {world.place(self.key)}({takes}) LANGUAGE {language} AS $body$ {body} $body$"


@dataclass(frozen=True, kw_only=True)
class TriggerFunction(InSchema):
    """A function for triggers."""

    pick: int

    letter = "h"
    phase = 3

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        schema = one_of(draw, world.of(Schema))
        return None if schema is None else cls(key=key, style=draw(STYLES), schema=schema, pick=draw(PICKS))

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        remark = _REMARKS[self.pick % len(_REMARKS)]
        yield (
            f"CREATE FUNCTION {world.place(self.key)}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $body${remark}\nBEGIN PERFORM {self.pick}; RETURN coalesce(NEW, OLD); END $body$"
        )


@dataclass(frozen=True, kw_only=True)
class Trigger(Item):
    """A trigger on a table, a partition or a view."""

    relation: Key
    function: Key
    timing: str
    events: tuple[str, ...]
    is_of_rows: bool
    is_constraint: bool
    pick: int
    has_condition: bool
    firing: str

    letter = "g t"
    phase = 9

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        relation, function = one_of(draw, world.of(AnyTable, View)), one_of(draw, world.of(TriggerFunction))
        if relation is None or function is None:
            return None
        events = draw(st.lists(st.sampled_from(("INSERT", "UPDATE", "DELETE")), min_size=1, max_size=2, unique=True))
        return cls(
            key=key,
            style=draw(STYLES),
            relation=relation,
            function=function,
            timing=draw(st.sampled_from(("BEFORE", "AFTER"))),
            events=tuple(events),
            is_of_rows=draw(st.booleans()),
            is_constraint=draw(st.integers(0, 5)) == 0,
            pick=draw(PICKS),
            has_condition=draw(st.booleans()),
            firing=draw(st.sampled_from(_FIRING)),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.relation, self.function)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        relation = world.items[self.relation]
        assert isinstance(relation, Relation)
        place, call = world.place(self.relation), f"EXECUTE FUNCTION {world.place(self.function)}('{self.pick}')"
        events = " OR ".join(self.events)
        if isinstance(relation, View):
            yield f"CREATE TRIGGER {quoted(self.name)} INSTEAD OF {events} ON {place} FOR EACH ROW {call}"
            return
        if self.is_constraint:
            words = ("", "DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED")[self.pick % 3]
            yield f"CREATE CONSTRAINT TRIGGER {quoted(self.name)} AFTER {events} ON {place} {words} FOR EACH ROW {call}"
        else:
            yield f"CREATE TRIGGER {quoted(self.name)} {self._fires(relation, world)} {call}"
        if self.firing:
            yield f"ALTER TABLE {place} {self.firing} TRIGGER {quoted(self.name)}"

    def _fires(self, relation: Relation, world: World) -> str:
        outputs, place = relation.outputs(world), world.place(self.relation)
        events = " OR ".join(self.events)
        if "UPDATE" in self.events and outputs and self.pick % 3 == 0:
            events = events.replace("UPDATE", f"UPDATE OF {outputs[self.pick % len(outputs)].sql}")
        words = f"{self.timing} {events} ON {place}"
        is_whole = isinstance(relation, Table) and not relation.strategy and not relation.parents
        if not self.is_of_rows:
            if self.timing == "AFTER" and len(self.events) == 1 and is_whole and "OF" not in events:
                row = "NEW" if self.events[0] == "INSERT" else "OLD"
                words += f" REFERENCING {row} TABLE AS changed"
            return f"{words} FOR EACH STATEMENT"
        plain = [one for one in outputs if not (one.column and one.column.generated_from(world))]
        if self.has_condition and plain and "DELETE" not in self.events:
            return f"{words} FOR EACH ROW WHEN ({condition(plain, self.pick, world, prefix='NEW.')})"
        return f"{words} FOR EACH ROW"
