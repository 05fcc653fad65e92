"""One digest a kind and one over all: equal schemas on equal major versions give equal digests.

Whatever is compared goes in, but for what is only cosmetic. A version stands before the digests: it changes when what
goes in changes, with a new attribute for one, so that digests of different versions are never held against each other.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sync.model import Catalog, Kind, Mark, SchemaObject
from sync.model.base import attribute_names, marked
from sync.model.objects import CLASSES
from sync.snapshot.rows import IDENTITY, to_row

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digests of one catalog, in hexadecimal.

    Attributes:
        version: What went in, as a short word.
        major: The major version of the server; others deparse in other words.
        all: Over everything.
        kinds: Over the objects of each kind, of those that there are.
    """

    version: str
    major: int
    all: str
    kinds: Mapping[Kind, str]


def fingerprint(catalog: Catalog) -> Fingerprint:
    """The fingerprint of a catalog."""
    by_kind: dict[Kind, list[SchemaObject]] = {}
    for found in catalog.objects.values():
        by_kind.setdefault(found.identity.kind, []).append(found)
    kinds = {kind: _digest(_lines(kind, by_kind[kind])) for kind in Kind if kind in by_kind}
    version = _version()
    total = _digest([version, str(catalog.major), *(f"{kind.value} {digest}" for kind, digest in kinds.items())])
    return Fingerprint(version, catalog.major, total, kinds)


def _version() -> str:
    """The number of the form, and a digest over the names of all that goes in."""
    what = [f"{kind.value}: {', '.join((*IDENTITY, *_names(kind)))}" for kind in Kind]
    return f"{_FORMAT}-{_digest(what)[:8]}"


def _names(kind: Kind) -> tuple[str, ...]:
    cosmetic = marked(CLASSES[kind], Mark.COSMETIC)
    return tuple(name for name in attribute_names(CLASSES[kind]) if name not in cosmetic)


def _lines(kind: Kind, objects: Iterable[SchemaObject]) -> list[str]:
    names = _names(kind)
    return sorted(json.dumps(to_row(one, names)) for one in objects)


def _digest(lines: Iterable[str]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(line.encode() + b"\n")
    return found.hexdigest()
