"""Who may decide what: pure functions over the configuration, what was said, and whether there is a freeze.

Everything here is asked at the click and once more before anything is applied.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.deployments.people import is_group
from bot.deployments.states import Action
from bot.deployments.view import Said
from sync.configuration import Approvals, Configuration
from sync.deploy.freezing import Frozen

NOT_NAMED = "only those who are named as approvers may decide on this"
NOT_INVOLVED = "only its approvers, who asked for it and who wrote it may do that"
NOT_HERE = "only those who are in the channel where deployments are told may do that"
OWN = "it is your own, and somebody else has to approve it"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the decisions on a question are.

    Attributes:
        count: How many approve.
        needed: How many have to.
    """

    count: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether enough approve."""
        return self.count >= self.needed


def approvals_of(configuration: Configuration, environment: str) -> Approvals | None:
    """Who decides about what is done to an environment: its own approvers, else those of one that it leads to."""
    chosen = configuration.environments[environment].approvals
    if chosen is not None:
        return chosen
    following = (name for name, one in configuration.environments.items() if one.after == environment)
    return next((found for name in following if (found := approvals_of(configuration, name))), None)


def approvals_for(configuration: Configuration, environment: str, action: Action) -> Approvals | None:
    """By which something is done to an environment; None where nobody is asked. A rollback always is."""
    if environment not in configuration.environments:
        return None
    if action is Action.ROLLBACK:
        return approvals_of(configuration, environment)
    return configuration.environments[environment].approvals


def refusal(
    person: str,
    *,
    approvers: Sequence[str],
    own: bool,
    authors: Collection[str],
    members: Callable[[str], frozenset[str]],
    is_approval: bool,
) -> str:
    """Why somebody may not decide; empty where they may.

    Args:
        person: Slack's id of who clicked.
        approvers: Ids of users and user groups that may.
        own: Whether the author may approve.
        authors: Slack's ids of who wrote it, as far as they are known.
        members: Who is in a user group, as it is at this moment.
        is_approval: Whether they approve; an author may always reject.
    """
    if not _is_named(person, approvers, members):
        return NOT_NAMED
    return OWN if is_approval and not own and person in authors else ""


def why_not_handle(
    person: str,
    *,
    approvers: Sequence[str] | None,
    involved: Callable[[], Collection[str | None]],
    members: Callable[[str], frozenset[str]],
    is_in_channel: Callable[[str], bool],
) -> str:
    """Why somebody may not take a deployment back, or try it again; empty where they may.

    Args:
        person: Slack's id of who clicked.
        approvers: Ids of users and user groups who approve it; None where nobody is asked.
        involved: Slack's ids of who asked for it and who wrote it, as far as they are known.
        members: Who is in a user group, as it is at this moment.
        is_in_channel: Whether somebody is in the channel where deployments are told.
    """
    if approvers is None:
        return "" if is_in_channel(person) else NOT_HERE
    return "" if _is_named(person, approvers, members) or person in involved() else NOT_INVOLVED


def _is_named(person: str, approvers: Sequence[str], members: Callable[[str], frozenset[str]]) -> bool:
    return person in approvers or any(person in members(one) for one in approvers if is_group(one) and one != person)


def standing(required: int, said: Sequence[Said], frozen: Frozen | None) -> Standing:
    """How far it is. A freeze takes one more approver.

    Args:
        required: How many have to approve.
        said: What was said; of those who approve.
        frozen: The window that the environment is in at the moment.
    """
    return Standing(len({one.person for one in said}), required + (frozen is not None))
