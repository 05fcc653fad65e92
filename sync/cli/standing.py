"""`status`: where the environments stand."""

from typing import TYPE_CHECKING

import typer

from sync.cli.application import CHECK_FAILED, app, progress

if TYPE_CHECKING:
    from sync.configuration import Configuration
    from sync.status import EnvironmentStatus


@app.command()
def status(context: typer.Context) -> None:
    """Show what is configured, and which databases answer. Exit with 1 when one does not."""
    from sync.errors import visible
    from sync.status import status as ask

    configuration: Configuration = context.obj()
    with progress() as told:
        told("asking all environments")
        found = ask(configuration)
    print(visible(f"{configuration.project.name}: migrations in {configuration.migrations.path}"))
    for one in found:
        print(visible(_status_line(one)))
    if not all(one.reachable for one in found):
        raise typer.Exit(CHECK_FAILED)


def _status_line(one: "EnvironmentStatus") -> str:
    branch = f"branch {one.branch}" if one.branch else "no branch"
    state = (
        f"answers in {one.milliseconds:.0f} ms, PostgreSQL {one.server_version}"
        if one.reachable
        else f"does not answer: {one.problem}"
    )
    return f"  {one.name}  ({branch}, profile {one.profile}, {one.database or 'no database'})  {state}"
