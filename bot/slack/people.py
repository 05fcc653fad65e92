"""Who is who, as Slack says: an e-mail address's user, who is in a user group or the channel, who can decide at all."""

from collections.abc import Callable

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.deployments.people import PeopleError
from bot.slack.channel import Channel
from bot.slack.courier.answers import UNREACHABLE, Refusal

_NOBODY = frozenset({"users_not_found", "user_not_found", "invalid_arguments"})
_NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})

log = structlog.get_logger()


class SlackPeople:
    """Asks Slack each time: who left a group a moment ago does not decide any more.

    Args:
        client: Slack's Web API, with the bot's token.
        channel: Where the bot speaks: a name or an id.
    """

    def __init__(self, client: WebClient, channel: str) -> None:
        self._client = client
        self._channel = Channel(client, channel)

    def user_of(self, email: str) -> str | None:
        """The id of the user with an e-mail address; None where there is none.

        Raises:
            PeopleError: Slack does not say.
        """
        if not email.strip():
            return None
        found = self._asked(self._client.users_lookupByEmail, _NOBODY, email=email.strip())
        return str(found["user"]["id"]) if found is not None else None

    def members(self, group: str) -> frozenset[str]:
        """The ids of the users in a user group, as it is at this moment; nobody is in one that is not there.

        Raises:
            PeopleError: Slack does not say.
        """
        found = self.group(group)
        if found is None:
            log.warning("there is no such user group", group=group)
        return found or frozenset()

    def group(self, group: str) -> frozenset[str] | None:
        """The same, but None where there is no such group, or it is disabled.

        Raises:
            PeopleError: Slack does not say.
        """
        found = self._asked(self._client.usergroups_users_list, _NO_GROUP, usergroup=group)
        return frozenset(map(str, found["users"])) if found is not None else None

    def is_in_channel(self, user: str) -> bool:
        """Whether a user is in the channel where the bot speaks.

        Raises:
            PeopleError: Slack does not say, or the bot itself is not in it.
        """
        try:
            found = self._channel.has(user)
        except UNREACHABLE as error:
            raise _silent(error) from error
        if found is None:
            raise PeopleError(f"the bot is not in the channel {self._channel.target}")
        return found

    def unable(self, user: str) -> str:
        """Why a user can decide nothing, whoever names them: `is deactivated`; empty where they can.

        Raises:
            PeopleError: Slack does not say.
        """
        found = self._asked(self._client.users_info, _NOBODY, user=user)
        if found is None:
            return "is nobody in this workspace"
        if found["user"].get("deleted"):
            return "is deactivated"
        return "is a bot" if found["user"].get("is_bot") else ""

    def _asked(
        self, method: Callable[..., SlackResponse], none: frozenset[str], **arguments: str
    ) -> SlackResponse | None:
        """Slack's answer; None where it is one of the errors that say that there is nothing of the kind."""
        try:
            return method(**arguments)
        except UNREACHABLE as error:
            if Refusal.of(error).reason in none:
                return None
            raise _silent(error) from error


def _silent(error: Exception) -> PeopleError:
    reason = Refusal.of(error).reason
    log.warning("Slack does not say who is who", reason=reason)
    return PeopleError(f"Slack does not say who is who: {reason}")
