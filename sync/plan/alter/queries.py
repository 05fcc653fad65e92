"""Whether CREATE OR REPLACE VIEW takes another query: with the same columns, and after them perhaps more.

What the columns are called is in the query, what types they have is not. They are the same when each is the same
expression over the same relations: what of these has another type is made again, and the view with it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import postgast
from postgast.walk import walk

_BRANCHES = ("larg", "rarg")
# What of a query says what its columns are.
_READ = ("values_lists", "with_clause")


def is_replaceable(old: str, new: str) -> bool:
    """Whether a query, as the server writes it, begins with the same columns of the same types as another."""
    try:
        before, after = _parsed(old), _parsed(new)
    except postgast.PgQueryError:  # of a later version of PostgreSQL than the parser's
        return False
    return _begins_with(after, before)


def _parsed(query: str) -> Any:
    (statement,) = postgast.parse(query).stmts
    for _, node in walk(statement):
        if hasattr(node, "location"):
            node.location = 0
    return postgast.unwrap_node(statement.stmt)


def _begins_with(new: Any, old: Any) -> bool:
    if new.HasField("larg") or old.HasField("larg"):
        both = (one for one in _BRANCHES if new.HasField(one) and old.HasField(one))
        compared = [_begins_with(getattr(new, one), getattr(old, one)) for one in both]
        return len(compared) == len(_BRANCHES) and all(compared) and new.with_clause == old.with_clause
    if any(getattr(new, name) != getattr(old, name) for name in _READ):
        return False
    before, after = _relations(old), _relations(new)
    if any(after.get(name) != one for name, one in before.items()):
        return False
    had, has = list(_columns(old, before)), list(_columns(new, after))
    return has[: len(had)] == had


def _relations(query: Any) -> Mapping[str, Any]:
    """What a query reads, by the name that its columns go by; all of it by none where they do not tell."""
    found = {}
    waiting = [postgast.unwrap_node(one) for one in query.from_clause]
    while waiting:
        one = waiting.pop()
        if type(one).__name__ == "JoinExpr" and not (one.using_clause or one.is_natural or one.alias.aliasname):
            waiting += [postgast.unwrap_node(side) for side in (one.larg, one.rarg)]
            continue
        alias = getattr(one, "alias", None)
        own = (alias.aliasname if alias else "") or getattr(one, "relname", "")
        if not own or own in found:
            return {"": list(query.from_clause)}
        found[own] = one
    return found


def _columns(query: Any, relations: Mapping[str, Any]) -> Iterator[Any]:
    """Expression and name of each column; what is of the only relation says so, as it does among others."""
    for target in query.target_list:
        column = postgast.unwrap_node(target)
        for _, node in walk(column):
            if type(node).__name__ == "ColumnRef" and len(node.fields) == 1 and len(relations) == 1:
                (relation,) = relations
                own = node.fields[0].string.sval
                del node.fields[:]
                node.fields.add().string.sval = relation
                node.fields.add().string.sval = own
        yield column
