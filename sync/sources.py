"""What may stand for A and B, and how each is read.

An environment, a URL, the word `migrations` for the files that are configured, a folder of migrations, a `.sql` file, a
`.json` snapshot.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sync.catalog import NO_PATTERNS, Patterns, Profile, Reading, Scope, read
from sync.errors import ConfigurationError, NoConfigurationError, SourceError, suggestion
from sync.model import Catalog, Kind
from sync.postgres.database import SCHEMES, Database
from sync.postgres.limits import Cancellation
from sync.shadow.bench import Bench
from sync.shadow.scratch import Scratch

if TYPE_CHECKING:  # a comparison of two URLs starts without the configuration's models
    from sync.catalog.secrets import StandIn
    from sync.configuration import Configuration
    from sync.migrations import SqlFile
    from sync.snapshot import Snapshot

Progress = Callable[[str], None]

_NAMED = "name a folder of migrations, a .sql file or a snapshot"
# What stands for the files that the configuration names.
MIGRATIONS = "migrations"
# A mistyped URL or a connection string of another form is never quoted: it may hold a password.
_MARKS_OF_SECRETS = ("://", "@", "password=")


@dataclass(frozen=True, slots=True)
class Means:
    """What reading a source needs.

    Attributes:
        bench: Where files are replayed.
        progress: Told what is being done.
        cancellation: What may end the reading before its time.
        profile: The platform that migrations are applied on; by default that of the scope.
    """

    bench: Bench
    progress: Progress = lambda _: None
    cancellation: Cancellation = field(default_factory=Cancellation)
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class LiveSource:
    """A database that is there."""

    label: str
    database: Database
    profile: Profile | None
    patterns: Patterns = NO_PATTERNS

    def read(self, scope: Scope, means: Means) -> Reading:
        """Read it. Raises as `sync.catalog.read` does."""
        return read(self.database, scope, self.label, means.progress, means.cancellation)


@dataclass(frozen=True, slots=True)
class FileSource:
    """Files that are replayed into a scratch database.

    Attributes:
        label: Its name for people.
        files: In the order in which they are applied.
        profile: The platform that they are made for, where that is known.
        patterns: Which objects are compared.
        are_migrations: Whether they are applied to a database that stands already, such as the other side.
        keeps: Whether what migrations made is kept, so that the same are not replayed again.
    """

    label: str
    files: "tuple[SqlFile, ...]"
    profile: Profile | None = None
    patterns: Patterns = NO_PATTERNS
    are_migrations: bool = False
    keeps: bool = True

    def read(self, scope: Scope, means: Means) -> Reading | Catalog:
        """Replay the files and read what they made.

        Where the other side is a database, what files say nothing of is as it is there: who owns what they make, and
        its extensions. Migrations find what they find there, its platform too.

        Raises as `replay`, `footing_of` and `sync.catalog.read` do.
        """
        if self.are_migrations and means.bench.origins:
            return self._expected(scope, means)
        if means.bench.origins and not scope.roles:
            return self._made_there(scope, means)
        from sync.shadow.replay import replay

        with means.bench.database_for_files() as database:
            replay(self.files, database, means.progress, means.cancellation)
            return read(database, scope, self.label, means.progress, means.cancellation)

    def _made_there(self, scope: Scope, means: Means) -> Reading:
        """What files make that make all of a schema, by whoever deploys to the other side."""
        from sync.shadow.deployer import give_extensions
        from sync.shadow.footing import bare_footing_of, replayed

        footing = bare_footing_of(means.bench.origins[0], means.cancellation)
        with replayed(self.files, footing, means.bench, means.progress, means.cancellation) as (database, _):
            give_extensions(footing.deployer, database)
            return read(database, scope, self.label, means.progress, means.cancellation)

    def _expected(self, scope: Scope, means: Means) -> Catalog:
        """What the files make of the database of the other side."""
        from sync.shadow.footing import footing_of, replayed
        from sync.snapshot.kept import made_of_files, once

        if scope.roles:
            raise SourceError(f"{self.label}: no migration says all about roles", "compare without roles")
        profile = self.profile or means.profile or scope.profile
        whole = Scope(scope.profile, dependencies=True)
        footing = footing_of(means.bench.origins[0], profile, means.progress, means.cancellation)

        def made() -> Catalog:
            with replayed(self.files, footing, means.bench, means.progress, means.cancellation) as (database, noticed):
                found = read(database, whole, self.label, means.progress, means.cancellation).catalog()
                return replace(found, diagnostics=(*found.diagnostics, *noticed))

        recipe = made_of_files(self.label, self.files, footing) if self.keeps else None
        expected = once(recipe, whole, made)
        if scope.profile is profile:  # else all is wanted, the platform as well
            expected = replace(expected, catalog=footing.completed(expected.catalog))
        return SnapshotSource(self.label, expected).read(scope, means)


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """What was read from a database some time ago."""

    label: str
    snapshot: "Snapshot"
    patterns: Patterns = NO_PATTERNS

    @property
    def profile(self) -> Profile:
        """The profile that it was read with."""
        return self.snapshot.scope.profile

    def read(self, scope: Scope, _means: Means) -> Catalog:
        """What it holds of what is wanted.

        Raises:
            SourceError: It was made to hold something else.
        """
        made = self.snapshot.scope
        if scope.profile is not made.profile:
            self._complain(f"was made with the profile {made.profile}", f"--profile {scope.profile}")
        if scope.roles and not made.roles:
            self._complain("holds no roles", "--roles")
        if scope.dependencies and not made.dependencies:
            raise SourceError(
                f"the snapshot {self.label} is of an earlier version of schemabot and lacks what a plan is made of",
                "make it again, or name the database it was made of",
            )
        if made.schemas and not (scope.schemas and scope.schemas <= made.schemas):
            self._complain(
                f"holds only the schemas {', '.join(sorted(made.schemas))}", "every --schema that is compared"
            )
        found = self.snapshot.catalog
        objects = {
            identity: one
            for identity, one in found.objects.items()
            if (not scope.schemas or identity.schema in scope.schemas)
            and (scope.roles or Kind.ROLE not in (identity.kind, identity.of))
        }
        needed = (one for one in found.dependencies if one.dependent in objects and one.needed in objects)
        return replace(found, label=self.label, objects=objects, dependencies=frozenset(needed))

    def _complain(self, what: str, option: str) -> NoReturn:
        raise SourceError(f"the snapshot {self.label} {what}", f"make it again with {option}, or compare without")


Source = LiveSource | FileSource | SnapshotSource


def catalog_of(
    source: Source,
    scratch: Scratch,
    *,
    schemas: frozenset[str] = frozenset(),
    profile: Profile | None = None,
    roles: bool = False,
    dependencies: bool = False,
    in_clear: bool = False,
    progress: Progress = lambda _: None,
) -> tuple[Catalog, Scope]:
    """All of one source, and what it was read with; its secrets `in_clear` only for a script that has to have them.

    Raises:
        SchemabotError: It could not be read.
    """
    from sync.catalog.secrets import itself

    chosen = profile or source.profile or Profile.POSTGRES
    scope = Scope(chosen, schemas, roles, dependencies=dependencies)
    found = source.read(scope, Means(bench_for(scratch, source), progress))
    catalog = decoded(found, itself if in_clear else None)
    missing = sorted(schemas - catalog.schemas)
    if missing:
        raise SourceError(
            f'{source.label} has no schema "{missing[0]}"', suggestion(missing[0], catalog.schemas) or "name another"
        )
    return catalog, scope


def decoded(found: Reading | Catalog, stand_in: "StandIn | None" = None, patterns: Patterns = NO_PATTERNS) -> Catalog:
    """All of what was read.

    Args:
        found: What a source gave.
        stand_in: What makes what stands in the place of secrets, by default digests.
        patterns: Which objects are wanted; what was read from a server has no others already.

    Raises:
        SourceError: Its secrets are asked for, and it has none.
    """
    if isinstance(found, Reading):
        return found.catalog(stand_in)
    from sync.catalog.secrets import itself

    if stand_in is itself:
        raise SourceError(
            f"the snapshot {found.label} holds digests of secrets",
            "name the database it was made of",
        )
    return replace(found, objects=patterns.keep(found.objects, patterns.relations(found)))


def expected_of(files: "Iterable[SqlFile]", live: LiveSource, *, keeps: bool = True) -> FileSource:
    """What migrations make of the platform of an environment, to be held against its database.

    Args:
        files: In the order in which they are applied.
        live: The environment's database.
        keeps: Whether what they made is kept, so that the same are not replayed again.
    """
    return FileSource(MIGRATIONS, tuple(files), live.profile, live.patterns, are_migrations=True, keeps=keeps)


def bench_for(scratch: Scratch, *sources: Source) -> Bench:
    """Where schemas of sources are made once more."""
    return Bench(scratch, tuple(one.database for one in sources if isinstance(one, LiveSource)))


def environment_source(name: str, configuration: "Configuration") -> LiveSource:
    """The database of an environment.

    Raises:
        ConfigurationError: No such environment, or its variable is not set.
    """
    environment = configuration.environment(name)
    wanted = configuration.compare
    patterns = Patterns.of(wanted.include, wanted.exclude)
    return LiveSource(name, environment.databases(name)[0], environment.profile, patterns)


def resolve(text: str, configuration: Callable[[], "Configuration"]) -> Source:
    """What a person wrote as A or B.

    Args:
        text: An environment's name, a URL, a folder or a `.sql` file.
        configuration: Loads the configuration; called only when it is needed.

    Raises:
        SourceError: It is none of these.
        ConfigurationError: It may be an environment, and the configuration is wrong.
    """
    if text.startswith(SCHEMES):
        database = Database.parse(text)
        return LiveSource(database.label, database, None)
    if not text:
        raise SourceError("a side of the comparison is empty", "is a variable of your shell not set?")
    path = Path(text)
    if any(mark in text for mark in _MARKS_OF_SECRETS) and not path.exists():
        raise SourceError(
            "what was given looks like a connection string, and is not one that schemabot takes",
            "write postgresql://user:password@host:port/name",
        )
    if path.suffix == ".sql":
        return _file(path)
    if path.suffix == ".json":
        from sync.snapshot import read_snapshot

        return SnapshotSource(str(path), read_snapshot(path))
    if "/" in text or text in (".", ".."):
        return _folder(path)
    return _named(text, configuration)


def _named(text: str, configuration: Callable[[], "Configuration"]) -> Source:
    """An environment; where there is none of that name, a folder."""
    path = Path(text)
    try:
        found = configuration()
    except ConfigurationError as error:
        if path.is_dir():
            return _folder(path)
        if not isinstance(error, NoConfigurationError):
            raise
        raise SourceError(
            f'"{text}" is no postgresql:// URL, folder, .sql or .json file, nor an environment, as {error.problem}',
            error.remedy,
        ) from None
    if text in found.environments:
        return environment_source(text, found)
    if text == MIGRATIONS:
        from sync.migrations.repository import migrations_of

        return FileSource(text, tuple(one.file for one in migrations_of(found)), are_migrations=True)
    if path.is_dir():
        return _folder(path)
    known = tuple(found.environments)
    raise SourceError(
        f'"{text}" is no environment ({", ".join(known)}), postgresql:// URL, folder, .sql or .json file',
        suggestion(text, (*known, MIGRATIONS)) or "name one of these",
    )


def _folder(path: Path) -> FileSource:
    if not path.exists():
        raise SourceError(f"there is no folder {path}", _NAMED)
    if not path.is_dir():
        raise SourceError(
            f"{path} is neither a folder nor a .sql or .json file",
            _NAMED,
        )
    from sync.migrations import migration_files

    return FileSource(str(path), migration_files(path), are_migrations=True)


def _file(path: Path) -> FileSource:
    from sync.migrations import SqlFile

    file = SqlFile(path)
    _ = file.text  # a file that cannot be read is said before any database is asked
    return FileSource(str(path), (file,))
