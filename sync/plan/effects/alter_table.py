"""ALTER TABLE and what else PostgreSQL parses like it: of views, materialized views, foreign tables, indexes, types.

Source of the lock modes: `AlterTableGetLockLevel` in tablecmds.c and the options' in reloptions.c.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sync.model import Kind
from sync.model.objects import Table, View
from sync.parsing import TREE, unwrapped
from sync.plan.effects import columns, constraints, partitions, protection, trees
from sync.plan.effects.access import owned
from sync.plan.effects.columns import TRIGGERS_OF_PARTITIONS_SINCE
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.effects.relations import USUAL_TABLESPACE, Key, Relation

# Of which options ALTER TABLE SET locks out reads too.
_STRICT_OPTIONS = frozenset(
    {
        *("autosummarize", "user_catalog_table", "fastupdate", "security_barrier", "security_invoker"),
        *("pages_per_range", "gin_pending_list_limit", "buffering", "check_option"),
    }
)
_LENIENT = frozenset(
    {
        *(TREE.AT_SetStatistics, TREE.AT_ClusterOn, TREE.AT_DropCluster, TREE.AT_SetOptions, TREE.AT_ResetOptions),
        *(TREE.AT_ValidateConstraint, TREE.AT_AttachPartition, TREE.AT_DetachPartitionFinalize),
    }
)
_FIRING = frozenset(
    {
        *(TREE.AT_EnableTrig, TREE.AT_EnableAlwaysTrig, TREE.AT_EnableReplicaTrig, TREE.AT_DisableTrig),
        *(TREE.AT_EnableTrigAll, TREE.AT_DisableTrigAll, TREE.AT_EnableTrigUser, TREE.AT_DisableTrigUser),
    }
)
_OPTIONS = frozenset({TREE.AT_SetRelOptions, TREE.AT_ResetRelOptions})
# What is done to the tables below as well, unless ONLY is said.
_RECURSING = frozenset(
    {
        *(TREE.AT_AlterColumnType, TREE.AT_ColumnDefault, TREE.AT_SetNotNull),
        *(TREE.AT_SetExpression, TREE.AT_DropExpression, TREE.AT_SetStatistics, TREE.AT_SetStorage),
        *(TREE.AT_AddConstraint, TREE.AT_DropConstraint, TREE.AT_AlterConstraint),
    }
)
_OF_TREES = frozenset({TREE.AT_AddColumn, TREE.AT_DropColumn})
_IDENTITY = frozenset({TREE.AT_AddIdentity, TREE.AT_SetIdentity, TREE.AT_DropIdentity})
_IDENTITY_OF_PARTITIONS_SINCE = 17
_KINDS = {
    TREE.OBJECT_TABLE: Kind.TABLE,
    TREE.OBJECT_FOREIGN_TABLE: Kind.FOREIGN_TABLE,
    TREE.OBJECT_VIEW: Kind.VIEW,
    TREE.OBJECT_MATVIEW: Kind.MATERIALIZED_VIEW,
    TREE.OBJECT_SEQUENCE: Kind.SEQUENCE,
}
_HEAP = "heap"
_NOT_NULL_SINCE = 18


def altered(node: Any, judgement: Judgement) -> None:
    """ALTER TABLE, VIEW, MATERIALIZED VIEW, FOREIGN TABLE, INDEX, SEQUENCE … SET LOGGED, TYPE … ADD ATTRIBUTE."""
    commands = [unwrapped(one)[1] for one in node.cmds]
    if node.objtype == TREE.OBJECT_TYPE:
        _composite(node, commands, judgement)
        return
    state = judgement.state
    relation = state.named(node.relation)
    if relation is None or node.objtype == TREE.OBJECT_INDEX:
        index = state.index_named(node.relation.schemaname, node.relation.relname)
        if index is not None:
            _index(*index, commands, judgement)
        if index is not None or node.objtype == TREE.OBJECT_INDEX:
            return
    if relation is None:
        if node.missing_ok:
            return
        relation = state.certain(node.relation, _KINDS.get(node.objtype, Kind.TABLE))
    _relation(relation, commands, judgement, below=node.relation.inh)


def _relation(relation: Relation, commands: list[Any], judgement: Judgement, *, below: bool) -> None:
    mode = max(_level(one) for one in commands)
    judgement.lock(relation, mode)
    for one in commands:
        if below and _builds_below(one, relation, judgement):
            judgement.lock_all(relation.below, LockMode.SHARE)
        elif one.subtype in _OF_TREES:
            judgement.lock_all(_tree(one, relation), mode)
        elif below and _recurses(one, relation, judgement):
            judgement.lock_all(relation.below, mode)
        elif one.subtype == TREE.AT_DropNotNull and _recurses(one, relation, judgement):
            judgement.lock_all(relation.children if judgement.major >= _NOT_NULL_SINCE else (), mode)
        _HANDLERS.get(one.subtype, _nothing)(relation, one, judgement, below)


def _level(command: Any) -> LockMode:
    kind = command.subtype
    if kind in _LENIENT:
        return LockMode.SHARE_UPDATE_EXCLUSIVE
    if kind in _FIRING:
        return LockMode.SHARE_ROW_EXCLUSIVE
    if kind == TREE.AT_AddConstraint:
        return constraints.level(unwrapped(trees.definition(command))[1])
    if kind == TREE.AT_DetachPartition and unwrapped(trees.definition(command))[1].concurrent:
        return LockMode.SHARE_UPDATE_EXCLUSIVE
    if kind in _OPTIONS:
        return _level_of_options(command)
    return LockMode.ACCESS_EXCLUSIVE


def _level_of_options(command: Any) -> LockMode:
    found = {one.defname for _, one in trees.listed(trees.definition(command))}
    return LockMode.ACCESS_EXCLUSIVE if found & _STRICT_OPTIONS else LockMode.SHARE_UPDATE_EXCLUSIVE


def _tree(command: Any, relation: Relation) -> Iterator[Relation]:
    """The tables below that a column comes to, or goes from: not beyond those that have one of their own."""
    adds = command.subtype == TREE.AT_AddColumn
    name = unwrapped(trees.definition(command))[1].colname if adds else command.name
    for one in relation.children:
        yield one
        field = one.fields.get(name)
        if (field is None) if adds else (field is None or field.is_inherited):
            yield from _tree(command, one)


def _builds_below(command: Any, relation: Relation, judgement: Judgement) -> bool:
    """Whether the indexes of a new key are built like those of CREATE INDEX."""
    if command.subtype != TREE.AT_AddConstraint or judgement.major >= _NOT_NULL_SINCE:
        return False
    contype = unwrapped(trees.definition(command))[1].contype
    return relation.is_partitioned and contype in (TREE.CONSTR_UNIQUE, TREE.CONSTR_EXCLUSION)


def _recurses(command: Any, relation: Relation, judgement: Judgement) -> bool:
    kind = command.subtype
    rule, field = relation.rules.get(command.name), relation.fields.get(command.name)
    keeps_not_null = judgement.major >= _NOT_NULL_SINCE
    if kind == TREE.AT_AddConstraint:
        return keeps_not_null or _constraint_recurses(unwrapped(trees.definition(command))[1], relation)
    if kind == TREE.AT_DropConstraint and rule is not None and rule.tree is not None:
        return not rule.tree.is_no_inherit
    if kind == TREE.AT_DropNotNull:
        return not keeps_not_null or field is None or field.not_null
    if kind in _FIRING:
        return relation.is_partitioned and _has_triggers_for(command, relation, judgement)
    if kind in _IDENTITY:
        return relation.is_partitioned and judgement.major >= _IDENTITY_OF_PARTITIONS_SINCE
    return kind in _RECURSING


def _constraint_recurses(tree: Any, relation: Relation) -> bool:
    if tree.contype in (TREE.CONSTR_CHECK, TREE.CONSTR_NOTNULL):
        return not tree.is_no_inherit
    return relation.is_partitioned or tree.contype == TREE.CONSTR_PRIMARY


def _has_triggers_for(command: Any, relation: Relation, judgement: Judgement) -> bool:
    """Whether the partitions have triggers that a command is about."""
    if command.name:
        return command.name in relation.row_triggers
    if relation.row_triggers:
        return True
    of_keys = command.subtype in (TREE.AT_EnableTrigAll, TREE.AT_DisableTrigAll)
    of_keys &= judgement.major >= TRIGGERS_OF_PARTITIONS_SINCE
    return of_keys and any(judgement.state.target(rule) is not None for rule in relation.rules.values())


Handler = Callable[[Relation, Any, Judgement, bool], None]


def _nothing(_: Relation, __: Any, ___: Judgement, ____: bool) -> None:
    """Nothing beside the lock."""


def _plainly(handle: Callable[[Relation, Any, Judgement], None]) -> Handler:
    return lambda relation, command, judgement, _: handle(relation, command, judgement)


def _add_column(relation: Relation, command: Any, judgement: Judgement, below: bool) -> None:
    definition = unwrapped(trees.definition(command))[1]
    if command.missing_ok and definition.colname in relation.fields:
        return
    columns.added(relation, command, judgement)
    for one in constraints.of_column(definition):
        if one.contype == TREE.CONSTR_CHECK:
            constraints.known(relation, one, judgement)
        else:
            if one.contype == TREE.CONSTR_FOREIGN and not columns.has_default(definition):
                one.skip_validation = True
            constraints.added(relation, one, judgement, below=below)


def _add_constraint(relation: Relation, command: Any, judgement: Judgement, below: bool) -> None:
    constraints.added(relation, unwrapped(trees.definition(command))[1], judgement, below=below)


def _validate(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    constraints.validated(relation, command.name, judgement)


def _alter_constraint(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    constraints.altered(relation, unwrapped(trees.definition(command))[1], judgement)


def _logged(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    """SET LOGGED and SET UNLOGGED."""
    wanted = "permanent" if command.subtype == TREE.AT_SetLogged else "unlogged"
    if getattr(relation.facts, "persistence", "") == wanted:
        return
    judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"rewrites {IT}", relation)
    if wanted == "unlogged" and relation.kind is Kind.TABLE and not relation.is_new:
        text = f"rows of {relation} do not outlive a crash of the server, and are not replicated"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)


def _access_method(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    if relation.is_partitioned:
        return
    facts = relation.facts
    current = facts.access_method if isinstance(facts, Table | View) and facts.access_method else _HEAP
    if (command.name or _HEAP) != current:
        judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"rewrites {IT}", relation)


def _tablespace(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    if relation.is_partitioned:
        return
    facts = relation.facts
    current = facts.tablespace if isinstance(facts, Table | View) and facts.tablespace else USUAL_TABLESPACE
    if command.name != current:
        judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"copies {IT} to another tablespace", relation)


def _inherit(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    parent = judgement.state.certain(unwrapped(trees.definition(command))[1])
    if command.subtype == TREE.AT_AddInherit:
        judgement.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE)
        relation.parents.append(parent)
        parent.children.append(relation)
    else:
        relation.parents = [one for one in relation.parents if one is not parent]
        parent.children = [one for one in parent.children if one is not relation]


def _owner(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    owned(relation, relation.identity, trees.roles([command.newowner])[0], judgement)


def _options(relation: Relation, command: Any, judgement: Judgement, _: bool) -> None:
    if relation.kind is Kind.VIEW:
        found = trees.options(_items(command))
        keeps = command.subtype == TREE.AT_SetRelOptions
        lost = {name for name, value in found.items() if not (keeps and trees.is_on(value))}
        protection.view_options_lost(relation, lost, judgement)


def _items(command: Any) -> Any:
    return unwrapped(trees.definition(command))[1].items


def _composite(node: Any, commands: list[Any], judgement: Judgement) -> None:
    """ALTER TYPE … ADD ATTRIBUTE and the like, which tables of the type follow."""
    place = judgement.state.place_of_type(node.relation.schemaname, node.relation.relname)
    tables = judgement.state.of_type(place)
    judgement.lock_all(tables, LockMode.ACCESS_EXCLUSIVE)
    for command in commands:
        if command.subtype == TREE.AT_DropColumn and place not in judgement.state.types:
            text = f"drops attribute {command.name} of {'.'.join(place)} and all its values"
            if judgement.state.is_stored(place):
                judgement.tell(HazardKind.DATA_LOSS, text, tables[0] if tables else None)
        for table in tables:
            if command.subtype == TREE.AT_AlterColumnType:
                columns.retyped(table, command, judgement)


def _index(relation: Relation, key: Key, commands: list[Any], judgement: Judgement) -> None:
    """ALTER INDEX."""
    for one in commands:
        mode = LockMode.SHARE_UPDATE_EXCLUSIVE
        if one.subtype == TREE.AT_SetTableSpace:
            mode = LockMode.ACCESS_EXCLUSIVE
            if not key.is_new and relation.has_storage:
                judgement.tell_of_rows(
                    HazardKind.INDEX_BUILD, f"copies index {key.place[1]} of {IT} to another tablespace", relation
                )
        elif one.subtype in _OPTIONS:
            mode = _level_of_options(one)
        elif one.subtype == TREE.AT_AttachPartition:
            _attach_index(one, judgement)
        judgement.lock_index(relation, key, mode)


def _attach_index(command: Any, judgement: Judgement) -> None:
    name = unwrapped(trees.definition(command))[1].name
    found = judgement.state.index_named(name.schemaname, name.relname)
    if found is not None:
        judgement.lock_index(*found, LockMode.ACCESS_EXCLUSIVE)


_HANDLERS: Mapping[int, Handler] = {
    TREE.AT_AddColumn: _add_column,
    TREE.AT_DropColumn: _plainly(columns.dropped),
    TREE.AT_AlterColumnType: _plainly(columns.retyped),
    TREE.AT_SetNotNull: _plainly(columns.set_not_null),
    TREE.AT_DropNotNull: columns.not_required,
    TREE.AT_SetExpression: _plainly(columns.recomputed),
    TREE.AT_DropExpression: _plainly(columns.plain),
    TREE.AT_AddIdentity: _plainly(columns.identity_added),
    TREE.AT_DropIdentity: _plainly(columns.identity_dropped),
    TREE.AT_AddConstraint: _add_constraint,
    TREE.AT_ValidateConstraint: _validate,
    TREE.AT_AlterConstraint: _alter_constraint,
    TREE.AT_DropConstraint: _plainly(constraints.dropped),
    TREE.AT_SetLogged: _logged,
    TREE.AT_SetUnLogged: _logged,
    TREE.AT_SetAccessMethod: _access_method,
    TREE.AT_SetTableSpace: _tablespace,
    TREE.AT_AddInherit: _inherit,
    TREE.AT_DropInherit: _inherit,
    TREE.AT_ChangeOwner: _owner,
    TREE.AT_SetRelOptions: _options,
    TREE.AT_ResetRelOptions: _options,
    TREE.AT_AttachPartition: _plainly(partitions.attached),
    TREE.AT_DetachPartition: _plainly(partitions.detached),
    TREE.AT_DisableTrig: _plainly(protection.trigger_disabled),
    TREE.AT_EnableReplicaTrig: _plainly(protection.trigger_disabled),
    TREE.AT_DisableTrigAll: _plainly(protection.triggers_disabled),
    TREE.AT_DisableTrigUser: _plainly(protection.triggers_disabled),
    TREE.AT_DisableRule: _plainly(protection.rule_disabled),
    TREE.AT_EnableReplicaRule: _plainly(protection.rule_disabled),
    TREE.AT_EnableRowSecurity: _plainly(protection.row_security_enabled),
    TREE.AT_DisableRowSecurity: _plainly(protection.row_security_disabled),
    TREE.AT_NoForceRowSecurity: _plainly(protection.row_security_not_forced),
}
# What only locks its table.
_HARMLESS = frozenset(
    {
        *(TREE.AT_ColumnDefault, TREE.AT_SetStatistics, TREE.AT_SetOptions),
        *(TREE.AT_ResetOptions, TREE.AT_SetStorage, TREE.AT_SetCompression, TREE.AT_AlterColumnGenericOptions),
        *(TREE.AT_ClusterOn, TREE.AT_DropCluster, TREE.AT_DropOids, TREE.AT_EnableTrig, TREE.AT_EnableAlwaysTrig),
        *(TREE.AT_EnableTrigAll, TREE.AT_EnableTrigUser, TREE.AT_EnableRule, TREE.AT_EnableAlwaysRule),
        *(TREE.AT_AddOf, TREE.AT_DropOf, TREE.AT_ReplicaIdentity, TREE.AT_ForceRowSecurity, TREE.AT_GenericOptions),
        *(TREE.AT_DetachPartitionFinalize, TREE.AT_SetIdentity),
    }
)
# What the server makes for itself and no statement says.
INTERNAL = frozenset(
    {
        *(TREE.AT_AddColumnToView, TREE.AT_ReplaceRelOptions),
        *(TREE.AT_CookedColumnDefault, TREE.AT_AddIndex, TREE.AT_ReAddIndex, TREE.AT_ReAddConstraint),
        *(TREE.AT_ReAddDomainConstraint, TREE.AT_AddIndexConstraint, TREE.AT_ReAddComment, TREE.AT_ReAddStatistics),
    }
)
KNOWN = frozenset({*_HANDLERS, *_HARMLESS, *INTERNAL})
