"""What the listeners ask of the deployments, as a protocol: what is shown and clicked needs nothing else of them."""

from typing import Protocol

from bot.deployments.taking_in import Taken
from bot.deployments.view import DeploymentView


class Desk(Protocol):
    """The deployments, as people handle them.

    Whatever is not allowed raises a SchemabotError, one line for whoever asked alone. It is in the audit log already.
    """

    def view(self, deployment: str, /) -> DeploymentView:
        """Everything about a deployment."""

    def recent(self, environment: str | None = None, limit: int = 10) -> tuple[DeploymentView, ...]:
        """The last ones, the latest first, with all that are under way."""

    def submit(self, environment: str, commit: str | None, *, by: str) -> Taken:
        """Deploy a commit; None for the head of the environment's branch."""

    def approve(
        self, deployment: str, /, *, by: str, question: int | None = None, digest: str | None = None
    ) -> DeploymentView:
        """Say yes to what is asked; question and digest as the button had them."""

    def accept(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Accept the drift that stops it."""

    def reject(self, deployment: str, /, *, by: str, reason: str, question: int | None = None) -> DeploymentView:
        """Say no to what is asked."""

    def retry(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Try again what failed, or compare again what drifted."""

    def cancel(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Take it back before anything is applied."""

    def undo(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Prepare taking back all that a deployment applied."""

    def roll_back(self, environment: str, to: str | None, *, by: str) -> DeploymentView:
        """Prepare taking back what was applied: the last migration, or all behind a version."""

    def log(self, deployment: str, /) -> str:
        """All that is known of a deployment, as text."""
