"""One form for what PostgreSQL deparses in two.

`status IN ('new', 'paid')` on a varchar column comes back as `ANY ((ARRAY['new'::character varying, …])::text[])`. When
that text is run, by a restored dump for one, it comes back as `ANY (ARRAY[('new'::character varying)::text, …])`, and
stays so. Of the texts that a dump and restore changes it is by far the most frequent, so the first form is turned into
the second here; the others one server writes anew when they differ (see sync.shadow.settling). Only text that the
server deparsed may be given here, never what a person wrote.
"""

import re

_CAST = "::text[]"
_SIGN = f"]){_CAST}"
_TOKEN = re.compile(
    r"""E'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | [\[\](),] | [^'"\[\](),E]+ | .""",
    re.VERBOSE | re.DOTALL,
)


def settled(text: str) -> str:
    """The text with every cast of an `ARRAY[…]` to `text[]` as casts of its elements."""
    if _SIGN not in text:
        return text
    pieces: list[str] = []
    opened: list[list[int]] = []  # for each open bracket its place in `pieces`, then those of the commas in it
    closed: list[int] = []  # the same, of the bracket that was closed last
    position = 0
    while token := _TOKEN.match(text, position):
        piece, position = token.group(), token.end()
        pieces.append(piece)
        if piece in {"(", "["}:
            opened.append([len(pieces) - 1])
        elif piece == "," and opened:
            opened[-1].append(len(pieces) - 1)
        elif piece in {")", "]"} and opened:
            inner, closed = closed, opened.pop()
            start = closed[0]
            is_array = pieces[start : start + 3] == ["(", "ARRAY", "["] and inner[0] == start + 2
            if is_array and pieces[-2] == "]" and text.startswith(_CAST, position):
                ends = [*inner[1:], len(pieces) - 2]
                elements = ("".join(pieces[a + 1 : b]).strip() for a, b in zip(inner, ends, strict=True))
                pieces[start:] = ["ARRAY[" + ", ".join(f"({element})::text" for element in elements) + "]"]
                position += len(_CAST)
    return "".join(pieces)
