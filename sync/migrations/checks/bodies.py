"""Checks of the bodies of functions, procedures and `DO`: whether they are SQL, or PL/pgSQL, at all.

The server looks at them when a function is made, unless `check_function_bodies` is off, and at those of `DO` when they
run. PostgreSQL's own parser reads the SQL, and its own grammar PL/pgSQL, which knows nothing of types and tables here:
what it says about these is not told, only what is wrong with the syntax.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import postgast

from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.subject import Subject
from sync.migrations.statements import Statement
from sync.parsing import TREE, ParserError, refuse_depth, unwrapped

_PLPGSQL = "plpgsql"
_WITH_BODIES = frozenset({"CreateFunctionStmt", "DoStmt"})
# Where the grammar complains of syntax, by the names of PostgreSQL's functions.
_AT_THE_END = "plpgsql_yyerror"
_OF_SYNTAX = frozenset({"scanner_yyerror", _AT_THE_END, "read_sql_construct", "check_labels"})
_NEAR = re.compile(r' at or near "(.*)"\Z', re.DOTALL)
# What may end a part of a statement, which is read when its end is found.
_ENDINGS = ("", ";", ");", "));", " THEN", " LOOP")
_TRIED = 200
_RETURNED_AS_THEY_ARE = frozenset({"trigger", "event_trigger", "void"})
_IDENTIFIER, _DECLARE, _BEGIN, _DOT = (TREE.IDENT, TREE.DECLARE, TREE.BEGIN_P, TREE.ASCII_46)
_OUT = frozenset({TREE.FUNC_PARAM_OUT, TREE.FUNC_PARAM_TABLE, TREE.FUNC_PARAM_INOUT})

Complaint = tuple[str, str]
"""What the grammar says, and which function of PostgreSQL says it."""
Reader = Callable[[str], Complaint | None]


@dataclass(frozen=True, slots=True)
class _Body:
    """A body.

    Attributes:
        text: What is between the quotes.
        language: What it is written in.
        at: Where it begins in its statement, in characters; that of the AS before where escapes stand in it.
        is_verbatim: Whether it stands there as it is.
    """

    text: str
    language: str
    at: int
    is_verbatim: bool


def of_bodies(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the syntax of bodies."""
    for one in subject.statements:
        if one.kind in _WITH_BODIES:
            yield from _of_statement(one)


def _of_statement(one: Statement) -> Iterator[Finding]:
    _, node = unwrapped(postgast.parse(one.sql).stmts[0].stmt)
    body = _body(node, one.sql)
    if body is None:
        return
    wrong = _of_sql(body.text) if body.language == "sql" else _of_plpgsql(body.text, node, one.sql)
    if wrong is None:
        return
    message, position = wrong
    before = one.sql[: body.at + (position if body.is_verbatim else 0)]
    lines = before.count("\n")
    column = len(before) - before.rfind("\n") if lines else one.column + len(before)
    yield Finding(
        Severity.ERROR,
        "body-syntax",
        f"{'the body' if one.kind == 'DoStmt' else 'the body of the function'}: {message}",
        "",
        line=one.line + lines,
        column=column,
    )


def _body(node: Any, sql: str) -> _Body | None:
    """The body of a statement in a language that is known."""
    options = [unwrapped(one)[1] for one in (node.options if hasattr(node, "options") else node.args)]
    named = {one.defname: one for one in options}
    language = unwrapped(named["language"].arg)[1].sval.lower() if "language" in named else _PLPGSQL
    if "as" not in named or language not in ("sql", _PLPGSQL):
        return None
    kind, said = unwrapped(named["as"].arg)
    text = unwrapped(said.items[0])[1].sval if kind == "List" else said.sval
    keyword = len(sql.encode()[: named["as"].location].decode())
    at = sql.find(text, keyword) if text else -1
    return _Body(text, language, max(at, keyword), is_verbatim=at >= 0)


def _of_sql(text: str) -> tuple[str, int] | None:
    try:
        refuse_depth(text)
        postgast.parse(text)
    except ParserError as error:
        return error.message, max(error.cursorpos - 1, 0)
    return None


def _of_plpgsql(text: str, node: Any, sql: str) -> tuple[str, int] | None:
    """What is wrong with a body, and with which of its characters.

    What the grammar makes of types of parameters and variables may keep it from reading on: then it is given others.
    """
    said = _complaint(sql)
    others: list[Reader] = [partial(_as_body_of, header) for header in _headers(node)]
    for read in others:
        if said is None or said[1] in _OF_SYNTAX:
            break
        said = read(text)
    if said is None or said[1] not in _OF_SYNTAX:
        return None
    again = next((read for read in others if read(text) == said), None)
    first, *more = said[0].split("\n")
    return first + "…" * bool(more), _position(text, said, again) if again else 0


def _complaint(statement: str) -> Complaint | None:
    try:
        postgast.parse_plpgsql(statement)
    except ParserError as error:
        return error.message, error.funcname or ""
    except (ValueError, RecursionError):  # it is read; what is told of it is no JSON, as with event triggers
        return None
    return None


def _as_body_of(header: str, text: str) -> Complaint | None:
    body = _without_schemas(text)
    tag = "$body$"
    while tag in body:
        tag = f"{tag[:-1]}_$"
    return _complaint(f"{header} {tag}{body}{tag}")


def _headers(node: Any) -> Iterator[str]:
    """What a routine like this one begins with, without any type that the grammar would look for."""
    if type(node).__name__ == "DoStmt":
        yield "DO"
        return
    parameters = [unwrapped(one)[1] for one in node.parameters]
    kind = "PROCEDURE" if node.is_procedure else "FUNCTION"
    for type_ in ("text", "record"):
        listed = ", ".join(
            f"{'OUT ' if one.mode in _OUT else ''}{_identifier(one.name)} {type_}" for one in parameters if one.name
        )
        returns = "" if node.is_procedure else f" RETURNS {_returned(node, parameters, type_)}"
        yield f"CREATE {kind} f({listed}){returns} LANGUAGE plpgsql AS"


def _returned(node: Any, parameters: list[Any], type_: str) -> str:
    modes = {one.mode for one in parameters}
    if node.return_type.setof or TREE.FUNC_PARAM_TABLE in modes:
        return f"SETOF {type_}"
    names = node.return_type.names
    returned = unwrapped(names[-1])[1].sval if names else ""
    return returned if returned in _RETURNED_AS_THEY_ARE else type_


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_schemas(text: str) -> str:
    """A body with white space in the place of the schemas of types that it declares, of the same length."""
    try:
        tokens = postgast.scan(text).tokens
    except ParserError:
        return text
    raw = bytearray(text.encode())
    declares = False
    for one, dot, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.token in (_DECLARE, _BEGIN):
            declares = one.token == _DECLARE
        elif declares and dot.token == _DOT and _is_name(one) and _is_name(after):
            raw[one.start : after.start] = b" " * (after.start - one.start)
    return raw.decode()


def _is_name(token: Any) -> bool:
    return token.token == _IDENTIFIER or bool(token.keyword_kind)


def _position(text: str, said: Complaint, read: Reader) -> int:
    """Which character of a body the grammar complains of; it does not tell itself.

    It reads from the front: what is cut off behind that character makes it say the same.
    """
    message, where = said
    near = _NEAR.search(message)
    if near is None and where == _AT_THE_END:
        return len(text.rstrip())
    begin, end = 0, len(text)
    for found in islice(re.finditer(";", text), _TRIED):
        if read(text[: found.end()]) == said:
            end = found.end()
            break
        begin = found.end()
    if near is None:
        return end - 1 if text[:end].endswith(";") else len(text.rstrip())
    if text.count(near[1]) == 1:
        return text.index(near[1])
    places = [begin + one.start() for one in re.finditer(re.escape(near[1]), text[begin:end])]
    endings = _ENDINGS[:1] if where == _AT_THE_END else _ENDINGS
    for ending in endings:
        for one in places[:_TRIED]:
            if read(text[: one + len(near[1])] + ending) == said:
                return one
    return places[0] if places else begin
