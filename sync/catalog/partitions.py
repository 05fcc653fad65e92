"""Partitions that a tool makes and drops as time goes by: their parents are compared, they are not."""

from collections.abc import Iterator
from dataclasses import replace

from sync.model import Catalog, Identity, Kind
from sync.model.identity import quoted

_Place = tuple[str, str]


def without_managed_partitions(a: Catalog, b: Catalog) -> tuple[Catalog, Catalog]:
    """Both without the partitions of what a tool looks after on either side, and without what is on these."""
    parents = a.surroundings.managed | b.surroundings.managed
    if not parents:
        return a, b
    left_out = a.surroundings.partitions | b.surroundings.partitions
    left_out |= {place for one in (a, b) for place in _below(one, parents)}
    return _without(a, left_out), _without(b, left_out)


def _below(catalog: Catalog, parents: frozenset[str]) -> Iterator[_Place]:
    """The partitions of these tables, theirs, and so on."""
    children: dict[str, list[_Place]] = {}
    for identity, one in catalog.objects.items():
        parent = getattr(one, "partition_of", None)
        if parent is not None:
            children.setdefault(parent, []).append((identity.schema, identity.name))
    waiting = list(parents)
    while waiting:
        for schema, name in children.pop(waiting.pop(), ()):
            yield schema, name
            waiting.append(f"{quoted(schema)}.{quoted(name)}")


def _without(catalog: Catalog, left_out: frozenset[_Place]) -> Catalog:
    kept = {
        identity: one
        for identity, one in catalog.objects.items()
        if (identity.schema, _relation(identity)) not in left_out
    }
    return replace(catalog, objects=kept)


def _relation(identity: Identity) -> str:
    """The table that it is, is on, or is about; empty for what has to do with none."""
    if identity.relation:
        return identity.relation
    return identity.name if (identity.of or identity.kind) in (Kind.TABLE, Kind.FOREIGN_TABLE) else ""
