"""Whom the deployments need to know of, as a protocol: Slack knows them."""

from typing import Protocol


class People(Protocol):
    """Who is who. Each call may ask Slack, and raises PeopleError where Slack does not answer."""

    def user_of(self, email: str) -> str | None:
        """The id of the user with an e-mail address; None where there is none."""

    def members(self, group: str) -> frozenset[str]:
        """The ids of the users in a user group, as it is at this moment."""

    def is_in_channel(self, user: str) -> bool:
        """Whether a user is in the channel where deployments are told."""


class PeopleError(Exception):
    """Slack did not say who is who. May be tried again."""


def is_group(approver: str) -> bool:
    """Whether an id of Slack's that stands among the approvers is a user group's; else it is a user's."""
    return approver.startswith("S")
