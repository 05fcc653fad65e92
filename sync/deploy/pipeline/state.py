"""What a database has and lacks, as digests and records."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from sync.catalog import Profile, Scope, read
from sync.catalog.across import comparable
from sync.deploy.deploying import Waiting, waiting
from sync.deploy.pipeline.records import AppliedFile, Pending
from sync.deploy.pipeline.target import Target
from sync.migrations.history import Applied, Did, Run, RunState
from sync.migrations.migration import Migration, called
from sync.migrations.recorded import recorded
from sync.migrations.standing import half_way
from sync.model import Catalog
from sync.snapshot import fingerprint
from sync.sources import LiveSource


def waiting_at(place: Target) -> Waiting:
    """What an environment lacks. Raises as `sync.deploy.deploying.waiting` does."""
    return waiting(place.live.database, place.migrations, place.settings.accepted, place.name)


def pending_of(migrations: Iterable[Migration]) -> tuple[Pending, ...]:
    """Migrations as what is to be applied. Raises as `Migration.statements` does."""
    return tuple(Pending(one.version, one.label, one.digest, len(one.statements)) for one in migrations)


def applied_files(place: Target) -> tuple[Migration, ...]:
    """The files that were applied to an environment, also in part.

    Raises:
        ConnectError: It cannot be reached.
        ReadError: Its history cannot be read.
    """
    there, done = recorded(place.live.database, place.name)
    known = {one.version for one in there} | {one.version for one in half_way(there, done)}
    return tuple(one for one in place.migrations if one.version in known)


def live_digest(live: LiveSource, there: Iterable[Applied], done: Iterable[Run]) -> str:
    """A digest of a live schema, as it is compared, and of what its history has.

    Args:
        live: The database.
        there: What it has, as its history says.
        done: What schemabot did there, the first before the others.

    Raises:
        ConnectError: It cannot be reached.
        ReadError: Its schema cannot be read.
    """
    there, done = tuple(there), tuple(done)
    found = read(live.database, Scope(live.profile or Profile.POSTGRES, patterns=live.patterns), live.label).catalog()
    half = [[one.version, one.steps_done] for one in half_way(there, done)]
    return digest_of(schema_digest(found), [[one.version, one.name] for one in there], half)


def schema_digest(catalog: Catalog) -> str:
    """A digest of a schema without what comes and goes by itself, such as the partitions of a day."""
    return fingerprint(comparable(catalog, catalog)[0]).all


def digest_of(*values: object) -> str:
    """A digest of plain values, in hexadecimal."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def applied_for(deployment: str | None, migrations: Sequence[Migration], done: Iterable[Run]) -> Iterator[AppliedFile]:
    """What was applied for a deployment already.

    Args:
        deployment: What it is called in the history; None for one that has no name.
        migrations: All files.
        done: What schemabot did, the first before the others.
    """
    labels = {one.version: one.label for one in migrations}
    for one in done if deployment is not None else ():
        if one.deployment == deployment and one.action is Did.APPLY and one.state is RunState.DONE:
            seconds = (one.finished_at - one.started_at).total_seconds() if one.finished_at else 0.0
            label = labels.get(one.version, called(one.version, one.name))
            yield AppliedFile(label, seconds, one.rows_affected or 0, one.notices)


def has_begun(deployment: str | None, done: Iterable[Run]) -> bool:
    """Whether a deployment has changed something already."""
    return deployment is not None and any(one.deployment == deployment and one.did_something for one in done)
