"""Which materialized views are filled: PostgreSQL reads none that is not populated, and refuses whoever would."""

from collections.abc import Container, Iterable, Iterator, Mapping

from sync.model import Catalog, Identity, Kind
from sync.plan.actions import Part, Step
from sync.plan.effects.effect import Hazard, HazardKind
from sync.plan.whole import Whole


def filled(made: Container[Identity], before: Whole, after: Whole) -> frozenset[Identity]:
    """Those that are made and filled: what was not populated comes back as it was, and what is new is filled.

    So much for what can be: one that reads another which is not populated at that moment stays without rows.

    Args:
        made: What is made, or made again.
        before: What is there.
        after: What should be there.
    """
    known: dict[Identity, bool] = {}

    def is_filled(view: Identity) -> bool:
        if view not in known:
            known[view] = False  # in a circle none can be the first
            known[view] = view not in before.catalog.unpopulated and all(map(is_readable, after.taken_from(view)))
        return known[view]

    def is_readable(view: Identity) -> bool:
        return is_filled(view) if view in made else view not in before.catalog.unpopulated

    return frozenset(one for one in _materialized(after.catalog) if one in made and is_filled(one))


def emptied(made: Container[Identity], before: Whole, after: Whole) -> Iterator[tuple[Identity, Identity]]:
    """Those that are made again and stay without the rows they had, each with one that it reads and that has none."""
    full = filled(made, before, after)
    for view in _materialized(after.catalog):
        if view in made and view in before.catalog.objects and view not in full | before.catalog.unpopulated:
            lacking = (one for one in after.taken_from(view) if one not in full)
            empty = [one for one in lacking if one in made or one in before.catalog.unpopulated]
            yield from ((view, one) for one in sorted(empty)[:1])


def told(view: Identity, emptied_by: Mapping[Identity, Identity]) -> tuple[Hazard, ...]:
    """What is said when one goes that comes back without its rows."""
    if (lacking := emptied_by.get(view)) is None:
        return ()
    text = f"drops {view} and its rows, and cannot fill it again, as {lacking} is not populated"
    return (Hazard(HazardKind.DATA_LOSS, text, view),)


def unpopulated(steps: Iterable[Step], before: Catalog, after: Catalog) -> frozenset[Identity]:
    """Those that are not populated when steps were taken that make a catalog like another one."""
    done = frozenset(steps)
    made = {one for one in _materialized(after) if (one, Part.WHOLE) in done}
    return frozenset(
        one for one in _materialized(after) if (one, Part.FILLED) not in done and one in made | before.unpopulated
    )


def _materialized(catalog: Catalog) -> Iterator[Identity]:
    return (one for one in catalog.objects if one.kind is Kind.MATERIALIZED_VIEW)
