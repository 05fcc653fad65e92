"""Slack's Web API: every method that an app like schemabot calls, with Slack's own errors."""

from bot.simulator.errors import SlackError
from bot.simulator.values import JsonObject
from bot.simulator.web_api import apps, chat, conversations, files, reactions, users, views
from bot.simulator.web_api.calls import Call
from bot.simulator.workspace import Workspace

METHODS = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
NEEDS_APP_TOKEN = frozenset({"apps.connections.open"})


def answer(workspace: Workspace, method: str, arguments: JsonObject, token: str) -> JsonObject:
    """Run a method and return its answer, which has `"ok": true`.

    Raises:
        SlackError: Slack would answer with this error.
    """
    if method not in METHODS:
        raise SlackError("unknown_method", [f"[ERROR] {method}"])
    _authenticate(workspace, method, token)
    call = Call(workspace, method, arguments)
    workspace.faults.check(method, _channel_id(call))
    with workspace.changed:
        return {"ok": True, **METHODS[method](call)}


def _authenticate(workspace: Workspace, method: str, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    app = workspace.app
    if token not in (app.bot_token, app.app_token):
        raise SlackError("invalid_auth")
    if (token == app.app_token) != (method in NEEDS_APP_TOKEN):
        raise SlackError("not_allowed_token_type")


def _channel_id(call: Call) -> str | None:
    reference = call.text("channel") or call.text("channel_id")
    try:
        return call.workspace.channel(reference).id
    except SlackError:
        return None


__all__ = ["METHODS", "answer"]
