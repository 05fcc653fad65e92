"""Which actions are taken in another way, and what stands in their place.

What takes the place of something of its name goes with that: the old one is dropped when the new one is there, unless
something else waits for that.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sync.model import SchemaObject
from sync.model.objects import Column, Constraint, DomainConstraint, Index, Table
from sync.plan.actions import Action, Part, Step
from sync.plan.online import constraints, filled, indexes, partitions, required
from sync.plan.online.scene import Scene
from sync.plan.whole import Whole


def online(found: Sequence[Action], before: Whole, after: Whole, major: int) -> tuple[Action, ...]:
    """The actions of a plan, and in the place of those that hold a strong lock for long, others that do not.

    The schema is the same in the end. What is done apart from the rest stays when what comes after it fails; each
    module of this package says what that leaves.

    Args:
        found: In the order in which they are taken.
        before: What is there.
        after: What is to be there.
        major: The major version of the server on which they are taken.
    """
    scene = Scene(found, before, after, major)
    gone = _only_replaced(found)
    instead = {one.step: made for one in found if (made := tuple(_instead(one, scene, gone.get(one.step))))}
    moved = {gone[step].step for step in instead if step in gone}
    taken = (instead.get(one.step, (one,)) for one in found if one.step not in moved)
    return tuple(one for several in taken for one in several if one.statements)


def _only_replaced(found: Sequence[Action]) -> Mapping[Step, Action]:
    """By what comes in its place, what goes and nothing else waits for."""
    by_step = {one.step: one for one in found}
    awaited = Counter(step for one in found for step in one.needs)
    pairs = (((of, Part.WHOLE), (of, Part.GONE)) for of, part in by_step if part is Part.WHOLE)
    return {
        made: by_step[gone]
        for made, gone in pairs
        if gone in by_step and awaited[gone] == (gone in by_step[made].needs)
    }


def _instead(action: Action, scene: Scene, gone: Action | None) -> Iterator[Action]:
    """What is done in the place of an action; nothing where it stays as it is."""
    of, part = action.step
    old, new = (side.catalog.objects.get(of) for side in (scene.before, scene.after))
    if part is Part.WHOLE and new is not None:
        yield from _made(action, new, scene, gone)
    elif part is Part.CHANGED and old is not None and new is not None:
        yield from _changed(action, old, new, scene)
    elif part is Part.GONE and isinstance(old, Index):
        yield from indexes.dropped(action, old, scene)


def _made(action: Action, one: SchemaObject, scene: Scene, gone: Action | None) -> Iterator[Action]:
    match one:
        case Index():
            yield from indexes.index(action, one, scene, gone)
        case Constraint():
            yield from indexes.key(action, one, scene, gone)
            yield from constraints.constraint(action, one, scene, gone)
        case DomainConstraint():
            yield from constraints.domain_constraint(action, one, scene, gone)
        case Column():
            yield from filled.added(action, one, scene)


def _changed(action: Action, old: SchemaObject, new: SchemaObject, scene: Scene) -> Iterator[Action]:
    match old, new:
        case Column(), Column():
            yield from required.changed(action, old, new, scene)
        case Table(), Table():
            yield from partitions.changed(action, old, new, scene)
        case Constraint() | DomainConstraint(), Constraint() | DomainConstraint():
            yield from constraints.changed(action, old, new)
