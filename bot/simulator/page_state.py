"""What the page shows one person, as JSON."""

from bot.simulator.shapes import file_json, message_json, text_of, view_json
from bot.simulator.transcript import seen_by
from bot.simulator.values import Channel, JsonObject, Message, View
from bot.simulator.workspace import Workspace

PREVIEW_LINES = 200


def page_state(workspace: Workspace, person: str, channel_id: str) -> JsonObject:
    """Return everything on the page of `person` (first person if empty) with one channel's messages.

    Raises:
        SlackError: there is no such person or channel.
    """
    with workspace.changed:
        people = [user for user in workspace.users.values() if not user.is_bot]
        me = workspace.user(person) if person else people[0]
        mine = [
            channel
            for channel in (*workspace.channels.values(), workspace.direct_channel(me.id))
            if me.id in channel.members
        ]
        open_channel = workspace.channel(channel_id) if channel_id else mine[0]
        if me.id not in open_channel.members:
            open_channel = mine[0]
        home = workspace.views.home(me.id)
        return {
            "revision": workspace.revision,
            "team": workspace.team.name,
            "me": me.id,
            "app": {"name": workspace.app.name, "user": workspace.app.bot_user_id},
            "users": {user.id: {"name": user.name, "real_name": user.real_name} for user in workspace.users.values()},
            "people": [user.id for user in people],
            "groups": {group.id: group.handle for group in workspace.groups.values()},
            "channels": list({each.id: _channel(workspace, me.id, each) for each in mine}.values()),
            "commands": [
                {"name": each.name, "description": each.description, "usage_hint": each.usage_hint}
                for each in workspace.app.commands
            ],
            "channel": open_channel.id,
            "messages": [_message(workspace, each) for each in seen_by(workspace, me.id, open_channel.id)],
            "views": [_view(workspace, view) for view in workspace.views.stack(me.id)],
            "home": _view(workspace, home) if home else None,
        }


def _channel(workspace: Workspace, user_id: str, channel: Channel) -> JsonObject:
    seen = [message for message in seen_by(workspace, user_id, channel.id) if message.user != user_id]
    return {
        "id": channel.id,
        "name": workspace.app.name if channel.is_im else channel.name,
        "topic": channel.topic,
        "is_im": channel.is_im,
        "members": len(channel.members),
        "latest": max((message.ts for message in seen), default=""),
    }


def _message(workspace: Workspace, message: Message) -> JsonObject:
    shown = message_json(workspace, message)
    shown["channel"] = message.channel
    shown["only_visible_to"] = message.only_visible_to
    shown["files"] = [_file(workspace, file_id) for file_id in message.files]
    return shown


def _file(workspace: Workspace, file_id: str) -> JsonObject:
    file = workspace.files[file_id]
    shown = file_json(workspace, file)
    text = text_of(file)
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "type": shown["filetype"],
        "mimetype": shown["mimetype"],
        "size": file.size,
        "lines": shown.get("lines"),
        "preview": None if text is None else "\n".join(text.split("\n")[:PREVIEW_LINES]),
    }


def _view(workspace: Workspace, view: View) -> JsonObject:
    return {**view_json(workspace, view), "errors": dict(view.errors), "notice": view.notice}
