"""Looks at live databases between the nights. A fingerprint is cheap; only when it changes is there a check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.dialects.postgresql import insert

from bot.deployments.changing import now
from bot.drift.alone import if_alone
from bot.drift.quiet import Quiet, applied_since, is_as_it_should_be
from bot.drift.rounds import Rounds
from bot.store import drift as models
from sync.catalog import Profile, Scope, read
from sync.errors import SchemabotError
from sync.snapshot import fingerprint
from sync.sources import environment_source

_WATCHING = "watch"
_WAITS_S = (2.0, 5.0)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Watch:
    """Watches all environments.

    Attributes:
        rounds: Makes reports.
        every: How often it looks. Of several replicas the one that comes first looks.
        waits_s: How long to wait before each further attempt at what may pass by itself.
    """

    rounds: Rounds
    every: timedelta
    waits_s: Sequence[float] = _WAITS_S

    def look(self) -> None:
        """Look at each environment once, unless somebody else does, or did a moment ago."""
        with if_alone(self.rounds.database, _WATCHING) as got:
            if not got:
                return
            for name in self.rounds.checker.configuration.environments:
                if self.rounds.checker.stopping.is_set():
                    return
                try:
                    self._look_at(name)
                except SchemabotError as error:  # the night's check says so; until then it may come back
                    log.warning("an environment cannot be watched", environment=name, problem=str(error))

    def _look_at(self, name: str) -> None:
        moment = now()
        with self.rounds.sessions() as session:
            last = session.get(models.Fingerprint, name)
        if last is not None and moment - last.taken_at < self.every / 2:
            return
        quiet = Quiet(self.rounds.checker.configuration, self.rounds.sessions, moment)
        if any(map(quiet.is_at_work, self._concerned(name))):
            return
        digest = self._digest(name)
        if last is not None and last.digest != digest and not self._is_checked(name, last.taken_at):
            return
        values = {"digest": digest, "taken_at": moment}
        with self.rounds.sessions.begin() as session:
            made = insert(models.Fingerprint).values(environment=name, **values)
            session.execute(made.on_conflict_do_update(index_elements=["environment"], set_=values))

    def _is_checked(self, name: str, since: datetime) -> bool:
        """Check it, as it has changed. What a deployment that did not end well left is told there, and not here."""
        with self.rounds.sessions() as session:
            may_tell = is_as_it_should_be(session, applied_since(session, name, since))
        return self.rounds.alert(name, self._concerned(name), self.waits_s, may_tell=may_tell)

    def _concerned(self, name: str) -> Sequence[str]:
        """An environment, and those that should be equal to it."""
        known = self.rounds.checker.configuration.environments
        return [name, *(other for other, one in known.items() if one.after == name)]

    def _digest(self, name: str) -> str:
        live = environment_source(name, self.rounds.checker.configuration)
        scope = Scope(live.profile or Profile.POSTGRES, patterns=live.patterns)
        return fingerprint(read(live.database, scope, live.label).catalog()).all
