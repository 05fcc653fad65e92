"""Which objects a configuration wants compared: `public.*`, `audit`, `trigger public.orders/tmp_*`.

A pattern with a dot is held against the name of what stands for itself, and holds for all that is on it and said about
it; one with a slash against what is on something, `public.orders/by_day`; any other against the name of the schema that
something is in, or of what is in no schema. A kind before it means only that kind, with what is on it. `*`, `?` and
`[…]` are as in file names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Protocol

from sync.model import Diagnostic, Identity, Kind, SchemaObject
from sync.model.identity import quoted
from sync.model.kinds import RELATIONS

Place = tuple[str, str]


class Named(Protocol):
    """Something that was read and knows what is in it."""

    def identities(self) -> Iterable[Identity]:
        """Of all that is in it."""


_KINDS = sorted((kind.value for kind in Kind), key=len, reverse=True)


@cache
def _parts(text: str) -> tuple[Kind | None, str]:
    """The kind that a pattern begins with, and the rest of it."""
    word = next((word for word in _KINDS if text.startswith(f"{word} ")), None)
    return (Kind(word), text.removeprefix(word).strip()) if word else (None, text.strip())


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern.

    Attributes:
        text: As people wrote it.
    """

    text: str

    @property
    def kind(self) -> Kind | None:
        """The kind that it is for; None when it is for all."""
        return _parts(self.text)[0]

    @property
    def name(self) -> str:
        """What names are held against."""
        return _parts(self.text)[1]

    def matches(self, identity: Identity, relations: Mapping[Place, str]) -> bool:
        """Whether an object is meant, or is on or about one that is.

        Args:
            identity: The object.
            relations: The kind of each relation by schema and name; asked only by patterns for a kind of relation.
        """
        if self.kind not in (None, identity.kind, identity.of or identity.kind) and (
            self.kind not in RELATIONS or relations.get((identity.schema, identity.relation)) != self.kind
        ):
            return False
        return any(fnmatchcase(one, self.name) for one in self._names(identity))

    def _names(self, identity: Identity) -> Iterator[str]:
        """What a pattern of this form may call an object."""
        if "/" in self.name:
            if identity.relation:
                yield f"{identity.schema}.{identity.relation}/{identity.name}".removeprefix(".")
                yield identity.place
        elif "." not in self.name:
            yield identity.schema or identity.relation or identity.name
        elif identity.schema and (name := identity.relation or identity.name):
            yield f"{identity.schema}.{name}"
            yield f"{quoted(identity.schema)}.{quoted(name)}"
            if not identity.relation:
                yield identity.place


@dataclass(frozen=True, slots=True)
class Patterns:
    """What to compare, and what not.

    Attributes:
        include: When not empty, only what one of these matches.
        exclude: Nothing that one of these matches.
    """

    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()

    @classmethod
    def of(cls, include: Iterable[str], exclude: Iterable[str]) -> "Patterns":
        """From texts as people wrote them."""
        return cls(tuple(map(Pattern, include)), tuple(map(Pattern, exclude)))

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def __iter__(self) -> Iterator[tuple[str, Pattern]]:
        """Each pattern with the key that it stands under."""
        yield from (("include", one) for one in self.include)
        yield from (("exclude", one) for one in self.exclude)

    def keep(
        self, objects: Mapping[Identity, SchemaObject], relations: Mapping[Place, str]
    ) -> Mapping[Identity, SchemaObject]:
        """The objects that are compared."""
        if not self:
            return objects
        return {identity: one for identity, one in objects.items() if self.want(identity, relations)}

    def unmatched(self, *sides: "Named") -> Iterator[Diagnostic]:
        """What means nothing on any side: a slip of the pen, or out of date."""
        relations = [self.relations(side) for side in sides]
        for key, pattern in self:
            if not any(
                pattern.matches(identity, of)
                for side, of in zip(sides, relations, strict=True)
                for identity in side.identities()
            ):
                yield Diagnostic(
                    "pattern", f'compare.{key} "{pattern.text}" means nothing that is there on either side'
                )

    def relations(self, named: "Named") -> Mapping[Place, str]:
        """The kind of each relation by schema and name, where there is a pattern for a kind of relation."""
        if not any(pattern.kind in RELATIONS for _, pattern in self):
            return {}
        found = (identity for identity in named.identities() if identity.kind in RELATIONS)
        return {(identity.schema, identity.name): identity.kind for identity in found}

    def want(self, identity: Identity, relations: Mapping[Place, str]) -> bool:
        """Whether an object is compared."""
        if self.include and not any(one.matches(identity, relations) for one in self.include):
            return False
        return not any(one.matches(identity, relations) for one in self.exclude)


NO_PATTERNS = Patterns()
