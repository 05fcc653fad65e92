"""Says which differences may be none: texts that PostgreSQL deparsed, and may have written in another way."""

import re
from collections.abc import Iterable, Mapping

from sync.compare import AttributeChange, Change, Difference
from sync.model import Catalog, Identity, Mark
from sync.model.objects import marked

# White space, parentheses, casts, and the names that are given to columns.
_OPTIONAL = re.compile(r"""\s+AS\s+(?:"(?:[^"]|"")*"|\w+)|::(?:[\w.]+|"(?:[^"]|"")*"|\s(?=varying))+|[\s()\[\]]""")


def doubtful(differences: Iterable[Difference], a: Catalog, b: Catalog) -> Mapping[Identity, frozenset[str]]:
    """By identity the attributes that differ in a text which each server may have deparsed in its own way.

    Args:
        differences: Between the catalogs.
        a: One side, at least what differs of it.
        b: The other side.
    """
    may_differ = _is_told if a.major != b.major else _is_alike
    found = {}
    for one in differences:
        if one.change is Change.CHANGED:
            deparsed = marked(type(a.objects[one.identity]), Mark.DEPARSED)
            names = frozenset(
                change.name for change in one.attributes if change.name in deparsed and may_differ(change)
            )
            if names:
                found[one.identity] = names
    return found


def _is_told(change: AttributeChange) -> bool:
    """Whether both sides have a text."""
    return isinstance(change.old, str) and isinstance(change.new, str)


def _is_alike(change: AttributeChange) -> bool:
    """Whether both sides have a text, and these are one but for what PostgreSQL may write or not."""
    return _is_told(change) and _OPTIONAL.sub("", str(change.old)) == _OPTIONAL.sub("", str(change.new))
