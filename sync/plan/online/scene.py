"""What was there before a plan and is there after it, and which names are free."""

from collections.abc import Iterable
from itertools import count

from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import Index, Table
from sync.plan.actions import Action, Part
from sync.plan.whole import Place, Whole


class Scene:
    """Both schemas of a plan, and what it does.

    Attributes:
        before: What is there.
        after: What is to be there.
        major: The major version of the server on which the plan is run.
    """

    def __init__(self, found: Iterable[Action], before: Whole, after: Whole, major: int) -> None:
        self.before, self.after, self.major = before, after, major
        self._gone = frozenset(of for of, part in (one.step for one in found) if part is Part.GONE)
        self._names = frozenset(of.name for side in (before, after) for of in side.catalog.objects)

    def stands(self, of: Identity) -> bool:
        """Whether something was there, and is neither dropped nor made again."""
        return of in self.before.catalog.objects and of in self.after.catalog.objects and of not in self._gone

    def table(self, schema: str, name: str) -> Table | None:
        """The table of a name that was there and has rows of its own, or those of its partitions; no foreign one."""
        of = Identity(Kind.TABLE, schema, "", name)
        return self.after.tables[schema, name] if self.stands(of) else None

    def keeps_rows(self, place: Place) -> bool:
        """Whether it was there, a table or a materialized view, and has rows of its own."""
        table = self.table(*place)
        if table is None:
            return self.stands(Identity(Kind.MATERIALIZED_VIEW, place[0], "", place[1]))
        return table.partition_key is None

    def free(self, name: str) -> str:
        """A name that nothing has, on neither side: this, or the same with a number."""
        return next(one for number in count() if (one := f"{name}{number or ''}") not in self._names)


def place_of(one: SchemaObject) -> Place:
    """Schema and name of what something is on."""
    return one.identity.schema, one.identity.relation


def is_built(one: Index, scene: Scene) -> bool:
    """Whether an index is one of rows that are there, and not the frame of those of partitions."""
    return scene.keeps_rows(place_of(one))
