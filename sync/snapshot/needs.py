"""What needs what, in a snapshot: plans and exports are ordered by it. Objects are called by kind and identity."""

import json
from collections.abc import Iterable, Iterator, Mapping

from sync.model import Catalog, Dependency, Identity

_Names = list[str]


def to_needs(catalog: Catalog) -> Iterator[str]:
    """The dependencies of a catalog as JSON lists: an object, what it needs, and what only its default needs."""
    needed: dict[str, tuple[set[str], set[str]]] = {}
    for one in catalog.dependencies:
        needed.setdefault(_called(one.dependent), (set(), set()))[one.by_default].add(_called(one.needed))
    for called, (always, by_default) in sorted(needed.items()):
        yield json.dumps([called, sorted(always), sorted(by_default)], ensure_ascii=False)


def to_view_columns(catalog: Catalog) -> Iterator[str]:
    """The columns of views that functions need, as JSON lists: a view, then its columns."""
    known = sorted((_called(view), columns) for view, columns in catalog.view_columns.items())
    return (json.dumps([called, *columns], ensure_ascii=False) for called, columns in known)


def to_unpopulated(catalog: Catalog) -> Iterator[str]:
    """The materialized views that are not populated, as JSON texts."""
    return (json.dumps(called, ensure_ascii=False) for called in sorted(map(_called, catalog.unpopulated)))


def from_needs(rows: Iterable[tuple[str, _Names, _Names]], objects: Iterable[Identity]) -> Iterator[Dependency]:
    """The dependencies of the objects that are known."""
    known = _by_called(objects)
    for called, *needed in rows:
        for by_default, names in zip((False, True), needed, strict=True):
            for name in names:
                if called in known and name in known:
                    yield Dependency(known[called], known[name], by_default)


def from_view_columns(rows: Iterable[_Names], objects: Iterable[Identity]) -> dict[Identity, tuple[str, ...]]:
    """The columns of the views that are known."""
    known = _by_called(objects)
    return {known[called]: tuple(columns) for called, *columns in rows if called in known}


def from_unpopulated(names: Iterable[str], objects: Iterable[Identity]) -> frozenset[Identity]:
    """Those of the materialized views that are known."""
    known = _by_called(objects)
    return frozenset(known[called] for called in names if called in known)


def _by_called(objects: Iterable[Identity]) -> Mapping[str, Identity]:
    return {_called(one): one for one in objects}


def _called(one: Identity) -> str:
    return f"{one.kind.value} {one}"
