"""The use case behind `schemabot squash`: many migrations become one that makes the same schema."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sync.catalog import NO_PATTERNS, Profile, Scope
from sync.diff import diff, read_both
from sync.errors import MigrationError
from sync.migrations import SqlFile
from sync.migrations.migration import Migration
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.shadow.deployer import deployer_of
from sync.shadow.scratch import Scratch
from sync.snapshot import Snapshot
from sync.sources import LiveSource, SnapshotSource, decoded, expected_of
from sync.wording import counted

Progress = Callable[[str], None]

# What acts on rows: a schema does not tell of it.
_ON_ROWS = frozenset(
    {
        "InsertStmt",
        "UpdateStmt",
        "DeleteStmt",
        "MergeStmt",
        "TruncateStmt",
        "CopyStmt",
        "SelectStmt",
        "CallStmt",
        "DoStmt",
    }
)


@dataclass(frozen=True, slots=True)
class Squash:
    """Migrations that become one.

    Attributes:
        gone: Those that are in it, in order.
        plan: What makes the same schema.
        on_rows: What they did to rows, which is not in it: file and line of each statement.
    """

    gone: tuple[Migration, ...]
    plan: Plan
    on_rows: tuple[str, ...]


def squash(
    migrations: Sequence[Migration],
    live: LiveSource,
    scratch: Scratch,
    *,
    to: str | None = None,
    progress: Progress = lambda _: None,
) -> Squash:
    """Find the migration that makes the same schema as all of them, or as those up to a version.

    Args:
        migrations: All files.
        live: An environment, whose platform they stand on.
        scratch: Where they are replayed.
        to: The last version that is in it; by default the last there is.
        progress: Told what is being done.

    Raises:
        MigrationError: There are no two of them.
        SchemabotError: They cannot be replayed, or there is no plan.
    """
    live = replace(live, patterns=NO_PATTERNS)  # what is not compared belongs to the schema all the same
    gone = tuple(one for one in migrations if to is None or one.version <= to)
    if to is not None and to not in {one.version for one in migrations}:
        raise MigrationError(f"there is no migration {to}", "name the last one that is to be squashed")
    if len(gone) < 2:  # noqa: PLR2004 - one is one already
        raise MigrationError("there is nothing to squash", "it takes two migrations")
    scope = Scope(live.profile or Profile.POSTGRES, dependencies=True)
    sides = []
    for files in ((), tuple(one.file for one in gone)):
        expected, _ = read_both(expected_of(files, live), live, scratch, dependencies=True, progress=progress)
        catalog = decoded(expected)
        label = counted(len(files), "migration") if files else "nothing"
        sides.append(SnapshotSource(label, Snapshot(catalog, scope)))
    wanted = Wanted(proof=False, deployer=deployer_of(live.database).role)
    found = plan(sides[0], sides[1], scratch, wanted, progress=progress)
    return Squash(gone, found, tuple(_on_rows(gone)))


def differs(
    squashed: SqlFile,
    gone: Sequence[Migration],
    live: LiveSource,
    scratch: Scratch,
    progress: Progress = lambda _: None,
) -> bool:
    """Whether the new file makes another schema than the old ones, on the platform of an environment."""
    live = replace(live, patterns=NO_PATTERNS)
    old, new = (expected_of(files, live) for files in (tuple(one.file for one in gone), (squashed,)))
    left, right = (diff(one, live, scratch, progress=progress).differences for one in (old, new))
    return set(left) != set(right)


def _on_rows(gone: Sequence[Migration]) -> Iterator[str]:
    for migration in gone:
        for one in migration.statements:
            if one.kind in _ON_ROWS:
                yield f"{migration.label}, {one.place()}"
