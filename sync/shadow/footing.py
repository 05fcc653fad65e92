"""What migrations stand on: the database that they find when the first of them is applied, made once more.

A role that owns what they make, settings of its sessions, and on a platform what that brings along.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import psycopg

from sync.catalog import Profile, Scope, read
from sync.errors import SourceError
from sync.migrations import SqlFile
from sync.model import Catalog, Diagnostic, Identity, Kind, SchemaObject, Surroundings
from sync.model.objects import Owner
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.shadow.bench import Bench
from sync.shadow.deployer import MAKES_EXTENSIONS, Deployer, deployer_of, welcome
from sync.shadow.platform import Platform, of_extensions, platform_of
from sync.shadow.replay import replay

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Footing:
    """What migrations find.

    Attributes:
        deployer: Who applies them.
        platform: What the platform brings along, and perhaps what the files make there themselves.
        surroundings: What decides what of a platform is compared; None where there is no platform.
        of_extensions: What extensions of the platform have in schemas that they made: that is as it is.
    """

    deployer: Deployer
    platform: Platform
    surroundings: Surroundings | None = None
    of_extensions: Mapping[Identity, SchemaObject] = field(default_factory=dict)

    def completed(self, found: Catalog) -> Catalog:
        """What migrations made, with what no replay can make: what a platform does, and who made extensions first."""
        objects = {**found.objects, **self.of_extensions}
        for name, _, owner in self.deployer.extensions:
            of = Identity(Kind.OWNER, "", name=name, of=Kind.EXTENSION)
            if of in objects:
                objects[of] = Owner(of, owner)
        return replace(found, objects=objects, surroundings=self.surroundings or found.surroundings)


def footing_of(
    live: Database,
    profile: Profile,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Footing:
    """What migrations find in a database.

    Raises:
        ConnectError: No server answers.
        ReadError: The database cannot be read.
    """
    if not Scope(profile).on_platform:
        return bare_footing_of(live, cancellation)
    deployer = deployer_of(live, cancellation)
    progress(f"reading the platform of {live.label}")
    around = read(live, Scope(profile), cancellation=cancellation).catalog()
    whole = read(live, Scope(dependencies=True), cancellation=cancellation).catalog()
    platform = platform_of(whole, around.surroundings.services.keys(), deployer.role)
    return Footing(deployer, platform, around.surroundings, of_extensions(around, whole))


def bare_footing_of(live: Database, cancellation: Cancellation | None = None) -> Footing:
    """What files find in a database that bring all with them, the platform too.

    Raises:
        ConnectError: No server answers.
        ReadError: It does not say.
    """
    return Footing(deployer_of(live, cancellation), Platform(Catalog(live.label, 0, {})))


@contextmanager
def replayed(
    files: Sequence[SqlFile],
    footing: Footing,
    bench: Bench,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Iterator[tuple[Database, tuple[Diagnostic, ...]]]:
    """A scratch database to which migrations were applied, and what of the platform could not be made there.

    Raises:
        ReplayError: A statement failed; the message names file and line and gives the server's words.
        SourceError: A file cannot be read, or the scratch database cannot be made like the other one.
        EmbeddedServerError: The scratch server does not start, or makes no database.
    """
    with bench.database_for_files() as database:
        try:
            welcome(footing.deployer, database)
            noticed = tuple(_platform(footing.platform, files, database, progress, cancellation))
        except psycopg.Error as error:
            raise SourceError(
                f"no scratch database can be made in which {footing.deployer.role} deploys: {reason_of(error)}"
            ) from error
        who = footing.deployer
        by = None if who.is_superuser else MAKES_EXTENSIONS
        versions = {name: version for name, version, _ in who.extensions}
        replay(files, database, progress, cancellation, role=who.role, extensions_by=by, versions=versions)
        yield database, noticed


def _platform(
    platform: Platform,
    files: Sequence[SqlFile],
    database: Database,
    progress: Progress,
    cancellation: Cancellation | None,
) -> Iterator[Diagnostic]:
    if not platform.catalog.objects:
        return
    from sync.shadow.brought import before_files
    from sync.shadow.making import make

    progress("making what the platform brings along")
    failed = make(before_files(platform, files), database, cancellation)
    if failed:
        first = f"{failed[0].about}: {failed[0].reason}"
        yield Diagnostic(
            "platform-not-made",
            f"{len(failed)} of the platform's objects could not be made to replay the migrations on ({first})",
        )
