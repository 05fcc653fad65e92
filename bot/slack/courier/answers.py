"""What Slack's refusals mean for a post."""

from dataclasses import dataclass
from http.client import HTTPException
from typing import Self

from slack_sdk.errors import SlackApiError, SlackClientError

# Slack, or the way to it, is unwell: what was sent may have arrived. None is a page of its own and no JSON.
_UNWELL = frozenset({None, "internal_error", "fatal_error", "service_unavailable", "request_timeout", "update_failed"})
_TOO_MUCH = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_FORM = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "block_mismatch"})
_DELETED = frozenset({"message_not_found"})
_FIXED = frozenset({"cant_update_message", "edit_window_closed"})
_CLOSED = frozenset({"channel_not_found", "is_archived", "is_inactive"})
_RATE_LIMITED = 429
_USUAL_WAIT_S = 30.0

UNREACHABLE = (SlackClientError, HTTPException, OSError)
"""All that a call of Slack's Web API raises."""

_INVITE = "invite the bot to the channel: /invite @schemabot"
_ANOTHER = "unarchive the channel, or name another in [slack] channel"
_MIGRATING = "nothing: Slack is moving it, and it is tried again"
_REMEDIES = {
    "channel_not_found": f"look at [slack] channel in schemabot.toml; {_INVITE}",
    "not_in_channel": _INVITE,
    "is_archived": _ANOTHER,
    "is_inactive": _ANOTHER,
    "cant_update_message": "another app has posted it: look whether SLACK_BOT_TOKEN is still that of the same app",
    "edit_window_closed": "let apps change their messages at any time, in the settings of the workspace",
    "external_channel_migrating": _MIGRATING,
    "team_added_to_org": _MIGRATING,
    "org_login_required": _MIGRATING,
    "no_permission": _INVITE,
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
        is_form: Whether its form is what Slack refuses, which a short text without blocks does not have.
        is_deleted: Whether what should be changed is not there any more.
        is_fixed: Whether what should be changed stands there and will not change any more.
        is_closed: Whether its channel is not to be written to any more.
    """

    reason: str
    is_unwell: bool = False
    wait_s: float | None = None
    is_form: bool = False
    is_deleted: bool = False
    is_fixed: bool = False
    is_closed: bool = False

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
            is_fixed=reason in _FIXED,
            is_closed=reason in _CLOSED,
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
