"""Takes in what comes by the web port: pushes, which are worked on durably, and deployments that CI asks for."""

import json
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.dialects.postgresql import insert

from bot.deployments import Deployments
from bot.deployments.changing import now
from bot.deployments.engine import Engine
from bot.deployments.states import Origin
from bot.store import State
from bot.store.models import Delivery
from bot.web import Accepted, Asked, Push

log = structlog.get_logger()

PUSH = "push"
"""The durable task that a push becomes."""


@dataclass(frozen=True, slots=True)
class BotIntake:
    """Hands on what comes in.

    Attributes:
        state: Where deliveries are kept.
        deployments: Takes in deployments.
        engine: Does durably what cannot be done while somebody waits.
    """

    state: State
    deployments: Deployments
    engine: Engine

    def push(self, push: Push) -> Accepted:
        """A branch was pushed: it is fetched as soon as this has returned. A delivery is taken once."""
        if push.deleted:
            return Accepted(None, f"{push.branch} was deleted: nothing is deployed")
        environments = self.deployments.configuration.environments.items()
        names = [name for name, one in environments if one.branch == push.branch]
        if not names:
            return Accepted(None, f"no environment is deployed from {push.branch}")
        told = {"branch": push.branch, "before": push.before, "commit": push.after, "by": push.pusher}
        argument = json.dumps({**told, "at": now().isoformat()})
        with self.state.sessions.begin() as session:
            new = insert(Delivery).values(id=push.delivery, received_at=now()).on_conflict_do_nothing()
            is_new = session.execute(new.returning(Delivery.id)).first() is not None
            # Before this is committed: a delivery that is written down is worked on, whatever happens.
            self.engine.once(PUSH, push.delivery, argument)
        said = f"{push.after[:7]} goes to {' and '.join(names)}" if is_new else "this delivery was taken in already"
        return Accepted(None, said, is_new)

    def request(self, asked: Asked) -> Accepted:
        """A deployment is asked for."""
        taken = self.deployments.submit(asked.environment, asked.commit, by=asked.requested_by, origin=Origin.API)
        return Accepted(taken.id, taken.said, taken.is_new)

    def take_push(self, argument: str) -> None:
        """The durable task: deploy what was pushed. Raises as `Deployments.pushed` does."""
        told = json.loads(argument)
        at = datetime.fromisoformat(told["at"]) if "at" in told else None  # what a version before has written down
        branch, before = told["branch"], told.get("before", "")
        for one in self.deployments.pushed(branch, told["commit"], told["by"], before=before, told_at=at):
            log.info("push taken in", branch=told["branch"], commit=told["commit"], said=one.said)
