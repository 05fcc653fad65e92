"""What our own deployments do to databases is no drift: whether one is at work at an environment, or was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments.states import State, Subject
from bot.store import models
from sync.deploy.pipeline.records import Phase
from sync.errors import BusyError

_APPLYING = (Phase.DEPLOY.value, Phase.VERIFY.value)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Says that somebody deploys to an environment.

    Attributes:
        configuration: Which environment comes after which.
        sessions: Makes sessions of the state.
        since: Whoever has ended before does not matter.
    """

    configuration: BotConfiguration
    sessions: sessionmaker[Session]
    since: datetime

    def __call__(self, environment: str) -> None:
        """Look.

        Raises:
            BusyError: A deployment is at work there, or was since that time.
        """
        with self.sessions() as session:
            at_work = next(self._at_work(session, environment), None)
            ended = next(iter(applied_since(session, environment, self.since)), None)
        if at_work is not None:
            raise BusyError(f"{at_work} changes {environment} at the moment", "check again when it has ended")
        if ended is not None:
            raise BusyError(f"{ended.id} has changed {environment} meanwhile", "check again")

    def is_at_work(self, environment: str) -> bool:
        """Whether a deployment is at work there."""
        with self.sessions() as session:
            return next(self._at_work(session, environment), None) is not None

    def _at_work(self, session: Session, environment: str) -> Iterator[str]:
        """The ids of those at work; a deployment applies to the environment before what that lacks when it tests."""
        table = models.Deployment
        running = select(table).where(table.finished_at.is_(None), table.state == State.RUNNING.value)
        for one in session.scalars(running):
            is_applying = one.environment == environment and one.phase in _APPLYING
            is_testing = one.phase == Phase.TEST.value and environment in self._before(one.environment)
            if is_applying or is_testing:
                yield one.id

    def _before(self, environment: str) -> Iterator[str]:
        known = self.configuration.environments
        found = known[environment].after if environment in known else None
        while found is not None:
            yield found
            found = known[found].after


def applied_since(session: Session, environment: str, since: datetime) -> tuple[models.Deployment, ...]:
    """The deployments to an environment that changed it, or may have, and ended after a time."""
    table = models.Deployment
    ended = select(table).where(table.environment == environment, table.has_applied, table.finished_at > since)
    return tuple(session.scalars(ended.order_by(table.number)))


def is_as_it_should_be(session: Session, deployments: tuple[models.Deployment, ...]) -> bool:
    """Whether all of them were verified, and no drift was accepted: then what differs came afterwards."""
    ids = [one.id for one in deployments]
    accepted = select(models.Approval.id).where(
        models.Approval.deployment.in_(ids), models.Approval.subject == Subject.DRIFT.value
    )
    return all(one.state == State.DEPLOYED.value for one in deployments) and session.scalar(accepted) is None
