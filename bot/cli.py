"""The `schemabot` command: the engine's commands, and those of the bot."""

import gc
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

gc.disable()  # most commands are over before there is anything to collect; those that last turn it on again

import typer

from sync import cli

if TYPE_CHECKING:
    from bot.configuration import BotConfiguration

app = cli.app

_SECTION = "The bot"


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"schemabot {version('schemabot')}")
        raise typer.Exit


@app.callback()
def top(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Keep the schemas of PostgreSQL databases identical."""


@app.command(rich_help_panel=_SECTION)
def serve(context: typer.Context) -> None:
    """Run the bot: listen to Slack until Ctrl-C or SIGTERM."""
    from bot.configuration import SlackAccess
    from bot.logs import configure_logs
    from bot.slack import serve as work

    gc.enable()
    configuration: BotConfiguration = context.obj()
    access = SlackAccess.from_environment(os.environ)
    configure_logs(os.environ)
    work(configuration, access)


@app.command(rich_help_panel=_SECTION)
def demo(
    *,
    check: Annotated[bool, typer.Option("--check", help="Play a script, print the transcript, and end.")] = False,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65_535, help="Where the page listens; 0 takes a free port.")
    ] = 0,
) -> None:
    """Try everything on this machine: two databases, a local Slack workspace, the bot.

    With --check somebody types /schema diff; exit with 1 unless the answer names every planted difference and
    nothing else.
    """
    from bot.demo import check as play
    from bot.demo import stage
    from bot.logs import configure_logs

    gc.enable()
    configure_logs(os.environ)
    with stage(lambda step: print(f"… {step}", file=sys.stderr), port) as ready:
        if not check:
            with suppress(KeyboardInterrupt):
                _invite(ready.workspace.page_url)
                threading.Event().wait()
            return
        verdict = play(ready)
    print(verdict.transcript)
    for one in verdict.missed:
        print(f"schemabot: the answer does not name: {one}", file=sys.stderr)
    for one in verdict.invented:
        print(f"schemabot: the answer names what nobody planted: {one}", file=sys.stderr)
    if not verdict.passed:
        raise typer.Exit(cli.CHECK_FAILED)


def _invite(address: str) -> None:
    print(
        f"""
The workspace is open:  {address}

Type  /schema diff  in #schema to see what differs between staging and production.
Also: /schema status, /schema diff policies, /schema help. Ctrl-C ends everything.
""",
        flush=True,
    )


def main() -> None:
    """Entry point of the console script."""
    status = cli.run(app, _load)
    if all(thread.daemon or thread is threading.main_thread() for thread in threading.enumerate()):
        # Nobody has anything left to do, and taking a thousand modules apart takes longer than writing the answer did.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _load() -> "BotConfiguration":
    from bot.configuration import BotConfiguration

    return BotConfiguration.load()
