"""Validate: the files are sound, and fit what the environment has, and the environment before it."""

from collections.abc import Callable, Sequence

from sync.catalog import Profile
from sync.deploy.deploying import lacking
from sync.deploy.pipeline.problems import problem_of
from sync.deploy.pipeline.records import Note, Pending, Problem, Validated
from sync.deploy.pipeline.state import pending_of
from sync.deploy.pipeline.target import Target
from sync.deploy.session import refuse_pooler
from sync.errors import SchemabotError
from sync.migrations.checks import Against, Finding, Severity, check
from sync.migrations.folder import migrations_of_folder
from sync.migrations.recorded import recorded
from sync.migrations.standing import standings
from sync.postgres.limits import Cancellation

Progress = Callable[[str], None]

# What a deployment refuses by itself, unless people accept it.
_OF_HISTORIES = frozenset({"missing", "edited", "out-of-order"})
_ORDER = tuple(Severity)


def validate(
    target: Target, *, progress: Progress = lambda _: None, cancellation: Cancellation | None = None
) -> Validated:
    """See whether the files can be deployed. Nothing is written.

    Only errors in what is pending stop a deployment; warnings and advice are told.

    Args:
        target: Where to.
        progress: Told what is being done.
        cancellation: What may end it before its time.

    Raises:
        ConnectError: A database cannot be reached, or it was cancelled.
    """
    problem: Problem | None = None
    pending: tuple[Pending, ...] = ()
    against = []
    try:
        migrations_of_folder(target.folder)
    except SchemabotError as error:
        problem = problem_of(error, target.name)
    for place in target.places:
        progress(f"{place.name}: reading the history")
        try:
            refuse_pooler(place.live.database)
            there, done = recorded(place.live.database, place.name, cancellation)
            readable = [one for one in place.migrations if one.is_readable]
            against.append(Against(place.name, standings(readable, there, done)))
            found = lacking(place.migrations, there, done, place.settings.accepted, place.name)
            pending = pending_of(found.migrations)
        except SchemabotError as error:
            problem = problem or problem_of(error, place.name)
    progress("checking the files")
    try:
        found_there = check(target.folder, against=against, beside_supabase=_beside_supabase(target)).findings
    except SchemabotError as error:
        return Validated(pending, (), problem or problem_of(error, target.name))
    notes = tuple(sorted(map(_note, found_there), key=lambda one: _ORDER.index(Severity(one.severity))))
    return Validated(pending, notes, problem or _first_error(found_there, pending, target.name))


def _first_error(found: Sequence[Finding], pending: Sequence[Pending], place: str) -> Problem | None:
    versions = {"", *(one.version for one in pending)}
    errors = [
        one
        for one in found
        if one.severity is Severity.ERROR and one.rule not in _OF_HISTORIES and one.version in versions
    ]
    if not errors:
        return None
    first, more = errors[0], len(errors) - 1
    where = f"{first.file}, line {first.line}" if first.line else first.file
    others = f" (and {more} more)" if more else ""
    return Problem(f"{where}: {first.message}{others}", first.remedy or "schemabot validate tells all of it", place)


def _note(one: Finding) -> Note:
    return Note(one.severity.value, one.rule, one.message, one.remedy, one.file, one.line)


def _beside_supabase(target: Target) -> bool:
    """Whether the Supabase CLI is likely to work on the same files."""
    profiles = {one.profile for one in target.places}
    return Profile.SUPABASE in profiles or target.folder.label.rstrip("/").endswith("supabase/migrations")
