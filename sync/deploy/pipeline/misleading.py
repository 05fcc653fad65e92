"""Characters by which SQL reads otherwise than it runs: they turn the reading direction, or nobody sees them.

A comment may end where nobody sees it end, and a name be another one than it looks. Source: Boucher and Anderson,
"Trojan Source: Invisible Vulnerabilities", 2021.
"""

import re
import unicodedata
from collections.abc import Iterator

# Directions and joiners, controls, separators of lines that end no line in SQL.
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters, which names may have, without a shape
_PLAIN = frozenset("\t\n")
_LINE_ENDS = re.compile("\r+\n")


def misleading(text: str) -> Iterator[tuple[int, str]]:
    """Each such character with its line, from 1."""
    if text.isascii() and text.isprintable():
        return
    for number, line in enumerate(_LINE_ENDS.sub("\n", text).split("\n"), 1):
        yield from ((number, one) for one in line if _is_misleading(one))


def plainly(text: str) -> str:
    """The text with such characters by their numbers: `<U+202E>`."""
    return "".join(f"<{code(one)}>" if _is_misleading(one) else one for one in _LINE_ENDS.sub("\n", text))


def code(character: str) -> str:
    """`U+202E`."""
    return f"U+{ord(character):04X}"


def _is_misleading(one: str) -> bool:
    if one.isascii():
        return one not in _PLAIN and not one.isprintable()
    return one in _FILLERS or unicodedata.category(one) in _CATEGORIES
