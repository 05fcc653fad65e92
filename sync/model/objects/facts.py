"""Facts about other objects: who owns them, who may use them, what is said about them.

A fact's identity is the place of what it is about, with that one's kind in `of`.
"""

from dataclasses import dataclass

from sync.model.base import Cosmetic, SchemaObject, Source, Unordered
from sync.model.privileges import default_privileges


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Owner(SchemaObject):
    """The owner of an object."""

    owner: str

    @property
    def implied(self) -> bool:
        """What has an owner always has one."""
        return True


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Privilege(SchemaObject):
    """What one role may do with an object.

    The owner and, where PostgreSQL has it so, everybody (`public`) may do something without any grant. They are always
    there, so that a revoked privilege is a change of theirs.

    What PostgreSQL or an extension brought along came with privileges. Only what somebody changed of these is told:
    what was granted beside them, and what of them was `revoked`, which is None for an object of the user's own.
    """

    privileges: Unordered
    grantable: Unordered
    revoked: Unordered | None

    @property
    def implied(self) -> bool:
        """Whether it is what PostgreSQL itself grants with a new object."""
        usual = not self.grantable and self.privileges == default_privileges(self.identity.of, self.identity.to)
        return usual and not self.is_shipped

    @property
    def is_shipped(self) -> bool:
        """Whether it is a change of what came with an object of PostgreSQL's or an extension's."""
        return isinstance(self.revoked, tuple)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DefaultPrivilege(SchemaObject):
    """What one role may do with objects that another role is going to make."""

    privileges: Unordered
    grantable: Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Comment(SchemaObject):
    """What `COMMENT ON` says."""

    text: Source
    line_ends: Cosmetic | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SecurityLabel(SchemaObject):
    """What `SECURITY LABEL` says."""

    label: str
