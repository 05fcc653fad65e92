"""What may be said of a deployment."""

from enum import StrEnum


class State(StrEnum):
    """Where a deployment stands. What is final stays so: another attempt is another deployment."""

    QUEUED = "queued"
    """Another one of the environment is at work."""
    RUNNING = "running"
    """A phase is at work."""
    WAITING = "waiting"
    """People are asked."""
    DEPLOYED = "deployed"
    """Applied, or taken back, and verified."""
    FAILED = "failed"
    """A phase found a problem, or failed."""
    UNVERIFIED = "unverified"
    """Applied, and the database is not as it should be."""
    REJECTED = "rejected"
    """An approver said no."""
    EXPIRED = "expired"
    """Nobody decided in time."""
    VOID = "void"
    """What was approved is not what is there any more; people are asked again, about another deployment."""
    SUPERSEDED = "superseded"
    """A newer commit takes its place."""
    CANCELLED = "cancelled"
    """Somebody took it back before anything was applied."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens."""
        return self not in (State.QUEUED, State.RUNNING, State.WAITING)


class Action(StrEnum):
    """What is done to the environment."""

    DEPLOY = "deploy"
    ROLLBACK = "rollback"


class Origin(StrEnum):
    """What a deployment came from."""

    PUSH = "push"
    API = "api"
    SLACK = "slack"
    RETRY = "retry"


class Subject(StrEnum):
    """What people are asked."""

    DEPLOYMENT = "deployment"
    """Whether to deploy."""
    DRIFT = "drift"
    """Whether to deploy although an environment has drifted."""


class Asked(StrEnum):
    """How a question stands."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    VOID = "void"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Choice(StrEnum):
    """What somebody says to a question."""

    APPROVE = "approve"
    REJECT = "reject"
