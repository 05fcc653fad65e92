"""Tells what statements do, one after the other: which locks they take, and what people should think about.

It goes by the parser's tree of a statement and by what was there before the first one; what statements made is nobody's
concern. Where nobody can tell what a statement does, because it calls functions or runs texts that come about as it
runs, that is told too. Which triggers fire is not.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sync.model import Catalog
from sync.model.size import Size
from sync.parsing import TREE, refuses_transaction
from sync.plan.effects import (
    access,
    alter_table,
    alter_types,
    calls,
    create,
    drop,
    naming,
    nested,
    protection,
    rows,
    trees,
)
from sync.plan.effects.effect import Effect, HazardKind
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.state import State
from sync.plan.whole import Place

Handler = Callable[[Any, Judgement], None]

# What was done since the transaction began, or a part of it, is gone.
_UNDOING = frozenset({TREE.TRANS_STMT_ROLLBACK, TREE.TRANS_STMT_ROLLBACK_TO})


class Analyst:
    """Judges statements in the order in which they run."""

    def __init__(
        self,
        before: Catalog,
        after: Catalog | None = None,
        sizes: Mapping[Place, Size] | None = None,
        major: int | None = None,
    ) -> None:
        """Begin.

        Args:
            before: What is there before the first statement; read with dependencies, it tells what CASCADE drops.
            after: What there will be after the last; None where that is not known, and each is judged for itself.
            sizes: How large relations are, by schema and name.
            major: The major version of the server; that of `before` where it is None.
        """
        self._state = State(before)
        self._last = State(after) if after is not None else None
        self._sizes = sizes or {}
        self._major = major or before.major

    def effect(self, statement: str) -> Effect:
        """What a statement does."""
        judgement = Judgement(self._state, self._last, self._sizes, self._major)
        found = trees.statements(statement)
        if found is None:
            judgement.tell(HazardKind.NOT_JUDGED, "is nothing that the parser knows")
        for kind, node in found or ():
            if kind == "TransactionStmt" and node.kind in _UNDOING:
                self._state = judgement.state = self._state.again()
            _run(kind, node, judgement)
        return judgement.effect()


def _run(kind: str, node: Any, judgement: Judgement) -> None:
    HANDLERS[kind](node, judgement)
    if refuses_transaction(kind, node):
        judgement.refuse_transaction()


def _running(handle: Callable[[Any, Judgement, nested.Run], None]) -> Handler:
    return lambda node, judgement: handle(node, judgement, _run)


def _set(node: Any, judgement: Judgement) -> None:
    """SET, of which the path decides what names mean."""
    name, values = calls.of_setting(node)
    if node.kind == TREE.VAR_RESET_ALL:
        name = "search_path"
    if name == "search_path" and node.kind != TREE.VAR_SET_VALUE:
        values = ["public"]
    calls.setting(name, values, judgement)


def _set_for_others(node: Any, judgement: Judgement) -> None:
    """ALTER ROLE … SET and ALTER DATABASE … SET."""
    if calls.disarms(*calls.of_setting(node.setstmt)):
        text = "no trigger fires and no foreign key is checked in sessions to come"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text)


def _set_for_all(node: Any, judgement: Judgement) -> None:
    """ALTER SYSTEM."""
    name = node.setstmt.name or "everything"
    judgement.tell(HazardKind.NOT_JUDGED, f"sets {name} for the whole server, and what that does is not judged")


def _loaded(node: Any, judgement: Judgement) -> None:
    """LOAD."""
    judgement.tell(HazardKind.NOT_JUDGED, f"loads library {node.filename}, and what that does is not judged")


def _defined(node: Any, judgement: Judgement) -> None:
    """CREATE TYPE, AGGREGATE, OPERATOR, COLLATION and others."""
    if node.kind == TREE.OBJECT_TYPE:
        create.type_made(node.defnames, judgement)


def _nothing(_: Any, __: Judgement) -> None:
    """It neither locks what was there, nor is there anything to think about."""


HANDLERS: Mapping[str, Handler] = {
    "AlterTableStmt": alter_table.altered,
    "AlterTableMoveAllStmt": rows.moved_together,
    "CreateStmt": create.table,
    "CreateForeignTableStmt": create.foreign_table,
    "CreateTableAsStmt": _running(nested.table_as),
    "ViewStmt": create.view,
    "IndexStmt": create.index,
    "CreateSeqStmt": create.sequence,
    "CreateTrigStmt": create.trigger,
    "RuleStmt": create.rule,
    "CreateStatsStmt": create.statistics,
    "CreateSchemaStmt": _running(nested.schema),
    "CreateDomainStmt": create.domain,
    "CreateEnumStmt": lambda node, judgement: create.type_made(node.type_name, judgement),
    "CreateRangeStmt": lambda node, judgement: create.type_made(node.type_name, judgement),
    "CompositeTypeStmt": create.composite,
    "DefineStmt": _defined,
    "CreatePublicationStmt": create.publication,
    "AlterPublicationStmt": create.publication_altered,
    "DropStmt": drop.dropped,
    "DropOwnedStmt": drop.owned,
    "DropdbStmt": drop.database,
    "RenameStmt": naming.renamed,
    "AlterObjectSchemaStmt": naming.moved,
    "AlterOwnerStmt": naming.handed_over,
    "CommentStmt": naming.commented,
    "SecLabelStmt": naming.commented,
    "AlterObjectDependsStmt": naming.dependent,
    "AlterDomainStmt": alter_types.domain_altered,
    "AlterEnumStmt": alter_types.enum_altered,
    "AlterSeqStmt": alter_types.sequence_altered,
    "AlterExtensionStmt": alter_types.extension_altered,
    "CreatePolicyStmt": protection.policy_made,
    "AlterPolicyStmt": protection.policy_altered,
    "AlterEventTrigStmt": protection.event_trigger_altered,
    "GrantStmt": access.granted,
    "GrantRoleStmt": access.roles_granted,
    "AlterDefaultPrivilegesStmt": access.defaults_altered,
    "CreateRoleStmt": access.role_made,
    "AlterRoleStmt": access.role_altered,
    "CreateFunctionStmt": access.routine_made,
    "AlterFunctionStmt": access.routine_altered,
    "SelectStmt": rows.selected,
    "InsertStmt": rows.written,
    "UpdateStmt": rows.written,
    "DeleteStmt": rows.written,
    "MergeStmt": rows.written,
    "CopyStmt": _running(nested.copied),
    "DoStmt": _running(nested.done),
    "ExplainStmt": _running(nested.explained),
    "PrepareStmt": _running(nested.prepared),
    "ExecuteStmt": _running(nested.executed),
    "CallStmt": _running(nested.called),
    "DeclareCursorStmt": rows.within,
    "TruncateStmt": rows.truncated,
    "LockStmt": rows.locked,
    "VacuumStmt": rows.vacuumed,
    "ClusterStmt": rows.clustered,
    "ReindexStmt": rows.reindexed,
    "RefreshMatViewStmt": rows.refreshed,
    "VariableSetStmt": _set,
    "AlterRoleSetStmt": _set_for_others,
    "AlterDatabaseSetStmt": _set_for_others,
    "AlterSystemStmt": _set_for_all,
    "LoadStmt": _loaded,
    "ReassignOwnedStmt": access.reassigned,
    **dict.fromkeys(
        (
            *("AlterCollationStmt", "AlterDatabaseRefreshCollStmt", "AlterDatabaseStmt"),
            *("AlterExtensionContentsStmt", "AlterFdwStmt", "AlterForeignServerStmt", "AlterOpFamilyStmt"),
            *("AlterOperatorStmt", "AlterStatsStmt", "AlterSubscriptionStmt"),
            *("AlterTSConfigurationStmt", "AlterTSDictionaryStmt", "AlterTableSpaceOptionsStmt", "AlterTypeStmt"),
            *("AlterUserMappingStmt", "CheckPointStmt", "ClosePortalStmt", "ConstraintsSetStmt"),
            *("CreateAmStmt", "CreateCastStmt", "CreateConversionStmt", "CreateEventTrigStmt"),
            *("CreateExtensionStmt", "CreateFdwStmt", "CreateForeignServerStmt", "CreateOpClassStmt"),
            *("CreateOpFamilyStmt", "CreatePLangStmt", "CreateSubscriptionStmt", "CreateTableSpaceStmt"),
            *("CreateTransformStmt", "CreateUserMappingStmt", "CreatedbStmt", "DeallocateStmt"),
            *("DiscardStmt", "DropRoleStmt", "DropSubscriptionStmt", "DropTableSpaceStmt"),
            *("DropUserMappingStmt", "FetchStmt", "ImportForeignSchemaStmt"),
            *("ListenStmt", "NotifyStmt", "TransactionStmt"),
            *("UnlistenStmt", "VariableShowStmt"),
        ),
        _nothing,
    ),
}
