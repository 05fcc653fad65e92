"""Groups differences as people read them: a table with its columns, constraints, indexes, policies and triggers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sync.compare import Change, Difference
from sync.model import Kind

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Group:
    """What differs at one object that stands for itself, and on it.

    Attributes:
        name: The object: `public.orders`, `public.total(integer)`.
        own: Its own difference; None when only something on it differs.
        members: Differences of what is on it.
    """

    name: str
    own: Difference | None
    members: tuple[Difference, ...]

    @property
    def folded(self) -> bool:
        """Whether the members came or went with the object, so that their number says enough."""
        return self.own is not None and self.own.change is not Change.CHANGED

    @property
    def came_along(self) -> str:
        """What came or went with the object: `5 columns, 1 constraint`; empty when nothing did."""
        counts = Counter(member.identity.kind for member in self.members) if self.folded else Counter()
        return ", ".join(kind.counted(number) for kind, number in counts.items())

    @property
    def shown(self) -> tuple[Difference, ...]:
        """The differences that are shown one by one."""
        own = (self.own,) if self.own else ()
        return own if self.folded else (*own, *self.members)


def grouped(differences: Iterable[Difference]) -> tuple[Group, ...]:
    """Group what is on an object, and the facts about it, under it; groups are ordered by kind and name."""
    own: dict[tuple[str, ...], list[Difference]] = {}
    members: dict[tuple[str, ...], list[Difference]] = {}
    for difference in differences:
        identity = difference.identity
        place = members if identity.parent is not None else own
        place.setdefault(identity.group, []).append(difference)
    groups = []
    for key, alone in own.items():
        for difference in alone:
            # A view that replaces a table of the same name: each takes what came or went with it.
            waiting = members.pop(key, [])
            mine = [one for one in waiting if difference.change in (Change.CHANGED, one.change)]
            if len(mine) < len(waiting):
                members[key] = [one for one in waiting if one not in mine]
            groups.append(Group(str(difference.identity), difference, _ordered(mine)))
    groups.extend(Group(found[0].identity.parent or "", None, _ordered(found)) for found in members.values())
    return tuple(sorted(groups, key=_place))


def summary(groups: Iterable[Group]) -> tuple[tuple[Kind, Counter[Change]], ...]:
    """How many of each kind were added, removed and changed; what came or went with its table is not counted."""
    counts: dict[Kind, Counter[Change]] = {}
    for group in groups:
        for difference in group.shown:
            counts.setdefault(difference.identity.kind, Counter())[difference.change] += 1
    return tuple((kind, counts[kind]) for kind in Kind if kind in counts)


def _ordered(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(differences, key=lambda one: _ORDER[one.identity.kind]))


def _place(group: Group) -> tuple[int, str]:
    first = (group.own or group.members[0]).identity
    kind = first.of or first.kind
    return _ORDER[Kind.TABLE if first.relation else Kind(kind)], group.name
