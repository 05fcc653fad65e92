"""The use case behind `schemabot status`: which environments there are, which of them answer, and what they have."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat

from sync.configuration import Configuration, Environment
from sync.errors import SchemabotError
from sync.migrations.history import Run
from sync.migrations.migration import Migration
from sync.migrations.recorded import recorded
from sync.migrations.standing import Standing, half_way, standings
from sync.postgres.database import Database
from sync.postgres.session import connect

_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True)
class EnvironmentStatus:
    """How one database of an environment stands.

    Attributes:
        name: The environment.
        branch: The git branch that is deployed to it, if one is.
        database: Where it is, without secrets; empty when that could not be found out.
        profile: The platform it stands on.
        server_version: As `18.6`; empty when it does not answer.
        milliseconds: How long the server took to answer.
        problem: Why it does not answer, in one line; empty when it does.
        standings: Which migrations it has, where these were asked for.
        half: Which of them are applied or taken back in part, where these were asked for.
        unknown: Why that cannot be told, in one line.
    """

    name: str
    branch: str
    database: str
    profile: str
    server_version: str = ""
    milliseconds: float = 0.0
    problem: str = ""
    standings: tuple[Standing, ...] = ()
    half: tuple[Run, ...] = ()
    unknown: str = ""

    @property
    def reachable(self) -> bool:
        """Whether it answers."""
        return not self.problem


def status(
    configuration: Configuration, migrations: Sequence[Migration] | None = None
) -> tuple[EnvironmentStatus, ...]:
    """Ask all environments at the same time; one that does not answer is told, never raised.

    Args:
        configuration: Which there are.
        migrations: All files, to see which of them each environment has; that is not asked where it is None.
    """
    names = configuration.environments
    with ThreadPoolExecutor(max(len(configuration.environments), 1), thread_name_prefix="status") as pool:
        found = list(pool.map(_environment, names, configuration.environments.values(), repeat(migrations)))
    return tuple(one for several in found for one in several)


def _environment(
    name: str, environment: Environment, migrations: Sequence[Migration] | None
) -> list[EnvironmentStatus]:
    try:
        databases = environment.databases(name)
    except SchemabotError as error:
        return [_status(name, environment, None, problem=str(error))]
    return [_with_migrations(_probe(name, environment, one), one, migrations) for one in databases]


def _with_migrations(
    found: EnvironmentStatus, database: Database, migrations: Sequence[Migration] | None
) -> EnvironmentStatus:
    if migrations is None or not found.reachable:
        return found
    try:
        there, done = recorded(database, found.name)
        return replace(found, standings=standings(migrations, there, done), half=half_way(there, done))
    except SchemabotError as error:
        return replace(found, unknown=str(error))


def _probe(name: str, environment: Environment, database: Database) -> EnvironmentStatus:
    started = time.monotonic()
    try:
        with connect(database, timeout_s=_TIMEOUT_S) as connection:
            version = connection.info.server_version
    except SchemabotError as error:
        return _status(name, environment, database, problem=str(error))
    milliseconds = (time.monotonic() - started) * 1000
    return _status(
        name,
        environment,
        database,
        version=f"{version // 10_000}.{version % 10_000}",
        milliseconds=milliseconds,
    )


def _status(
    name: str,
    environment: Environment,
    database: Database | None,
    *,
    version: str = "",
    milliseconds: float = 0.0,
    problem: str = "",
) -> EnvironmentStatus:
    return EnvironmentStatus(
        name=name,
        branch=environment.branch or "",
        database=database.label if database else "",
        profile=environment.profile.value,
        server_version=version,
        milliseconds=milliseconds,
        problem=problem,
    )
