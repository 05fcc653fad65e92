"""Puts the bot together, and runs it until it is told to stop."""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import structlog

from bot.configuration import BotConfiguration, SlackAccess, WebAccess
from bot.deployments import Deployments
from bot.deployments.engine import Engine
from bot.deployments.phases import Phases
from bot.deployments.posts import Kind, say
from bot.deployments.work import Work
from bot.drift import Checker, Drifts, Rounds, Watch
from bot.drift.posts import Kind as DriftKind
from bot.github import matches
from bot.intake import PUSH, BotIntake
from bot.schedule import scheduled
from bot.slack.app import make_app, make_client, make_single_client
from bot.slack.approvers import ApproverCheck
from bot.slack.connection import SlackConnection, StoppedError
from bot.slack.courier import Courier
from bot.slack.deploying import Deploying
from bot.slack.deployment_posts import deployment_posts
from bot.slack.drift_posts import drift_posts
from bot.slack.people import SlackPeople
from bot.slack.poster import Poster
from bot.slack.services import Services
from bot.store import State, open_state
from bot.store.tidying import CLEAN_UP, CleanUp
from bot.web import Site, application, serving
from bot.web.application import SlackOverHttp
from sync.errors import ConfigurationError, ConnectError
from sync.migrations.repository import mirror_of
from sync.postgres.confining import can_confine
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch

UNCONFINED = "SCHEMABOT_UNCONFINED"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Running:
    """The bot at work.

    Attributes:
        port: Of its web port.
        deployments: What may be done about deployments.
        state: Its records.
    """

    port: int
    deployments: Deployments
    state: State


@contextmanager
def bot(
    configuration: BotConfiguration,
    access: SlackAccess,
    web: WebAccess,
    *,
    environ: Mapping[str, str] = os.environ,
    server: EmbeddedServer | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Running]:
    """The bot at work, until the end of the block.

    What listens answers from the beginning; what needs Slack waits for it.

    Args:
        configuration: What to work on.
        access: The way into Slack.
        web: The web port.
        environ: Where the state is named, and secrets of the repository.
        server: The embedded server to use; by default the one of the data folder.
        stop: Set by another thread or a signal, it ends all waiting.

    Raises:
        ConfigurationError: Slack refuses a token, the port is taken, or the state cannot be used.
        StoppedError: It was told to stop before Slack could be reached.
    """
    stop = stop or threading.Event()
    ending = threading.Event()
    with ExitStack() as stack:
        try:
            state = stack.enter_context(open_state(environ, server=server, stop=stop))
        except ConnectError as error:
            if stop.is_set():
                raise StoppedError from error
            raise
        scratch = stack.enter_context(Scratch(server, must_be_confined=_must_confine(environ)))
        client = make_client(access)
        people = SlackPeople(client, configuration.slack.channel)
        mirror = mirror_of(configuration, environ)
        engine = Engine(state, ending)
        deployments = Deployments(configuration, state.sessions, people, mirror, engine.start, engine.nudge)
        phases = Phases(configuration, state.sessions, ending)
        work = Work(phases, people, mirror, scratch, deployments.again)
        intake = BotIntake(state, deployments, engine)
        rounds = Rounds(state.engine, state.sessions, Checker(configuration, mirror, scratch, ending))
        drifts = Drifts(configuration, people, rounds, engine.once)
        services = Services.make(configuration, Poster(client), Deploying(deployments, state.sessions), drifts)
        app = make_app(client, services, access.signing_secret)
        quick_people = SlackPeople(make_single_client(access), configuration.slack.channel)
        approvers = ApproverCheck(configuration, quick_people, state.sessions)
        slack = SlackConnection(access, app, services, stop, approvers.look)
        # What is entered last ends first: nobody asks for more, then what is being applied is finished and told.
        buttons = (Kind.DEPLOYMENT.value, DriftKind.REPORT.value)
        clean_up = CleanUp(state.sessions, mirror, buttons, engine.once, engine.forget)
        tasks = {PUSH: intake.take_push, **drifts.tasks, CLEAN_UP: clean_up.work}
        stack.enter_context(engine.launched(work, tasks, partial(_alert, state), deployments.start_queued))
        kinds = {**deployment_posts(deployments, configuration.slack.command), **drift_posts(drifts.view)}
        stack.enter_context(Courier(state.engine, make_single_client(access), configuration.slack.channel, kinds))
        stack.callback(phases.finish_what_is_being_applied)
        stack.enter_context(_clock(configuration, drifts, clean_up))
        site = Site(
            access=web,
            intake=intake,
            is_ours=lambda push: matches(configuration.migrations.repository, push, beside=_beside(configuration)),
            readiness=partial(_missing, state, slack),
            slack=SlackOverHttp(app, access.signing_secret) if access.is_http else None,
        )
        listening = stack.enter_context(serving(application(site), web.host, web.port))
        log.info("web port open", host=web.host, port=listening.port)
        stack.enter_context(slack)
        stack.callback(ending.set)
        yield Running(listening.port, deployments, state)


def serve(configuration: BotConfiguration, access: SlackAccess, web: WebAccess) -> None:
    """Work until SIGINT or SIGTERM; a second one does not wait for running work.

    Raises:
        ConfigurationError: Slack refuses a token, the port is taken, or the state cannot be used.
    """
    stop = threading.Event()

    def on_signal(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    with suppress(StoppedError), bot(configuration, access, web, stop=stop):
        log.info("listening", project=configuration.project.name, command=configuration.slack.command)
        stop.wait()
        log.info("stopping")


@contextmanager
def _clock(configuration: BotConfiguration, drifts: Drifts, clean_up: CleanUp) -> Iterator[None]:
    """The night's work at its time, and the databases watched, until the end of the block."""
    every = configuration.drift.watch
    watch = Watch(drifts.rounds, every if isinstance(every, timedelta) else timedelta())
    nightly = (drifts.fire, clean_up.fire)
    with scheduled(
        configuration.drift, begun=drifts.begin, nightly=nightly, watch=watch.look, stopping=threading.Event()
    ):
        yield


def _must_confine(environ: Mapping[str, str]) -> bool:
    """Whether files of the repository are kept from what is the bot's, as they are tried before anybody approves them.

    Raises:
        ConfigurationError: They are to be, and this machine cannot.
    """
    if environ.get(UNCONFINED, "").strip() == "1":
        log.warning("pushed files are tried with all rights that the bot has on this machine", because=UNCONFINED)
        return False
    if not can_confine():
        raise ConfigurationError(
            "this machine cannot confine what is tried before anybody approves it: it needs Linux with Landlock",
            f"see docs/deploying.md, or set {UNCONFINED}=1 if whoever may push may do all here that the bot may",
        )
    return True


def _alert(state: State, task: str, problem: str) -> str:
    """Tell the channel of a task that could not be done."""
    with state.sessions.begin() as session:
        said = {"text": f"A {task} could not be worked on: {problem}"}
        say(session, f"{task}/{uuid4()}", Kind.ALERT, Kind.DEPLOYMENT.value, arguments=said)
    return problem


def _missing(state: State, slack: SlackConnection) -> Mapping[str, str]:
    found = {}
    if not state.answers():
        found["state"] = "the state database does not answer"
    if not slack.is_connected:
        found["slack"] = "not connected"
    return found


def _beside(configuration: BotConfiguration) -> Path:
    return configuration.file.absolute().parent
