"""A message's text and blocks as a whole, and the ids that Slack gives to what has none."""

import copy
import secrets
from collections.abc import Iterator

from bot.simulator.errors import SlackError
from bot.simulator.validation import limits
from bot.simulator.validation.blocks import IN_MESSAGES, check_block, check_unique_ids
from bot.simulator.validation.findings import Findings
from bot.simulator.values import JsonObject


def check_message(text: str, blocks: object, *, has_files: bool = False) -> None:
    """Refuse a message that Slack would refuse.

    Raises:
        SlackError: `no_text`, `msg_too_long`, `msg_blocks_too_long`, `invalid_blocks`,
            `invalid_blocks_format`.
    """
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    if not text and not blocks and not has_files:
        raise SlackError("no_text")
    check_blocks(blocks)


def check_blocks(blocks: object) -> None:
    """Refuse blocks that Slack would refuse in a message; None is no blocks."""
    if blocks is None:
        return
    if not isinstance(blocks, list | tuple):
        raise SlackError("invalid_blocks_format")
    found = Findings()
    listed = found.items(blocks, "/blocks", limits.BLOCKS_PER_MESSAGE, least=0)
    for position, block in enumerate(listed):
        check_block(found, block, f"/blocks/{position}", IN_MESSAGES)
    check_unique_ids(found, listed, "/blocks")
    _check_sums(found, listed)
    if found.messages:
        raise SlackError("invalid_blocks", found.messages)
    if sum(map(len, _texts(listed))) > limits.ALL_BLOCKS_OF_A_MESSAGE:
        raise SlackError("msg_blocks_too_long")


def prepared(blocks: list[JsonObject] | tuple[JsonObject, ...]) -> tuple[JsonObject, ...]:
    """Return a copy of checked blocks in which every block and element has an id, as Slack keeps them."""
    copied = copy.deepcopy(list(blocks))
    for block in copied:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        holders = [block.get("accessory"), block.get("element")]
        if block["type"] == "actions":
            holders += block["elements"]
        for element in holders:
            if isinstance(element, dict) and element.get("type") != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return tuple(copied)


def _check_sums(found: Findings, blocks: list[JsonObject]) -> None:
    markdown = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if markdown > limits.MARKDOWN_TEXT_IN_SUM:
        found.add(
            "/blocks",
            f"markdown blocks must be less than {limits.MARKDOWN_TEXT_IN_SUM + 1} characters in sum",
        )
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.add("/blocks", "only_one_table_allowed")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "alt_text") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
