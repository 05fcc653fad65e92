"""What PostgreSQL's parser tells of a statement. It takes a while to load: import this where it is used."""

import re
from collections.abc import Callable
from typing import Any

import postgast
from google._upb import _message  # type: ignore[import-untyped]  # it has no types

ParserError = postgast.PgQueryError

# Else a tree of more than 100 levels is not read, which 50 `||` or UNION in a row make.
_message.SetAllowOversizeProtos(True)

TREE = postgast.pg_query_pb2
_NODE = TREE.Node

_WHOLE = frozenset(
    {TREE.REINDEX_OBJECT_SCHEMA, TREE.REINDEX_OBJECT_SYSTEM, TREE.REINDEX_OBJECT_DATABASE},
)
_CHANGES_PUBLICATIONS = frozenset(
    {
        TREE.ALTER_SUBSCRIPTION_SET_PUBLICATION,
        TREE.ALTER_SUBSCRIPTION_ADD_PUBLICATION,
        TREE.ALTER_SUBSCRIPTION_DROP_PUBLICATION,
    }
)
# What a tree is deeper for each time, up to what no server takes; the parser ends the process at a multiple of this.
_DEEPEST = 10_000
_SHORTEST_DEEP = 2 * _DEEPEST
_SEPARATES = re.compile("[,;]")
_COMMA, _SEMICOLON = TREE.ASCII_44, TREE.ASCII_59
_JOINING = frozenset({TREE.UNION, TREE.INTERSECT, TREE.EXCEPT})
_JOINS_QUERIES = re.compile(r"\b(?:union|intersect|except)\b", re.IGNORECASE)
_OFF = frozenset({"false", "off", "0"})
# What ends a transaction in PL/pgSQL; without the word, which is found quickly, nothing does.
_ENDING_WORD = re.compile("commit|rollback", re.IGNORECASE)
_ENDING = frozenset({"PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback"})
_TOO_DEEP = "stack depth limit exceeded"


def unwrapped(node: Any) -> tuple[str, Any]:
    """The parser's name for a node, such as `CreateStmt`, and what it is."""
    which = node.WhichOneof("node") if type(node) is _NODE else None
    inner = getattr(node, which) if which else node
    return type(inner).__name__, inner


def refuse_depth(text: str) -> None:
    """Refuse what the parser would end the process at: an expression of ten thousands of operators, or of queries.

    Raises:
        ParserError: It is so.
    """
    if len(text) < _SHORTEST_DEEP:
        return
    may_join = sum(1 for _ in _JOINS_QUERIES.finditer(text)) >= _DEEPEST
    if not may_join and max(map(len, _SEPARATES.split(text))) < _SHORTEST_DEEP:
        return
    queries = operators = 0
    for one in postgast.scan(text).tokens:
        queries = 0 if one.token == _SEMICOLON else queries + (one.token in _JOINING)
        operators = 0 if one.token in (_SEMICOLON, _COMMA) else operators + 1
        if max(queries, operators) > _DEEPEST:
            raise ParserError(_TOO_DEEP, cursorpos=len(text.encode()[: one.start].decode()) + 1)


def refuses_transaction(kind: str, node: Any) -> bool:
    """Whether a statement refuses to run inside a transaction, whatever it is about."""
    return kind in _REFUSE and _REFUSE[kind](node)


def is_concurrent(reindex: Any) -> bool:
    """Whether REINDEX builds beside those who write."""
    return _is_on(reindex.params, "concurrently")


def may_refuse_transaction(kind: str, node: Any) -> bool:
    """Whether it depends on what there is: on a table's being partitioned, on a subscription's having a slot."""
    if kind == "ReindexStmt":
        return node.kind in (TREE.REINDEX_OBJECT_TABLE, TREE.REINDEX_OBJECT_INDEX)
    return kind in ("ClusterStmt", "DropSubscriptionStmt")


def _creates_slot(node: Any) -> bool:
    return _is_on(node.options, "create_slot", by_default=_is_on(node.options, "connect", by_default=True))


def _alters_slot(node: Any) -> bool:
    """Whether ALTER SUBSCRIPTION goes to the publisher: for its tables, or to change the slot there."""
    if node.kind in _CHANGES_PUBLICATIONS:
        return _is_on(node.options, "refresh", by_default=True)
    if node.kind == TREE.ALTER_SUBSCRIPTION_OPTIONS:
        has_other_slot = not _is_on(node.options, "two_phase", by_default=True)
        return has_other_slot or _option(node.options, "failover") is not None
    return bool(node.kind == TREE.ALTER_SUBSCRIPTION_REFRESH)


def _option(options: Any, name: str) -> Any:
    """An option `name = value` of a statement, the last one of this name; None without one."""
    found = [one for one in (unwrapped(option)[1] for option in options) if one.defname == name]
    return found[-1] if found else None


def _is_on(options: Any, name: str, *, by_default: bool = False) -> bool:
    """Whether an option is on, as PostgreSQL reads booleans; without a value it is."""
    option = _option(options, name)
    if option is None:
        return by_default
    kind, value = unwrapped(option.arg)
    match kind:
        case "Integer":
            return bool(value.ival)
        case "TypeName":
            return unwrapped(value.names[-1])[1].sval.lower() not in _OFF
        case "String":
            return value.sval.lower() not in _OFF
    return True


def _detaches_concurrently(command: Any) -> bool:
    kind, definition = unwrapped(getattr(unwrapped(command)[1], "def"))
    return kind == "PartitionCmd" and bool(definition.concurrent)


def _commits(node: Any) -> bool:
    """Whether DO ends its transaction itself, which it may not do in one that others began."""
    said = {one.defname: one.arg.string.sval for one in (unwrapped(each)[1] for each in node.args)}
    body = said.get("as", "")
    if said.get("language", "plpgsql") != "plpgsql" or not _ENDING_WORD.search(body):
        return False
    quoted = body.replace("'", "''")
    try:
        return ends_transaction(postgast.parse_plpgsql(f"DO '{quoted}'"))
    except (ParserError, ValueError, RecursionError):  # nobody knows; the server will say it
        return False


def ends_transaction(tree: Any) -> bool:
    """Whether a body in PL/pgSQL, as its parser gives it, has a COMMIT or ROLLBACK."""
    if isinstance(tree, list):
        return any(map(ends_transaction, tree))
    return isinstance(tree, dict) and (not _ENDING.isdisjoint(tree) or any(map(ends_transaction, tree.values())))


def _always(_: Any) -> bool:
    return True


def _concurrently(node: Any) -> bool:
    return bool(node.concurrent)


# As PostgreSQL's own code has it, by its calls of PreventInTransactionBlock in 13 to 18.
_REFUSE: dict[str, Callable[[Any], bool]] = {
    "CreatedbStmt": _always,
    "DropdbStmt": _always,
    "CreateTableSpaceStmt": _always,
    "DropTableSpaceStmt": _always,
    "AlterSystemStmt": _always,
    "AlterDatabaseStmt": lambda node: _option(node.options, "tablespace") is not None,
    "VacuumStmt": lambda node: bool(node.is_vacuumcmd),
    "ClusterStmt": lambda node: not node.HasField("relation"),
    "ReindexStmt": lambda node: node.kind in _WHOLE or is_concurrent(node),
    "IndexStmt": _concurrently,
    "DropStmt": _concurrently,
    "AlterTableStmt": lambda node: any(
        unwrapped(one)[1].HasField("def") and _detaches_concurrently(one) for one in node.cmds
    ),
    "DoStmt": _commits,
    "DiscardStmt": lambda node: bool(node.target == TREE.DISCARD_ALL),
    "CreateSubscriptionStmt": _creates_slot,
    "AlterSubscriptionStmt": _alters_slot,
}
