"""PostgreSQL's own parser splits and classifies statements. It takes a while to load: import this where it is used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

import postgast
from postgast.walk import walk

from sync.migrations.statements import Alone, Reach, Statement
from sync.parsing import (
    TREE,
    ParserError,
    may_refuse_transaction,
    refuse_depth,
    refuses_transaction,
    unwrapped,
)

__all__ = [
    "About",
    "Control",
    "Lasting",
    "ParserError",
    "about",
    "control",
    "extension_without_version",
    "lasting",
    "split",
]

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
_NAMED_BY = {
    "CreatedbStmt": "dbname",
    "DropdbStmt": "dbname",
    "CreateTableSpaceStmt": "tablespacename",
    "DropTableSpaceStmt": "tablespacename",
    "CreateSubscriptionStmt": "subname",
    "DropSubscriptionStmt": "subname",
}
_OBJECT_FIELDS = ("object_type", "objtype", "rename_type", "remove_type")


def split(text: str) -> Iterator[Statement]:
    """The statements of a text.

    Raises:
        ParserError: PostgreSQL's parser refuses it.
    """
    refuse_depth(text)
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
            alone=_alone(kind, node),
            roles=frozenset(_roles(kind, node, parsed)),
        )


class Control(StrEnum):
    """What a statement does to its transaction."""

    BEGIN = "BEGIN"
    COMMIT = "COMMIT"
    ROLLBACK = "ROLLBACK"
    PREPARE = "PREPARE TRANSACTION"
    CHAIN = "COMMIT AND CHAIN"


_CONTROLS = {
    TREE.TRANS_STMT_BEGIN: Control.BEGIN,
    TREE.TRANS_STMT_START: Control.BEGIN,
    TREE.TRANS_STMT_COMMIT: Control.COMMIT,
}


def control(text: str) -> Control:
    """What a statement that controls its transaction does to it."""
    _, node = unwrapped(postgast.parse(text).stmts[0].stmt)
    if node.chain:
        return Control.CHAIN
    if node.kind in (TREE.TRANS_STMT_ROLLBACK, TREE.TRANS_STMT_ROLLBACK_PREPARED):
        return Control.ROLLBACK
    return _CONTROLS.get(node.kind, Control.PREPARE)


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


def _alone(kind: str, node: Any) -> Alone | None:
    if refuses_transaction(kind, node):
        return Alone.REFUSES
    if may_refuse_transaction(kind, node):
        return Alone.MAY_REFUSE
    return Alone.COMMITS if kind == "AlterEnumStmt" else None


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


@dataclass(frozen=True, slots=True)
class About:
    """What a statement that refuses a transaction is about.

    Attributes:
        relation: A table, as SQL names it; empty where there is none.
        name: An index that is built; a partition that leaves or an index that is dropped, as SQL names it; a database,
            tablespace or subscription.
        shape: Of an index that is built: what tells it from others on its table, whatever it is called.
    """

    relation: str = ""
    name: str = ""
    shape: tuple[str, ...] = ()


def about(text: str) -> About:
    """What a statement that refuses a transaction is about, as far as that is known."""
    kind, node = unwrapped(postgast.parse(text).stmts[0].stmt)
    if kind == "IndexStmt":
        return About(_relation(node.relation), node.idxname, tuple(_shape(node)))
    if kind in _NAMED_BY:
        return About(name=getattr(node, _NAMED_BY[kind]))
    if kind == "DropStmt":
        names = (unwrapped(one)[1].sval for one in unwrapped(node.objects[0])[1].items)
        return About(name=_dotted(names))
    if kind == "AlterTableStmt":
        inner, definition = unwrapped(getattr(unwrapped(node.cmds[0])[1], "def"))
        return About(_relation(node.relation), _relation(definition.name) if inner == "PartitionCmd" else "")
    return About()


def extension_without_version(text: str) -> str | None:
    """The extension that a statement makes or updates without naming a version; None where it names one."""
    _, node = unwrapped(postgast.parse(text).stmts[0].stmt)
    is_versioned = any(unwrapped(one)[1].defname == "new_version" for one in node.options)
    return None if is_versioned else str(node.extname)


def _shape(node: Any) -> Iterator[str]:
    """Access method, columns and so on of an index; of expressions only that they are some."""
    yield node.access_method
    yield f"unique: {node.unique}, partial: {node.HasField('where_clause')}"
    for columns in (node.index_params, node.index_including_params):
        yield from (_column(unwrapped(one)[1]) for one in columns)
        yield ""


def _column(element: Any) -> str:
    """The column's name, also of one in brackets; empty for an expression."""
    kind, node = unwrapped(element.expr)
    return str(unwrapped(node.fields[-1])[1].sval if kind == "ColumnRef" else element.name)


def _relation(node: Any) -> str:
    return _dotted(name for name in (node.schemaname, node.relname) if name)


def _dotted(names: Iterable[str]) -> str:
    """Names as SQL writes them."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


class Lasting(Enum):
    """What a statement leaves to its session beyond its transaction."""

    SETTING = auto()
    TEMPORARY = auto()


def lasting(text: str) -> Lasting | None:
    """What a statement leaves to its session, as far as the statement itself tells."""
    kind, node = unwrapped(postgast.parse(text).stmts[0].stmt)
    if kind == "VariableSetStmt":
        is_of_transaction = node.kind == TREE.VAR_SET_MULTI and node.name != "SESSION CHARACTERISTICS"
        return None if node.is_local or is_of_transaction else Lasting.SETTING
    if kind == "SelectStmt" and any(_sets(found) for _, found in walk(node)):
        return Lasting.SETTING
    made = {"CreateStmt": "relation", "ViewStmt": "view", "CreateSeqStmt": "sequence"}.get(kind)
    relation = getattr(node, made) if made else None
    if kind == "CreateTableAsStmt":
        relation = node.into.rel
    elif kind == "SelectStmt" and node.HasField("into_clause"):
        relation = node.into_clause.rel
    return Lasting.TEMPORARY if relation is not None and relation.relpersistence == "t" else None


def _sets(node: Any) -> bool:
    """Whether it calls set_config for more than the transaction."""
    if type(node).__name__ != "FuncCall" or unwrapped(node.funcname[-1])[1].sval != "set_config":
        return False
    is_local = unwrapped(node.args[-1])[1]
    return type(is_local).__name__ == "A_Const" and not is_local.boolval.boolval
