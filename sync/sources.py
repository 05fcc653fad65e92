"""What may stand for A and B, and how each is read.

An environment, a URL, a folder of migrations, a `.sql` file, a `.json` snapshot.
"""

from collections.abc import Callable
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
# A mistyped URL or a connection string of another form is never quoted: it may hold a password.
_MARKS_OF_SECRETS = ("://", "@", "password=")


@dataclass(frozen=True, slots=True)
class Means:
    """What reading a source needs.

    Attributes:
        bench: Where files are replayed.
        progress: Told what is being done.
        cancellation: What may end the reading before its time.
    """

    bench: Bench
    progress: Progress = lambda _: None
    cancellation: Cancellation = field(default_factory=Cancellation)


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
    """Files that are replayed into a scratch database."""

    label: str
    files: "tuple[SqlFile, ...]"
    profile: Profile | None = None
    patterns: Patterns = NO_PATTERNS

    def read(self, scope: Scope, means: Means) -> Reading:
        """Replay the files and read what they made. Raises as `replay` and `sync.catalog.read` do."""
        from sync.shadow.replay import replay

        with means.bench.database_for_files() as database:
            replay(self.files, database, means.progress, means.cancellation)
            return read(database, scope, self.label, means.progress, means.cancellation)


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


def decoded(found: Reading | Catalog, stand_in: "StandIn | None" = None) -> Catalog:
    """All of what was read.

    Args:
        found: What a source gave.
        stand_in: What makes what stands in the place of secrets, by default digests.

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
    return found


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
    if path.is_dir():
        return _folder(path)
    known = tuple(found.environments)
    raise SourceError(
        f'"{text}" is no environment ({", ".join(known)}), postgresql:// URL, folder, .sql or .json file',
        suggestion(text, known) or "name one of these",
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

    return FileSource(str(path), migration_files(path))


def _file(path: Path) -> FileSource:
    from sync.migrations import SqlFile

    file = SqlFile(path)
    _ = file.text  # a file that cannot be read is said before any database is asked
    return FileSource(str(path), (file,))
