"""What keeps people from doing something about a deployment."""

from collections.abc import Sequence

from sync.errors import SchemabotError


class RefusedError(SchemabotError):
    """Somebody may not do that, or not any more. It is told to them alone, and stands in the audit log.

    Attributes:
        approvers: Slack's ids of the users and user groups that may, where only these may.
    """

    def __init__(self, problem: str, remedy: str = "", approvers: Sequence[str] = ()) -> None:
        super().__init__(problem, remedy)
        self.approvers = tuple(approvers)


class UnknownDeploymentError(SchemabotError):
    """There is no such deployment; the message names the last ones."""
