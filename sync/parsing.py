"""What PostgreSQL's parser tells of a statement. It takes a while to load: import this where it is used."""

from typing import Any

import postgast

ParserError = postgast.PgQueryError

TREE = postgast.pg_query_pb2
_NODE = TREE.Node

_ALWAYS = frozenset(
    {"CreatedbStmt", "DropdbStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterSystemStmt", "VacuumStmt"}
)
_CONCURRENTLY = frozenset({"IndexStmt", "DropStmt"})
_WHOLE = frozenset(
    {TREE.REINDEX_OBJECT_SCHEMA, TREE.REINDEX_OBJECT_SYSTEM, TREE.REINDEX_OBJECT_DATABASE},
)


def unwrapped(node: Any) -> tuple[str, Any]:
    """The parser's name for a node, such as `CreateStmt`, and what it is."""
    which = node.WhichOneof("node") if type(node) is _NODE else None
    inner = getattr(node, which) if which else node
    return type(inner).__name__, inner


def refuses_transaction(kind: str, node: Any) -> bool:
    """Whether a statement refuses to run inside a transaction, as far as it tells itself."""
    if kind in _CONCURRENTLY:
        return bool(node.concurrent)
    if kind == "ClusterStmt":
        return not node.HasField("relation")
    if kind == "ReindexStmt":
        return node.kind in _WHOLE or any(unwrapped(option)[1].defname == "concurrently" for option in node.params)
    if kind == "AlterTableStmt":
        return any(unwrapped(command)[1].HasField("def") and _detaches(command) for command in node.cmds)
    return kind in _ALWAYS and getattr(node, "is_vacuumcmd", True)


def _detaches(command: Any) -> bool:
    kind, definition = unwrapped(getattr(unwrapped(command)[1], "def"))
    return kind == "PartitionCmd" and bool(definition.concurrent)
