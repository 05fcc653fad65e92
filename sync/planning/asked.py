"""Which sizes are asked for, so that no others are measured."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from sync.model import Kind
from sync.model.size import Size
from sync.plan.whole import Place

SIZED = frozenset({Kind.TABLE, Kind.MATERIALIZED_VIEW, Kind.INDEX, Kind.SEQUENCE})


class Asked(Mapping[Place, Size]):
    """Knows of relations and not how large they are; remembers which are asked for: measuring all of them takes long.

    Attributes:
        places: Schema and name of each.
    """

    def __init__(self, there: AbstractSet[Place]) -> None:
        """Begin with the places of all relations."""
        self._there = there
        self.places: set[Place] = set()

    def __getitem__(self, place: Place) -> Size:
        """Remember it. Raises KeyError, always."""
        if place in self._there:
            self.places.add(place)
        raise KeyError(place)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._there)

    def __len__(self) -> int:
        return len(self._there)
