"""Looks whether those who are named as approvers can approve; where not, the log and the channel are told."""

import hashlib
from collections.abc import Iterator

import structlog
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import BotConfiguration
from bot.deployments.people import PeopleError, is_group
from bot.deployments.posts import Kind, say
from bot.slack.people import SlackPeople
from sync.configuration import Approvals
from sync.wording import counted

_SUBJECT = "approvers"

log = structlog.get_logger()


class ApproverCheck:
    """Asks Slack about everybody who is named in `approvals.from`.

    Args:
        configuration: The whole configuration.
        people: Who is who.
        sessions: Makes sessions of the state.
    """

    def __init__(self, configuration: BotConfiguration, people: SlackPeople, sessions: sessionmaker[Session]) -> None:
        self._configuration, self._people, self._sessions = configuration, people, sessions
        self._told = ""

    def look(self) -> None:
        """Say what is wrong, once; nothing where Slack does not answer, or nothing is wrong."""
        try:
            problems = list(self._problems())
        except PeopleError:
            return
        said = " ".join(problems)
        if not said or said == self._told:
            return
        self._told = said
        remedy = "mend approvals.from in schemabot.toml, or the people and groups in Slack"
        log.warning("not everybody can approve who is named", problem=said, remedy=remedy)
        key = hashlib.sha256(said.encode()).hexdigest()[:16]
        with self._sessions.begin() as session:
            arguments = {"text": f"{said} What to do: {remedy}."}
            say(session, f"{_SUBJECT}/{key}", Kind.ALERT, Kind.DEPLOYMENT.value, arguments=arguments)

    def _problems(self) -> Iterator[str]:
        """Of each environment in a sentence. Raises PeopleError."""
        for name, environment in self._configuration.environments.items():
            if environment.approvals is not None and (said := self._problem(environment.approvals)):
                yield f"Approvers of {name}: {said}."

    def _problem(self, approvals: Approvals) -> str:
        can: set[str] = set()
        said = []
        for one in approvals.approvers:
            able, why_not = self._group(one) if is_group(one) else self._user(one)
            can |= able
            said += [f"{one} {why_not}"] if why_not else []
        if len(can) < approvals.required:
            said.append(f"{counted(len(can), 'person', 'people')} can approve, and {approvals.required} must")
        return "; ".join(said)

    def _user(self, user: str) -> tuple[frozenset[str], str]:
        why_not = self._people.unable(user)
        return frozenset() if why_not else frozenset({user}), why_not

    def _group(self, group: str) -> tuple[frozenset[str], str]:
        members = self._people.group(group)
        if members is None:
            return frozenset(), "is no user group of this workspace"
        return members, "" if members else "is a user group of nobody"
