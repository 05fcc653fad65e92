"""Views and materialized views of a random schema, and rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.random_schemas.data_types import Type, is_ordered
from tests.support.random_schemas.relations import (
    AnyTable,
    Callable,
    Output,
    Relation,
    Table,
    condition,
)
from tests.support.random_schemas.world import PICKS, STYLES, Draw, Item, Key, Schema, World, one_of, quoted

_PICKED = st.lists(PICKS, min_size=1, max_size=4).map(tuple)
_FORMS = ("", "", "", "join", "grouped", "distinct", "union", "with")


@dataclass(frozen=True, kw_only=True)
class Query(Relation):
    """What a query makes: of one or two relations, with some of their columns in any order.

    Attributes:
        source: The relation that is read.
        other: Another one, for a join.
        picks: Which columns.
        form: What the query looks like.
        call: A function that it calls.
        where: A condition.
    """

    source: Key
    other: Key | None
    picks: tuple[int, ...]
    form: str
    call: Key | None
    where: int | None

    phase = 8

    @staticmethod
    def parts(draw: Draw, key: Key, world: World) -> dict[str, object] | None:
        """The attributes of any one."""
        relations = [one for one in world.of(Relation) if one.phase < Query.phase or one.key < key]
        schema, source = one_of(draw, world.of(Schema)), one_of(draw, relations)
        if schema is None or source is None:
            return None
        calls = [one for one in world.of(Callable) if one.phase < Query.phase or one.key < key]
        return {
            "key": key,
            "style": draw(STYLES),
            "schema": schema,
            "source": source,
            "other": one_of(draw, relations),
            "picks": draw(_PICKED),
            "form": draw(st.sampled_from(_FORMS)),
            "call": one_of(draw, calls) if draw(st.integers(0, 3)) == 0 else None,
            "where": draw(st.none() | PICKS),
        }

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from (self.schema, self.source)

    def _of(self, key: Key | None, world: World) -> list[Output]:
        one = world.get(Relation, key)
        return one.outputs(world) if one is not None else []

    def _taken(self, world: World) -> list[tuple[str, Output]]:
        found = [("x.", one) for one in self._of(self.source, world)]
        if self.form == "join":
            found += [("y.", one) for one in self._of(self.other, world)]
        if self.form in ("grouped", "distinct", "union"):
            found = [(of, one) for of, one in found if is_ordered(one.of, world)]
        named = dict[str, tuple[str, Output]]()
        for number in self.picks if found else ():
            of, one = found[number % len(found)]
            named.setdefault(one.name, (of, one))
        return list(named.values())

    def called(self, world: World) -> Callable | None:
        """The function that it calls."""
        one = world.get(Callable, self.call)
        return one if one is not None and one.is_scalar and self.form not in ("grouped", "distinct", "union") else None

    def outputs(self, world: World) -> list[Output]:
        """Its columns."""
        found = [Output(one.name, one.of) for _, one in self._taken(world)]
        if one := self.called(world):
            found.append(Output(f"called {self.key}", one.result))
        return found or [Output("one", Type("integer"))]

    def query(self, world: World) -> str:
        """What it says."""
        taken = [f"{of}{one.sql}" for of, one in self._taken(world)]
        words = list(taken)
        source = self._of(self.source, world)
        if one := self.called(world):
            words.append(f"{one.call(source, world, 'x.')} AS {quoted(f'called {self.key}')}")
        selected = ", ".join(words) or "1 AS one"
        place = world.place(self.source)
        where = "" if self.where is None else f" WHERE {condition(source, self.where, world, prefix='x.')}"
        match self.form:
            case "join" if world.get(Relation, self.other):
                return (
                    f"SELECT {selected} FROM {place} AS x LEFT JOIN {world.place(self.other or 0)} AS y ON true{where}"
                )
            case "grouped" if taken:
                return f"SELECT {selected} FROM {place} AS x{where} GROUP BY {', '.join(taken)} HAVING count(*) > 1"
            case "distinct":
                return f"SELECT DISTINCT {selected} FROM {place} AS x{where}"
            case "union":
                return f"SELECT {selected} FROM {place} AS x UNION SELECT {selected} FROM {place} AS x{where}"
            case "with":
                return f"WITH x AS (SELECT * FROM {place} AS x) SELECT {selected} FROM x{where}"
        return f"SELECT {selected} FROM {place} AS x{where}"


@dataclass(frozen=True, kw_only=True)
class View(Query):
    """A view."""

    invoker: bool | None
    barrier: bool | None
    check: str

    letter = "v"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        parts = cls.parts(draw, key, world)
        if parts is None:
            return None
        flags = st.sampled_from((None, None, True, False))
        check = draw(st.sampled_from(("", "", "local", "cascaded")))
        return cls(**parts, invoker=draw(flags), barrier=draw(flags), check=check)  # type: ignore[arg-type]  # as drawn

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        is_updatable = not self.form and isinstance(world.items[self.source], Table) and self.called(world) is None
        options = {"security_invoker": self.invoker, "security_barrier": self.barrier}
        if self.check and is_updatable and self.query(world).startswith("SELECT x."):
            options["check_option"] = self.check  # type: ignore[assignment]  # all are written alike
        said = ", ".join(f"{name} = {value}" for name, value in options.items() if value is not None)
        yield f"CREATE VIEW {world.place(self.key)} {f'WITH ({said})' if said else ''} AS {self.query(world)}"


@dataclass(frozen=True, kw_only=True)
class MaterializedView(Query):
    """A materialized view."""

    is_filled: bool
    fillfactor: int | None

    letter = "m"

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        parts = cls.parts(draw, key, world)
        if parts is None:
            return None
        filled, fillfactor = draw(st.booleans()), draw(st.none() | st.just(60))
        return cls(**parts, is_filled=filled, fillfactor=fillfactor)  # type: ignore[arg-type]  # as drawn

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        options = f"WITH (fillfactor = {self.fillfactor})" if self.fillfactor else ""
        yield f"CREATE MATERIALIZED VIEW {world.place(self.key)} {options} AS {self.query(world)} WITH NO DATA"

    def late(self, world: World) -> Iterator[str]:
        """Those that come when all others are there."""
        if self.is_filled and self.reads_filled(world):
            yield f"REFRESH MATERIALIZED VIEW {world.place(self.key)}"

    def reads_filled(self, world: World) -> bool:
        """Whether all that it reads is filled."""
        waiting = [world.items[self.source], *filter(None, [world.get(Relation, self.other)])]
        while waiting:
            one = waiting.pop()
            if isinstance(one, MaterializedView) and not (one.is_filled and one.reads_filled(world)):
                return False
            if isinstance(one, View):
                waiting += [world.items[one.source], *filter(None, [world.get(Relation, one.other)])]
        return True


@dataclass(frozen=True, kw_only=True)
class Rule(Item):
    """A rule on a table or a view."""

    relation: Key
    event: str
    is_instead: bool
    where: int | None
    other: Key | None
    firing: str

    letter = "u"
    phase = 9

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        relation = one_of(draw, world.of(AnyTable, View))
        if relation is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            relation=relation,
            event=draw(st.sampled_from(("INSERT", "UPDATE", "DELETE"))),
            is_instead=draw(st.booleans()),
            where=draw(st.none() | PICKS),
            other=one_of(draw, world.of(Table)),
            firing=draw(st.sampled_from(("", "", "", "DISABLE", "ENABLE ALWAYS"))),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.relation

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        relation = world.items[self.relation]
        assert isinstance(relation, Relation)
        place, where = world.place(self.relation), ""
        if self.where is not None:
            row = "OLD." if self.event == "DELETE" else "NEW."
            where = f" WHERE {condition(relation.outputs(world), self.where, world, prefix=row)}"
        other = world.get(Table, self.other)
        action = "NOTHING" if other is None else f"DELETE FROM {world.place(other.key)} WHERE false"
        way = "INSTEAD" if self.is_instead else "ALSO"
        yield f"CREATE RULE {quoted(self.name)} AS ON {self.event} TO {place}{where} DO {way} {action}"
        if self.firing and isinstance(relation, AnyTable):
            yield f"ALTER TABLE {place} {self.firing} RULE {quoted(self.name)}"
