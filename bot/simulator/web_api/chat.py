"""chat: posting, changing and deleting the app's messages."""

from dataclasses import replace

from bot.simulator.errors import SlackError
from bot.simulator.shapes import message_json
from bot.simulator.validation import check_message
from bot.simulator.values import Channel, JsonObject, Message
from bot.simulator.web_api.calls import Call, require_membership


def post_message(call: Call) -> JsonObject:
    """Post to a channel (id or `#name`), or to a person (user id) in their conversation with the app."""
    channel = _destination(call)
    message = call.workspace.post(_draft(call, channel))
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.workspace, message)}


def post_ephemeral(call: Call) -> JsonObject:
    """Show something to one member of a channel."""
    channel = _destination(call)
    user_id = call.needs("user")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel" if user_id in call.workspace.users else "user_not_found")
    message = call.workspace.post(replace(_draft(call, channel), only_visible_to=user_id))
    return {"message_ts": message.ts}


def update(call: Call) -> JsonObject:
    """Change a message of the app's; without `blocks` the old ones stay, as Slack warns."""
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    text = call.text("text", "" if call.arguments.get("blocks") else message.text)
    blocks = call.structure("blocks", "invalid_blocks_format")
    check_message(text, blocks, has_files=bool(message.files))
    metadata = _metadata(call)

    def change(current: Message) -> Message:
        kept = current.blocks if call.arguments.get("blocks") is None else tuple(blocks or ())
        edited = call.workspace.new_ts()
        return replace(current, text=text, blocks=kept, metadata=metadata or current.metadata, edited_ts=edited)

    changed = call.workspace.amend(message, change)
    shown = message_json(call.workspace, changed)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": shown}


def delete(call: Call) -> JsonObject:
    """Delete a message of the app's."""
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> JsonObject:
    """Return the address of a message, here on the workspace's own page."""
    channel = call.channel()
    message = call.workspace.message(channel.id, call.needs("message_ts"))
    link = f"{call.workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _destination(call: Call) -> Channel:
    reference = call.text("channel")
    if not reference:
        raise SlackError("channel_not_found")
    user = call.workspace.users.get(reference)
    channel = call.workspace.direct_channel(user.id) if user else call.workspace.channel(reference)
    require_membership(call.workspace, channel)
    return channel


def _draft(call: Call, channel: Channel) -> Message:
    text = call.text("text")
    blocks = call.structure("blocks", "invalid_blocks_format")
    check_message(text, blocks)
    thread_ts = call.text("thread_ts") or None
    if thread_ts is not None:
        try:
            parent = call.workspace.message(channel.id, thread_ts)
        except SlackError:
            raise SlackError("thread_not_found") from None
        thread_ts = parent.thread_ts or parent.ts
    return Message(
        channel=channel.id,
        ts="",
        user=call.workspace.app.bot_user_id,
        text=text,
        blocks=tuple(blocks or ()),
        thread_ts=thread_ts,
        metadata=_metadata(call),
        broadcast=thread_ts is not None and call.flag("reply_broadcast"),
    )


def _metadata(call: Call) -> JsonObject | None:
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not metadata.get("event_type"):
        raise SlackError("invalid_metadata_schema")
    return metadata


def _own_message(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.workspace.message(channel.id, call.needs("ts"))
    if message.user != call.workspace.app.bot_user_id:
        raise SlackError(refusal)
    return message


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
