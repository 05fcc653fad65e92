"""A channel as plain text, as one person sees it."""

from collections.abc import Iterator

from bot.simulator.plain_text import block_lines, plain
from bot.simulator.shapes import text_of
from bot.simulator.values import Message, View
from bot.simulator.workspace import Workspace

FILE_LINES_SHOWN = 12
INDENT = "    "


def seen_by(workspace: Workspace, user_id: str, channel_id: str) -> tuple[Message, ...]:
    """Return what a person sees in a channel: threads below their parents, ephemeral messages if theirs."""
    visible = [message for message in workspace.messages(channel_id) if message.only_visible_to in (None, user_id)]
    tops = [message for message in visible if not message.is_reply]
    known = {message.ts for message in tops}
    ordered: list[Message] = []
    for top in tops:
        ordered.append(top)
        ordered += [message for message in visible if message.is_reply and message.thread_ts == top.ts]
    ordered += [message for message in visible if message.is_reply and message.thread_ts not in known]
    return tuple(ordered)


def transcript(workspace: Workspace, channel: str, person: str) -> str:
    """Return a channel (id or `#name`) as `person` (name or id) sees it, one message below the other."""
    user = workspace.user(person)
    lines: list[str] = []
    for message in seen_by(workspace, user.id, workspace.channel(channel).id):
        indent = INDENT if message.is_reply else ""
        lines += [f"{indent}{line}" if line else "" for line in message_lines(workspace, message)]
    return "\n".join(lines)


def message_lines(workspace: Workspace, message: Message) -> Iterator[str]:
    """Yield a message: who, then the words, then files and reactions."""
    notes = ["app"] if message.user == workspace.app.bot_user_id else []
    notes += ["only visible to you"] if message.only_visible_to else []
    notes += ["edited"] if message.edited_ts else []
    suffix = f" ({', '.join(notes)})" if notes else ""
    yield f"{workspace.users[message.user].real_name}{suffix}:"
    for line in body_of(workspace, message).splitlines():
        yield f"  {line}"
    for file_id in message.files:
        file = workspace.files[file_id]
        yield f"  [file {file.name}, {file.size} bytes]"
        content = (text_of(file) or "").splitlines()
        yield from (f"  | {line}" for line in content[:FILE_LINES_SHOWN])
        if len(content) > FILE_LINES_SHOWN:
            yield f"  | … {len(content) - FILE_LINES_SHOWN} more lines"
    if message.reactions:
        yield "  " + " ".join(f":{each.name}: {len(each.users)}" for each in message.reactions)


def body_of(workspace: Workspace, message: Message) -> str:
    """Return what a person reads in a message: its blocks, or its text when it has none."""
    if message.blocks:
        return "\n".join(block_lines(workspace, message.blocks))
    return plain(workspace, message.text)


def view_text(workspace: Workspace, view: View) -> str:
    """Return a modal or a Home as plain text, with the errors it shows."""
    lines = [f"== {view.title or 'Home'} =="]
    lines += block_lines(workspace, view.blocks)
    lines += [f"! {text}" for _, text in view.errors]
    lines += [f"! {view.notice}"] if view.notice else []
    for name in ("submit", "close"):
        if view.content.get(name):
            lines.append(f"[{view.content[name]['text']}]")
    return "\n".join(lines)
