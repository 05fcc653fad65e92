"""`backup`, `backups` and `restore`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import CHECK_FAILED, app, progress

if TYPE_CHECKING:
    from sync.backup import BackupRecord, Listed, Store
    from sync.configuration import Configuration


class BackupsFormat(StrEnum):
    """How `backups` answers."""

    TEXT = "text"
    JSON = "json"


_FORM = "%Y-%m-%d %H:%M:%S"
_HEADINGS = ("id", "environment", "time (UTC)", "size", "took", "PostgreSQL", "state")

_Place = Annotated[
    str | None, typer.Option("--from", metavar="URL", help="Where they are; by default where the environment has them.")
]


@app.command()
def backup(
    context: typer.Context,
    environment: Annotated[str, typer.Argument(metavar="ENV", help="The environment whose database it is of.")],
    *,
    to: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where to: file:///data/backups, s3://bucket/folder, gs://…, az://…."),
    ] = None,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Restore it into a scratch database and compare before it counts.")
    ] = False,
) -> None:
    """Make a backup of an environment's database, verify it, and remove those that need not be kept.

    It is what pg_dump writes, of one moment. It counts only when it was read back, has the same checksum, and holds
    everything that the schema has; nothing stays of one that fails.

    Without --to it goes where `backup` of the environment says, which keeps as many as `keep` says.

    Exit status: 0 when it is made; 1 when it was written and is not what it should be; 2 when it could not be made.
    """
    from sync.backup import make_backup, open_store, retain
    from sync.shadow.scratch import Scratch
    from sync.sources import environment_source

    configuration = _configuration(context, environment)
    wanted = configuration.environment(environment).backup
    store = open_store(to or _configured(configuration, environment))
    source = environment_source(environment, configuration)
    gone: tuple[str, ...] = ()
    with _checked(), Scratch() as scratch, progress() as told:
        made = make_backup(
            source, store, environment=environment, rehearse=scratch if rehearse else None, progress=told
        )
        if to is None and wanted is not None:
            told("removing what need not be kept")
            gone = retain(store, environment, wanted.keep)
    from sync.model.size import readable

    tried = {"no": "verified", "schema": "verified, its schema rehearsed", "rows": "verified and rehearsed"}
    print(
        f"{made.id}: {readable(made.size_bytes)} in {made.duration_s:.1f} s, {tried[made.rehearsed.value]},"
        f" in {store.label}"
    )
    for one in gone:
        print(f"removed {one}")


@app.command()
def backups(
    context: typer.Context,
    environment: Annotated[str | None, typer.Argument(metavar="[ENV]", help="Only this environment's.")] = None,
    *,
    place: _Place = None,
    output: Annotated[BackupsFormat, typer.Option("--format", help="How to answer.")] = BackupsFormat.TEXT,
    verify: Annotated[bool, typer.Option("--verify", help="Read all of them, and check their checksums.")] = False,
) -> None:
    """List the backups that there are, the newest first.

    States: good; partial, when it was not finished or is being made; damaged. Without --verify only names, sizes and
    manifests are looked at.

    Exit status: 0; 1 when one is damaged; 2 when they cannot be listed.
    """
    from sync.backup import State
    from sync.backup import backups as list_backups
    from sync.backup import verify as verified

    found: list[tuple[Store, Listed]] = []
    with progress() as told:
        for store, wanted in _stores(context, environment, place):
            told(f"looking at {store.label}")
            listed = (one for one in list_backups(store, environment) if wanted is None or one.environment in wanted)
            found += [(store, verified(store, one, told) if verify else one) for one in listed]
    if output is BackupsFormat.JSON:
        print(_as_json(found))
    elif found:
        _print_table([one for _, one in found])
    else:
        print("no backups")
    if any(one.state is State.DAMAGED for _, one in found):
        raise typer.Exit(CHECK_FAILED)


@app.command()
def restore(
    context: typer.Context,
    backup: Annotated[str, typer.Argument(metavar="ID", help="Of `schemabot backups`.")],
    *,
    to: Annotated[str, typer.Option(metavar="URL", help="The database, postgresql://…; it must exist.")],
    jobs: Annotated[
        int, typer.Option(min=1, max=64, help="How many connections restore at once. With one: all of it or nothing.")
    ] = 1,
    into_non_empty: Annotated[
        bool, typer.Option("--into-non-empty", help="Also into a database that has something in it.")
    ] = False,
    place: _Place = None,
) -> None:
    """Restore a backup into a database, after its checksum was checked.

    Exit status: 0 when it is restored; 1 when the backup is damaged; 2 when it could not be restored.
    """
    from sync.backup import BackupError, environment_of, open_store
    from sync.backup import restore as restore_backup
    from sync.postgres.database import Database

    target = Database.parse(to, "--to")
    environment = environment_of(backup)
    if environment is None:
        raise BackupError("that is not the name of a backup", "schemabot backups shows those that there are")
    store = open_store(place or _configured(_configuration(context, environment), environment, "--from"))
    with _checked(), progress() as told:
        made = restore_backup(store, backup, target, jobs=jobs, into_non_empty=into_non_empty, progress=told)
    print(f"{made.id}, which shows {made.database} at {made.time:{_FORM}} UTC, is restored into {target.label}")


@contextmanager
def _checked() -> Iterator[None]:
    """A backup that is not what it should be is a check that failed."""
    from sync.backup import DamagedError

    try:
        yield
    except DamagedError as error:
        print(f"schemabot: {error}", file=sys.stderr)
        raise typer.Exit(CHECK_FAILED) from None


def _configuration(context: typer.Context, environment: str) -> "Configuration":
    """The configuration, which has that environment; what may be a URL with a password is not quoted."""
    from sync.errors import ConfigurationError

    configuration: Configuration = context.obj()
    if "/" in environment or "@" in environment:
        raise ConfigurationError(
            "a backup is of an environment, and that is no name of one",
            f"there are: {', '.join(configuration.environments)}",
        )
    configuration.environment(environment)
    return configuration


def _configured(configuration: "Configuration", environment: str, option: str = "--to") -> str:
    from sync.errors import ConfigurationError

    found = configuration.environment(environment).backup
    if found is None:
        raise ConfigurationError(
            f"environments.{environment} has no backup",
            f'write backup = {{ to = "file:///data/backups" }} there, or give {option}',
        )
    return found.to


def _stores(
    context: typer.Context, environment: str | None, place: str | None
) -> "Iterator[tuple[Store, frozenset[str] | None]]":
    """Where to look, and for which environments; None for all that are there."""
    from sync.backup import open_store
    from sync.errors import ConfigurationError

    if place is not None:
        yield open_store(place, must_exist=True), None
        return
    if environment is not None:
        configuration = _configuration(context, environment)
        yield open_store(_configured(configuration, environment, "--from")), frozenset({environment})
        return
    configuration = context.obj()
    places: dict[str, set[str]] = {}
    for name, one in configuration.environments.items():
        if one.backup is not None:
            places.setdefault(one.backup.to, set()).add(name)
    if not places:
        raise ConfigurationError(
            "no environment has backup", 'write backup = { to = "file:///data/backups" } there, or give --from'
        )
    for address, names in places.items():
        yield open_store(address), frozenset(names)


def _print_table(found: "list[Listed]") -> None:
    from sync.errors import visible
    from sync.model.size import readable

    rows = [_HEADINGS]
    for one in found:
        made = one.record
        some = (readable(made.size_bytes), f"{made.duration_s:.1f} s", made.server_version) if made else ("", "", "")
        state = f"{one.state}: {one.problem}" if one.problem else f"{one.state}{_rehearsed(made)}"
        rows.append((one.id, one.environment, f"{one.time:{_FORM}}", *some, state))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(visible("  ".join(cells).rstrip()))


def _rehearsed(made: "BackupRecord | None") -> str:
    """What was restored for a try when it was made."""
    return {"schema": ", schema rehearsed", "rows": ", rehearsed"}.get(made.rehearsed.value, "") if made else ""


def _as_json(found: "list[tuple[Store, Listed]]") -> str:
    import json

    shown = [
        {
            "id": one.id,
            "environment": one.environment,
            "time": f"{one.time:%Y-%m-%dT%H:%M:%SZ}",
            "state": one.state.value,
            "problem": one.problem,
            "store": store.label,
            "record": one.record.model_dump(mode="json") if one.record else None,
        }
        for store, one in found
    ]
    return json.dumps({"version": 1, "backups": shown}, indent=2)
