"""What changes what is said about objects: their names, schemas, owners, comments, labels."""

from typing import Any

from sync.model import Kind
from sync.parsing import TREE
from sync.plan.effects import trees
from sync.plan.effects.access import owned
from sync.plan.effects.columns import TRIGGERS_OF_PARTITIONS_SINCE
from sync.plan.effects.constraints import is_inherited
from sync.plan.effects.effect import LockMode
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.objects import object_of
from sync.plan.effects.relations import Relation

_COLUMNS = frozenset({TREE.OBJECT_COLUMN, TREE.OBJECT_ATTRIBUTE})
_TYPES = frozenset({TREE.OBJECT_TYPE, TREE.OBJECT_DOMAIN})
_RELATIONS = frozenset(
    {TREE.OBJECT_TABLE, TREE.OBJECT_FOREIGN_TABLE, TREE.OBJECT_VIEW, TREE.OBJECT_MATVIEW, TREE.OBJECT_SEQUENCE}
)
_KINDS = (Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.SEQUENCE)


def renamed(node: Any, judgement: Judgement) -> None:
    """RENAME."""
    state = judgement.state
    if node.rename_type == TREE.OBJECT_SCHEMA:
        for one in list(state.all_in(node.subname, _KINDS)):
            state.move(one, (node.newname, one.place[1]))
        return
    if node.rename_type == TREE.OBJECT_ATTRIBUTE:
        place = state.place_of_type(node.relation.schemaname, node.relation.relname)
        judgement.lock_all(state.of_type(place), LockMode.ACCESS_EXCLUSIVE)
        return
    if node.rename_type in _TYPES and node.HasField("object"):
        old = _place_of_type(node, judgement)
        state.rename_type(old, (old[0], node.newname))
    if not node.HasField("relation"):
        return
    index = state.index_named(node.relation.schemaname, node.relation.relname)
    relation = state.named(node.relation)
    if relation is None and index is not None:
        table, key = index
        is_index = node.rename_type == TREE.OBJECT_INDEX
        judgement.lock_index(table, key, LockMode.SHARE_UPDATE_EXCLUSIVE if is_index else LockMode.ACCESS_EXCLUSIVE)
        table.keys[node.newname] = table.keys.pop(key.place[1])
        key.place = (key.place[0], node.newname)
        return
    if relation is None and node.missing_ok:
        return
    _relation(relation or state.certain(node.relation), node, judgement)


def _place_of_type(node: Any, judgement: Judgement) -> tuple[str, str]:
    names = trees.names([node.object])
    return judgement.state.place_of_type(names[-2] if len(names) > 1 else "", names[-1])


def _relation(relation: Relation, node: Any, judgement: Judgement) -> None:
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
    if node.rename_type in _COLUMNS or node.rename_type == TREE.OBJECT_TABCONSTRAINT:
        if node.rename_type in _COLUMNS or is_inherited(relation.rules.get(node.subname)):
            judgement.lock_all(relation.below, LockMode.ACCESS_EXCLUSIVE)
        for one in (relation, *relation.below) if not judgement.state.uncertain else ():
            for named in (one.fields,) if node.rename_type in _COLUMNS else (one.rules, one.keys):
                if node.subname in named:
                    named[node.newname] = named.pop(node.subname)  # type: ignore[assignment]
    elif node.rename_type == TREE.OBJECT_TRIGGER:
        renames_below = relation.is_partitioned and judgement.major >= TRIGGERS_OF_PARTITIONS_SINCE
        judgement.lock_all(relation.below if renames_below else (), LockMode.ACCESS_EXCLUSIVE)
    elif node.rename_type in _RELATIONS:
        judgement.state.move(relation, (relation.place[0], node.newname))


def moved(node: Any, judgement: Judgement) -> None:
    """SET SCHEMA."""
    if node.object_type in _TYPES:
        old = _place_of_type(node, judgement)
        judgement.state.rename_type(old, (node.newschema, old[1]))
    if not node.HasField("relation"):
        return
    relation = judgement.state.named(node.relation)
    if relation is None and node.missing_ok:
        return
    relation = relation or judgement.state.certain(node.relation)
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
    judgement.state.move(relation, (node.newschema, relation.place[1]))


def handed_over(node: Any, judgement: Judgement) -> None:
    """OWNER TO of what is no relation."""
    if node.HasField("object"):
        of = object_of(node.object_type, node.object, judgement.state)
        owned(None, of, trees.roles([node.newowner])[0], judgement)


def commented(node: Any, judgement: Judgement) -> None:
    """COMMENT and SECURITY LABEL."""
    names = trees.names([node.object])
    if node.objtype == TREE.OBJECT_INDEX:
        index = judgement.state.index_named(names[-2] if len(names) > 1 else "", names[-1])
        if index is not None:
            judgement.lock_index(*index, LockMode.SHARE_UPDATE_EXCLUSIVE)
        return
    if node.objtype in _COLUMNS:
        names = names[:-1]
    elif node.objtype not in _RELATIONS:
        return
    relation = judgement.state.relation(judgement.state.place(names[-2] if len(names) > 1 else "", names[-1]))
    judgement.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE)


def dependent(node: Any, judgement: Judgement) -> None:
    """DEPENDS ON EXTENSION."""
    if not node.HasField("relation") or node.object_type == TREE.OBJECT_TRIGGER:
        return
    index = judgement.state.index_named(node.relation.schemaname, node.relation.relname)
    if index is not None and node.object_type == TREE.OBJECT_INDEX:
        judgement.lock_index(*index, LockMode.ACCESS_EXCLUSIVE)
    else:
        judgement.lock(judgement.state.named(node.relation), LockMode.ACCESS_EXCLUSIVE)
