"""The form of a case: one attribute of one kind of object that differs, and nothing beside it."""

from dataclasses import dataclass

from sync.model import Kind


@dataclass(frozen=True, slots=True)
class AttributeCase:
    """Two databases that differ in one attribute of one object.

    Attributes:
        kind: The object's.
        attribute: The one that differs.
        setup: SQL that is run on both sides.
        change: SQL that is run on the second side only, in a session of its own, statement by statement.
        identity: The object, as text.
        since: The first major version that has the feature.
        until: The last one.
        along: The attributes that cannot but change with it.
    """

    kind: Kind
    attribute: str
    setup: str
    change: str
    identity: str
    since: int = 13
    until: int = 99
    along: tuple[str, ...] = ()
