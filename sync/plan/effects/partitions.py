"""What becomes of partitions that come to a table and leave it."""

from typing import Any

from sync.model.objects import Table
from sync.parsing import unwrapped
from sync.plan.effects import trees
from sync.plan.effects.columns import TRIGGERS_OF_PARTITIONS_SINCE
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.expressions import is_within
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.effects.relations import Key, Relation, Rule

_DEFAULT = "DEFAULT"
_BOUND = "FOR VALUES"
# Before, nobody could detach a partition concurrently, and less of a lock did.
_STRICT_SINCE = 14
_READS = f"reads all of {IT}"
_WEIGHTLESS = ("location", "list_start", "list_end")


def default_of(parent: Relation) -> Relation | None:
    """The partition that takes what no other does."""
    return next((one for one in parent.children if one.bound == _DEFAULT), None)


def joined(parent: Relation, child: Relation, bound: Any) -> None:
    """A partition is one."""
    child.bound = _DEFAULT if bound.is_default else _BOUND
    child.parents.append(parent)
    if child not in parent.children:
        parent.children.append(child)


def attached(parent: Relation, command: Any, judgement: Judgement) -> None:
    """ATTACH PARTITION."""
    definition = unwrapped(trees.definition(command))[1]
    child = judgement.state.certain(definition.name)
    judgement.lock_with_those_below(child, LockMode.ACCESS_EXCLUSIVE)
    make_room(parent, definition.bound, judgement)
    siblings = [one for one in parent.children if one is not child]
    is_free = definition.bound.is_default and not siblings
    if not is_free and (parent.parents or not is_within(child, _columns(parent), definition.bound)):
        judgement.tell_of_rows(HazardKind.FULL_SCAN, f"{_READS} to see that its rows belong there", child, below=True)
    _take_keys(parent, child, judgement)
    _take_foreign_keys(parent, child, judgement)
    _be_pointed_at(parent, judgement)
    joined(parent, child, definition.bound)


def make_room(parent: Relation, bound: Any, judgement: Judgement) -> None:
    """The default partition must not have rows that belong to a new one."""
    default = default_of(parent)
    if default is None or bound.is_default:
        return
    judgement.lock_with_those_below(default, LockMode.ACCESS_EXCLUSIVE)
    judgement.tell_of_rows(
        HazardKind.FULL_SCAN, f"{_READS} to see that none of its rows belong elsewhere", default, below=True
    )


def _be_pointed_at(parent: Relation, judgement: Judgement) -> None:
    """The foreign keys that point at a table, or at what that is a part of, point at a new partition too."""
    if judgement.major < TRIGGERS_OF_PARTITIONS_SINCE:
        return
    for table, _, _ in judgement.state.referencing(parent):
        judgement.lock(table, LockMode.SHARE_ROW_EXCLUSIVE)
    for one in parent.parents:
        _be_pointed_at(one, judgement)


def followed(parent: Relation, judgement: Judgement) -> None:
    """A new partition has the foreign keys of its parent, and those that point at it."""
    _be_pointed_at(parent, judgement)
    for rule in parent.rules.values():
        target = judgement.state.target(rule)
        if target is not None:
            judgement.lock_with_those_below(target, LockMode.SHARE_ROW_EXCLUSIVE)


def _columns(parent: Relation) -> list[str]:
    """The columns of a partition key; none where it computes something."""
    if parent.key_columns is None and isinstance(parent.facts, Table) and parent.facts.partition_key is not None:
        parent.key_columns = key_columns(trees.partition_key(parent.facts.partition_key))
    return parent.key_columns or []


def key_columns(tree: Any) -> list[str]:
    """The same of a tree."""
    if tree is None:
        return []
    elements = [unwrapped(one)[1] for one in tree.part_params]
    return [one.name for one in elements] if all(one.name for one in elements) else []


def _take_keys(parent: Relation, child: Relation, judgement: Judgement) -> None:
    """What the parent has indexes over gets one in the partition, unless it has the same."""
    own = [_shape(key) for key in child.keys.values()]
    missing = []
    for key in parent.keys.values():
        if _shape(key) in own:
            own.remove(_shape(key))
        else:
            missing.append(key)
    if missing:
        indexes = "1 index" if len(missing) == 1 else f"{len(missing)} indexes"
        judgement.tell_of_rows(HazardKind.INDEX_BUILD, f"builds {indexes} over all of {IT}", child, below=True)


def _shape(key: Key) -> str:
    """What two indexes have in common that are of the same kind."""
    if key.tree is None:
        return str(key.identity)
    made = type(key.tree)()
    made.CopyFrom(key.tree)
    for own in ("idxname", "conname", "relation", "table_space", "indexspace", "options"):
        if own in made.DESCRIPTOR.fields_by_name:
            made.ClearField(own)
    for _, node in trees.all_nodes(made):
        for field in _WEIGHTLESS:
            if field in node.DESCRIPTOR.fields_by_name:
                node.ClearField(field)
    return str(made)


def _take_foreign_keys(parent: Relation, child: Relation, judgement: Judgement) -> None:
    """The foreign keys of the parent hold for the partition too."""
    own = {_ends(rule) for rule in child.rules.values()}
    for rule in parent.rules.values():
        target = judgement.state.target(rule)
        if target is None:
            continue
        becomes_one = _ends(rule) in own  # and its triggers go
        mode = LockMode.ACCESS_EXCLUSIVE if becomes_one else LockMode.SHARE_ROW_EXCLUSIVE
        judgement.lock_with_those_below(target, mode)
        if rule.is_valid and not becomes_one:
            text = f"{_READS} and looks up each row in {target}"
            judgement.tell_of_rows(HazardKind.FULL_SCAN, text, child, below=True)


def _ends(rule: Rule) -> tuple[object, ...]:
    return (rule.target, trees.names(rule.tree.fk_attrs), trees.names(rule.tree.pk_attrs)) if rule.tree else ()


def detached(parent: Relation, command: Any, judgement: Judgement) -> None:
    """DETACH PARTITION."""
    definition = unwrapped(trees.definition(command))[1]
    child = judgement.state.certain(definition.name)
    is_strict = judgement.major >= _STRICT_SINCE or parent.row_triggers
    judgement.lock_with_those_below(child, LockMode.ACCESS_EXCLUSIVE if is_strict else LockMode.SHARE_UPDATE_EXCLUSIVE)
    for relation, key in (part for one in parent.keys.values() for part in judgement.state.parts(one)):
        if relation is child:
            judgement.lock_index(relation, key, LockMode.ACCESS_EXCLUSIVE)
    default = default_of(parent)
    if definition.concurrent:
        text = f"{child} stays half detached if it fails, until DETACH PARTITION … FINALIZE"
        judgement.tell(HazardKind.INVALID_ON_FAILURE, text, child)
    elif default is not None:
        judgement.lock_with_those_below(default, LockMode.ACCESS_EXCLUSIVE)
    for rule in parent.rules.values():
        target = judgement.state.target(rule)
        if target is not None:
            judgement.lock_with_those_below(target, LockMode.SHARE_ROW_EXCLUSIVE)
    parent.children = [one for one in parent.children if one is not child]
    child.parents = [one for one in child.parents if one is not parent]
    child.bound = ""
