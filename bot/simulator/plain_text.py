"""Blocks and mrkdwn as plain text: what a screen reader would say, and what `demo --check` prints."""

import html
import re
from collections.abc import Callable, Iterator, Sequence

from bot.simulator.values import JsonObject
from bot.simulator.workspace import Workspace

_REFERENCE = re.compile(r"<([^<>\s][^<>]*)>")


def plain(workspace: Workspace, text: str) -> str:
    """Return mrkdwn with names instead of ids and characters instead of entities; its marks stay."""
    return html.unescape(_REFERENCE.sub(lambda match: _reference(workspace, match[1]), text))


def block_lines(workspace: Workspace, blocks: Sequence[JsonObject]) -> list[str]:
    """Return blocks as lines of text; buttons stand in brackets."""
    lines: list[str] = []
    for block in blocks:
        write = _BLOCKS.get(block["type"])
        if write is not None:
            lines.extend("\n".join(write(workspace, block)).splitlines())
    return lines


def _reference(workspace: Workspace, inner: str) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        user = workspace.users.get(target[1:])
        return f"@{user.name if user else label or target[1:]}"
    if target.startswith("#"):
        channel = workspace.channels.get(target[1:])
        return f"#{channel.name if channel else label or target[1:]}"
    if target.startswith("!subteam^"):
        group = workspace.groups.get(target.removeprefix("!subteam^"))
        return f"@{group.handle}" if group else label
    if target.startswith("!date^"):
        return label
    if target.startswith("!"):
        return f"@{label or target[1:]}"
    return f"{label} ({target})" if label and label != target else target


def _text(workspace: Workspace, holder: object) -> str:
    if not isinstance(holder, dict):
        return ""
    text = str(holder.get("text", ""))
    return plain(workspace, text) if holder.get("type") == "mrkdwn" else text


def _element(workspace: Workspace, element: JsonObject) -> str:
    kind = element["type"]
    if kind == "image":
        return f"[image: {element.get('alt_text', '')}]"
    if kind == "button":
        return f"[{_text(workspace, element['text'])}]"
    if kind in ("plain_text", "mrkdwn"):
        return _text(workspace, element)
    options = [_text(workspace, option["text"]) for option in element.get("options", ())]
    if kind in ("radio_buttons", "checkboxes", "overflow"):
        return " ".join(f"( {option} )" for option in options)
    held = element.get("initial_value") or _text(workspace, element.get("initial_option", {}).get("text"))
    return f"[{held or _text(workspace, element.get('placeholder')) or '…'} ▾]"


def _section(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    if block.get("text"):
        yield _text(workspace, block["text"])
    for field in block.get("fields") or ():
        yield _text(workspace, field).replace("\n", ": ", 1)
    if block.get("accessory"):
        yield _element(workspace, block["accessory"])


def _header(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    yield f"# {_text(workspace, block['text'])}"


def _elements(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    yield "  ".join(_element(workspace, element) for element in block["elements"])


def _divider(_workspace: Workspace, _block: JsonObject) -> Iterator[str]:
    yield "---"


def _image(_workspace: Workspace, block: JsonObject) -> Iterator[str]:
    yield f"[image: {block.get('alt_text', '')}]"


def _input(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    yield f"{_text(workspace, block['label'])}: {_element(workspace, block['element'])}"


def _markdown(_workspace: Workspace, block: JsonObject) -> Iterator[str]:
    yield str(block["text"])


def _table(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    for row in block["rows"]:
        yield " | ".join(
            cell["text"] if cell["type"] == "raw_text" else " ".join(_rich_text(workspace, cell)) for cell in row
        )


def _rich_text(workspace: Workspace, block: JsonObject) -> Iterator[str]:
    for part in block.get("elements", ()):
        if part["type"] == "rich_text_list":
            for item in part["elements"]:
                yield f"• {_rich_line(workspace, item)}"
        elif part["type"] == "rich_text_quote":
            yield f"> {_rich_line(workspace, part)}"
        else:
            yield _rich_line(workspace, part)


def _rich_line(workspace: Workspace, part: JsonObject) -> str:
    return "".join(_rich_element(workspace, element) for element in part["elements"])


def _rich_element(workspace: Workspace, element: JsonObject) -> str:
    kind = element["type"]
    if kind == "user":
        return _reference(workspace, f"@{element['user_id']}")
    if kind == "channel":
        return _reference(workspace, f"#{element['channel_id']}")
    if kind == "emoji":
        return f":{element['name']}:"
    if kind == "broadcast":
        return f"@{element['range']}"
    return str(element.get("text") or element.get("url") or "")


_BLOCKS: dict[str, Callable[[Workspace, JsonObject], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "context": _elements,
    "actions": _elements,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
}
