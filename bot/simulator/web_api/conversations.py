"""conversations: channels, their members, and what was said in them."""

from bot.simulator.errors import SlackError
from bot.simulator.shapes import channel_json, message_json
from bot.simulator.values import JsonObject, Message
from bot.simulator.web_api.calls import Call, require_membership


def info(call: Call) -> JsonObject:
    """Describe a channel."""
    shown = channel_json(call.workspace, call.channel())
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def list_all(call: Call) -> JsonObject:
    """List the channels of the asked-for types."""
    types = call.text("types", "public_channel").replace(" ", "").split(",")
    found = [
        channel_json(call.workspace, channel)
        for channel in call.workspace.channels.values()
        if ("im" if channel.is_im else "public_channel") in types
    ]
    return call.page(found, "channels")


def members(call: Call) -> JsonObject:
    """List a channel's members by id."""
    return call.page(list(call.channel().members), "members")


def join(call: Call) -> JsonObject:
    """Make the app a member of a public channel."""
    channel = call.channel()
    if channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    joined = call.workspace.join(channel, call.workspace.app.bot_user_id)
    return {"channel": channel_json(call.workspace, joined)}


def open_direct(call: Call) -> JsonObject:
    """Open the conversation of one person with the app."""
    users = call.text("users").split(",")
    if len(users) != 1 or users[0] not in call.workspace.users:
        raise SlackError("user_not_found" if users[0] else "users_list_not_supplied")
    return {"channel": channel_json(call.workspace, call.workspace.direct_channel(users[0]))}


def history(call: Call) -> JsonObject:
    """List a channel's messages, newest first, without the replies and without ephemeral ones."""
    channel = call.channel()
    require_membership(call.workspace, channel)
    found = [
        message
        for message in call.workspace.messages(channel.id)
        if message.only_visible_to is None and (not message.is_reply or message.broadcast) and _within(call, message)
    ]
    return call.page([_shown(call, message) for message in reversed(found)], "messages")


def replies(call: Call) -> JsonObject:
    """List a thread, the parent first."""
    channel = call.channel()
    require_membership(call.workspace, channel)
    try:
        parent = call.workspace.message(channel.id, call.needs("ts"))
    except SlackError:
        raise SlackError("thread_not_found") from None
    answers = call.workspace.replies(channel.id, parent.thread_ts or parent.ts)
    if parent.is_reply:
        answers = ()
    found = [parent, *(message for message in answers if _within(call, message))]
    return call.page([_shown(call, message) for message in found], "messages")


def _within(call: Call, message: Message) -> bool:
    oldest, latest = call.text("oldest", "0"), call.text("latest") or "9999999999.999999"
    inclusive = call.flag("inclusive") or ("latest" not in call.arguments and "oldest" not in call.arguments)
    try:
        after, at, before = float(oldest), float(message.ts), float(latest)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    return after <= at <= before if inclusive else after < at < before


def _shown(call: Call, message: Message) -> JsonObject:
    return message_json(call.workspace, message, with_metadata=call.flag("include_all_metadata"))


METHODS = {
    "conversations.info": info,
    "conversations.list": list_all,
    "conversations.members": members,
    "conversations.join": join,
    "conversations.open": open_direct,
    "conversations.history": history,
    "conversations.replies": replies,
}
