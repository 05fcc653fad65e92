"""Layout blocks, one check a type, and what holds among the blocks of one surface."""

from collections.abc import Callable

from bot.simulator.validation import limits
from bot.simulator.validation.composition import ANY_TEXT, check_text
from bot.simulator.validation.elements import ACCESSORIES, INPUTS, INTERACTIVE, check_element, check_image
from bot.simulator.validation.findings import Findings
from bot.simulator.values import JsonObject

EVERYWHERE = frozenset({"section", "header", "context", "divider", "actions", "image", "input", "rich_text", "video"})
IN_MESSAGES = EVERYWHERE | {"markdown", "table", "file"}
_RICH_PARTS = frozenset({"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"})


def check_block(found: Findings, block: JsonObject, at: str, allowed: frozenset[str]) -> None:
    """Check one block; its type must be one of those `allowed` on this surface."""
    if not found.required(block, at, "type"):
        return
    if block["type"] not in allowed:
        found.add(f"{at}/type", f"unsupported type: {block['type']}")
        return
    found.length(block.get("block_id"), f"{at}/block_id", limits.IDENTIFIER)
    _CHECKS[block["type"]](found, block, at)


def check_unique_ids(found: Findings, blocks: list[JsonObject], at: str) -> None:
    """Require block ids that differ, and within a block action ids that differ."""
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        block_id = block.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                found.add(f"{at}/{position}/block_id", f"`block_id` must be unique: {block_id}")
            seen.add(block_id)
        elements = block.get("elements") if block.get("type") == "actions" else None
        if isinstance(elements, list):
            ids = [element.get("action_id") for element in elements if isinstance(element, dict)]
            for index, action_id in enumerate(ids):
                if action_id is not None and action_id in ids[:index]:
                    found.add(
                        f"{at}/{position}/elements/{index}/action_id",
                        f"`action_id` must be unique: {action_id}",
                    )


def _section(found: Findings, block: JsonObject, at: str) -> None:
    if block.get("text") is None and block.get("fields") is None:
        found.add(at, "must define either `text` or `fields`")
    if block.get("text") is not None:
        check_text(found, block["text"], f"{at}/text", limits.SECTION_TEXT, ANY_TEXT)
    if block.get("fields") is not None:
        for position, field in enumerate(found.items(block["fields"], f"{at}/fields", limits.SECTION_FIELDS_COUNT)):
            check_text(found, field, f"{at}/fields/{position}", limits.SECTION_FIELD, ANY_TEXT)
    if block.get("accessory") is not None:
        check_element(found, block["accessory"], f"{at}/accessory", ACCESSORIES)


def _header(found: Findings, block: JsonObject, at: str) -> None:
    if found.required(block, at, "text"):
        check_text(found, block["text"], f"{at}/text", limits.HEADER_TEXT)


def _context(found: Findings, block: JsonObject, at: str) -> None:
    if not found.required(block, at, "elements"):
        return
    elements = found.items(block["elements"], f"{at}/elements", limits.CONTEXT_ELEMENTS_COUNT)
    for position, element in enumerate(elements):
        here = f"{at}/elements/{position}"
        if element.get("type") == "image":
            check_image(found, element, here)
        else:
            check_text(found, element, here, limits.CONTEXT_TEXT, ANY_TEXT)


def _divider(found: Findings, block: JsonObject, at: str) -> None:
    for name in sorted(block.keys() - {"type", "block_id"}):
        found.add(at, f"invalid additional property: {name}")


def _actions(found: Findings, block: JsonObject, at: str) -> None:
    if not found.required(block, at, "elements"):
        return
    elements = found.items(block["elements"], f"{at}/elements", limits.ACTIONS_ELEMENTS_COUNT)
    for position, element in enumerate(elements):
        check_element(found, element, f"{at}/elements/{position}", INTERACTIVE)


def _image(found: Findings, block: JsonObject, at: str) -> None:
    check_image(found, block, at)
    if "title" in block:
        check_text(found, block["title"], f"{at}/title", limits.IMAGE_TITLE)


def _input(found: Findings, block: JsonObject, at: str) -> None:
    if not found.required(block, at, "label", "element"):
        return
    check_text(found, block["label"], f"{at}/label", limits.INPUT_LABEL)
    if block.get("hint") is not None:
        check_text(found, block["hint"], f"{at}/hint", limits.INPUT_HINT)
    check_element(found, block["element"], f"{at}/element", INPUTS)


def _rich_text(found: Findings, block: JsonObject, at: str) -> None:
    if not found.required(block, at, "elements"):
        return
    for position, part in enumerate(found.items(block["elements"], f"{at}/elements", limits.BLOCKS_PER_VIEW)):
        here = f"{at}/elements/{position}"
        if found.required(part, here, "type", "elements") and part["type"] not in _RICH_PARTS:
            found.add(f"{here}/type", f"unsupported type: {part['type']}")


def _markdown(found: Findings, block: JsonObject, at: str) -> None:
    if found.required(block, at, "text"):
        found.length(block["text"], f"{at}/text", limits.MARKDOWN_TEXT_IN_SUM)


def _table(found: Findings, block: JsonObject, at: str) -> None:
    rows = block.get("rows")
    if not found.required(block, at, "rows"):
        return
    if not isinstance(rows, list):
        found.add(f"{at}/rows", "must provide an array")
        return
    if not 1 <= len(rows) <= limits.TABLE_ROWS_COUNT:
        found.add(f"{at}/rows", f"must have 1 to {limits.TABLE_ROWS_COUNT} items")
    for number, row in enumerate(rows):
        for column, cell in enumerate(found.items(row, f"{at}/rows/{number}", limits.TABLE_CELLS_COUNT)):
            here = f"{at}/rows/{number}/{column}"
            if cell.get("type") == "rich_text":
                _rich_text(found, cell, here)
            elif cell.get("type") != "raw_text":
                found.add(f"{here}/type", f"unsupported type: {cell.get('type')}")
            elif found.required(cell, here, "text"):
                found.length(cell["text"], f"{here}/text", limits.SECTION_TEXT, least=1)


def _file(found: Findings, block: JsonObject, at: str) -> None:
    if found.required(block, at, "external_id", "source") and block["source"] != "remote":
        found.add(f"{at}/source", "must be remote")


def _video(found: Findings, block: JsonObject, at: str) -> None:
    found.required(block, at, "alt_text", "title", "video_url", "thumbnail_url")


_CHECKS: dict[str, Callable[[Findings, JsonObject, str], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "table": _table,
    "file": _file,
    "video": _video,
}
