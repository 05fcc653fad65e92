"""The payloads that Slack sends to an app, field by field as in its reference."""

from bot.simulator.shapes import message_json, user_json, view_json
from bot.simulator.values import Channel, JsonObject, Message, View
from bot.simulator.workspace import Workspace


def command_payload(workspace: Workspace, user_id: str, channel: Channel, name: str, text: str) -> JsonObject:
    """Return the fields of a slash command."""
    return {
        "token": "unused",
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": user_id,
        "user_name": workspace.users[user_id].name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, workspace.response_urls.issue(user_id, channel.id), "commands"),
        "trigger_id": workspace.triggers.issue(user_id),
    }


def message_action_payload(
    workspace: Workspace, user_id: str, message: Message, action: JsonObject, values: JsonObject
) -> JsonObject:
    """Return `block_actions` of an element in a message; an ephemeral one is not sent along, as in Slack."""
    ephemeral = message.only_visible_to is not None
    key = workspace.response_urls.issue(user_id, message.channel, message_ts=message.ts, thread_ts=message.thread_ts)
    channel = workspace.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_interaction(workspace, user_id, "block_actions"),
        "trigger_id": workspace.triggers.issue(user_id),
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
        "state": {"values": values},
        "response_url": response_url(workspace, key, "actions"),
        "actions": [action],
    }
    if not ephemeral:
        payload["message"] = message_json(workspace, message)
    return payload


def view_action_payload(
    workspace: Workspace, user_id: str, view: View, action: JsonObject, values: JsonObject
) -> JsonObject:
    """Return `block_actions` of an element in a modal or a Home."""
    return {
        **_interaction(workspace, user_id, "block_actions"),
        "trigger_id": workspace.triggers.issue(user_id),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(workspace, view, values),
        "actions": [action],
    }


def submission_payload(workspace: Workspace, user_id: str, view: View, values: JsonObject) -> JsonObject:
    """Return `view_submission`."""
    return {
        **_interaction(workspace, user_id, "view_submission"),
        "trigger_id": workspace.triggers.issue(user_id),
        "view": view_json(workspace, view, values),
        "response_urls": [],
    }


def closed_payload(workspace: Workspace, user_id: str, view: View, *, cleared: bool) -> JsonObject:
    """Return `view_closed`."""
    return {
        **_interaction(workspace, user_id, "view_closed"),
        "view": view_json(workspace, view),
        "is_cleared": cleared,
    }


def event_payload(workspace: Workspace, event: JsonObject) -> JsonObject:
    """Return the Events API's wrapping of `event`."""
    return {
        "token": "unused",
        "team_id": workspace.team.id,
        "api_app_id": workspace.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": workspace.app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def message_event(workspace: Workspace, message: Message) -> JsonObject:
    """Return the `message` event of what a person posted."""
    channel = workspace.channels[message.channel]
    return {
        **message_json(workspace, message),
        "channel": message.channel,
        "channel_type": "im" if channel.is_im else "channel",
        "event_ts": message.ts,
    }


def response_url(workspace: Workspace, key: str, kind: str) -> str:
    """Return the full URL of a response pass; `kind` is the path that Slack uses for it."""
    return f"{workspace.base_url}/{kind}/{workspace.team.id}/{key}"


def _interaction(workspace: Workspace, user_id: str, kind: str) -> JsonObject:
    user = user_json(workspace, workspace.users[user_id])
    return {
        "type": kind,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "user": {
            "id": user_id,
            "username": user["name"],
            "name": user["name"],
            "team_id": workspace.team.id,
        },
        "api_app_id": workspace.app.id,
        "token": "unused",
        "enterprise": None,
        "is_enterprise_install": False,
    }
