"""The use case behind `schemabot baseline`: a team that has databases and no migrations yet begins to have some.

The first migration is what makes the schema of one environment. It is told to be applied there after it was proven to
make that schema. An environment that has the same schema already is told to have it too, proven in the same way; for
one that has another schema there is a plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import postgast

from sync.catalog import Profile
from sync.deploy.repairing import Repair, Repaired, repair
from sync.deploy.settings import Settings
from sync.diff import diff
from sync.errors import MigrationError, SchemabotError
from sync.migrations.migration import Migration
from sync.migrations.recorded import recorded
from sync.migrations.standing import State, standings
from sync.model import Diagnostic
from sync.plan.batches import Batch, Statement
from sync.plan.sql import deparsed
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.shadow.deployer import deployer_of
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource, expected_of

Progress = Callable[[str], None]


def from_nothing(live: LiveSource, scratch: Scratch, progress: Progress = lambda _: None) -> Plan:
    """What makes the schema of an environment on its platform, where there is nothing of it.

    What belongs to who deploys there is given to nobody by name: elsewhere somebody else may deploy.

    It is not proven here: `take_as_applied` proves the migration that is made of it. Extensions that a platform may
    have installed itself are made where they are missing. What is left out of comparisons is not in it, which it says.

    Raises:
        SchemabotError: As `plan` does.
    """
    wanted = Wanted(proof=False, deployer=deployer_of(live.database).role)
    found = plan(expected_of((), live), live, scratch, wanted, progress=progress)
    if live.profile is Profile.SUPABASE:
        found = replace(found, batches=tuple(map(_with_extensions_if_missing, found.batches)))
    if not live.patterns:
        return found
    said = ", ".join(f'{key} "{pattern.text}"' for key, pattern in live.patterns)
    left = Diagnostic("left-out", f"What [compare] leaves out is not in it: {said}")
    return replace(found, diagnostics=(*found.diagnostics, left))


def reconciling(
    live: LiveSource, migrations: Sequence[Migration], scratch: Scratch, progress: Progress = lambda _: None
) -> Plan | None:
    """What makes an environment as all migrations make it; None where it is so.

    Raises:
        SchemabotError: As `plan` does.
    """
    expected = expected_of((one.file for one in migrations), live)
    if diff(expected, live, scratch, progress=progress).equal:
        return None
    wanted = Wanted(reverse=True, deployer=deployer_of(live.database).role)
    return plan(live, expected, scratch, wanted, progress=progress)


def take_as_applied(
    live: LiveSource,
    migrations: Sequence[Migration],
    scratch: Scratch,
    settings: Settings,
    progress: Progress = lambda _: None,
) -> Repaired:
    """Tell the history of an environment that it has all migrations, after it was proven that they make its schema.

    Returns what was written down: nothing where it has all of them already.

    Raises:
        MigrationError: They do not.
        SchemabotError: As `repair` does.
    """
    found = standings(migrations, *recorded(live.database, live.label))
    lacking = tuple(one.version for one in found if one.state in (State.PENDING, State.EDITED))
    if not lacking:
        return Repaired(Repair(), "")
    return repair(live, migrations, Repair(applied=lacking), scratch, settings, progress=progress)


def take_all_as_applied(
    sides: Sequence[tuple[LiveSource, Sequence[Migration]]],
    old: Migration,
    scratch: Scratch,
    settings: Settings,
    progress: Progress = lambda _: None,
) -> None:
    """Tell the histories of environments that they have migrations in the place of an old one: all of them, or none.

    Args:
        sides: The environments, each with the migrations that make its schema; all but the last have the old one.
        old: The migration that they have, of the same version as the first of the others.
        scratch: Where they are replayed.
        settings: How long to wait for others, and who asks for it.
        progress: Told what is being done.

    Raises:
        MigrationError: They do not make it, or what some were told could not be taken back.
        SchemabotError: As `repair` does.
    """
    told: list[tuple[LiveSource, Repair]] = []
    try:
        for live, migrations in sides:
            take_as_applied(live, migrations, scratch, settings, progress)
            others = tuple(one.version for one in migrations if one.version != old.version)
            told.append((live, Repair((old.version,), others)))
    except BaseException:
        for live, back in told:
            _put_back(live, old, back, scratch, settings, progress=progress)
        raise


def _put_back(
    live: LiveSource, old: Migration, back: Repair, scratch: Scratch, settings: Settings, *, progress: Progress
) -> None:
    try:
        repair(live, [old], back, scratch, settings, force=True, progress=progress)
    except SchemabotError as error:
        words = " ".join(("--applied", *back.applied, *(f"--reverted {one}" for one in back.reverted)))
        raise MigrationError(
            f"it failed, and what {live.label} was told about its history could not be taken back: {error.problem}",
            f"schemabot repair {live.label} {words} --force does",
        ) from error


def _with_extensions_if_missing(batch: Batch) -> Batch:
    return replace(batch, statements=tuple(map(_if_missing, batch.statements)))


def _if_missing(statement: Statement) -> Statement:
    """The same, but of an extension, which is there in the version that the platform brings."""
    if not statement.sql.startswith("CREATE EXTENSION "):
        return statement
    tree = postgast.parse(statement.sql)
    extension = tree.stmts[0].stmt.create_extension_stmt
    extension.if_not_exists = True
    for number, option in reversed(list(enumerate(extension.options))):
        if option.def_elem.defname == "new_version":
            del extension.options[number]
    return replace(statement, sql=deparsed(postgast.deparse(tree)))
