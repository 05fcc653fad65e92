"""What a deployment would do: file by file, each statement with what it locks and endangers. Nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.catalog import Scope, read_catalog
from sync.catalog.sizes import sizes
from sync.deploy.deploying import waiting
from sync.deploy.patience import holds_nobody_back
from sync.deploy.session import refuse_pooler
from sync.deploy.settings import Settings
from sync.deploy.steps import Step
from sync.migrations import Statement
from sync.migrations.history import Run
from sync.migrations.migration import Migration
from sync.model import Catalog
from sync.model.size import Size
from sync.plan.effects.analyst import Analyst
from sync.plan.effects.effect import Effect
from sync.plan.whole import Place
from sync.planning.asked import SIZED, Asked
from sync.postgres.database import Database

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and what it would do.

    Attributes:
        statement: As the file has it.
        effect: What it locks and endangers.
    """

    statement: Statement
    effect: Effect

    @property
    def is_patient(self) -> bool:
        """Whether it waits for older transactions as long as they last; nobody has to wait behind it."""
        return holds_nobody_back(self.statement)


@dataclass(frozen=True, slots=True)
class DryStep:
    """What would be done as a whole.

    Attributes:
        statements: In order.
        in_transaction: Whether in a transaction.
    """

    statements: tuple[Judged, ...]
    in_transaction: bool


@dataclass(frozen=True, slots=True)
class DryMigration:
    """A migration that would be applied.

    Attributes:
        migration: Which.
        steps: In order.
        left: What an earlier deployment has done of it, and did not end.
    """

    migration: Migration
    steps: tuple[DryStep, ...]
    left: Run | None = None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a deployment would do.

    Attributes:
        database: The database's name for people.
        migrations: What it would apply, in order.
    """

    database: str
    migrations: tuple[DryMigration, ...]


def dry_run(
    database: Database,
    migrations: Sequence[Migration],
    settings: Settings,
    *,
    label: str = "",
    progress: Progress = lambda _: None,
) -> DryRun:
    """See what would be applied, and judge it against what there is.

    Args:
        database: Where to.
        migrations: All files.
        settings: How it would be deployed.
        label: The database's name for people; its own when empty.
        progress: Told what is being done.

    Raises:
        SchemabotError: As `deploy` does before it begins.
    """
    label = label or database.label
    refuse_pooler(database)
    found = waiting(database, migrations, settings.accepted, label)
    if not found.steps:
        return DryRun(label, ())
    left = {one.version: one for one in found.half}
    told = judged(database, found.steps, progress)
    return DryRun(label, tuple(replace(one, left=left.get(one.migration.version)) for one in told))


def judged(
    database: Database,
    pending: Sequence[tuple[Migration, tuple[Step, ...]]],
    progress: Progress = lambda _: None,
    catalog: Catalog | None = None,
) -> tuple[DryMigration, ...]:
    """What steps of migrations would do, one after the other, to what there is.

    Args:
        database: Where.
        pending: The migrations with their steps.
        progress: Told what is being done.
        catalog: All that there is, with dependencies, where that was read already.

    Raises:
        ConnectError: The database cannot be reached.
        ReadError: Its schema cannot be read.
    """
    if catalog is None:
        progress("reading the schema")
        catalog = read_catalog(database, Scope(dependencies=True))
    asked = Asked({(one.schema, one.name) for one in catalog.objects if one.kind in SIZED})
    found = _judged(pending, catalog, asked)
    if asked.places:
        progress("measuring tables")
        found = _judged(pending, catalog, sizes(database, asked.places))
    return found


def _judged(
    pending: Sequence[tuple[Migration, tuple[Step, ...]]], catalog: Catalog, known: Mapping[Place, Size]
) -> tuple[DryMigration, ...]:
    analyst = Analyst(catalog, None, known)

    def judge(step: Step) -> DryStep:
        return DryStep(tuple(Judged(one, analyst.effect(one.sql)) for one in step.statements), step.begin is not None)

    return tuple(DryMigration(one, tuple(judge(step) for step in found)) for one, found in pending)
