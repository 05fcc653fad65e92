r"""Secrets in scripts for psql: where the reader hid one stands a variable, and the head tells what is to be supplied.

A string that is a secret becomes `:'secret_1'`. One that has a secret in it is put together by the server just before,
by a query whose answer psql keeps in a variable, `\gset`: so a person still reads the text as it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sync.catalog.secret_patterns import HIDDEN
from sync.errors import one_line
from sync.plan.psql import Is, Piece, pieces, unmistakable, without_variables
from sync.plan.sql import Sql, body, joined, literal, write

_STRING = re.compile(r"(?P<quote>E?'|\$\w*\$)(?P<text>.*)(?:'|\$\w*\$)\Z", re.DOTALL)
_SETTING = re.compile(r"""(\w+)\s*=\s*["'\\]*\Z""")
# In these statements the string is in a language of its own, where a value is quoted: what takes the place of what.
_ESCAPES = {
    # A connection string. Source: PostgreSQL documentation, section 32.1.1.1.
    "SUBSCRIPTION": (("\\", "\\\\"), ("'", "\\'")),
    # A statement within the first argument of format().
    "DO": (("%", "%%"), ("'", "''''")),
}

_COMPLAINT = r"""SELECT :'missing' <> '' AS is_missing, pg_catalog.format('BEGIN RAISE EXCEPTION %L; END',
    'not supplied:' || :'missing' || '; the head of the script says what that is') AS complaint \gset
\if :is_missing
\set ON_ERROR_STOP on
\set SHOW_CONTEXT never
DO :'complaint';
\endif
"""


@dataclass(frozen=True, slots=True)
class NeededSecret:
    """A secret that has to be supplied.

    Attributes:
        name: The variable.
        about: What it is, for people: `password of user mapping shop/public`.
    """

    name: str
    about: str


class Variables:
    """The variables of a script.

    Args:
        statements: All statements that may have secrets, in order, each with what it is about, for people.

    Attributes:
        elsewhere: How many secrets stand where no variable can, such as in the name of a column.
    """

    def __init__(self, statements: Iterable[tuple[Sql, str]]) -> None:
        self._needed: dict[str, NeededSecret] = {}
        elsewhere: set[str] = set()
        for sql, about in statements:
            before = ""
            for piece in pieces(sql) if HIDDEN.search(sql) else ():
                if piece.is_ is Is.STRING:
                    self._need(piece.text, before, about)
                else:
                    elsewhere.update(HIDDEN.findall(piece.text))
                before = before if piece.is_ is Is.BETWEEN else piece.text
        self.elsewhere = len(elsewhere)

    @property
    def needed(self) -> tuple[NeededSecret, ...]:
        """What has to be supplied, in the order in which it is used."""
        return tuple(self._needed.values())

    def head(self) -> Iterator[str]:
        """Lines for the head of the script: what is needed, and how it ends at once where that was not given."""
        if self._needed:
            yield from _request(self.needed)
        if self.elsewhere:
            yield f"-- Put secrets in the place of [secret …] where no variable can stand: {self.elsewhere} in names.\n"
        if self._needed:
            yield from _guard(self.needed)

    def script(self, sql: Sql) -> Iterator[str]:
        """A statement as psql takes it, behind what puts its texts together."""
        if not HIDDEN.search(sql):
            yield f"{without_variables(sql)};\n"
            return
        found = list(pieces(sql))
        escapes = _escapes(found)
        texts = 0
        for position, piece in enumerate(found):
            markers = HIDDEN.findall(piece.text) if piece.is_ is Is.STRING else ()
            if not markers:
                continue
            if _parts(piece.text) == ("", ""):
                variable = self._needed[markers[0]].name
            else:
                texts += 1
                variable = f"text_{texts}"
                yield f"SELECT {self._composed(piece.text, escapes)} AS {variable} \\gset\n"
            found[position] = replace(piece, text=_value(variable))
        yield f"{unmistakable(found)};\n"

    def _need(self, string: str, before: str, about: str) -> None:
        """Name the secrets of a string that stands behind a word."""
        parts = _parts(string)
        for marker, part in zip(HIDDEN.findall(string), parts, strict=False):
            if marker in self._needed:
                continue
            if setting := _SETTING.search(part):
                in_text = before.upper() == "IS"  # COMMENT ON … IS, SECURITY LABEL … IS
                what = f"{setting[1]} {'in a comment or label on' if in_text else 'of'} {about}"
            elif parts != ("", ""):
                what = f"in a text of {about}, as it is written there"
            elif re.fullmatch(r'[a-z_]\w*|"[^"]+"', before):
                what = f"{before} of {about}"
            else:
                what = f"a text of {about}"
            self._needed[marker] = NeededSecret(f"secret_{len(self._needed) + 1}", one_line(what))

    def _composed(self, string: str, escapes: Iterable[tuple[str, str]]) -> Sql:
        """The expression whose value is a string with its secrets."""
        found = _STRING.match(string)
        assert found is not None  # it is a string
        first, *rest = _parts(string)
        operands = [_again(found["quote"], first)]
        for marker, part in zip(HIDDEN.findall(string), rest, strict=True):
            operand = _value(self._needed[marker].name)
            for old, new in escapes:
                operand = write("replace({}, {}, {})", operand, literal(old), literal(new))
            operands += [operand, _again(found["quote"], part)]
        return joined(" || ", filter(None, operands))


def needed_secrets(statements: Iterable[tuple[Sql, str]]) -> tuple[NeededSecret, ...]:
    """What has to be supplied to run statements, each of which comes with what it is about, for people."""
    return Variables(statements).needed


def _parts(string: str) -> tuple[str, ...]:
    """What stands around the secrets of a string, without its quotes."""
    found = _STRING.match(string)
    return tuple(HIDDEN.split(found["text"])) if found else ()


def _again(quote: str, part: str) -> Sql:
    """A part of a string as a string of its own; nothing where there is none."""
    if not part:
        return Sql("")
    if quote.startswith("$"):
        return body(part) if "\n" in part else literal(part)
    return Sql(f"{quote}{part}'")


def _value(variable: str) -> Sql:
    return Sql(f":'{variable}'")


def _escapes(found: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    words = [one.text for one in found if one.is_ is not Is.BETWEEN][:2]
    return next((_ESCAPES[word] for word in words if word in _ESCAPES), ())


def _request(needed: tuple[NeededSecret, ...]) -> Iterator[str]:
    number = "a secret" if len(needed) == 1 else f"{len(needed)} secrets"
    yield f"-- Needs {number}. Make a file that only you can read, with a line for each: \\set secret_1 'the secret'\n"
    yield "-- (where ' is '' and \\ is \\\\), and run: psql -v ON_ERROR_STOP=1 -f secrets.psql -f this-file\n"
    yield from (f"--   {one.name}: {one.about}\n" for one in needed)


def _guard(needed: tuple[NeededSecret, ...]) -> Iterator[str]:
    """Ends the script with a line that says what is missing, also where ON_ERROR_STOP was forgotten."""
    yield "\\set missing ''\n"
    yield from (f"\\if :{{?{one.name}}} \\else \\set missing :missing ' {one.name}' \\endif\n" for one in needed)
    yield _COMPLAINT
