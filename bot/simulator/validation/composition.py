"""Composition objects: texts, confirmation dialogs, options. They stand inside blocks and elements."""

from bot.simulator.validation import limits
from bot.simulator.validation.findings import Findings
from bot.simulator.values import JsonObject

PLAIN = frozenset({"plain_text"})
ANY_TEXT = frozenset({"plain_text", "mrkdwn"})


def check_text(found: Findings, value: object, at: str, most: int, types: frozenset[str] = PLAIN) -> None:
    """Require a text object of one of `types` with 1 to `most` characters."""
    if not isinstance(value, dict) or not found.required(value, at, "type"):
        if not isinstance(value, dict):
            found.add(at, "must provide an object")
        return
    if value["type"] not in types:
        found.add(f"{at}/type", f"unsupported type: {value['type']}; must be one of {', '.join(sorted(types))}")
    if value.get("text") is None:
        found.add(at, "missing required field: text")
    found.length(value.get("text"), f"{at}/text", most)
    if value["type"] == "mrkdwn" and "emoji" in value:
        found.add(f"{at}/emoji", "invalid additional property: emoji")


def check_confirm(found: Findings, holder: JsonObject, at: str) -> None:
    """Check the confirmation dialog of an element, if it has one."""
    confirm = holder.get("confirm")
    if confirm is None or not found.required(confirm, f"{at}/confirm", "title", "text", "confirm", "deny"):
        return
    check_text(found, confirm["title"], f"{at}/confirm/title", limits.CONFIRM_TITLE)
    check_text(found, confirm["text"], f"{at}/confirm/text", limits.CONFIRM_TEXT, ANY_TEXT)
    check_text(found, confirm["confirm"], f"{at}/confirm/confirm", limits.CONFIRM_BUTTON)
    check_text(found, confirm["deny"], f"{at}/confirm/deny", limits.CONFIRM_BUTTON)
    check_style(found, confirm, f"{at}/confirm")


def check_style(found: Findings, holder: JsonObject, at: str) -> None:
    """Check the colour of a button."""
    if "style" in holder and holder["style"] not in ("primary", "danger"):
        found.add(f"{at}/style", "must be one of primary, danger")


def check_options(found: Findings, options: object, at: str, most: int, *, mrkdwn: bool = False) -> None:
    """Check the choices of a select, radio buttons, checkboxes or an overflow menu."""
    types = ANY_TEXT if mrkdwn else PLAIN
    for position, option in enumerate(found.items(options, at, most)):
        here = f"{at}/{position}"
        if not found.required(option, here, "text", "value"):
            continue
        check_text(found, option["text"], f"{here}/text", limits.OPTION_TEXT, types)
        found.length(option["value"], f"{here}/value", limits.OPTION_VALUE)
        if "description" in option:
            check_text(found, option["description"], f"{here}/description", limits.OPTION_TEXT, types)


def check_option_groups(found: Findings, groups: object, at: str) -> None:
    """Check a select's grouped choices."""
    for position, group in enumerate(found.items(groups, at, limits.OPTIONS_COUNT)):
        here = f"{at}/{position}"
        if found.required(group, here, "label", "options"):
            check_text(found, group["label"], f"{here}/label", limits.OPTION_TEXT)
            check_options(found, group["options"], f"{here}/options", limits.OPTIONS_COUNT)
