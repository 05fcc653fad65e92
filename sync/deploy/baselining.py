"""The use case behind `schemabot baseline`: a team that has databases and no migrations yet begins to have some.

The first migration is what makes the schema of one environment. It is told to be applied there after it was proven to
make that schema. An environment that has the same schema already is told to have it too, proven in the same way; for
one that has another schema there is a plan.
"""

from collections.abc import Callable, Sequence

from sync.deploy.repairing import Repair, Repaired, repair
from sync.deploy.settings import Settings
from sync.diff import diff
from sync.migrations.migration import Migration
from sync.migrations.recorded import recorded
from sync.migrations.standing import State, standings
from sync.planning import Wanted, plan
from sync.planning.value import Plan
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource, expected_of

Progress = Callable[[str], None]


def from_nothing(live: LiveSource, scratch: Scratch, progress: Progress = lambda _: None) -> Plan:
    """What makes the schema of an environment on its platform, where there is nothing of it.

    It is not proven here: `take_as_applied` proves the migration that is made of it.

    Raises:
        SchemabotError: As `plan` does.
    """
    return plan(expected_of((), live), live, scratch, Wanted(proof=False), progress=progress)


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
    return plan(live, expected, scratch, Wanted(reverse=True), progress=progress)


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
