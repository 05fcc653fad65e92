"""Objects as rows, which files hold and fingerprints are made of: the identity but for the kind, then attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sync.model import UNKNOWN, Identity, Kind, SchemaObject, Value
from sync.model.base import attribute_names
from sync.model.objects import CLASSES

IDENTITY = Identity._fields[1:]

# A row's text for a value that is not known; no value of PostgreSQL's is an object in JSON.
_UNKNOWN = {"unknown": True}


def to_row(of: SchemaObject, names: Sequence[str]) -> list[Any]:
    """The row of an object with these attributes."""
    return [
        *(getattr(of.identity, name) for name in IDENTITY),
        *(_plain(getattr(of, name)) for name in names),
    ]


def from_row(kind: Kind, row: Sequence[Any], places: Mapping[str, int]) -> SchemaObject:
    """The object of a row.

    Args:
        kind: Of the object.
        row: The identity, then the attributes.
        places: Where in the row each attribute stands; what is missing is not known.
    """
    schema, relation, name, signature, of, to = row[: len(IDENTITY)]
    identity = Identity(kind, schema, relation, name, signature, Kind(of) if of else "", to)
    made = CLASSES[kind]
    values = {
        attribute: _value(row[places[attribute]]) if attribute in places else UNKNOWN
        for attribute in attribute_names(made)
    }
    return made(identity, **values)


def _plain(value: Value) -> Any:
    if value is UNKNOWN:
        return _UNKNOWN
    return list(value) if isinstance(value, tuple) else value


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        return tuple(plain)
    return UNKNOWN if plain == _UNKNOWN else plain
