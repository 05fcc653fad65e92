"""Which differences are wanted: the words of `--only`, of `/schema diff … KIND`, and the names of schemas."""

from collections.abc import Iterable
from dataclasses import dataclass

from sync.compare import Change, Difference
from sync.errors import SourceError, suggestion
from sync.model import Kind


@dataclass(frozen=True, slots=True)
class _Word:
    """What one word selects: whole kinds, and single attributes of another kind."""

    kinds: frozenset[Kind]
    of: Kind | None = None
    attributes: frozenset[str] = frozenset()


def _kinds(*kinds: Kind) -> _Word:
    return _Word(frozenset(kinds))


_WORDS = {
    "table": _kinds(Kind.TABLE, Kind.FOREIGN_TABLE, Kind.COLUMN, Kind.CONSTRAINT),
    "column": _kinds(Kind.COLUMN),
    "constraint": _kinds(Kind.CONSTRAINT),
    "function": _kinds(Kind.FUNCTION, Kind.PROCEDURE),
    "procedure": _kinds(Kind.PROCEDURE),
    "trigger": _kinds(Kind.TRIGGER),
    "index": _kinds(Kind.INDEX),
    "policy": _Word(frozenset({Kind.POLICY}), Kind.TABLE, frozenset({"row_security", "force_row_security"})),
    "view": _kinds(Kind.VIEW, Kind.MATERIALIZED_VIEW),
    "sequence": _kinds(Kind.SEQUENCE),
    "enum": _kinds(Kind.ENUM),
    "schema": _kinds(Kind.SCHEMA),
}
_ALIASES = {"indices": "index", "rls": "policy", "type": "enum", "types": "enum"}

WORDS = tuple(_WORDS)


def kind_word(text: str) -> str:
    """The word of `WORDS` that a person means: upper case, plurals and a few other names are understood.

    Raises:
        SourceError: It is none; the message has the nearest one and all of them.
    """
    wanted = text.strip().lower()
    for word in _WORDS:
        if wanted in (word, Kind(word).plural):
            return word
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    raise SourceError(
        f'"{text}" is not a kind of object',
        suggestion(wanted, WORDS) + f"There are: {', '.join(WORDS)}",
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """Which kinds are wanted; with no word all are.

    Attributes:
        words: Of `WORDS`.
    """

    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Selection":
        """From words as people write them.

        Raises:
            SourceError: One of them is not a kind.
        """
        return cls(frozenset(kind_word(text) for text in texts))

    def keep(self, differences: Iterable[Difference]) -> tuple[Difference, ...]:
        """The differences that are wanted; of a changed object only the attributes that are."""
        kept = (self._part(difference) for difference in differences)
        return tuple(difference for difference in kept if difference is not None)

    def _part(self, difference: Difference) -> Difference | None:
        if not self.words or any(difference.identity.kind in _WORDS[word].kinds for word in self.words):
            return difference
        wanted: frozenset[str] = frozenset().union(
            *(_WORDS[word].attributes for word in self.words if _WORDS[word].of == difference.identity.kind)
        )
        attributes = tuple(one for one in difference.attributes if one.name in wanted)
        if not attributes or difference.change is not Change.CHANGED:
            return None
        return Difference(difference.change, difference.identity, attributes)


EVERYTHING = Selection()
