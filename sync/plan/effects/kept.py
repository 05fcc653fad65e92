"""What checks rows at last as it did before, perhaps under another name."""

from collections.abc import Iterator
from typing import Any

from sync.model import Identity, Kind
from sync.model.objects import Column, Constraint, Index
from sync.plan.effects import trees
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.state import Key, Relation

_NOT_VALID = " NOT VALID"
_UNIQUE = frozenset({"primary key", "unique"})


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
        return _stays_unique(relation, columns, judgement)
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
        return _stays_unique(relation, key.columns, judgement)
    old = judgement.before(key.identity)
    return isinstance(old, Index) and any(
        isinstance(one, Index) and (one.identity.name == key.place[1] or one.definition == old.definition)
        for one in _at_last(relation, judgement)
    )


def _stays_unique(relation: Relation, columns: frozenset[str], judgement: Judgement) -> bool:
    """Whether what is unique over some of the columns, or over these, will be."""
    return any(one and one <= columns for one in _unique(relation, judgement))


def _unique(relation: Relation, judgement: Judgement) -> Iterator[frozenset[str]]:
    for one in _at_last(relation, judgement):
        if isinstance(one, Constraint) and one.type in _UNIQUE:
            tree = trees.constraint(one.definition)
            yield frozenset(trees.names(tree.keys) if tree is not None else ())
        elif isinstance(one, Index):
            tree = trees.index(one.definition)
            if tree is not None and tree.unique and not tree.HasField("where_clause"):
                yield frozenset(_elements(tree))


def _elements(tree: Any) -> list[str]:
    found = [one.name for one in trees.nodes_of(tree, "IndexElem")]
    return found if all(found) else []


def _at_last(relation: Relation, judgement: Judgement) -> Iterator[Constraint | Index]:
    for one in judgement.after.objects.values() if judgement.after is not None else ():
        if isinstance(one, Constraint | Index) and (one.identity.schema, one.identity.relation) == relation.place:
            yield one


def _has_all(relation: Relation, columns: frozenset[str], judgement: Judgement) -> bool:
    assert judgement.after is not None
    if relation.kind is not Kind.TABLE:
        return True
    place = relation.place
    found = (judgement.after.objects.get(Identity(Kind.COLUMN, *place, name)) for name in columns)
    return all(isinstance(one, Column) for one in found)


def _plain(definition: str) -> str:
    return definition.removesuffix(_NOT_VALID)
