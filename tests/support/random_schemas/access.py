"""What a random schema says of its objects: owners, privileges, policies, comments, and which tables are published."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from hypothesis import strategies as st

from tests.support.corpus import ROLES
from tests.support.random_schemas.data_types import Composite, Domain, Enum, Range, text_of
from tests.support.random_schemas.keys import Index, OnTable, Statistics, is_partitioned
from tests.support.random_schemas.programs import (
    Aggregate,
    Function,
    Procedure,
    RowFunction,
    Sequence,
    Trigger,
    TriggerFunction,
)
from tests.support.random_schemas.queries import MaterializedView, Rule, View
from tests.support.random_schemas.relations import AnyTable, Callable, Column, Partition, Relation, Table, condition
from tests.support.random_schemas.world import (
    PICKS,
    STYLES,
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

_ALLOWED = (
    (Relation, "TABLE", ("SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "TRIGGER", "TRUNCATE", "ALL")),
    (Sequence, "SEQUENCE", ("USAGE", "SELECT", "UPDATE")),
    (Schema, "SCHEMA", ("USAGE", "CREATE")),
    (Function, "FUNCTION", ("EXECUTE",)),
    (Enum, "TYPE", ("USAGE",)),
    (Domain, "DOMAIN", ("USAGE",)),
)
_OWNED = (Table, Partition, Enum, Composite, Domain, Schema, Function, TriggerFunction)
_WORDS = {
    Schema: "SCHEMA",
    Table: "TABLE",
    Partition: "TABLE",
    View: "VIEW",
    MaterializedView: "MATERIALIZED VIEW",
    Sequence: "SEQUENCE",
    Enum: "TYPE",
    Composite: "TYPE",
    Range: "TYPE",
    Domain: "DOMAIN",
    Function: "FUNCTION",
    TriggerFunction: "FUNCTION",
    RowFunction: "FUNCTION",
    Procedure: "PROCEDURE",
    Aggregate: "AGGREGATE",
    Index: "INDEX",
    Statistics: "STATISTICS",
    Column: "COLUMN",
    Trigger: "TRIGGER",
    Rule: "RULE",
}
_TEXTS = ("a", "it's $$ here", "two\nlines", "Ünï\\", "; DROP TABLE x; --")


def signature(one: Item, world: World) -> str:
    """What tells a function from others of its name."""
    match one:
        case RowFunction():
            return f"({world.place(one.relation)})" if one.way == "takes" else "()"
        case Callable() | Procedure():
            return f"({', '.join(text_of(of, world) for of in one.takes)})"
        case TriggerFunction():
            return "()"
        case Aggregate():
            return "(integer)" if one.pick % 3 else "(bigint)"
    return ""


def pointed(one: Item, world: World) -> str:
    """An item as statements about it name it."""
    match one:
        case Schema():
            return world.schema(one.key)
        case Column():
            return f"{world.place(one.table)}.{quoted(one.name)}"
        case Trigger() | Rule():
            return f"{quoted(one.name)} ON {world.place(one.relation)}"
        case Index():
            return one.place(world)
        case Statistics():
            table = world.items[one.table]
            assert isinstance(table, InSchema)
            return f"{world.schema(table.schema)}.{quoted(one.name)}"
    return world.place(one.key) + signature(one, world)


@dataclass(frozen=True, kw_only=True)
class About(Item):
    """What is said of something."""

    about: Key

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.about


@dataclass(frozen=True, kw_only=True)
class Comment(About):
    """A comment."""

    text: str

    letter = "comment"
    phase = 11

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        about = one_of(draw, world.of(*_WORDS))
        text = draw(st.sampled_from(_TEXTS))
        return None if about is None else cls(key=key, style=0, about=about, text=text)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        one = world.items[self.about]
        yield f"COMMENT ON {_WORDS[type(one)]} {pointed(one, world)} IS {literal(self.text)}"


@dataclass(frozen=True, kw_only=True)
class Ownership(About):
    """An owner."""

    role: str

    letter = "owner"
    phase = 11

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        about = one_of(draw, world.of(*_OWNED))
        role = draw(st.sampled_from(ROLES))
        return None if about is None else cls(key=key, style=0, about=about, role=role)

    def fits(self, world: World) -> bool:
        """Whether it can be there: what runs as its owner may be called for any row, and needs all types for that."""
        one = world.items[self.about]
        return not (isinstance(one, Function) and one.runs_as_owner)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        one = world.items[self.about]
        yield f"ALTER {_WORDS[type(one)]} {pointed(one, world)} OWNER TO {self.role}"


@dataclass(frozen=True, kw_only=True)
class Grant(About):
    """Privileges on something, or on a column, for a role."""

    pick: int
    role: str
    with_option: bool
    is_revoked: bool

    letter = "grant"
    phase = 12

    def fits(self, world: World) -> bool:
        """Whether it can be there: what owners grant themselves is nothing, though pg_dump tells it."""
        one = world.items[self.about]
        of = one.table if isinstance(one, Column) else self.about
        return all(each.about != of or each.role != self.role for each in world.of(Ownership))

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        about = one_of(draw, world.of(Column, *(kind for kind, _, _ in _ALLOWED)))
        if about is None:
            return None
        return cls(
            key=key,
            style=0,
            about=about,
            pick=draw(PICKS),
            role=draw(st.sampled_from((*ROLES, "PUBLIC"))),
            with_option=draw(st.booleans()),
            is_revoked=draw(st.integers(0, 4)) == 0,
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        one = world.items[self.about]
        option = " WITH GRANT OPTION" if self.with_option and self.role != "PUBLIC" else ""
        if isinstance(one, Column):
            privilege = ("SELECT", "UPDATE", "INSERT", "REFERENCES")[self.pick % 4]
            yield f"GRANT {privilege} ({quoted(one.name)}) ON {world.place(one.table)} TO {self.role}{option}"
            return
        word, privileges = next((word, found) for kind, word, found in _ALLOWED if isinstance(one, kind))
        privilege, place = privileges[self.pick % len(privileges)], pointed(one, world)
        if self.is_revoked:
            yield f"REVOKE ALL ON {word} {place} FROM PUBLIC"
        else:
            yield f"GRANT {privilege} ON {word} {place} TO {self.role}{option}"


@dataclass(frozen=True, kw_only=True)
class DefaultPrivilege(About):
    """Default privileges of a schema; they are said last, so that they are nobody's yet."""

    pick: int
    role: str

    letter = "default"
    phase = 13

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        about = one_of(draw, world.of(Schema))
        role = draw(st.sampled_from(ROLES))
        return None if about is None else cls(key=key, style=0, about=about, pick=draw(PICKS), role=role)

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        what = ("SELECT ON TABLES", "USAGE ON SEQUENCES", "EXECUTE ON FUNCTIONS", "USAGE ON TYPES")[self.pick % 4]
        yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA {world.schema(self.about)} GRANT {what} TO {self.role}"


@dataclass(frozen=True, kw_only=True)
class Policy(OnTable):
    """A policy for rows."""

    command: str
    is_permissive: bool
    role: str
    pick: int
    call: Key | None
    other: Key | None

    letter = "l"
    phase = 10

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
            command=draw(st.sampled_from(("ALL", "SELECT", "INSERT", "UPDATE", "DELETE"))),
            is_permissive=draw(st.booleans()),
            role=draw(st.sampled_from((*ROLES, "PUBLIC"))),
            pick=draw(PICKS),
            call=one_of(draw, world.of(Callable)) if draw(st.booleans()) else None,
            other=one_of(draw, world.of(Relation)) if draw(st.integers(0, 3)) == 0 else None,
        )

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        text = condition(self.outputs(world), self.pick, world, world.get(Callable, self.call))
        if world.get(Relation, self.other):
            text = f"{text} OR EXISTS (SELECT FROM {world.place(self.other or 0)})"
        way = "PERMISSIVE" if self.is_permissive else "RESTRICTIVE"
        using = f" USING ({text})" if self.command != "INSERT" else ""
        check = f" WITH CHECK ({text})" if self.command in ("INSERT", "UPDATE") else ""
        yield (
            f"CREATE POLICY {quoted(self.name)} ON {world.place(self.table)} "
            f"AS {way} FOR {self.command} TO {self.role}{using}{check}"
        )


@dataclass(frozen=True, kw_only=True)
class Publication(Item):
    """A publication of a table, with some of its columns, or of a schema."""

    of: Key
    columns: int
    where: int | None
    publish: str

    letter = "b"
    phase = 12

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: World) -> Self | None:
        """Any one."""
        of = one_of(draw, world.of(Schema, AnyTable))
        if of is None:
            return None
        return cls(
            key=key,
            style=draw(STYLES),
            of=of,
            columns=draw(PICKS),
            where=draw(st.none() | PICKS),
            publish=draw(st.sampled_from(("insert", "insert, truncate"))),
        )

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.of

    def fits(self, world: World) -> bool:
        """Whether it can be there: unlogged tables are not published, nor below one that is."""
        if not isinstance(world.items[self.of], Table):
            return True
        return not any(one.unlogged for one in world.of(Table) if self.of in (one.key, *one.ancestors(world)))

    def made(self, world: World) -> Iterator[str]:
        """The statements that make it."""
        one = world.items[self.of]
        what = f"TABLES IN SCHEMA {world.schema(self.of)}"
        if isinstance(one, Relation):
            split = is_partitioned(one)
            outputs = [each for each in one.outputs(world) if not (each.column and each.column.generated_from(world))]
            columns = (
                f" ({outputs[self.columns % len(outputs)].sql})"
                if outputs and not self.columns % 3 and not split
                else ""
            )
            plain = [each for each in outputs if isinstance(each.of.of, str) and not each.of.is_array]
            is_filtered = self.where is not None and plain and not split
            where = f" WHERE ({condition(plain, self.where or 0, world)})" if is_filtered else ""
            what = f"TABLE {world.place(self.of)}{columns}{where}"
        yield f"CREATE PUBLICATION {quoted(self.name)} FOR {what} WITH (publish = '{self.publish}')"
