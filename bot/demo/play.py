"""What happens in the demo: a push to develop, a push to main that waits for approval, and somebody's own change."""

import time
from collections.abc import Callable

from bot.demo.stage import CHANNEL, Stage, new_migration
from bot.deployments import DeploymentView
from bot.deployments.states import State

_OPENING = "Berths get meters: I have pushed the migration to `develop`."
_TO_MAIN = "It works on staging. I have pushed it to `main`, who looks at it?"
_BY_HAND = "Members cannot book on production?! Wait, I just do it in the SQL editor …"
_POLL_S = 0.2


class Play:
    """Acts as Ben, who writes migrations and does not always use them.

    Args:
        stage: Where.
        has_ended: Whether nobody watches any more; then every wait ends.
    """

    def __init__(self, stage: Stage, has_ended: Callable[[], bool] = lambda: False) -> None:
        self._stage = stage
        self._has_ended = has_ended
        self._ben = stage.workspace.person("ben")
        self._commit = ""

    def push_to_develop(self) -> None:
        """Write a migration and push it to develop."""
        self._ben.says(CHANNEL, _OPENING)
        file = new_migration()
        self._commit = self._stage.repository.commit(
            file, "Read the meters of berths\n\nElectricity is paid by the kWh."
        )
        self._stage.repository.push("develop", self._commit)

    def push_to_main(self) -> None:
        """Push it to main."""
        self._ben.says(CHANNEL, _TO_MAIN)
        self._stage.repository.push("main", self._commit)

    def change_production(self) -> None:
        """Change production by hand."""
        self._ben.says(CHANNEL, _BY_HAND)
        self._stage.change_production()

    def wait_until(self, environment: str, comes: Callable[[DeploymentView], bool], patience_s: float) -> bool:
        """Wait for the last deployment of an environment to come somewhere. Whether it does."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end and not self._has_ended():
            found = self._stage.bot.deployments.recent(environment, 1)
            if found and comes(found[0]):
                return True
            time.sleep(_POLL_S)
        return False

    def is_over(self, environment: str, patience_s: float) -> bool:
        """Wait until the last deployment of an environment is deployed. Whether it is."""
        over = self.wait_until(environment, lambda view: view.state.is_final, patience_s)
        return over and self._stage.bot.deployments.recent(environment, 1)[0].state is State.DEPLOYED
