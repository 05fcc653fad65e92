"""PostgreSQL's own parser splits and classifies statements. It takes a while to load: import this where it is used."""

from collections.abc import Iterator
from typing import Any

import postgast
from postgast.walk import walk

from sync.migrations.statements import Reach, Statement
from sync.parsing import TREE, ParserError, refuses_transaction, unwrapped

__all__ = ["ParserError", "split"]

_SAVEPOINTS = frozenset(
    {TREE.TRANS_STMT_SAVEPOINT, TREE.TRANS_STMT_RELEASE, TREE.TRANS_STMT_ROLLBACK_TO},
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
        kind, node = unwrapped(parsed.stmt)
        yield Statement(
            sql=raw[begin:end].decode().strip(),
            line=line,
            column=len(raw[line_start:begin].decode()) + 1,
            kind=kind,
            reach=_reach(kind, node),
            alone=_runs_alone(kind, node),
            roles=frozenset(_roles(kind, node, parsed)),
        )


def _reach(kind: str, node: Any) -> Reach:
    objects = {getattr(node, name) for name in _OBJECT_FIELDS if hasattr(node, name)}
    if kind == "TransactionStmt":
        return Reach.SCHEMA if node.kind in _SAVEPOINTS else Reach.TRANSACTION
    if kind == "CopyStmt":
        return Reach.SERVER if node.filename else Reach.ROWS
    if kind in _ON_ROLES or TREE.OBJECT_ROLE in objects:
        return Reach.ROLES
    if kind in _ON_DATABASE or TREE.OBJECT_DATABASE in objects:
        return Reach.DATABASE
    if kind in _ON_SERVER or TREE.OBJECT_TABLESPACE in objects:
        return Reach.SERVER
    return Reach.SCHEMA


def _runs_alone(kind: str, node: Any) -> bool:
    """Whether it refuses a transaction, or adds to an enum what cannot be used before the commit."""
    return kind == "AlterEnumStmt" or refuses_transaction(kind, node)


def _roles(kind: str, node: Any, parsed: Any) -> Iterator[str]:
    if kind == "DropRoleStmt":
        return
    if kind == "CreateRoleStmt":
        yield node.role
    if kind == "RenameStmt" and node.rename_type == TREE.OBJECT_ROLE:
        yield node.newname
    if kind == "VariableSetStmt" and node.name in ("role", "session_authorization"):
        yield from (name for name in (argument.a_const.sval.sval for argument in node.args) if name)
    for _, found in walk(parsed):
        if type(found).__name__ == "RoleSpec" and found.rolename:
            yield found.rolename
