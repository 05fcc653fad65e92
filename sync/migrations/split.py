r"""Statements as the Supabase CLI splits and keeps them, in `supabase_migrations.schema_migrations.statements`.

What is kept must be the same whichever of the two applied a file, so it is split here as there, and not by the parser
of PostgreSQL: at each semicolon that is not in a string, a comment, parentheses or the body of a standard function.
What stands before a statement belongs to it, comments too, and a last comment is a statement of its own; semicolons at
the end and white space around it are cut off, and what is left empty is not kept.

Found out by having version 3.1 of the CLI apply files, and from its public source, `pkg/parser` of supabase/cli. Where
it is at odds with PostgreSQL, it is followed:

- A closing parenthesis closes all that are open. So the actions of `CREATE RULE … DO (INSERT … VALUES (1); DELETE …)`
  are torn apart, as they are there, where the file cannot be applied.
- A backslash outside of strings hides the character behind it, but for `)`; `$1$` begins a dollar-quoted string.
- `BEGIN ATOMIC` begins a body only with nothing but white space between the two words, and whatever follows them; `END`
  ends it only where a statement could begin.
"""

import re
from collections.abc import Iterator

_WHITE = " \t\n\r\f\v"
# What changes how the following is read; the rest is passed over.
_NEXT = re.compile(r"""['"$\\;()]|--|/\*|atomic|end""", re.IGNORECASE | re.ASCII)
_HIDES = frozenset({"'", '"', "$", "\\", "--", "/*"})
_TAG = re.compile(r"\$[A-Za-z0-9_\u0080-\U0010ffff]*")
_LINE_END = re.compile(r"[\n\r]")
_BLOCK = re.compile(r"/\*|\*/")
# A string with escapes goes on behind a line end, and so do the escapes.
_GOES_ON = re.compile(rf"(?:[{_WHITE}]|--[^\n\r]*[\n\r])*'")
_ENDS = {"'": re.compile(r"(?:[^']|'')*+(?:'|\Z)"), '"': re.compile(r'(?:[^"]|"")*+(?:"|\Z)')}
_END_ESCAPED = re.compile(r"(?:[^'\\]|''|\\.)*+(?:'|\\?\Z)", re.DOTALL)
# As JavaScript trims, which is not as Python does.
_SPACES = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF)
TRIMMED = "\t\n\v\f\r " + "".join(chr(one) for one in _SPACES)
_LAST_OF_ASCII = 127


def written(text: str) -> tuple[str, ...]:
    """The statements of a text as the Supabase CLI keeps them."""
    trimmed = (one.rstrip(";").strip(TRIMMED) for one in _Splitter(text).pieces())
    return tuple(one for one in trimmed if one)


class _Splitter:
    """Goes through a text once.

    Attributes:
        _start: Where the piece begins that is being read.
        _open: What is open around: parentheses (as one, they close together), and bodies, by where their statement
            begins, or None where that has begun.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = 0
        self._open: list[_Parentheses | _Body] = []

    def pieces(self) -> Iterator[str]:
        """The text in pieces, each with its semicolon."""
        position = 0
        while found := _NEXT.search(self._text, position):
            word = found[0]
            if word == ";" and not self._open:
                yield self._text[self._start : found.end()]
                self._start = found.end()
            position = self._behind(word, found.start())
        if self._start < len(self._text):
            yield self._text[self._start :]

    def _behind(self, word: str, at: int) -> int:
        """Where to go on behind what begins here."""
        if word in _HIDES:
            return self._behind_hidden(word, at)
        inner = self._open[-1] if self._open else None
        match word:
            case "(" if not isinstance(inner, _Parentheses):
                self._open.append(_Parentheses())
            case ")" if isinstance(inner, _Parentheses):
                self._open.pop()
            case ";" if isinstance(inner, _Body):
                inner.statement = at + 1
            case _ if word.lower() == "end" and isinstance(inner, _Body):
                return self._at_end(inner, at)
            case _ if word.lower() == "atomic" and self._begins_body(at):
                self._open.append(_Body(at + len(word)))
        return at + len(word)

    def _behind_hidden(self, word: str, at: int) -> int:
        """Where to go on behind what hides all that is in it."""
        match word:
            case "'" | '"':
                return self._behind_string(word, at)
            case "$":
                return self._behind_dollar(at)
            case "/*":
                return self._behind_block(at)
            case "--":
                ending = _LINE_END.search(self._text, at)
                return ending.end() if ending else len(self._text)
        return at + (1 if self._text.startswith(")", at + 1) else 2)

    def _behind_string(self, quote: str, at: int) -> int:
        if quote == "'" and self._text[at - 1 : at] in ("e", "E") and at > self._start and self._is_bounded(at - 1):
            return self._behind_escaped(at)
        found = _ENDS[quote].match(self._text, at + 1)
        assert found is not None
        return found.end()

    def _behind_escaped(self, at: int) -> int:
        while True:
            found = _END_ESCAPED.match(self._text, at + 1)
            assert found is not None
            more = _GOES_ON.match(self._text, found.end())
            if more is None or not _LINE_END.search(more[0]):
                return found.end()
            at = more.end() - 1

    def _behind_dollar(self, at: int) -> int:
        if not self._is_bounded(at):
            return at + 1
        tag = _TAG.match(self._text, at)
        assert tag is not None
        if self._text[tag.end() : tag.end() + 1] != "$":
            return tag.end()
        quote = f"{tag[0]}$"
        ending = self._text.find(quote, at + 1)
        return ending + len(quote) if ending >= 0 else len(self._text)

    def _behind_block(self, at: int) -> int:
        depth = 0
        for found in _BLOCK.finditer(self._text, at):
            depth += 1 if found[0] == "/*" else -1
            if not depth:
                return found.end()
        return len(self._text)

    def _begins_body(self, at: int) -> bool:
        """Whether `BEGIN` stands before, with nothing but white space between."""
        end = at
        while end > self._start and self._text[end - 1] in _WHITE:
            end -= 1
        begin = end - len("begin")
        return (
            begin >= self._start
            and self._text[begin:end].lower() == "begin"
            and self._is_bounded(at)
            and self._is_bounded(begin)
        )

    def _at_end(self, body: "_Body", at: int) -> int:
        """`END` closes a body where nothing but white space and comments are before it in its statement."""
        behind = at + len("end")
        if body.statement is None or not self._is_bounded(at):
            return behind
        if not self._is_blank(body.statement, at):
            body.statement = None
        elif not _continues_name(self._text[behind : behind + 1]):
            self._open.pop()
        return behind

    def _is_blank(self, begin: int, end: int) -> bool:
        while begin < end:
            if self._text[begin] in _WHITE:
                begin += 1
            elif self._text.startswith(("--", "/*"), begin):
                begin = self._behind_hidden(self._text[begin : begin + 2], begin)
            else:
                return False
        return True

    def _is_bounded(self, at: int) -> bool:
        """Whether no name goes on here that began before, in this piece."""
        return at <= self._start or not _continues_name(self._text[at - 1])


class _Parentheses:
    """Parentheses are open."""


class _Body:
    """The body of a standard function is open.

    Attributes:
        statement: Where its statement begins; None where it has a word that it goes on behind.
    """

    def __init__(self, statement: int) -> None:
        self.statement: int | None = statement


def _continues_name(character: str) -> bool:
    return bool(character) and (ord(character) > _LAST_OF_ASCII or character.isalnum() or character in "_$")
