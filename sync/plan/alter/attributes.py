"""The attributes of composite types, as `composite_types.sql` writes them."""

import re
from collections.abc import Mapping

from sync.model.objects import CompositeType

_ATTRIBUTE = re.compile(r'(?P<name>"(?:[^"]|"")+"|\S+) (?P<type>.+)', re.DOTALL)
_TYPE = re.compile(r'(?P<type>(?:"[^"]*"|[^"])+?)(?: COLLATE .+)?', re.DOTALL)


def attributes_of(one: CompositeType) -> Mapping[str, str]:
    """By name, in their order: type and collation."""
    found = [_ATTRIBUTE.fullmatch(text) for text in one.columns]
    return {each["name"]: each["type"] for each in found if each is not None}


def type_in(text: str) -> str:
    """A type without its collation."""
    found = _TYPE.fullmatch(text)
    return found["type"] if found else text
