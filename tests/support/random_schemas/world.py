"""What a random schema is made of: items that need each other, and the world of those that can be there together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

from hypothesis import strategies as st

Key = int
Draw = Callable[[st.SearchStrategy[Any]], Any]

_KEYWORDS = (
    *("all", "user", "table", "select", "order", "group", "default", "check", "end", "column", "both", "from"),
    *("primary", "using", "values", "window", "when", "with", "natural", "left", "in", "is", "not", "or", "char"),
)
_STYLES: tuple[Callable[[str, Key], str], ...] = (
    *4 * (lambda plain, _: plain,),
    lambda plain, _: f'"{plain}" ',
    lambda plain, _: f"{plain}.x",
    lambda plain, _: f"$${plain}$function$",
    lambda plain, _: f"Ünï {plain}",
    lambda plain, _: f"it's {plain}",
    lambda plain, _: f"{plain}\\",
    lambda plain, _: f"--{plain};/*",
    lambda plain, _: plain.upper(),
    lambda plain, _: plain + "é" * ((63 - len(plain)) // 2),
    lambda plain, _: plain + "x" * (63 - len(plain)),
    lambda plain, key: _KEYWORDS[key] if key < len(_KEYWORDS) else plain,
)
STYLES = st.integers(0, len(_STYLES) - 1)
PICKS = st.integers(0, 40)
"""Choices that are resolved where they are used: which of what is there."""


UNRELATED = 1000
"""Where the keys of a schema begin that has nothing but names from another."""


def quoted(text: str) -> str:
    """A name as an identifier."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something of a schema. What it names is there, or it does without, or is not there itself.

    Attributes:
        key: Tells it from all others of its world; those with greater ones come later.
        style: How its name is written.
    """

    key: Key
    style: int

    letter: ClassVar[str]
    phase: ClassVar[int]
    fixed: ClassVar[frozenset[str]] = frozenset({"key"})
    """What no edit changes."""

    @property
    def name(self) -> str:
        """Its name, which no other item has."""
        return _STYLES[self.style](f"{self.letter}{self.key % UNRELATED}", self.key % UNRELATED)

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: "World") -> Self | None:
        """Any one; None where the world lacks what it needs."""
        raise NotImplementedError

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield from ()

    def fits(self, _world: "World") -> bool:
        """Whether it can be there among the items before it."""
        return True

    def made(self, _world: "World") -> Iterator[str]:
        """The statements that make it."""
        yield from ()

    def late(self, _world: "World") -> Iterator[str]:
        """Those that come when all others are there."""
        yield from ()


_Item = TypeVar("_Item", bound=Item)


@dataclass(frozen=True, kw_only=True)
class Schema(Item):
    """A schema."""

    letter = "s"
    phase = 0

    @classmethod
    def drawn(cls, draw: Draw, key: Key, world: "World") -> Self:
        """Any one."""
        del world
        return cls(key=key, style=draw(STYLES))

    def made(self, world: "World") -> Iterator[str]:
        """The statements that make it."""
        yield f"CREATE SCHEMA {world.schema(self.key)}"


@dataclass(frozen=True, kw_only=True)
class InSchema(Item):
    """What is in a schema."""

    schema: Key

    def needs(self) -> Iterator[Key]:
        """What has to be there."""
        yield self.schema


class World:
    """Items that can be there together.

    Attributes:
        items: By their keys.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = {one.key: one for one in sorted(items, key=lambda one: one.key)}
        while lacking := self._lacking():
            for key in lacking:
                del self.items[key]

    def _lacking(self) -> list[Key]:
        """What cannot be there: first all that something needs, as nothing else can be asked without it."""
        found = [one.key for one in self.items.values() if any(key not in self.items for key in one.needs())]
        return found or [one.key for one in self.items.values() if not one.fits(self)]

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """What makes it from nothing."""
        found = sorted(self.items.values(), key=lambda one: (one.phase, one.key))
        return (
            *(each for one in found for each in one.made(self)),
            *(each for one in found for each in one.late(self)),
        )

    def of(self, *kinds: type[_Item]) -> list[_Item]:
        """The items of some classes."""
        return [one for one in self.items.values() if isinstance(one, kinds)]

    def get(self, kind: type[_Item], key: Key | None) -> _Item | None:
        """An item, if it is there and of that class."""
        found = self.items.get(key) if key is not None else None
        return found if isinstance(found, kind) else None

    def schema(self, key: Key) -> str:
        """The name of a schema in SQL."""
        return quoted(self.items[key].name)

    def place(self, key: Key) -> str:
        """The name of an item in SQL, with its schema."""
        one = self.items[key]
        return f"{self.schema(one.schema)}.{quoted(one.name)}" if isinstance(one, InSchema) else quoted(one.name)


def one_of(draw: Draw, items: Iterable[_Item]) -> Key | None:
    """The key of one of some items; None where there is none."""
    keys = [one.key for one in items]
    return draw(st.sampled_from(keys)) if keys else None
