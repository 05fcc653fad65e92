"""Which differences are wanted: the words of `--only`, of `/schema diff … KIND`, and the names of schemas."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.compare import Change, Difference
from sync.errors import SourceError, choices
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
    "type": _kinds(
        *(Kind.ENUM, Kind.DOMAIN, Kind.DOMAIN_CONSTRAINT, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE)
    ),
    "enum": _kinds(Kind.ENUM),
    "domain": _kinds(Kind.DOMAIN, Kind.DOMAIN_CONSTRAINT),
    "collation": _kinds(Kind.COLLATION),
    "schema": _kinds(Kind.SCHEMA),
    "extension": _kinds(Kind.EXTENSION),
    "language": _kinds(Kind.LANGUAGE),
    "cast": _kinds(Kind.CAST),
    "conversion": _kinds(Kind.CONVERSION),
    "transform": _kinds(Kind.TRANSFORM),
    "access-method": _kinds(Kind.ACCESS_METHOD),
    "text-search": _kinds(
        *(Kind.TEXT_SEARCH_CONFIGURATION, Kind.TEXT_SEARCH_DICTIONARY),
        *(Kind.TEXT_SEARCH_PARSER, Kind.TEXT_SEARCH_TEMPLATE),
    ),
    "aggregate": _kinds(Kind.AGGREGATE),
    "operator": _kinds(Kind.OPERATOR, Kind.OPERATOR_CLASS, Kind.OPERATOR_FAMILY),
    "rule": _kinds(Kind.RULE),
    "event-trigger": _kinds(Kind.EVENT_TRIGGER),
    "statistics": _kinds(Kind.STATISTICS),
    "foreign-data-wrapper": _kinds(Kind.FOREIGN_DATA_WRAPPER),
    "server": _kinds(Kind.SERVER, Kind.USER_MAPPING),
    "user-mapping": _kinds(Kind.USER_MAPPING),
    "publication": _kinds(Kind.PUBLICATION, Kind.PUBLICATION_TABLE),
    "subscription": _kinds(Kind.SUBSCRIPTION),
    "role": _kinds(Kind.ROLE),
    "owner": _kinds(Kind.OWNER),
    "privilege": _kinds(Kind.PRIVILEGE, Kind.DEFAULT_PRIVILEGE),
    "default-privilege": _kinds(Kind.DEFAULT_PRIVILEGE),
    "comment": _kinds(Kind.COMMENT),
    "security-label": _kinds(Kind.SECURITY_LABEL),
}
_ALIASES = {"indices": "index", "rls": "policy", "grant": "privilege", "grants": "privilege"}

WORDS = tuple(_WORDS)


def kind_word(text: str) -> str:
    """The word of `WORDS` that a person means: upper case, plurals and a few other names are understood.

    Raises:
        SourceError: It is none; the message has the nearest one and all of them.
    """
    wanted = "-".join(text.lower().split())
    for word in _WORDS:
        if wanted in (word, _plural(word)):
            return word
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    raise SourceError(
        f'"{text}" is not a kind of object',
        choices(wanted, WORDS),
    )


def _plural(word: str) -> str:
    kind = next((one for one in Kind if one.value.replace(" ", "-") == word), None)
    return kind.plural.replace(" ", "-") if kind else f"{word}s"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which kinds are wanted; with no word all are.

    Attributes:
        words: Of `WORDS`.
        cosmetic: Whether differences that change nothing that PostgreSQL does are wanted.
    """

    words: frozenset[str] = frozenset()
    cosmetic: bool = False

    @classmethod
    def of(cls, texts: Iterable[str], *, cosmetic: bool = False) -> "Selection":
        """From words as people write them.

        Raises:
            SourceError: One of them is not a kind.
        """
        return cls(frozenset(kind_word(text) for text in texts), cosmetic)

    @property
    def names_roles(self) -> bool:
        """Whether roles are asked for by name, and so have to be read."""
        return "role" in self.words

    def keep(self, differences: Iterable[Difference]) -> tuple[Difference, ...]:
        """The differences that are wanted; of a changed object only the attributes that are."""
        kept = (self._part(difference) for difference in differences)
        return tuple(self._plain(difference) for difference in kept if difference and not self._hides(difference))

    def hidden(self, differences: Iterable[Difference]) -> int:
        """How many objects differ only in what is cosmetic, and are left out for that."""
        kept = (self._part(difference) for difference in differences)
        return sum(1 for difference in kept if difference and self._hides(difference))

    def _hides(self, difference: Difference) -> bool:
        return difference.cosmetic and not self.cosmetic

    def _plain(self, difference: Difference) -> Difference:
        """Without what is cosmetic beside what is not."""
        if self.cosmetic or difference.change is not Change.CHANGED:
            return difference
        return replace(difference, told=tuple(one for one in difference.attributes if not one.cosmetic))

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
