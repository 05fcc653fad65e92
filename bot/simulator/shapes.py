"""The values of the workspace as Slack's JSON: users, channels, messages, files and views."""

import mimetypes
from typing import Any

from bot.simulator.values import Channel, File, JsonObject, Message, User, UserGroup, View
from bot.simulator.workspace import Workspace

PREVIEW_CHARACTERS = 2_000


def user_json(workspace: Workspace, user: User) -> JsonObject:
    """Return a user as `users.info` shows one."""
    return {
        "id": user.id,
        "team_id": workspace.team.id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.is_deactivated,
        "color": user.colour.removeprefix("#"),
        "tz": "Europe/Madrid",
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "email": user.email or None,
            "team": workspace.team.id,
            "image_72": f"{workspace.base_url}/workspace/avatars/{user.id}",
        },
    }


def group_json(workspace: Workspace, group: UserGroup, *, with_users: bool) -> JsonObject:
    """Return a user group as `usergroups.list` shows one."""
    shown: JsonObject = {
        "id": group.id,
        "team_id": workspace.team.id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(group.members),
    }
    if with_users:
        shown["users"] = list(group.members)
    return shown


def channel_json(workspace: Workspace, channel: Channel) -> JsonObject:
    """Return a conversation as `conversations.info` shows one."""
    if channel.is_im:
        person = next(member for member in channel.members if member != workspace.app.bot_user_id)
        return {
            "id": channel.id,
            "is_im": True,
            "user": person,
            "created": channel.created,
            "is_org_shared": False,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "is_general": channel.name == "general",
        "is_member": workspace.app.bot_user_id in channel.members,
        "created": channel.created,
        "creator": "U0ANNA",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def file_json(workspace: Workspace, file: File) -> JsonObject:
    """Return a file as `files.info` shows one, with the start of a text."""
    mimetype = mimetypes.guess_type(file.name)[0] or "text/plain"
    private = f"{workspace.base_url}/files-pri/{workspace.team.id}-{file.id}"
    shown: JsonObject = {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype,
        "filetype": file.snippet_type or file.name.rpartition(".")[2],
        "user": file.user,
        "created": file.created,
        "timestamp": file.created,
        "size": file.size,
        "mode": "snippet" if file.snippet_type else "hosted",
        "is_external": False,
        "is_public": bool(file.shared_in),
        "channels": list(file.shared_in),
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "permalink": f"{workspace.base_url}/files/{file.user}/{file.id}/{file.name}",
    }
    text = text_of(file)
    if text is not None:
        shown["preview"] = text[:PREVIEW_CHARACTERS]
        shown["lines"] = text.count("\n") + 1
    return shown


def text_of(file: File) -> str | None:
    """Return a file's content if it is text, else None."""
    if file.content is None or b"\0" in file.content:
        return None
    try:
        return file.content.decode()
    except UnicodeDecodeError:
        return None


def message_json(workspace: Workspace, message: Message, *, with_metadata: bool = True) -> JsonObject:
    """Return a message as `conversations.history` shows one."""
    shown: JsonObject = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team.id,
    }
    if message.user == workspace.app.bot_user_id:
        shown |= {
            "bot_id": workspace.app.bot_id,
            "app_id": workspace.app.id,
            "bot_profile": bot_json(workspace),
        }
    optional: dict[str, Any] = {
        "blocks": list(message.blocks),
        "files": [file_json(workspace, workspace.files[each]) for each in message.files if each in workspace.files],
        "metadata": message.metadata if with_metadata else None,
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
        "reactions": [
            {"name": each.name, "users": list(each.users), "count": len(each.users)} for each in message.reactions
        ],
        "thread_ts": message.thread_ts,
        "subtype": "tombstone" if message.deleted else "thread_broadcast" if message.broadcast else None,
    }
    shown |= {name: value for name, value in optional.items() if value}
    replies = workspace.replies(message.channel, message.ts)
    if replies:
        people = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
    return shown


def bot_json(workspace: Workspace) -> JsonObject:
    """Return the app's bot as `bots.info` shows it."""
    app = workspace.app
    icons = {"image_72": f"{workspace.base_url}/workspace/avatars/{app.bot_user_id}"}
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "name": app.name,
        "user_id": app.bot_user_id,
        "deleted": False,
        "updated": 0,
        "team_id": workspace.team.id,
        "icons": icons,
    }


def view_json(workspace: Workspace, view: View, values: JsonObject | None = None) -> JsonObject:
    """Return a view as payloads and `views.open` show one; `values` is the state of its inputs."""
    content = view.content
    return {
        "id": view.id,
        "team_id": workspace.team.id,
        "type": content["type"],
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": list(view.blocks),
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "state": {"values": values or {}},
        "hash": view.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": workspace.app.id,
        "bot_id": workspace.app.bot_id,
        "app_installed_team_id": workspace.team.id,
    }
