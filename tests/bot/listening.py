"""What listens to people, whole: with deployments and drift on a state; nothing is done but what a test does."""

import threading

from slack_sdk import WebClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments import Deployments
from bot.drift import Checker, Drifts, Rounds
from bot.slack.deploying import Deploying
from bot.slack.desk import Desk
from bot.slack.people import SlackPeople
from bot.slack.poster import Poster
from bot.slack.services import Services
from sync.migrations.mirror import Mirror
from sync.shadow.scratch import Scratch


def services_of(
    configuration: BotConfiguration,
    client: WebClient,
    engine: Engine,
    sessions: sessionmaker[Session],
    desk: Desk | None = None,
) -> Services:
    """What listeners work with.

    Args:
        configuration: The whole configuration.
        client: Slack's Web API.
        engine: The way to the state.
        sessions: Makes sessions of it.
        desk: In the place of deployments.
    """
    people = SlackPeople(client, configuration.slack.channel)
    mirror = Mirror(configuration.migrations.repository, configuration.file.absolute().parent / "data")
    deployments = Deployments(configuration, sessions, people, mirror, start=_nothing, nudge=_nothing)
    rounds = Rounds(engine, sessions, Checker(configuration, mirror, Scratch(), threading.Event()))
    drifts = Drifts(configuration, people, rounds, once=_nothing)
    return Services.make(configuration, Poster(client), Deploying(desk or deployments, sessions), drifts)


def _nothing(*_: str) -> None:
    """What would be done by whoever is not there."""
