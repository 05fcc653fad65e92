"""What of a database is read: the user's schemas, not the platform's, and not schemabot's own."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Which platform a database stands on; it decides which schemas are the platform's."""

    POSTGRES = "postgres"
    SUPABASE = "supabase"


# Where schemabot and the Supabase CLI keep the history of migrations: records about the schema, not part of it.
_BOOKKEEPING = frozenset({"schemabot", "supabase_migrations"})

_PLATFORM = {
    Profile.POSTGRES: frozenset[str](),
    Profile.SUPABASE: frozenset(
        {
            *("auth", "storage", "realtime", "vault", "graphql", "graphql_public", "pgbouncer", "pgsodium"),
            *("pgsodium_masks", "supabase_functions", "extensions", "cron", "net", "_realtime", "_analytics"),
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schemas are read.

    Attributes:
        profile: Whose schemas to leave out.
        schemas: When not empty, only schemas of these names.
    """

    profile: Profile = Profile.POSTGRES
    schemas: frozenset[str] = frozenset()

    def takes(self, schema: str) -> bool:
        """Whether the objects of a schema are read."""
        if schema in _BOOKKEEPING or schema in _PLATFORM[self.profile]:
            return False
        return not self.schemas or schema in self.schemas

    def is_platform(self, schema: str) -> bool:
        """Whether a schema is the platform's; what users hang on its tables is read all the same."""
        return schema in _PLATFORM[self.profile] and (not self.schemas or schema in self.schemas)
