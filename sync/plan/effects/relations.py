"""Relations as statements find and leave them: their columns, rules and indexes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sync.model import Identity, Kind
from sync.model.identity import quoted
from sync.model.objects import (
    Column,
    Constraint,
    Index,
    Table,
    Trigger,
    View,
)
from sync.parsing import TREE
from sync.plan.effects import trees
from sync.plan.effects.blocks import SOME
from sync.plan.effects.indexed import WITH_INDEX
from sync.plan.effects.types import Type
from sync.plan.sql import named
from sync.plan.whole import Place, sequence_of

USUAL_TABLESPACE = "pg_default"
_CHECKED = (TREE.CONSTR_CHECK, TREE.CONSTR_FOREIGN)


@dataclass(slots=True)
class Field:
    """A column.

    Attributes:
        type: None where it is not known.
        not_null: Whether it is known to have a value in every row.
        collation: By name, where it is not that of its type.
        generated: `stored`, `virtual` or nothing.
        is_identity: Whether a sequence of its own numbers it.
        is_inherited: Whether it is there only because a parent has it.
        sequence: Where that is.
        is_new: Whether it was made by a statement.
    """

    type: Type | None
    not_null: bool = False
    collation: str = ""
    generated: str = ""
    is_identity: bool = False
    is_inherited: bool = False
    sequence: Place | None = None
    is_new: bool = False


@dataclass(slots=True)
class Rule:
    """A constraint of a table.

    Attributes:
        tree: As the parser has it; None where it does not know it.
        is_valid: Whether it holds for all rows.
        target: The table that a foreign key points at; where that was before the statements, if it was there.
        is_new: Whether it was made by a statement.
    """

    tree: Any
    is_valid: bool
    target: "Relation | Place | None" = None
    is_new: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns of its table that it is about."""
        if self.tree is None:
            return frozenset()
        own = {*trees.names(self.tree.keys), *trees.names(self.tree.fk_attrs), *trees.names(self.tree.including)}
        return frozenset(own) | trees.columns(self.tree)


@dataclass(slots=True)
class Key:
    """An index, also one of a constraint.

    Attributes:
        identity: What the catalog knows it as.
        place: Its schema and name.
        tree: As the parser has it: an index or a constraint.
        is_unique: Whether it keeps rows apart and is no constraint's.
        is_new: Whether it was made by a statement.
    """

    identity: Identity
    place: Place
    tree: Any
    is_unique: bool = False
    is_new: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it is made of."""
        if self.tree is None:
            return frozenset()
        elements = trees.nodes_of(self.tree, "IndexElem")
        plain = {one.name for one in elements if one.name}
        keys = {*trees.names(self.tree.keys), *trees.names(self.tree.including)} if self.is_of_constraint else set()
        return frozenset(plain | keys) | trees.columns(self.tree)

    @property
    def computes(self) -> bool:
        """Whether it has more than columns: expressions or a condition."""
        return self.tree is not None and bool(trees.columns(self.tree))

    @property
    def is_of_constraint(self) -> bool:
        """Whether a constraint brought it along."""
        return type(self.tree).__name__ == "Constraint"


@dataclass(slots=True, eq=False)
class Relation:
    """A table, view or sequence.

    Attributes:
        identity: As it was before the statements, or when one made it.
        place: Its schema and name, as they are.
        is_new: Whether it was made by a statement.
        is_partitioned: Whether its rows are in partitions.
        bound: Of a partition, which rows it takes.
        key_columns: The columns that decide in which partition a row is, once somebody asked.
        facts: What else the catalog says of it.
        fields: Its columns.
        rules: Its constraints.
        keys: Its indexes.
        parents: The tables that it inherits from, or is a partition of.
        children: Those that inherit from it.
        row_triggers: Those that fire for each row; partitions have them too.
        owner: Of a sequence, the table that it belongs to.
        row_security: Whether policies decide who sees its rows.
    """

    identity: Identity
    place: Place
    is_new: bool = False
    is_partitioned: bool = False
    bound: str = ""
    key_columns: list[str] | None = None
    facts: Table | View | None = None
    fields: dict[str, Field] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    parents: "list[Relation]" = field(default_factory=list)
    children: "list[Relation]" = field(default_factory=list)
    row_triggers: set[str] = field(default_factory=set)
    owner: Place | None = None
    row_security: bool = False

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.identity.kind

    @property
    def has_storage(self) -> bool:
        """Whether rows are kept in it here."""
        return self.kind in (Kind.TABLE, Kind.MATERIALIZED_VIEW) and not self.is_partitioned

    @property
    def had_row_security(self) -> bool:
        """Whether policies decided before the statements who sees its rows, as far as is known."""
        return not isinstance(self.facts, Table) or self.facts.row_security

    @property
    def below(self) -> "Iterator[Relation]":
        """Those that inherit from it, and from them."""
        for one in self.children:
            yield one
            yield from one.below

    def __str__(self) -> str:
        """`public.orders`."""
        if self.place[1] == SOME:
            return "some relation"
        return ".".join(map(quoted, self.place))


def add(made: Relation, one: Constraint | Index | Trigger) -> None:
    """What a relation had on it."""
    if isinstance(one, Trigger):
        tree = trees.index(one.definition)
        if tree is not None and tree.row:
            made.row_triggers.add(one.identity.name)
        return
    own = (one.identity.schema, one.identity.name)
    if isinstance(one, Index):
        tree = trees.index(one.definition)
        is_unique = tree is not None and tree.unique
        made.keys[one.identity.name] = Key(one.identity, own, tree, is_unique)
        return
    tree = trees.constraint(one.definition)
    rule = Rule(tree, is_valid=not (tree is not None and (tree.skip_validation or _is_idle(tree))))
    if one.type == "foreign key" and tree is not None:
        rule.target = (tree.pktable.schemaname, tree.pktable.relname)
    made.rules[one.identity.name] = rule
    if one.type in WITH_INDEX:
        made.keys[one.identity.name] = Key(one.identity, own, tree)


def field_of(one: Column, of: Type) -> Field:
    """A column of a type, as it was."""
    return Field(
        of,
        not_null=one.not_null and "not valid" not in (one.not_null_options or ""),
        collation=named(one.collation)[-1] if one.collation else "",
        generated=one.generated or "",
        is_identity=one.identity_column is not None,
        is_inherited=one.inherited,
        sequence=sequence_of(one),
    )


def _is_idle(tree: Any) -> bool:
    return tree.contype in _CHECKED and not tree.is_enforced
