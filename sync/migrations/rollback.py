"""The part of a migration file that takes it back: in comments, from a line `-- rollback` to the end of the file.

The Supabase CLI runs the same file as a whole, so the statements stand behind `--`:

```
CREATE TABLE orders (id bigint PRIMARY KEY);

-- rollback
-- DROP TABLE orders;
```

What does not read as SQL is taken for a note that says why there is no way back, or what to do by hand: where no line
of it ends with a semicolon. A note beside statements stands in a comment of its own, `-- -- a note`.
"""

import re
from dataclasses import dataclass, replace

from sync.migrations.statements import Statement
from sync.migrations.template import PLACEHOLDERS

_HEADING = re.compile(r"^[ \t]*--[ \t]*rollback[ \t]*:?[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MARK = re.compile(r"[ \t]*-- ?")


@dataclass(frozen=True, slots=True)
class Section:
    """The rollback part of a file.

    Attributes:
        line: Of its heading, from 1.
        text: What is behind the heading, without the marks of the comments, behind as many line ends as are before it.
        marks: How many characters each line of it has lost.
        loose: Where in the file is the first thing in it that is not a comment, from 0; None where there is none.
    """

    line: int
    text: str
    marks: tuple[int, ...]
    loose: int | None

    def statements(self) -> tuple[Statement, ...]:
        """Its statements; none where it is a note.

        Raises:
            ParserError: It is no note, and PostgreSQL's parser refuses it; the position is one in `text`.
        """
        from sync.migrations.parser import ParserError, split

        try:
            found = tuple(split(self.text))
        except ParserError:
            if any(line.rstrip().endswith(";") for line in self.text.split("\n")):
                raise
            return ()
        return tuple(replace(one, column=one.column + self.marks[one.line - self.line - 1]) for one in found)

    def place(self, position: int) -> tuple[int, int]:
        """Line and column in the file, from 1, of a character of `text`, from 0."""
        before = self.text[: max(position, 0)]
        line = before.count("\n") + 1
        return line, len(before) - before.rfind("\n") + self.marks[line - self.line - 1]


def section(text: str) -> Section | None:
    """The rollback part of a file's text, if it has one."""
    headings = {found.start() + found[0].index("--") for found in _HEADING.finditer(text)}
    if not headings:
        return None  # PostgreSQL's scanner takes a while to load
    import postgast

    tree = postgast.pg_query_pb2
    comments = (tree.SQL_COMMENT, tree.C_COMMENT)
    at_bytes = {len(text[:one].encode()): one for one in headings}
    try:
        tokens = postgast.scan(text).tokens
    except postgast.PgQueryError:
        return None
    heading, loose = None, None
    for token in tokens:
        if heading is None:
            heading = at_bytes.get(token.start) if token.token == tree.SQL_COMMENT else None
        elif token.token not in comments:
            loose = len(text.encode()[: token.start].decode())
            break
    return None if heading is None else _read(text, heading, loose)


def _read(text: str, heading: int, loose: int | None) -> Section:
    number = text.count("\n", 0, heading) + 1
    lines = text[heading:].split("\n")[1:]
    marks = tuple(found.end() if (found := _MARK.match(line)) else 0 for line in lines)
    cut = (line[mark:] for line, mark in zip(lines, marks, strict=True))
    bare = "\n".join("" if line.strip() in PLACEHOLDERS else line for line in cut)
    return Section(number, "\n" * number + bare, marks or (0,), loose)
