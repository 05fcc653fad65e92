"""Where a deployment goes: an environment with its live database, and the files that it is to have."""

from dataclasses import dataclass

from sync.catalog import Profile
from sync.configuration import Configuration, Environment
from sync.deploy.settings import Accept, Settings
from sync.migrations.folder import Folder
from sync.migrations.migration import Migration
from sync.sources import LiveSource, environment_source


@dataclass(frozen=True, slots=True)
class Target:
    """Where a deployment goes.

    Attributes:
        name: Of the environment.
        environment: As the configuration has it.
        live: Its database.
        folder: The files that it is to have, of the disk or of a commit.
        commit: The commit, all 40 digits; empty for files of the disk.
        settings: How the deployment behaves there.
        after: The environment that must have the same files first.
    """

    name: str
    environment: Environment
    live: LiveSource
    folder: Folder
    commit: str
    settings: Settings
    after: "Target | None" = None

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """The files that are named as they should be."""
        return self.folder.migrations

    @property
    def profile(self) -> Profile:
        """The platform that the database stands on."""
        return self.live.profile or Profile.POSTGRES

    @property
    def places(self) -> "tuple[Target, ...]":
        """The environment before this one, where there is one, then this one."""
        return (self.after, self) if self.after is not None else (self,)


def target(
    configuration: Configuration,
    name: str,
    folder: Folder,
    *,
    commit: str = "",
    run_by: str,
    deployment: str | None = None,
    accepted: frozenset[Accept] = frozenset(),
    is_discreet: bool = False,
) -> Target:
    """The target of a deployment to an environment.

    Args:
        configuration: What knows the environment, and the one before it.
        name: Of the environment.
        folder: The files.
        commit: Of which commit they are, all 40 digits; empty for files of the disk.
        run_by: Who asks for it.
        deployment: What it is called in the history of migrations, so that it can go on where it was ended.
        accepted: What people accept, here and in the environment before.
        is_discreet: Whether many read what is said of it: then sessions of others are told without user and address.

    Raises:
        ConfigurationError: There is no such environment, or its variable is not set.
    """
    environment = configuration.environment(name)
    before = environment.after
    return Target(
        name,
        environment,
        environment_source(name, configuration),
        folder,
        commit,
        Settings(
            lock_timeout=environment.deploy.lock_timeout,
            statement_timeout=environment.deploy.statement_timeout,
            retries=environment.deploy.retries,
            wait=environment.deploy.wait,
            accepted=accepted,
            run_by=run_by,
            deployment=deployment,
            is_discreet=is_discreet,
        ),
        target(
            configuration,
            before,
            folder,
            commit=commit,
            run_by=run_by,
            deployment=deployment,
            accepted=accepted - {Accept.DRIFT},  # nobody looks there for drift before it gets what it lacks
            is_discreet=is_discreet,
        )
        if before is not None
        else None,
    )
