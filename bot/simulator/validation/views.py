"""Modals and Homes."""

from bot.simulator.errors import SlackError
from bot.simulator.validation import limits
from bot.simulator.validation.blocks import EVERYWHERE, check_block, check_unique_ids
from bot.simulator.validation.composition import check_text
from bot.simulator.validation.findings import Findings


def check_view(view: object, *, kind: str) -> None:
    """Refuse a view that Slack would refuse; `kind` is `modal` or `home`.

    Raises:
        SlackError: `invalid_arguments` with the findings.
    """
    found = Findings()
    if isinstance(view, dict) and found.required(view, "/view", "type", "blocks"):
        if view["type"] != kind:
            found.add("/view/type", f"must be {kind}")
        blocks = found.items(view["blocks"], "/view/blocks", limits.BLOCKS_PER_VIEW, least=0)
        for position, block in enumerate(blocks):
            check_block(found, block, f"/view/blocks/{position}", EVERYWHERE)
        check_unique_ids(found, blocks, "/view/blocks")
        if kind == "modal":
            _check_frame(found, view)
        found.length(view.get("private_metadata"), "/view/private_metadata", limits.PRIVATE_METADATA, least=0)
        found.length(view.get("callback_id"), "/view/callback_id", limits.IDENTIFIER, least=0)
        found.length(view.get("external_id"), "/view/external_id", limits.IDENTIFIER, least=0)
    elif not isinstance(view, dict):
        found.add("/view", "must provide an object")
    if found.messages:
        raise SlackError("invalid_arguments", found.messages)


def _check_frame(found: Findings, view: dict[str, object]) -> None:
    if found.required(view, "/view", "title"):
        check_text(found, view["title"], "/view/title", limits.VIEW_TITLE)
    for name in ("submit", "close"):
        if view.get(name) is not None:
            check_text(found, view[name], f"/view/{name}", limits.VIEW_BUTTON)
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if has_input and view.get("submit") is None:
        found.add("/view", "missing required field: submit")
