"""What of a database is read: the user's schemas, not the platform's, and not schemabot's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.catalog.patterns import NO_PATTERNS, Patterns
from sync.postgres.driver import sql


class Profile(StrEnum):
    """Which platform a database stands on; it decides which schemas are the platform's."""

    POSTGRES = "postgres"
    SUPABASE = "supabase"


# Where schemabot and the Supabase CLI keep the history of migrations: records about the schema, not part of it.
_BOOKKEEPING = ("schemabot", "supabase_migrations")

_PLATFORM: dict[Profile, tuple[str, ...]] = {
    Profile.POSTGRES: (),
    Profile.SUPABASE: (
        *("auth", "storage", "realtime", "vault", "graphql", "graphql_public", "pgbouncer", "pgsodium"),
        *("pgsodium_masks", "supabase_functions", "extensions", "cron", "net", "_realtime", "_analytics"),
    ),
}


# Roles of the platform's own; nobody else may alter them. Source: `supautils.reserved_roles` of Supabase's image.
_RESERVED_ROLES: dict[Profile, tuple[str, ...]] = {
    Profile.POSTGRES: (),
    Profile.SUPABASE: (
        *("supabase_admin", "supabase_auth_admin", "supabase_storage_admin", "supabase_functions_admin"),
        *("supabase_realtime_admin", "supabase_replication_admin", "supabase_etl_admin", "supabase_read_only_user"),
        *("supabase_superuser", "supabase_privileged_role", "dashboard_user", "pgbouncer", "pgtle_admin"),
        *("pgsodium_keyholder", "pgsodium_keyiduser", "pgsodium_keymaker"),
    ),
}

# Roles that the platform made for its users, who may change their settings.
_PLATFORM_ROLES: dict[Profile, tuple[str, ...]] = {
    Profile.POSTGRES: (),
    Profile.SUPABASE: ("postgres", "anon", "authenticated", "service_role", "authenticator"),
}

# All of them, whatever the profile.
PLATFORM_ROLES = frozenset(name for roles in (*_RESERVED_ROLES.values(), *_PLATFORM_ROLES.values()) for name in roles)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which schemas are read.

    Attributes:
        profile: Whose schemas to leave out.
        schemas: When not empty, only schemas of these names, and nothing that is in no schema.
        roles: Whether roles are read.
        patterns: Which of the objects that were read are compared.
        dependencies: Whether is read which objects need which.
    """

    profile: Profile = Profile.POSTGRES
    schemas: frozenset[str] = frozenset()
    roles: bool = False
    patterns: Patterns = NO_PATTERNS
    dependencies: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether there may be more in a database, and what is read refers to it."""
        return bool(self.on_platform or self.schemas or self.patterns != NO_PATTERNS)

    @property
    def on_platform(self) -> bool:
        """Whether there are schemas of a platform's."""
        return bool(_PLATFORM[self.profile])

    def schemas_query(self) -> sql.Composed:
        """The numbers of the schemas that are read; those that an extension made for itself are not."""
        left_out = sql.Literal([*_BOOKKEEPING, *_PLATFORM[self.profile]])
        return sql.SQL(
            "SELECT oid FROM pg_namespace"
            " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND nspname <> ALL ({}::name[]){}"
            " AND oid NOT IN (SELECT objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass"
            " AND deptype = 'e' AND classid = 'pg_namespace'::regclass)"
        ).format(left_out, self._wanted())

    def platform_query(self) -> sql.Composed:
        """The numbers of the platform's schemas: what users hang on their tables is read all the same."""
        return sql.SQL("SELECT oid FROM pg_namespace WHERE nspname = ANY ({}::name[]){}").format(
            sql.Literal(list(_PLATFORM[self.profile])), self._wanted()
        )

    def related_query(self) -> sql.Composed:
        """The numbers of the schemas that are read and of the platform's."""
        if not self.on_platform:
            return self.schemas_query()
        return sql.SQL("{} UNION ALL {}").format(self.schemas_query(), self.platform_query())

    def wanted_query(self) -> sql.Composed:
        """The numbers of all schemas that are wanted, PostgreSQL's and the extensions' own among them."""
        return sql.SQL("SELECT oid FROM pg_namespace WHERE nspname <> ALL ({}::name[]){}").format(
            sql.Literal(list(_BOOKKEEPING)), self._wanted()
        )

    def platform_roles(self) -> sql.Composed:
        """The names of the roles that the platform made for its users."""
        return _names(_PLATFORM_ROLES[self.profile])

    def reserved_roles(self) -> sql.Composed:
        """The names of the platform's own roles: what these own and grant is the platform's."""
        return _names(_RESERVED_ROLES[self.profile])

    def _wanted(self) -> sql.Composable:
        if not self.schemas:
            return sql.SQL("")
        return sql.SQL(" AND nspname = ANY ({}::name[])").format(sql.Literal(sorted(self.schemas)))


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL("{}::name[]").format(sql.Literal(list(names)))
