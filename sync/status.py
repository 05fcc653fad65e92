"""The use case behind `schemabot status`: which environments there are, and which of them answer."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sync.configuration import Configuration, Environment
from sync.errors import SchemabotError
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
    """

    name: str
    branch: str
    database: str
    profile: str
    server_version: str = ""
    milliseconds: float = 0.0
    problem: str = ""

    @property
    def reachable(self) -> bool:
        """Whether it answers."""
        return not self.problem


def status(configuration: Configuration) -> tuple[EnvironmentStatus, ...]:
    """Ask all environments at the same time; one that does not answer is told, never raised."""
    with ThreadPoolExecutor(max(len(configuration.environments), 1), thread_name_prefix="status") as pool:
        found = list(pool.map(_environment, configuration.environments.items()))
    return tuple(one for several in found for one in several)


def _environment(item: tuple[str, Environment]) -> list[EnvironmentStatus]:
    name, environment = item
    try:
        databases = environment.databases(name)
    except SchemabotError as error:
        return [_status(name, environment, None, problem=str(error))]
    return [_probe(name, environment, database) for database in databases]


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
