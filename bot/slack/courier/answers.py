"""What Slack's refusals mean for a post."""

from dataclasses import dataclass
from http.client import HTTPException
from typing import Self

from slack_sdk.errors import SlackApiError, SlackClientError

# Slack, or the way to it, is unwell: what was sent may have arrived. None is a page of its own and no JSON.
_UNWELL = frozenset({None, "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_TOO_MUCH = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_FORM = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_DELETED = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_RATE_LIMITED = 429
_USUAL_WAIT_S = 30.0

UNREACHABLE = (SlackClientError, HTTPException, OSError)
"""All that a call of Slack's Web API raises."""

_INVITE = "invite the bot to the channel: /invite @schemabot"
_REMEDIES = {
    "channel_not_found": f"look at [slack] channel in schemabot.toml; {_INVITE}",
    "not_in_channel": _INVITE,
    "is_archived": "unarchive the channel, or name another in [slack] channel",
    "restricted_action": "let apps write to the channel",
    "missing_scope": "give the app the scopes of slack-manifest.yaml, and install it again",
    "invalid_auth": "look at SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed: install it again, and set SLACK_BOT_TOKEN",
    "token_revoked": "install the app again, and set SLACK_BOT_TOKEN",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not sent.

    Attributes:
        reason: As Slack names it.
        is_unwell: Whether nobody knows if it was sent: Slack cannot be reached, or fails.
        wait_s: How long Slack asks to wait; None where it does not.
        is_form: Whether its blocks are what Slack refuses.
        is_deleted: Whether what should be changed is not there any more.
    """

    reason: str
    is_unwell: bool = False
    wait_s: float | None = None
    is_form: bool = False
    is_deleted: bool = False

    @classmethod
    def of(cls, error: Exception) -> Self:
        """What an error of `UNREACHABLE` says."""
        if not isinstance(error, SlackApiError):
            return cls(str(error) or type(error).__name__, is_unwell=True)
        reason = error.response.get("error")
        if error.response.status_code == _RATE_LIMITED or reason in _TOO_MUCH:
            return cls("ratelimited", wait_s=_wait_s(error))
        return cls(
            reason=reason or "no JSON",
            is_unwell=reason in _UNWELL,
            is_form=reason in _FORM,
            is_deleted=reason in _DELETED,
        )

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return _REMEDIES.get(self.reason, "look at Slack's documentation of this error")


def _wait_s(error: SlackApiError) -> float:
    found = {str(name).lower(): value for name, value in error.response.headers.items()}.get("retry-after")
    try:
        return float(found[0] if isinstance(found, list) else str(found))
    except ValueError:
        return _USUAL_WAIT_S
