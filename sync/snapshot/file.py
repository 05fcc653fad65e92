"""Snapshot files: the catalog of one database at one moment, as JSON. Described in docs/json.md.

A file says itself which attributes of which kinds it holds. What a later version of schemabot reads beside is not
known of it, and so no difference; what this version does not know is left out. The format's number changes only when
the meaning of something changes; `_UPGRADES` then says how to read what was written before.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.catalog import Profile, Scope
from sync.errors import SourceError
from sync.files import write_text
from sync.model import Catalog, Diagnostic, Identity, Kind, SchemaObject
from sync.model.base import attribute_names
from sync.model.catalog import Surroundings
from sync.model.objects import CLASSES
from sync.snapshot.needs import (
    from_needs,
    from_unpopulated,
    from_view_columns,
    to_needs,
    to_unpopulated,
    to_view_columns,
)
from sync.snapshot.rows import IDENTITY, from_row, to_row

FORMAT = 1
_FIRST_FORMAT = 1
_COMMAND = "schemabot snapshot A -o FILE"

# What there is always; roles are on request.
_KINDS = frozenset(Kind) - {Kind.ROLE}

# From the format of the key to the next one.
_UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a file holds.

    Attributes:
        catalog: The objects.
        scope: What was read when it was made; `dependencies` only where nothing is lacking that a plan is made of.
    """

    catalog: Catalog
    scope: Scope


def snapshot_text(catalog: Catalog, scope: Scope) -> Iterator[str]:
    """The lines of a snapshot file, an object on each: two files compare line by line. The same catalog, the same text.

    Args:
        catalog: What to keep.
        scope: What it was read with.
    """
    from importlib.metadata import version

    head = {
        "format": FORMAT,
        "made_by": f"schemabot {version('schemabot')}",
        "label": catalog.label,
        "server_version": catalog.server_version,
        "scope": {"profile": scope.profile.value, "schemas": sorted(scope.schemas), "roles": scope.roles},
        "surroundings": {
            "services": dict(catalog.surroundings.services),
            "managed": sorted(catalog.surroundings.managed),
            "partitions": sorted(catalog.surroundings.partitions),
        },
        "diagnostics": [{"code": one.code, "message": one.message} for one in catalog.diagnostics],
        "identity": IDENTITY,
    }
    opening = json.dumps(head, indent=1, ensure_ascii=False)
    yield opening.removesuffix("\n}") + ',\n "kinds": {\n'
    by_kind: dict[Kind, list[SchemaObject]] = {kind: [] for kind in Kind if kind is not Kind.ROLE or scope.roles}
    for found in catalog.objects.values():
        by_kind[found.identity.kind].append(found)
    for number, (kind, objects) in enumerate(by_kind.items(), 1):
        names = attribute_names(CLASSES[kind])
        yield f'  {json.dumps(kind.value)}: {{"attributes": {json.dumps(names)}, "objects": ['
        for place, one in enumerate(sorted(objects, key=_place)):
            yield ("\n" if not place else ",\n") + "   " + json.dumps(to_row(one, names), ensure_ascii=False)
        yield "]}\n" if number == len(by_kind) else "]},\n"
    yield " }"
    if scope.dependencies:
        yield from _list("needs", to_needs(catalog))
        yield from _list("view_columns", to_view_columns(catalog))
        yield from _list("unpopulated", to_unpopulated(catalog))
    yield "\n}\n"


def _list(name: str, rows: Iterable[str]) -> Iterator[str]:
    """A member of the document, with a row on each line."""
    yield f',\n "{name}": ['
    for place, row in enumerate(rows):
        yield f"{',' if place else ''}\n  {row}"
    yield "\n ]"


def _place(of: SchemaObject) -> tuple[str, ...]:
    """Where an object stands among its kind; the columns of a table stay in their physical order."""
    one = of.identity
    if one.kind is Kind.COLUMN:
        return (one.schema, one.relation)
    return (one.schema, one.relation, one.name, one.signature, one.of, one.to)


def write_snapshot(path: Path, catalog: Catalog, scope: Scope) -> None:
    """Write a snapshot file, whole or not at all.

    Raises:
        SourceError: It cannot be written.
    """
    write_text(path, snapshot_text(catalog, scope))


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot file of this version of schemabot or an earlier one.

    Raises:
        SourceError: There is no such file, it is no snapshot, or a later version made it.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}", "name a snapshot that is there") from error
    return snapshot_of(text, str(path))


def snapshot_of(text: bytes, label: str) -> Snapshot:
    """A snapshot from its text, which messages call by its label.

    Raises:
        SourceError: It is no snapshot, or a later version made it.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise SourceError(f"{label} is not JSON", f"make one with: {_COMMAND}") from error
    found = document.get("format") if isinstance(document, dict) else None
    if not isinstance(found, int) or found < _FIRST_FORMAT:
        raise SourceError(f"{label} is not a snapshot", f"make one with: {_COMMAND}")
    if found > FORMAT:
        raise SourceError(
            f"{label} was made by {document.get('made_by', 'a later version of schemabot')}, in format {found}",
            f"this version reads formats up to {FORMAT}: update schemabot",
        )
    for number in range(found, FORMAT):
        document = _UPGRADES[number](document)
    try:
        return _decoded(document)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{label} is a damaged snapshot", f"make it again with: {_COMMAND}") from error


def _decoded(document: Mapping[str, Any]) -> Snapshot:
    known = {kind.value for kind in Kind}
    diagnostics = [Diagnostic(one["code"], one["message"]) for one in document["diagnostics"]]
    objects: dict[Identity, SchemaObject] = {}
    kinds = set()
    for word, table in document["kinds"].items():
        if word not in known:
            diagnostics.append(
                Diagnostic("not-compared", f"{document['label']}: {word} ({len(table['objects'])}) not compared")
            )
            continue
        kind = Kind(word)
        kinds.add(kind)
        places = {name: place for place, name in enumerate(table["attributes"], len(IDENTITY))}
        for row in table["objects"]:
            found = from_row(kind, row, places)
            objects[found.identity] = found
    scope, around = document["scope"], document["surroundings"]
    whole = kinds >= _KINDS and "needs" in document and all(_is_whole(kind, document) for kind in kinds)
    return Snapshot(
        Catalog(
            document["label"],
            int(document["server_version"]),
            objects,
            tuple(diagnostics),
            Surroundings(
                around["services"], frozenset(around["managed"]), frozenset((a, b) for a, b in around["partitions"])
            ),
            frozenset(kinds),
            frozenset(from_needs(document["needs"], objects)) if whole else frozenset(),
            from_view_columns(document["view_columns"], objects) if whole else {},
            from_unpopulated(document.get("unpopulated", ()), objects) if whole else frozenset(),
        ),
        Scope(Profile(scope["profile"]), frozenset(scope["schemas"]), scope["roles"], dependencies=whole),
    )


def _is_whole(kind: Kind, document: Mapping[str, Any]) -> bool:
    """Whether nothing is lacking of objects of a kind that this version of schemabot reads."""
    return set(document["kinds"][kind.value]["attributes"]) >= set(attribute_names(CLASSES[kind]))
