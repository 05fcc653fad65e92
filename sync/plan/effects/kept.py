"""What checks rows at last as it did before, perhaps under another name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Index
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.relations import Key, Relation

_NOT_VALID = " NOT VALID"
_UNIQUE = frozenset({"primary key", "unique"})


@dataclass(frozen=True, slots=True)
class _Apart:
    """How rows are kept apart.

    Attributes:
        columns: In which no two rows are the same.
        nulls: Whether nulls are no exception, or are not there.
        overlaps: Whether the last of them may not even overlap.
    """

    columns: frozenset[str]
    nulls: bool
    overlaps: bool

    def includes(self, other: "_Apart") -> bool:
        """Whether rows that are kept apart so are also kept apart in the other way."""
        if other.overlaps:
            return self.overlaps and self.columns == other.columns
        return self.columns <= other.columns and (self.nulls or not other.nulls)


def is_gone(relation: Relation, judgement: Judgement) -> bool:
    """Whether a relation will be dropped in the end, so that nothing on it has to be kept."""
    if judgement.after is None:
        return False
    return all(
        Identity(kind, relation.place[0], "", relation.place[1]) not in judgement.after.objects for kind in _KINDS
    )


_KINDS = (Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW)


def stays_checked(relation: Relation, name: str, columns: frozenset[str], judgement: Judgement) -> bool:
    """Whether there will be a constraint of the same name, or one that says the same, or nothing to check any more."""
    if judgement.after is None:
        return False
    if is_gone(relation, judgement) or not _has_all(relation, columns, judgement):
        return True
    old = judgement.before(Identity(Kind.CONSTRAINT, relation.identity.schema, relation.identity.name, name))
    if not isinstance(old, Constraint):
        return False
    if old.type in _UNIQUE:
        return _stays_apart(relation, _apart(trees.constraint(old.definition)), judgement)
    own = _plain(old.definition)
    return any(
        one.type == old.type and (one.identity.name == name or _plain(one.definition) == own)
        for one in _at_last(relation, judgement)
        if isinstance(one, Constraint)
    )


def index_stays_unique(relation: Relation, key: Key, judgement: Judgement) -> bool:
    """The same of a unique index."""
    if judgement.after is None:
        return False
    if is_gone(relation, judgement) or not _has_all(relation, key.columns, judgement):
        return True
    if not key.computes:
        return _stays_apart(relation, _apart(key.tree), judgement)
    old = judgement.before(key.identity)
    return isinstance(old, Index) and any(
        isinstance(one, Index) and (one.identity.name == key.place[1] or one.definition == old.definition)
        for one in _at_last(relation, judgement)
    )


def _stays_apart(relation: Relation, old: _Apart | None, judgement: Judgement) -> bool:
    """Whether rows will be kept apart at least as they were."""
    return old is not None and any(one.includes(old) for one in _all_apart(relation, judgement))


def _all_apart(relation: Relation, judgement: Judgement) -> Iterator[_Apart]:
    for one in _at_last(relation, judgement):
        is_key = isinstance(one, Constraint) and one.type in _UNIQUE
        read = trees.constraint if is_key else trees.index if isinstance(one, Index) else None
        found = _apart(read(one.definition)) if read is not None else None
        if found is not None:
            yield replace(found, nulls=found.nulls or _are_never_null(relation, found.columns, judgement))


def _are_never_null(relation: Relation, columns: frozenset[str], judgement: Judgement) -> bool:
    return all(one.not_null for one in _columns_at_last(relation, columns, judgement) if one is not None)


def _apart(tree: Any) -> _Apart | None:
    """What the tree of a key or of an index tells; nothing where not all rows are kept apart by columns."""
    if type(tree).__name__ == "Constraint":
        is_primary = tree.contype == TREE.CONSTR_PRIMARY
        return _Apart(frozenset(trees.names(tree.keys)), tree.nulls_not_distinct or is_primary, tree.without_overlaps)
    if tree is None or not tree.unique or tree.HasField("where_clause"):
        return None
    columns = [unwrapped(one)[1].name for one in tree.index_params]
    return _Apart(frozenset(columns), tree.nulls_not_distinct, overlaps=False) if all(columns) else None


def _at_last(relation: Relation, judgement: Judgement) -> Iterator[Constraint | Index]:
    if judgement.last is not None:
        yield from judgement.last.rules_on(relation.place)


def _has_all(relation: Relation, columns: frozenset[str], judgement: Judgement) -> bool:
    if relation.kind is not Kind.TABLE:
        return True
    return None not in _columns_at_last(relation, columns, judgement)


def _columns_at_last(relation: Relation, columns: frozenset[str], judgement: Judgement) -> list[Column | None]:
    assert judgement.after is not None
    found = (judgement.after.objects.get(Identity(Kind.COLUMN, *relation.place, name)) for name in columns)
    return [one if isinstance(one, Column) else None for one in found]


def _plain(definition: str) -> str:
    return definition.removesuffix(_NOT_VALID)
