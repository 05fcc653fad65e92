"""From what the catalogs say depends on what to which objects need which.

Much in the catalogs is a part of something that is one object for people: the default of a column, the query of a
view, the type of a table's rows, the array type of an enum, the index of a key.
Source: PostgreSQL documentation, "pg_depend".
"""

from collections.abc import Iterable, Iterator, Mapping

from sync.model import Dependency, Identity, Kind

_INTERNAL, _EXTENSION, _AUTO = "i", "e", "a"
_DEFAULTS = "pg_attrdef"
# Entries that are tied to what they belong to as if they could be without it.
_PARTS = (_DEFAULTS, "pg_amop", "pg_amproc")
# Of a domain, nothing but its default is made of these.
_CALLED = frozenset({Kind.FUNCTION, Kind.OPERATOR, Kind.SEQUENCE})

_Row = tuple[str, str, str]


def dependencies(rows: Iterable[_Row], objects: Mapping[str, Identity]) -> Iterator[Dependency]:
    """Which objects need which, each pair once or more.

    Args:
        rows: Those of `dependencies.sql`.
        objects: Where each object is.
    """
    links = tuple(rows)
    whole = {part: of for part, of, kind in links if _is_part(part, kind)}

    def found(address: str) -> Identity | None:
        seen = set()
        while address not in objects and address not in seen:
            seen.add(address)
            catalog, number, *part = address.split(" ")
            address = whole.get(address) or (f"{catalog} {number}" if part else whole.get(address, address))
        return objects.get(address)

    for part, of, kind in links:
        dependent, needed = found(part), found(of)
        if dependent is None or needed is None or dependent == needed or _is_owned(dependent, needed, kind):
            continue
        calls = dependent.kind is Kind.DOMAIN and needed.kind in _CALLED
        yield Dependency(dependent, needed, by_default=calls or part.startswith(_DEFAULTS))


def _is_part(part: str, kind: str) -> bool:
    return kind in (_INTERNAL, _EXTENSION) or (kind == _AUTO and part.startswith(_PARTS))


def _is_owned(dependent: Identity, needed: Identity, kind: str) -> bool:
    """A sequence goes with the column that owns it, and is made before."""
    return kind == _AUTO and dependent.kind is Kind.SEQUENCE and needed.kind is Kind.COLUMN
