"""Says which differences may be none: texts that PostgreSQL deparsed, and may have written in another way."""

import re
from collections.abc import Iterable, Mapping

from sync.compare import AttributeChange, Change, Difference
from sync.model import Identity, Mark
from sync.model.base import marked
from sync.model.objects import CLASSES

# White space, parentheses, casts, and the names that are given to columns.
_OPTIONAL = re.compile(r"""\s+AS\s+(?:"(?:[^"]|"")*"|\w+)|::(?:[\w.]+|"(?:[^"]|"")*"|\s(?=varying))+|[\s()\[\]]""")


def doubtful(differences: Iterable[Difference], *, one_major: bool) -> Mapping[Identity, frozenset[str]]:
    """By identity the attributes that differ in a text which each server may have deparsed in its own way.

    Args:
        differences: Between two servers.
        one_major: Whether both are of one major version.
    """
    may_differ = _is_alike if one_major else _is_told
    found = {}
    for one in differences:
        if one.change is Change.CHANGED:
            deparsed = marked(CLASSES[one.identity.kind], Mark.DEPARSED)
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
