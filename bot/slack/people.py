"""Who is who, as Slack says: an e-mail address's user, the members of a user group."""

from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.deployments.people import PeopleError

_NOBODY = frozenset({"users_not_found", "user_not_found", "invalid_arguments"})
_NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})

log = structlog.get_logger()


class SlackPeople:
    """Asks Slack each time: who left a group a moment ago does not decide any more.

    Args:
        client: Slack's Web API, with the bot's token.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def user_of(self, email: str) -> str | None:
        """The id of the user with an e-mail address; None where there is none.

        Raises:
            PeopleError: Slack does not say.
        """
        if not email.strip():
            return None
        try:
            return str(self._client.users_lookupByEmail(email=email.strip())["user"]["id"])
        except SlackApiError as error:
            if error.response.get("error") in _NOBODY:
                return None
            raise _silent("users.lookupByEmail", error) from error
        except (SlackClientError, HTTPException, OSError) as error:
            raise _silent("users.lookupByEmail", error) from error

    def members(self, group: str) -> frozenset[str]:
        """The ids of the users in a user group, as it is at this moment; nobody is in one that is not there.

        Raises:
            PeopleError: Slack does not say.
        """
        try:
            return frozenset(map(str, self._client.usergroups_users_list(usergroup=group)["users"]))
        except SlackApiError as error:
            if error.response.get("error") in _NO_GROUP:
                log.warning("there is no such user group", group=group)
                return frozenset()
            raise _silent("usergroups.users.list", error) from error
        except (SlackClientError, HTTPException, OSError) as error:
            raise _silent("usergroups.users.list", error) from error


def _silent(method: str, error: Exception) -> PeopleError:
    reason = error.response.get("error") if isinstance(error, SlackApiError) else str(error)
    log.warning("Slack does not say who is who", method=method, reason=reason)
    return PeopleError(f"{method}: {reason}")
