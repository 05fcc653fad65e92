"""Turns one text of a database into safe HTML: SQL is coloured, unseen characters are named, what differs is marked.

Everything that comes out is escaped here, piece by piece; nothing but this module makes markup of what a database says.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup
from pygments.lexer import RegexLexer  # type: ignore[import-untyped] # it has no types
from pygments.lexers.sql import PlPgsqlLexer, PostgresLexer  # type: ignore[import-untyped] # it has no types
from pygments.token import Comment, Keyword, Name, Number, String, _TokenType  # type: ignore[import-untyped] # it has no types

from sync.errors import visible

Piece = tuple[str, str]
Span = tuple[int, int]

_LEXED_LIMIT = 100_000  # characters: colours are not worth a minute's wait
_CLASSES = ((Comment, "c"), (Keyword, "k"), (Name.Builtin, "t"), (String, "s"), (Number, "m"))
_SQL_WORDS = frozenset({"arguments", "as", "bound", "check", "condition", "default", "definition", "expression"})
_SQL_WORDS |= frozenset({"key", "query", "result", "statements", "type", "using"})


def pieces_by_line(text: str, attribute: str, language: str | None = None) -> tuple[tuple[Piece, ...], ...]:
    """The text cut into pieces that have one colour each, line by line; together they are the text without line ends.

    Args:
        text: A value as people read it.
        attribute: The name of the attribute; it says whether the value is SQL.
        language: Of a routine's body, where it is known.
    """
    lexer = _lexer(attribute, language)
    pieces = [("", text)] if lexer is None or len(text) > _LEXED_LIMIT else list(_coloured(text, lexer))
    if "".join(part for _, part in pieces) != text:
        pieces = [("", text)]
    lines: list[list[Piece]] = [[]]
    for colour, part in pieces:
        for number, piece in enumerate(part.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append((colour, piece))
    return tuple(tuple(line) for line in lines)


def painted(pieces: Iterable[Piece], marks: tuple[Span, ...] = ()) -> Markup:
    """The HTML of one line.

    Args:
        pieces: The line.
        marks: Which characters differ from the other side's line, in order: begin and end.
    """
    made = []
    for marked, run in groupby(_cut(pieces, marks), key=itemgetter(1)):
        parts = [piece for piece, _ in run]
        blank = marked and not "".join(part for _, part in parts).strip()
        inner = "".join(_span(colour, _seen(part, blank=blank)) for colour, part in parts)
        made.append(f"<mark>{inner}</mark>" if marked else inner)
    return Markup("".join(made))  # noqa: S704 - `_seen` has escaped every piece, and `_span` adds a name of `_CLASSES`


def _lexer(attribute: str, language: str | None) -> RegexLexer | None:
    if attribute == "body":
        return _lexers()[1] if language in (None, "sql", "plpgsql") else None
    return _lexers()[0] if _SQL_WORDS.intersection(attribute.split("_")) else None


@cache
def _lexers() -> tuple[RegexLexer, RegexLexer]:
    return PostgresLexer(), PlPgsqlLexer()


def _coloured(text: str, lexer: RegexLexer) -> Iterator[Piece]:
    """Neighbours of one colour are one piece. Not `get_tokens`, which changes line ends and white space."""
    tokens = ((_class(token), part) for _, token, part in lexer.get_tokens_unprocessed(text))
    for colour, run in groupby(tokens, key=itemgetter(0)):
        yield colour, "".join(part for _, part in run)


@cache
def _class(token: _TokenType) -> str:
    return next((name for of, name in _CLASSES if token in of), "")


def _cut(pieces: Iterable[Piece], marks: tuple[Span, ...]) -> Iterator[tuple[Piece, bool]]:
    """The pieces cut where a mark begins or ends, each with whether it is marked."""
    borders = [border for mark in marks for border in mark]
    place = passed = 0
    for colour, part in pieces:
        rest = part
        while rest:
            while passed < len(borders) and borders[passed] <= place:
                passed += 1
            length = min(len(rest), borders[passed] - place) if passed < len(borders) else len(rest)
            yield (colour, rest[:length]), passed % 2 == 1
            place, rest = place + length, rest[length:]


def _span(colour: str, inner: str) -> str:
    return f'<span class="{colour}">{inner}</span>' if colour else inner


def _seen(text: str, *, blank: bool) -> str:
    """The text, escaped, with a name in place of each character that nobody would see."""
    if text.isprintable() and not blank:
        return escape(text)
    return "".join(_named(character, _name(character, blank=blank)) for character in text)


def _named(character: str, name: str) -> str:
    return escape(name) if name == character else f'<i class="u">{escape(name)}</i>'


def _name(character: str, *, blank: bool) -> str:
    if not blank:
        return visible(character)
    return {" ": "·", "\t": "\\t"}.get(character) or character.encode("unicode_escape").decode()
