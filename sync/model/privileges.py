"""The privileges of PostgreSQL: what there is for each kind of object, and who has what without any grant.

Source: PostgreSQL documentation, section 5.8 "Privileges", tables 5.1 and 5.2.
"""

from functools import cache

from sync.model.kinds import Kind

# What an access control list writes for each.
LETTERS = {
    "r": "SELECT",
    "a": "INSERT",
    "w": "UPDATE",
    "d": "DELETE",
    "D": "TRUNCATE",
    "x": "REFERENCES",
    "t": "TRIGGER",
    "m": "MAINTAIN",
    "X": "EXECUTE",
    "U": "USAGE",
    "C": "CREATE",
}

PUBLIC = "public"
OWNER = ""

MAINTAIN = "MAINTAIN"
MAINTAIN_SINCE = 17

_OF_RELATIONS = "rawdDxtm"
_ALL = {
    **dict.fromkeys((Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW), _OF_RELATIONS),
    Kind.SEQUENCE: "rwU",
    **dict.fromkeys((Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE), "X"),
    Kind.SCHEMA: "UC",
    **dict.fromkeys(
        (
            *(Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE),
            *(Kind.LANGUAGE, Kind.FOREIGN_DATA_WRAPPER, Kind.SERVER),
        ),
        "U",
    ),
}
_OPEN_TO_ALL = frozenset(
    {
        *(Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE, Kind.LANGUAGE),
        *(Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE),
    }
)


@cache
def all_privileges(kind: Kind | str) -> tuple[str, ...]:
    """Everything that can be granted on an object of this kind, sorted; nothing on a column but by itself."""
    return tuple(sorted(LETTERS[letter] for letter in _ALL.get(Kind(kind), "")))


def default_privileges(kind: Kind | str, to: str) -> tuple[str, ...]:
    """What a role has on a new object without any grant: the owner everything, everybody a few things."""
    if to == OWNER or (to == PUBLIC and kind in _OPEN_TO_ALL):
        return all_privileges(kind)
    return ()


_MADE: dict[str, Kind] = {
    "tables": Kind.TABLE,
    "sequences": Kind.SEQUENCE,
    "functions": Kind.FUNCTION,
    "types": Kind.BASE_TYPE,
    "schemas": Kind.SCHEMA,
}
_ON_LARGE_OBJECTS = ("SELECT", "UPDATE")


def new_object_privileges(objects: str, to: str) -> tuple[str, ...]:
    """The same for what ALTER DEFAULT PRIVILEGES is about: `tables`, `functions`, `large objects`."""
    if objects in _MADE:
        return default_privileges(_MADE[objects], to)
    return _ON_LARGE_OBJECTS if to == OWNER else ()
