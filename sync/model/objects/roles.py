"""Roles."""

from dataclasses import dataclass

from sync.model.base import Options, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Role(SchemaObject):
    """A role, without its password. The one called `public` has what is set for all of them.

    `database_settings` hold in this database only. `member_of` is in the words of GRANT: `staff with admin`.
    """

    superuser: bool
    inherit: bool
    create_role: bool
    create_db: bool
    login: bool
    replication: bool
    bypass_rls: bool
    connection_limit: int | None
    valid_until: str | None
    settings: Options
    database_settings: Options
    member_of: Unordered
