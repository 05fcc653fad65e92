"""What is in the block of DO: its statements, as if all of them run, and the texts that EXECUTE makes statements of."""

import re
from collections.abc import Iterator
from typing import Any

import postgast

from sync.parsing import ParserError, ends_transaction, unwrapped
from sync.plan.effects import trees
from sync.plan.sql import body, literal, name, write

# Stands for a name that only running the block tells.
SOME = "…"

_LANGUAGE = "plpgsql"
_PLACE = re.compile(r"%(?:(\d+)\$)?-?\d*([sIL%])")
_DYNAMIC = {"PLpgSQL_stmt_dynexecute": "query", "PLpgSQL_stmt_dynfors": "query"}
_DYNAMIC_IF_SAID = "dynquery"
_STATEMENT, _EXPRESSION = 0, 2
_ASSIGNED = ":="


class Block:
    """A block of DO.

    Attributes:
        text: The whole statement, as we would write it.
        statements: In order; None for one that only running the block tells.
        ends_transactions: Whether it commits, so that it cannot run in the transaction of others.
    """

    def __init__(self, node: Any) -> None:
        found = trees.options(node.args)
        self.text = write("DO {}", body(str(found.get("as", ""))))
        tree = _parsed(self.text) if found.get("language", _LANGUAGE) == _LANGUAGE else None
        self.statements: list[str | None] = [None] if tree is None else list(_statements(tree))
        self.ends_transactions = tree is not None and ends_transaction(tree)


def _parsed(text: str) -> Any:
    try:
        return postgast.parse_plpgsql(text)
    except ParserError:
        return None


def _statements(tree: Any) -> Iterator[str | None]:
    for one in tree if isinstance(tree, list) else ():
        yield from _statements(one)
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key == "PLpgSQL_expr":
            yield from _expression(value)
        elif key == _DYNAMIC_IF_SAID:
            yield _text(value["PLpgSQL_expr"]["query"])
        elif key in _DYNAMIC:
            yield _text(value[_DYNAMIC[key]]["PLpgSQL_expr"]["query"])
            yield from _statements({other: each for other, each in value.items() if other != _DYNAMIC[key]})
        else:
            yield from _statements(value)


def _expression(one: Any) -> Iterator[str]:
    """A statement; what only computes something, as the SELECT of it."""
    text, mode = one["query"], one.get("parseMode", _STATEMENT)
    if mode == _STATEMENT:
        yield text
    else:
        yield f"SELECT {text if mode == _EXPRESSION else text.partition(_ASSIGNED)[2]}"


def _text(expression: str) -> str | None:
    """The statement that an expression makes; None for one that cannot be told, or not be read."""
    found = trees.statement(f"SELECT {expression}")
    text = _value(unwrapped(found[1].target_list[0])[1].val) if found is not None else None
    return text if text is not None and trees.statement(text) is not None else None


def _value(node: Any) -> str | None:
    """The text of an expression, with a name in the place of what only running it tells."""
    kind, one = unwrapped(node)
    if kind == "A_Const":
        return trees.constant(one)
    if kind == "TypeCast":
        return _value(one.arg)
    if kind == "A_Expr" and trees.names(one.name) == ("||",):
        return _or_some(one.lexpr) + _or_some(one.rexpr)
    if kind == "FuncCall" and trees.names(one.funcname)[-1] == "format":
        return _formatted([_value(each) for each in one.args])
    return None


def _or_some(node: Any) -> str:
    found = _value(node)
    return name(SOME) if found is None else found


def _formatted(values: list[str | None]) -> str | None:
    template, *arguments = values
    if template is None:
        return None
    following = iter(arguments)

    def filled(place: re.Match[str]) -> str:
        number, how = place.groups()
        if how == "%":
            return "%"
        value = next(following, None) if number is None else (*arguments, *[None] * int(number))[int(number) - 1]
        if how == "L":
            return literal(SOME if value is None else value)
        return value if value is not None and how == "s" else name(SOME if value is None else value)

    return _PLACE.sub(filled, template)
