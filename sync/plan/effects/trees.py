"""Reading the parser's trees: names, options, columns."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import postgast
from postgast.walk import walk

from sync.parsing import TREE, ParserError, unwrapped

Names = tuple[str, ...]


def statements(text: str) -> list[tuple[str, Any]] | None:
    """The kinds and the trees of statements; None where the parser refuses them."""
    try:
        return [unwrapped(one.stmt) for one in postgast.parse(text).stmts]
    except ParserError:  # of a later version of PostgreSQL than the parser's
        return None


def statement(text: str) -> tuple[str, Any] | None:
    """The same of one; None for several."""
    found = statements(text)
    return found[0] if found is not None and len(found) == 1 else None


@cache
def constraint(text: str) -> Any:
    """The tree of a constraint, as the server writes its definition; None where the parser does not know it."""
    found = statement(f"ALTER TABLE t ADD {text}")
    return None if found is None else unwrapped(definition(unwrapped(found[1].cmds[0])[1]))[1]


@cache
def index(text: str) -> Any:
    """The tree of an index, likewise."""
    found = statement(text)
    return None if found is None else found[1]


@cache
def partition_key(text: str) -> Any:
    """The tree of a partition key, likewise."""
    found = statement(f"CREATE TABLE t () PARTITION BY {text}")
    return None if found is None else found[1].partspec


@cache
def type_name(text: str) -> Any:
    """The tree of a type, likewise."""
    found = statement(f"SELECT NULL::{text}")
    if found is None:
        return None
    return unwrapped(unwrapped(found[1].target_list[0])[1].val)[1].type_name


def definition(command: Any) -> Any:
    """What a command of ALTER TABLE has beside a name: a word that Python keeps for itself."""
    return getattr(command, "def")


def names(nodes: Any) -> Names:
    """The names in a list of strings, or in a list of lists."""
    found: list[str] = []
    for node in nodes:
        kind, one = unwrapped(node)
        if kind == "String":
            found.append(one.sval)
        elif kind == "List":
            found += names(one.items)
        elif kind == "TypeName":
            found += names(one.names)
    return tuple(found)


def listed(node: Any) -> list[tuple[str, Any]]:
    """What is in a list."""
    kind, one = unwrapped(node)
    return [unwrapped(item) for item in one.items] if kind == "List" else []


def options(nodes: Any) -> dict[str, Any]:
    """Name and value of each option; the value is a text, a number, a truth value, None, or a tree."""
    found = {}
    for node in nodes:
        _, one = unwrapped(node)
        found[one.defname] = value(one.arg) if one.HasField("arg") else None
    return found


def value(node: Any) -> Any:  # noqa: PLR0911 - one answer for each form
    """What a constant says; a tree of anything else."""
    kind, one = unwrapped(node)
    match kind:
        case "String":
            return one.sval
        case "Integer":
            return one.ival
        case "Float":
            return one.fval
        case "Boolean":
            return one.boolval
        case "A_Const":
            return constant(one)
        case "TypeName":
            return names(one.names)[-1]
        case _:
            return one


def constant(one: Any) -> str | None:
    """The text of a constant; None for NULL."""
    which = one.WhichOneof("val")
    if one.isnull or which is None:
        return None
    inner = getattr(one, which)
    found = {"ival": lambda: inner.ival, "fval": lambda: inner.fval, "boolval": lambda: inner.boolval}
    return str(found[which]()) if which in found else str(getattr(inner, which, ""))


def is_on(given: Any) -> bool:
    """Whether an option that may stand without a value is on."""
    return given is None or str(given).lower() in ("true", "on", "1", "yes")


def columns(tree: Any) -> frozenset[str]:
    """The names of the columns in an expression, without those of what they are of."""
    return frozenset(names(one.fields)[-1] for one in nodes_of(tree, "ColumnRef") if names(one.fields))


def nodes_of(tree: Any, kind: str) -> Iterator[Any]:
    """All nodes of a kind in a tree."""
    if tree is not None:
        yield from (node for _, node in walk(tree) if type(node).__name__ == kind)


def all_nodes(tree: Any) -> Iterator[tuple[str, Any]]:
    """All nodes of a tree, each with the name of the field that it is in."""
    yield from walk(tree)


def ranges(nodes: Any) -> list[Any]:
    """The relations in a list."""
    return [one for kind, one in map(unwrapped, nodes) if kind == "RangeVar"]


def roles(nodes: Any) -> list[str]:
    """The names of roles; `public` for all, `CURRENT_USER` and the like for who is not known."""
    found = []
    for node in nodes:
        _, one = unwrapped(node)
        found.append(one.rolename or _WHO.get(one.roletype, "the current user"))
    return found


_WHO = {TREE.ROLESPEC_PUBLIC: "public", TREE.ROLESPEC_SESSION_USER: "the session's user"}
