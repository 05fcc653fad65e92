"""Parts of indexes that only have other names: they are renamed, as PostgreSQL makes no other one in their place.

As long as the index of a partitioned table is there, a partition has its part of it; to make that again takes all.
So both sides call such a part as the first one does, and the last thing to do is to rename it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.compare import Change, Difference, compare
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.identity import quoted
from sync.model.kinds import RELATIONS
from sync.model.objects import Constraint, Index, Table
from sync.plan.actions import Action, Part
from sync.plan.sql import name, qualified, write

_INDEXES = frozenset({Kind.INDEX, Kind.CONSTRAINT})
_NAMED = _INDEXES | RELATIONS
_KEYS = frozenset({"primary key", "unique", "exclude"})


def with_their_names(
    a: Catalog, b: Catalog, differences: tuple[Difference, ...]
) -> tuple[Catalog, tuple[Difference, ...], tuple[Action, ...]]:
    """B with A's names for such parts, what differs then, and what renames them in the end.

    Args:
        a: What is there.
        b: What should be there.
        differences: What differs between them, of what is looked at.
    """
    last: list[Action] = []
    while names := dict(_pairs(a, b, differences)):
        last = [_rename(of, own) for of, own in names.items()] + last
        b, differences = _called(a, b, names, differences)
    return b, differences, tuple(last)


def _pairs(a: Catalog, b: Catalog, differences: Iterable[Difference]) -> Iterator[tuple[Identity, str]]:
    """Parts in B that stand under another name in A, with that name."""
    gone: dict[tuple[object, ...], Identity] = {}
    made: list[Identity] = []
    for one in differences:
        if one.identity.kind in _INDEXES and one.change is Change.REMOVED:
            if meaning := _meaning(a.objects[one.identity]):
                gone[meaning] = one.identity
        elif one.identity.kind in _INDEXES and one.change is Change.ADDED:
            made.append(one.identity)
    taken = {(of.schema, of.name) for of in b.objects if of.kind in _NAMED} if gone else set()
    there = {(of.schema, of.name) for of in a.objects if of.kind in _NAMED} if gone else set()
    for identity in made if gone else ():
        old = gone.pop(_meaning(b.objects[identity]), None)
        if old and (old.schema, old.name) not in taken and (identity.schema, identity.name) not in there:
            yield identity, old.name


def _meaning(one: SchemaObject) -> tuple[object, ...]:
    """What a part is, but for its name; nothing for what is no part."""
    place = (one.identity.kind, one.identity.schema, one.identity.relation)
    match one:
        case Index() if one.attached_to:
            own = f" INDEX {name(one.identity.name)} ON "
            return (*place, replace(one, definition=one.definition.replace(own, " INDEX ON ", 1)).attributes())
        case Constraint() if one.attached_to or (one.inherited and one.type in _KEYS):
            return (*place, one.attributes())
    return ()


def _rename(of: Identity, own: str) -> Action:
    """The index of a key has its name, and gives it another one."""
    statement = write("ALTER INDEX {} RENAME TO {}", qualified(of.schema, own), name(of.name))
    return Action((of, Part.REST), (statement,))


def _called(
    a: Catalog, b: Catalog, names: Mapping[Identity, str], differences: Iterable[Difference]
) -> tuple[Catalog, tuple[Difference, ...]]:
    """B with other names, and what differs then."""
    known = {of: of._replace(name=own) for of, own in names.items()}
    objects: dict[Identity, SchemaObject] = {}
    touched: dict[Identity, Identity] = {}
    for identity, one in b.objects.items():
        on = identity._replace(kind=Kind(identity.of), of="", to="") if identity.of else identity
        own = identity._replace(name=names[on]) if on in names else identity
        found = a.objects[own] if identity in names else _pointing(one, known)
        found = found if found.identity == own else replace(found, identity=own)
        objects[own] = found
        if found is not one:
            touched[own] = identity
    needed = frozenset(
        replace(one, dependent=known.get(one.dependent, one.dependent), needed=known.get(one.needed, one.needed))
        for one in b.dependencies
    )
    b = replace(b, objects=objects, dependencies=needed)
    left, right = (
        replace(side, objects={of: side.objects[of] for of in touched if of in side.objects}) for side in (a, b)
    )
    looked_at = {one.identity for one in differences}
    again = (one for one in compare(left, right) if {one.identity, touched[one.identity]} & looked_at)
    about = touched.keys() | touched.values()
    return b, (*(one for one in differences if one.identity not in about), *again)


def _pointing(one: SchemaObject, known: Mapping[Identity, Identity]) -> SchemaObject:
    """An object that calls the indexes that it speaks of by their other names."""
    match one:
        case Table():
            place = (one.identity.schema, one.identity.name)
            own = {quoted(of.name): quoted(new.name) for of, new in known.items() if place == (of.schema, of.relation)}
            kind, _, index = one.replica_identity.partition(" ")
            identified = f"{kind} {own.get(index, index)}" if index else kind
            clustered = own.get(one.clustered_on, one.clustered_on) if one.clustered_on else None
            if (identified, clustered) != (one.replica_identity, one.clustered_on):
                return replace(one, replica_identity=identified, clustered_on=clustered)
        case Constraint() | Index() if one.attached_to:
            texts = {qualified(of.schema, of.name): qualified(new.schema, new.name) for of, new in known.items()}
            text = next((new for old, new in texts.items() if old == one.attached_to), one.attached_to)
            if text != one.attached_to:
                return replace(one, attached_to=text)
    return one
