"""All checks of a folder of migrations, in the order in which people read them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sync.migrations.checks.bodies import of_bodies
from sync.migrations.checks.finding import Finding, Severity
from sync.migrations.checks.histories import of_history
from sync.migrations.checks.notes import of_notes
from sync.migrations.checks.squawk import of_squawk
from sync.migrations.checks.subject import Subject
from sync.migrations.checks.texts import of_text, unreadable
from sync.migrations.checks.transactions import of_transactions
from sync.migrations.folder import Folder
from sync.migrations.migration import Migration
from sync.migrations.standing import Standing, State

_VERSION = "%Y%m%d%H%M%S"
_CLOCKS_DIFFER_BY = timedelta(days=1)
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Against:
    """What a database has.

    Attributes:
        database: Its name for people.
        standings: Where it stands.
    """

    database: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What all checks found.

    Attributes:
        folder: What was checked.
        findings: By file, the worst at one place first.
    """

    folder: Folder
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many there are of one severity."""
        return sum(one.severity is severity for one in self.findings)


def check(
    folder: Folder,
    *,
    against: Sequence[Against] = (),
    beside_supabase: bool = False,
    now: datetime | None = None,
) -> Checked:
    """Check all files of a folder.

    Where databases are named, of a migration that all of them have only errors are told, and none of its way back: it
    is not to be edited any more.

    Args:
        folder: Which.
        against: What databases have.
        beside_supabase: Whether the Supabase CLI works on the same files.
        now: The time; by default, it is asked.

    Raises:
        ConfigurationError: squawk's configuration is wrong.
        SourceError: squawk does not work.
    """
    found = tuple(_found(folder, against, now or datetime.now(UTC), beside_supabase=beside_supabase))
    settled = _everywhere(against)
    told = (one for one in found if one.version not in settled or _matters_still(one))
    return Checked(folder, tuple(sorted(told, key=_place)))


def _found(folder: Folder, against: Sequence[Against], now: datetime, *, beside_supabase: bool) -> Iterator[Finding]:
    for misnamed in folder.misnamed:
        yield Finding(Severity.ERROR, misnamed.rule, misnamed.message, misnamed.remedy, folder.plain(misnamed.file))
    subjects = []
    for migration in folder.migrations:
        yield from (_in(folder, migration, one) for one in _of_version(migration, now))
        wrong = unreadable(migration.file)
        if wrong is not None:
            yield _in(folder, migration, wrong)
            continue
        subject = Subject.of(migration)
        subjects.append(subject)
        notes = of_notes(subject, beside_supabase=beside_supabase)
        checks = (of_text(subject), of_bodies(subject), of_transactions(subject), notes)
        yield from (_in(folder, migration, one) for each in checks for one in each)
    yield from (_in(folder, subject.migration, one) for subject, one in of_squawk(folder, subjects))
    for each in against:
        for standing, one in of_history(each.standings, each.database):
            if standing.migration is None:
                yield replace(one, version=standing.version)
            else:
                yield _in(folder, standing.migration, one)


def _of_version(migration: Migration, now: datetime) -> Iterator[Finding]:
    try:
        begun = datetime.strptime(migration.version, _VERSION).replace(tzinfo=UTC)
    except ValueError:
        yield Finding(
            Severity.ADVICE,
            "version-no-moment",
            f"the version {migration.version} is no moment",
            "schemabot new NAME gives a version that is",
        )
        return
    if begun > now + _CLOCKS_DIFFER_BY:
        yield Finding(
            Severity.WARNING,
            "version-in-the-future",
            f"the version is {begun:%Y-%m-%d %H:%M:%S} UTC, which is to come: migrations of today come before it",
            "give it the moment at which it was begun, if nobody has applied it",
        )


def _matters_still(one: Finding) -> bool:
    """Whether something is to be told of a migration that is applied: that it could not be replayed, or is not it."""
    return one.severity is Severity.ERROR and not one.rule.startswith(("rollback-", "body-"))


def _in(folder: Folder, migration: Migration, one: Finding) -> Finding:
    return replace(one, file=folder.plain(migration.file), version=migration.version)


def _everywhere(against: Sequence[Against]) -> frozenset[str]:
    """The versions that all databases have."""
    had = [{one.version for one in each.standings if one.state is not State.PENDING} for each in against]
    return frozenset(set.intersection(*had)) if had else frozenset()


def _place(one: Finding) -> tuple[str, int, int, int, str]:
    return one.file, one.line or 0, one.column or 0, _ORDER.index(one.severity), one.rule
