r"""What only psql understands, in a file that a server is to run: its `\` commands, and rows of `COPY … FROM stdin`.

Files that were written for psql, or by pg_dump, have them. Each is found, and put out of sight, so that PostgreSQL's
parser can read the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What hides a backslash and a semicolon, and the two themselves. Source: PostgreSQL documentation, section 4.1.
_TOKEN = re.compile(
    r"""
    --[^\n\r]*
    | /\*
    | (?<![\w$])[eE]'(?:[^'\\]|''|\\.)*+(?:'|\\?\Z)
    | '(?:[^']|'')*+(?:'|\Z)
    | "(?:[^"]|"")*+(?:"|\Z)
    | (?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?(?:\$(?P=tag)\$|\Z)
    | \\[^\s\\]*
    | ;
    """,
    re.DOTALL | re.VERBOSE,
)
_BLOCK = re.compile(r"/\*|\*/")
_LINE = re.compile(r"[^\n]*")
_COPY = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_END_OF_ROWS = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE)

_PUT_HERE = ("runs another file", "put its SQL here, or make it a migration of its own")
_VARIABLE = ("sets a variable of psql", "write the value itself")
_PRINTS = ("is about what psql prints", "take it out")
_SAYS = ("prints a text", "write RAISE NOTICE in a DO block, or take it out")
_DECIDES = ("decides in psql what is sent", "write IF in a DO block")
_SHOWS = ("shows what is there", "take it out")
_SENDS = ("sends a statement", "end the statement with a semicolon")
_CONNECTS = ("connects to another database", "take it out: a deployment chooses the database")
_WHAT = {
    **dict.fromkeys(("i", "ir", "include", "include_relative"), _PUT_HERE),
    **dict.fromkeys(("set", "unset", "getenv", "prompt"), _VARIABLE),
    "gset": ("keeps an answer in variables of psql", "write DECLARE and SELECT INTO in a DO block"),
    **dict.fromkeys(("a", "C", "f", "H", "o", "out", "pset", "t", "T", "timing", "x", "errverbose"), _PRINTS),
    **dict.fromkeys(("echo", "qecho", "warn", "p", "print"), _SAYS),
    **dict.fromkeys(("if", "elif", "else", "endif"), _DECIDES),
    **dict.fromkeys(("g", "gx", "bind", "bind_named", "parse", "watch", "crosstabview", "gdesc", "r", "w"), _SENDS),
    "gexec": ("runs an answer as statements", "write EXECUTE in a DO block"),
    "copy": ("copies rows from or to a file of the client", "write INSERT, or load the rows outside of migrations"),
    ".": ("ends rows of COPY", "write INSERT instead of COPY and its rows"),
    **dict.fromkeys(("c", "connect", "conninfo"), _CONNECTS),
    "!": ("runs a program on the client", "take it out, and run it outside of migrations"),
    "password": (
        "asks for a password",
        "write ALTER ROLE … PASSWORD outside of migrations: no secret belongs in a file",
    ),
    "encoding": ("sets the encoding of the client", "take it out: files are UTF-8"),
    **dict.fromkeys(("restrict", "unrestrict"), ("guards a dump of pg_dump", "write it alone on its line")),
    **dict.fromkeys(("q", "quit"), ("ends psql", "take it out")),
}
_ENDS_A_STATEMENT = frozenset({r"\g", r"\gx", r"\gset", r"\gexec", r"\gdesc", r"\crosstabview", r"\watch"})
_OTHERS = ("is for psql alone", "take it out")


@dataclass(frozen=True, slots=True)
class ForPsql:
    """Something that only psql understands.

    Attributes:
        position: Where it begins, a character from 0.
        is_rows: Whether it is rows of COPY, and no command.
        message: What it is.
        remedy: What to write instead.
    """

    position: int
    is_rows: bool
    message: str
    remedy: str


def for_psql(text: str) -> tuple[str, tuple[ForPsql, ...]]:
    """A text with white space in the place of what only psql understands, as long as before, and what that was.

    Where that ends a statement a semicolon does, too.
    """
    found = []
    rest = []
    end = 0
    for begin, behind, what in _found(text):
        found.append(what)
        blank = re.sub(r"[^\n]", " ", text[begin:behind])
        ends = text[begin:behind].split(maxsplit=1)[:1]
        rest += [text[end:begin], f";{blank[1:]}" if _ENDS_A_STATEMENT.issuperset(ends) and ends else blank]
        end = behind
    return "".join((*rest, text[end:])), tuple(found)


def _found(text: str) -> Iterator[tuple[int, int, ForPsql]]:
    """Where each thing begins and ends, and what it is."""
    position, start = 0, 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token[0] == "/*":
            position = _behind_block(text, token.start())
        elif token[0] == ";":
            if _COPY.match(_bare(text[start : token.start()])):
                rows = _line_end(text, position) + 1
                ending = _END_OF_ROWS.search(text, rows)
                behind = min(ending.end() if ending else len(text), len(text))
                if rows < behind:
                    yield min(rows, len(text)), behind, _rows(rows)
                    position = behind
            start = position
        elif token[0].startswith("\\"):
            start = position = _line_end(text, token.start())
            yield token.start(), position, _command(token[0], token.start())


def _command(word: str, position: int) -> ForPsql:
    name = word[1:]
    what, remedy = _WHAT.get(name) or (_SHOWS if re.match(r"[dlsz]", name) else _OTHERS)
    return ForPsql(position, False, f"{word} is a command of psql, not SQL: it {what}", remedy)


def _rows(position: int) -> ForPsql:
    return ForPsql(position, True, "rows of COPY can only be sent by psql", "write INSERT instead")


def _line_end(text: str, position: int) -> int:
    line = _LINE.match(text, position)
    return line.end() if line else len(text)


def _behind_block(text: str, at: int) -> int:
    depth = 0
    for found in _BLOCK.finditer(text, at):
        depth += 1 if found[0] == "/*" else -1
        if not depth:
            return found.end()
    return len(text)


def _bare(sql: str) -> str:
    """A statement without comments before it."""
    while (sql := sql.lstrip()).startswith(("--", "/*")):
        sql = sql[_line_end(sql, 0) :] if sql.startswith("--") else sql[_behind_block(sql, 0) :]
    return sql
