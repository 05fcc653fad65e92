"""Tells what statements do, one after the other: which locks they take, and what people should think about.

It goes by the parser's tree of a statement and by what was there before the first one; what statements made is nobody's
concern. What `DO` and functions do inside is not known, and nothing is said of it.
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
    create,
    drop,
    naming,
    protection,
    rows,
    trees,
)
from sync.plan.effects.effect import Effect, HazardKind
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.state import State
from sync.plan.whole import Place

Handler = Callable[[Any, Judgement], None]

_SETS_TRIGGERS_ASIDE = ("session_replication_role", "replica")


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
        self._after = after
        self._sizes = sizes or {}
        self._major = major or before.major

    def effect(self, statement: str) -> Effect:
        """What a statement does; nothing where the parser does not know it."""
        found = trees.statement(statement)
        if found is None:
            return Effect()
        kind, node = found
        alone = refuses_transaction(kind, node)
        judgement = Judgement(self._state, self._after, self._sizes, self._major, transactional=not alone)
        handle = HANDLERS.get(kind)
        if handle is not None:
            handle(node, judgement)
        if alone:
            judgement.tell(HazardKind.NOT_TRANSACTIONAL, "runs outside of transactions, and is not undone with others")
        return judgement.effect()


def _set(node: Any, judgement: Judgement) -> None:
    """SET, of which the path decides what names mean."""
    if node.name == "search_path":
        if node.kind == TREE.VAR_SET_VALUE:
            found = (trees.value(one) for one in node.args)
            judgement.state.path = tuple(name for name in found if isinstance(name, str) and name)
        else:
            judgement.state.path = ("public",)
    elif node.kind == TREE.VAR_SET_VALUE and (node.name, trees.value(node.args[0])) == _SETS_TRIGGERS_ASIDE:
        text = "no trigger fires and no foreign key is checked in this session from here on"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text)


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
    "CreateTableAsStmt": create.table_as,
    "ViewStmt": create.view,
    "IndexStmt": create.index,
    "CreateSeqStmt": create.sequence,
    "CreateTrigStmt": create.trigger,
    "RuleStmt": create.rule,
    "CreateStatsStmt": create.statistics,
    "CreateSchemaStmt": create.schema,
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
    "CopyStmt": rows.copied,
    "TruncateStmt": rows.truncated,
    "LockStmt": rows.locked,
    "VacuumStmt": rows.vacuumed,
    "ClusterStmt": rows.clustered,
    "ReindexStmt": rows.reindexed,
    "RefreshMatViewStmt": rows.refreshed,
    "VariableSetStmt": _set,
    **dict.fromkeys(
        (
            *("AlterCollationStmt", "AlterDatabaseRefreshCollStmt", "AlterDatabaseSetStmt", "AlterDatabaseStmt"),
            *("AlterExtensionContentsStmt", "AlterFdwStmt", "AlterForeignServerStmt", "AlterOpFamilyStmt"),
            *("AlterOperatorStmt", "AlterRoleSetStmt", "AlterStatsStmt", "AlterSubscriptionStmt", "AlterSystemStmt"),
            *("AlterTSConfigurationStmt", "AlterTSDictionaryStmt", "AlterTableSpaceOptionsStmt", "AlterTypeStmt"),
            *("AlterUserMappingStmt", "CallStmt", "CheckPointStmt", "ClosePortalStmt", "ConstraintsSetStmt"),
            *("CreateAmStmt", "CreateCastStmt", "CreateConversionStmt", "CreateEventTrigStmt"),
            *("CreateExtensionStmt", "CreateFdwStmt", "CreateForeignServerStmt", "CreateOpClassStmt"),
            *("CreateOpFamilyStmt", "CreatePLangStmt", "CreateSubscriptionStmt", "CreateTableSpaceStmt"),
            *("CreateTransformStmt", "CreateUserMappingStmt", "CreatedbStmt", "DeallocateStmt", "DeclareCursorStmt"),
            *("DiscardStmt", "DoStmt", "DropRoleStmt", "DropSubscriptionStmt", "DropTableSpaceStmt"),
            *("DropUserMappingStmt", "ExecuteStmt", "ExplainStmt", "FetchStmt", "ImportForeignSchemaStmt"),
            *("ListenStmt", "LoadStmt", "NotifyStmt", "PrepareStmt", "ReassignOwnedStmt", "TransactionStmt"),
            *("UnlistenStmt", "VariableShowStmt"),
        ),
        _nothing,
    ),
}
