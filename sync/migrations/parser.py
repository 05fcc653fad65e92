"""PostgreSQL's own parser splits and classifies statements. It takes a while to load: import this where it is used."""

from collections.abc import Iterator
from typing import Any

import postgast
from postgast.walk import walk

from sync.migrations.statements import Reach, Statement

ParserError = postgast.PgQueryError

_TREE = postgast.pg_query_pb2

# What refuses a transaction, and ADD VALUE, which may run in one, but what it adds cannot be used before the commit.
_ALONE = frozenset({"VacuumStmt", "AlterEnumStmt"})
_CONCURRENTLY = frozenset({"IndexStmt", "DropStmt"})

_WHOLE = frozenset(
    {_TREE.REINDEX_OBJECT_SCHEMA, _TREE.REINDEX_OBJECT_SYSTEM, _TREE.REINDEX_OBJECT_DATABASE},
)
_SAVEPOINTS = frozenset(
    {_TREE.TRANS_STMT_SAVEPOINT, _TREE.TRANS_STMT_RELEASE, _TREE.TRANS_STMT_ROLLBACK_TO},
)
_ON_ROLES = frozenset({"CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt"})
_ON_DATABASE = frozenset({"AlterDatabaseStmt", "AlterDatabaseSetStmt", "AlterDatabaseRefreshCollStmt"})
_ON_SERVER = frozenset(
    {
        *("CreatedbStmt", "DropdbStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterTableSpaceOptionsStmt"),
        *("AlterSystemStmt", "LoadStmt"),
    }
)
_OBJECT_FIELDS = ("object_type", "objtype", "rename_type", "remove_type")


def split(text: str) -> Iterator[Statement]:
    """The statements of a text.

    Raises:
        ParserError: PostgreSQL's parser refuses it.
    """
    raw = text.encode()
    line, line_start, counted = 1, 0, 0
    for parsed in postgast.parse(text).stmts:
        begin = parsed.stmt_location
        end = begin + parsed.stmt_len if parsed.stmt_len else len(raw)
        lines = raw.count(b"\n", counted, begin)
        if lines:
            line += lines
            line_start = raw.rindex(b"\n", counted, begin) + 1
        counted = begin
        kind, node = _unwrapped(parsed.stmt)
        yield Statement(
            sql=raw[begin:end].decode().strip(),
            line=line,
            column=len(raw[line_start:begin].decode()) + 1,
            kind=kind,
            reach=_reach(kind, node),
            alone=_refuses_transaction(kind, node),
            roles=frozenset(_roles(kind, node, parsed)),
        )


def _reach(kind: str, node: Any) -> Reach:
    objects = {getattr(node, name) for name in _OBJECT_FIELDS if hasattr(node, name)}
    if kind == "TransactionStmt":
        return Reach.SCHEMA if node.kind in _SAVEPOINTS else Reach.TRANSACTION
    if kind == "CopyStmt":
        return Reach.SERVER if node.filename else Reach.ROWS
    if kind in _ON_ROLES or _TREE.OBJECT_ROLE in objects:
        return Reach.ROLES
    if kind in _ON_DATABASE or _TREE.OBJECT_DATABASE in objects:
        return Reach.DATABASE
    if kind in _ON_SERVER or _TREE.OBJECT_TABLESPACE in objects:
        return Reach.SERVER
    return Reach.SCHEMA


def _refuses_transaction(kind: str, node: Any) -> bool:
    if kind in _CONCURRENTLY:
        return bool(node.concurrent)
    if kind == "ClusterStmt":
        return not node.HasField("relation")
    if kind == "ReindexStmt":
        return node.kind in _WHOLE or any(_unwrapped(option)[1].defname == "concurrently" for option in node.params)
    if kind == "AlterTableStmt":
        return any(_unwrapped(command)[1].HasField("def") and _detaches(command) for command in node.cmds)
    return kind in _ALONE


def _detaches(command: Any) -> bool:
    kind, definition = _unwrapped(getattr(_unwrapped(command)[1], "def"))
    return kind == "PartitionCmd" and bool(definition.concurrent)


def _roles(kind: str, node: Any, parsed: Any) -> Iterator[str]:
    if kind == "DropRoleStmt":
        return
    if kind == "CreateRoleStmt":
        yield node.role
    if kind == "RenameStmt" and node.rename_type == _TREE.OBJECT_ROLE:
        yield node.newname
    if kind == "VariableSetStmt" and node.name in ("role", "session_authorization"):
        yield from (name for name in (argument.a_const.sval.sval for argument in node.args) if name)
    for _, found in walk(parsed):
        if type(found).__name__ == "RoleSpec" and found.rolename:
            yield found.rolename


def _unwrapped(node: Any) -> tuple[str, Any]:
    inner = postgast.unwrap_node(node)
    return type(inner).__name__, inner
