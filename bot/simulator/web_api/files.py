"""files: the three steps of an upload (address, bytes, completion), and looking after what was uploaded."""

from collections.abc import Sequence
from dataclasses import replace

from bot.simulator.errors import SlackError
from bot.simulator.shapes import file_json
from bot.simulator.validation import check_blocks
from bot.simulator.values import Channel, File, JsonObject, Message
from bot.simulator.web_api.calls import Call, require_membership
from bot.simulator.workspace import Workspace


def get_upload_url(call: Call) -> JsonObject:
    """Announce a file by name and length and get the address for its bytes."""
    workspace = call.workspace
    name, length = call.needs("filename"), call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] must be greater than 0: length"])
    file = workspace.keep_file(
        File(
            id=workspace.new_id("F"),
            name=name,
            title=name,
            snippet_type=call.text("snippet_type"),
            size=length,
            user=workspace.app.bot_user_id,
            created=int(workspace.clock.now()),
        )
    )
    return {"upload_url": f"{workspace.base_url}/upload/v1/{file.id}", "file_id": file.id}


def receive(workspace: Workspace, file_id: str, content: bytes) -> None:
    """Take the bytes of an announced file.

    Raises:
        SlackError: `file_not_found`, or `invalid_length` when it is not the announced number of bytes.
    """
    file = workspace.files.get(file_id)
    if file is None or file.content is not None:
        raise SlackError("file_not_found")
    if len(content) != file.size:
        raise SlackError("invalid_length")
    workspace.keep_file(replace(file, content=content))


def complete_upload(call: Call) -> JsonObject:
    """Finish uploads, and share them in the named channels as one message of the app's."""
    requested = call.structure("files", "invalid_arguments")
    if not isinstance(requested, list) or not requested:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    channels = [_channel(call, each) for each in _references(call)]
    uploaded = [_uploaded(call, each) for each in requested]
    blocks = call.structure("blocks", "invalid_blocks_format")
    check_blocks(blocks)
    shared = tuple(channel.id for channel in channels)
    files = [call.workspace.keep_file(replace(file, shared_in=shared)) for file in uploaded]
    for channel in channels:
        call.workspace.post(
            Message(
                channel=channel.id,
                ts="",
                user=call.workspace.app.bot_user_id,
                text=call.text("initial_comment"),
                blocks=tuple(blocks or ()),
                thread_ts=_thread(call, channel),
                files=tuple(file.id for file in files),
            )
        )
    return {"files": [file_json(call.workspace, file) for file in files]}


def info(call: Call) -> JsonObject:
    """Describe a file."""
    file = _file(call)
    shown: JsonObject = {"file": file_json(call.workspace, file), "comments": []}
    if file.snippet_type and file.content is not None:
        shown["content"] = file.content.decode(errors="replace")
    return shown


def delete(call: Call) -> JsonObject:
    """Delete a file of the app's."""
    call.workspace.drop_file(_file(call))
    return {}


def _file(call: Call) -> File:
    file = call.workspace.files.get(call.needs("file"))
    if file is None:
        raise SlackError("file_not_found")
    return file


def _references(call: Call) -> Sequence[str]:
    listed = call.text("channel_id") or call.text("channels")
    return [each for each in listed.split(",") if each]


def _channel(call: Call, reference: str) -> Channel:
    if reference not in call.workspace.channels:
        raise SlackError("channel_not_found")
    channel = call.workspace.channels[reference]
    require_membership(call.workspace, channel)
    return channel


def _uploaded(call: Call, requested: object) -> File:
    file = call.workspace.files.get(str(requested.get("id"))) if isinstance(requested, dict) else None
    if file is None or not isinstance(requested, dict):
        raise SlackError("file_not_found")
    if file.content is None:
        raise SlackError("file_upload_size_restricted", [f"[ERROR] {file.id} has not been uploaded"])
    return replace(file, title=str(requested.get("title") or file.name))


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    try:
        parent = call.workspace.message(channel.id, thread_ts)
    except SlackError:
        raise SlackError("invalid_thread_ts") from None
    return parent.thread_ts or parent.ts


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "files.delete": delete,
}
