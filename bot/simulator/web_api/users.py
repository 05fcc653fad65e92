"""users and usergroups: who is there, and who belongs together."""

from bot.simulator.errors import SlackError
from bot.simulator.shapes import channel_json, group_json, user_json
from bot.simulator.values import JsonObject
from bot.simulator.web_api.calls import Call


def info(call: Call) -> JsonObject:
    """Describe a user."""
    user = call.workspace.users.get(call.needs("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user_json(call.workspace, user)}


def list_all(call: Call) -> JsonObject:
    """List all users, bots too."""
    return call.page([user_json(call.workspace, user) for user in call.workspace.users.values()], "members")


def lookup_by_email(call: Call) -> JsonObject:
    """Find a user by e-mail address."""
    email = call.needs("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == email:
            return {"user": user_json(call.workspace, user)}
    raise SlackError("users_not_found")


def conversations(call: Call) -> JsonObject:
    """List the channels that the app is a member of."""
    types = call.text("types", "public_channel").replace(" ", "").split(",")
    found = [
        channel_json(call.workspace, channel)
        for channel in call.workspace.channels.values()
        if call.workspace.app.bot_user_id in channel.members and ("im" if channel.is_im else "public_channel") in types
    ]
    return call.page(found, "channels")


def list_groups(call: Call) -> JsonObject:
    """List the user groups."""
    with_users = call.flag("include_users")
    groups = call.workspace.groups.values()
    return {"usergroups": [group_json(call.workspace, group, with_users=with_users) for group in groups]}


def list_group_members(call: Call) -> JsonObject:
    """List a user group's members by id."""
    group = call.workspace.groups.get(call.needs("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


METHODS = {
    "users.conversations": conversations,
    "users.info": info,
    "users.list": list_all,
    "users.lookupByEmail": lookup_by_email,
    "usergroups.list": list_groups,
    "usergroups.users.list": list_group_members,
}
