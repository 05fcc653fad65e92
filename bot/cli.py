"""The `schemabot` command: the engine's commands, and those of the bot."""

import gc
import math
import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

gc.disable()  # most commands are over before there is anything to collect; those that last turn it on again

import typer

from sync import cli
from sync.errors import SchemabotError

if TYPE_CHECKING:
    from bot.configuration import BotConfiguration
    from bot.demo import Play

app = cli.app

_SECTION = "The bot"
_BEFORE_THE_ACCIDENT_S = 5
_bot_ran = threading.Event()


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
    """Run the bot: listen to Slack, GitHub and CI until Ctrl-C or SIGTERM."""
    import structlog

    from bot.configuration import SlackAccess, WebAccess
    from bot.logs import configure_logs
    from bot.serving import serve as work

    gc.enable()
    _bot_ran.set()
    configuration: BotConfiguration = context.obj()
    access, web = SlackAccess.from_environment(os.environ), WebAccess.from_environment(os.environ)
    configure_logs(os.environ)
    try:
        work(configuration, access, web)
    except SchemabotError:
        raise
    except Exception:  # noqa: BLE001 - the log is where people look, and a container keeps nothing else
        structlog.get_logger().exception("unexpected error")
        raise typer.Exit(cli.CANNOT_RUN) from None


@app.command(rich_help_panel=_SECTION)
def demo(
    *,
    check: Annotated[bool, typer.Option("--check", help="Play a script, print the transcript, and end.")] = False,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65_535, help="Where the page listens; 0 takes a free port.")
    ] = 0,
) -> None:
    """Try everything on this machine: two databases, a git repository, a local Slack workspace, the bot.

    A migration is pushed to develop and goes to staging; then to main, where it waits for you to approve it on the
    page; then somebody changes production by hand. With --check a script approves; exit with 1 unless all of that
    happens, and the bot names every change and nothing else.
    """
    from bot.demo import Play, stage
    from bot.demo import check as play
    from bot.logs import configure_logs

    gc.enable()
    _bot_ran.set()
    configure_logs(os.environ)
    with stage(lambda step: print(f"… {step}", file=sys.stderr), port) as ready:
        if not check:
            with suppress(KeyboardInterrupt):
                _invite(ready.workspace.page_url)
                _perform(Play(ready))
            return
        verdict = play(ready)
    print(verdict.transcript)
    for one in verdict.failed:
        print(f"schemabot: {one}", file=sys.stderr)
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

Ben pushes a migration to develop, and when staging has it, to main. In #schema you are Anna: press Approve, and watch
it go to production. Then type /schema diff, /schema status, /schema drift, /schema help. Ctrl-C ends everything.
""",
        flush=True,
    )


def _perform(play: "Play") -> None:
    """What happens while somebody watches, until Ctrl-C."""
    play.push_to_develop()
    print("Ben has pushed to develop.", flush=True)
    if play.is_over("staging", math.inf):
        play.push_to_main()
        print("Ben has pushed to main: production waits for your approval.", flush=True)
        while not play.is_over("production", math.inf):  # it may be rejected first, and tried again
            time.sleep(1)
        time.sleep(_BEFORE_THE_ACCIDENT_S)
        play.change_production()
        print("Ben has changed production by hand. Soon the bot finds out.", flush=True)
    threading.Event().wait()


def main() -> None:
    """Entry point of the console script."""
    status = cli.run(app, _load)
    if _bot_ran.is_set() or all(one.daemon or one is threading.main_thread() for one in threading.enumerate()):
        # Nobody has anything left to do, and taking a thousand modules apart takes longer than writing the answer did.
        # Where the bot ran, deployments wait for people in threads that nothing wakes; the next start goes on with it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _load() -> "BotConfiguration":
    from bot.configuration import BotConfiguration

    return BotConfiguration.load()
