"""What expressions tell: whether they give another value for each row, and what they prove."""

from collections.abc import Iterator
from typing import Any

from sync.model import Kind
from sync.model.objects import Routine
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees
from sync.plan.effects.relations import Relation
from sync.plan.effects.state import State
from sync.plan.effects.types import BUILT_IN

# PostgreSQL's own, and those of its extensions that stand in defaults. Source: pg_proc.dat.
VOLATILE = frozenset(
    {
        *("random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp", "timeofday"),
        *("nextval", "setval", "currval", "lastval", "set_config", "setseed", "array_sample", "array_shuffle"),
        *("pg_sleep", "pg_sleep_for", "pg_sleep_until", "pg_notify", "pg_relation_size", "pg_total_relation_size"),
        *("pg_table_size", "pg_indexes_size", "pg_database_size", "pg_current_wal_lsn", "pg_current_wal_insert_lsn"),
        *("uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "gen_random_bytes", "gen_salt"),
    }
)
_COMPARISONS = {">=": ">=", "<": "<", "=": "="}


def is_volatile(tree: Any, state: State) -> bool:
    """Whether an expression may have another value for each row. Of an extension's functions nobody knows."""
    return any(_calls_volatile(trees.names(call.funcname), state) for call in trees.nodes_of(tree, "FuncCall"))


def _calls_volatile(called: tuple[str, ...], state: State) -> bool:
    schema, name = called[-2] if len(called) > 1 else "", called[-1]
    if schema == BUILT_IN:
        return name in VOLATILE
    schemas = (schema,) if schema else state.path
    found = [
        one
        for one in state.routines(name)
        if isinstance(one, Routine) and one.identity.kind is Kind.FUNCTION and one.identity.schema in schemas
    ]
    if found:
        return any(one.volatility == "volatile" for one in found)
    return bool(schema) or name in VOLATILE


def conjuncts(tree: Any) -> Iterator[Any]:
    """The conditions that all have to hold for an expression to."""
    kind, node = unwrapped(tree)
    if kind == "BoolExpr" and node.boolop == TREE.AND_EXPR:
        for one in node.args:
            yield from conjuncts(one)
    else:
        yield node


def checked(relation: Relation) -> Iterator[Any]:
    """The conditions that hold for all rows of a table."""
    for rule in relation.rules.values():
        if rule.is_valid and rule.tree is not None and rule.tree.contype == TREE.CONSTR_CHECK:
            yield from conjuncts(rule.tree.raw_expr)


def is_never_null(relation: Relation, column: str) -> bool:
    """Whether a column is known to have a value in every row."""
    field = relation.fields.get(column)
    return (field is not None and field.not_null) or any(
        type(one).__name__ == "NullTest" and one.nulltesttype == TREE.IS_NOT_NULL and _is_column(one.arg, column)
        for one in checked(relation)
    )


def is_within(relation: Relation, keys: list[str], bound: Any) -> bool:
    """Whether the checks of a table prove that all its rows belong within the bound of a partition of one column."""
    if len(keys) != 1 or bound is None or bound.is_default:
        return False
    (key,) = keys
    known = list(checked(relation))
    if bound.strategy == "r":
        limits = [(">=", bound.lowerdatums), ("<", bound.upperdatums)]
        return is_never_null(relation, key) and all(
            any(_is_limit(one, key, operator, datums) for one in known) for operator, datums in limits
        )
    if bound.strategy == "l":
        values = {_text(one) for one in bound.listdatums}
        has_values = None in values or is_never_null(relation, key)
        return has_values and any(_is_one_of(one, key, values) for one in known)
    return False


def _is_column(node: Any, column: str) -> bool:
    kind, one = unwrapped(node)
    return kind == "ColumnRef" and trees.names(one.fields)[-1:] == (column,)


def _is_limit(node: Any, key: str, operator: str, datums: Any) -> bool:
    kind, wanted = unwrapped(datums[0])
    if kind == "ColumnRef":  # MINVALUE and MAXVALUE
        return True
    if type(node).__name__ != "A_Expr" or trees.names(node.name) != (_COMPARISONS[operator],):
        return False
    return _is_column(node.lexpr, key) and _text(node.rexpr) is not None and _text(node.rexpr) == _text(wanted)


def _is_one_of(node: Any, key: str, values: set[str | None]) -> bool:
    if type(node).__name__ != "A_Expr" or trees.names(node.name) != ("=",) or not _is_column(node.lexpr, key):
        return False
    kind, right = unwrapped(node.rexpr)
    elements = right.elements if kind == "A_ArrayExpr" else right.items if kind == "List" else [right]
    found = {_text(one) for one in elements}
    return None not in found and found <= values


def _text(node: Any) -> str | None:
    """The text of a constant, whatever it is cast to."""
    kind, one = unwrapped(node)
    while kind == "TypeCast":
        kind, one = unwrapped(one.arg)
    return trees.constant(one) if kind == "A_Const" else None
