"""In which order actions can be taken: what is needed first, and else as people read it."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sync.errors import PlanError
from sync.model import Identity, Kind
from sync.plan.actions import Action, Part, Step

_TYPES = (Kind.ENUM, Kind.COMPOSITE_TYPE, Kind.DOMAIN, Kind.DOMAIN_CONSTRAINT, Kind.RANGE_TYPE, Kind.BASE_TYPE)
_TEXT_SEARCH = (
    Kind.TEXT_SEARCH_PARSER,
    Kind.TEXT_SEARCH_TEMPLATE,
    Kind.TEXT_SEARCH_DICTIONARY,
    Kind.TEXT_SEARCH_CONFIGURATION,
)
# What stands together, in this order; what has no place here stands last.
SECTIONS: Mapping[str, tuple[Kind, ...]] = {
    "Roles": (Kind.ROLE,),
    "Schemas": (Kind.SCHEMA,),
    "Extensions and languages": (Kind.EXTENSION, Kind.LANGUAGE, Kind.ACCESS_METHOD),
    "Types": (*_TYPES, Kind.COLLATION),
    "Functions": (Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE),
    "Operators, casts and conversions": (
        *(Kind.OPERATOR, Kind.OPERATOR_CLASS, Kind.OPERATOR_FAMILY, Kind.CAST, Kind.CONVERSION, Kind.TRANSFORM),
    ),
    "Text search": _TEXT_SEARCH,
    "Foreign data": (Kind.FOREIGN_DATA_WRAPPER, Kind.SERVER, Kind.USER_MAPPING),
    "Sequences": (Kind.SEQUENCE,),
    "Tables": (Kind.TABLE, Kind.FOREIGN_TABLE, Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.STATISTICS),
    "Views": (Kind.VIEW, Kind.MATERIALIZED_VIEW),
    "Foreign keys": (),
    "Rules, policies and triggers": (Kind.RULE, Kind.POLICY, Kind.TRIGGER),
    "Publications and subscriptions": (Kind.PUBLICATION, Kind.PUBLICATION_TABLE, Kind.SUBSCRIPTION),
    "Rows of materialized views": (),
    "Default privileges": (Kind.DEFAULT_PRIVILEGE,),
    "Event triggers": (Kind.EVENT_TRIGGER,),
}
_SECTION_OF = {kind: number for number, kinds in enumerate(SECTIONS.values()) for kind in kinds}
_FOREIGN_KEYS, _FILLED = (list(SECTIONS).index(one) for one in ("Foreign keys", "Rows of materialized views"))
_RANK = {kind: number for number, kind in enumerate(Kind)}

_Key = tuple[int, str, str, int, str, str, int]


def ordered(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions in an order in which each can be taken, always the same.

    Raises:
        PlanError: Some need each other in a circle.
    """
    by_step = {one.step: one for one in actions}
    waiting = {step: len(one.needs & by_step.keys()) for step, one in by_step.items()}
    waited_for: defaultdict[Step, list[Step]] = defaultdict(list)
    for step, one in by_step.items():
        for needed in one.needs:
            waited_for[needed].append(step)
    ready = [(_key(by_step[step]), step) for step, number in waiting.items() if not number]
    heapq.heapify(ready)
    found = []
    while ready:
        _, step = heapq.heappop(ready)
        found.append(by_step[step])
        for dependent in waited_for[step]:
            waiting[dependent] -= 1
            if not waiting[dependent]:
                heapq.heappush(ready, (_key(by_step[dependent]), dependent))
    if len(found) < len(by_step):
        circle = _circle({step: by_step[step] for step, number in waiting.items() if number})
        raise PlanError(
            f"these need each other in a circle: {' → '.join(f'{one.kind} {one}' for one in circle)}",
            "there is no order in which they can be made",
        )
    return tuple(found)


def section_of(action: Action) -> int:
    """Where among the sections an action stands."""
    if action.is_first:
        return -1
    if action.is_reference:
        return _FOREIGN_KEYS
    if action.step[1] is Part.FILLED:  # by its owner, who needs all privileges, and functions that read what they like
        return _FILLED
    return _SECTION_OF.get(action.step[0].kind, len(SECTIONS))


def _key(action: Action) -> _Key:
    of, part = action.step
    return (section_of(action), of.schema, of.relation or of.name, _RANK[of.kind], of.name, of.signature, part)


def _circle(left: Mapping[Step, Action]) -> tuple[Identity, ...]:
    """One circle among actions that all wait for another one of them."""

    def key(step: Step) -> _Key:
        return _key(left[step])

    path = [min(left, key=key)]
    while True:
        needed = min((one for one in left[path[-1]].needs if one in left), key=key)
        if needed in path:
            return tuple(identity for identity, _ in [*path[path.index(needed) :], needed])
        path.append(needed)
