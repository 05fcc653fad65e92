"""Block elements: buttons, menus, pickers and inputs."""

from collections.abc import Callable

from bot.simulator.validation import limits
from bot.simulator.validation.composition import (
    check_confirm,
    check_option_groups,
    check_options,
    check_style,
    check_text,
)
from bot.simulator.validation.findings import Findings
from bot.simulator.values import JsonObject

SELECTS = frozenset(
    f"{multiple}{source}_select"
    for multiple in ("", "multi_")
    for source in ("static", "users", "conversations", "channels", "external")
)
CHOICES = frozenset({"radio_buttons", "checkboxes"})
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
TEXT_INPUTS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
INPUTS = SELECTS | CHOICES | PICKERS | TEXT_INPUTS | {"rich_text_input", "file_input"}
INTERACTIVE = SELECTS | CHOICES | PICKERS | {"button", "overflow", "workflow_button"}
ACCESSORIES = INTERACTIVE | {"image"}


def check_element(found: Findings, element: JsonObject, at: str, allowed: frozenset[str]) -> None:
    """Check an element that must be one of the `allowed` types."""
    if not found.required(element, at, "type"):
        return
    kind = element["type"]
    if kind not in allowed:
        found.add(f"{at}/type", f"unsupported type: {kind}")
        return
    found.length(element.get("action_id"), f"{at}/action_id", limits.IDENTIFIER)
    check_confirm(found, element, at)
    if "placeholder" in element:
        check_text(found, element["placeholder"], f"{at}/placeholder", limits.PLACEHOLDER)
    _CHECKS.get(kind, _nothing_more)(found, element, at)


def check_image(found: Findings, image: JsonObject, at: str) -> None:
    """Check an image, as a block or as an element: a source and words for those who do not see it."""
    if "image_url" not in image and "slack_file" not in image:
        found.add(at, "missing required field: image_url")
    found.length(image.get("image_url"), f"{at}/image_url", limits.URL)
    found.required(image, at, "alt_text")
    found.length(image.get("alt_text"), f"{at}/alt_text", limits.ALT_TEXT)


def _button(found: Findings, element: JsonObject, at: str) -> None:
    if found.required(element, at, "text"):
        check_text(found, element["text"], f"{at}/text", limits.BUTTON_TEXT)
    found.length(element.get("value"), f"{at}/value", limits.BUTTON_VALUE, least=0)
    found.length(element.get("url"), f"{at}/url", limits.URL)
    found.length(element.get("accessibility_label"), f"{at}/accessibility_label", limits.BUTTON_LABEL)
    check_style(found, element, at)


def _static_select(found: Findings, element: JsonObject, at: str) -> None:
    if "option_groups" in element:
        check_option_groups(found, element["option_groups"], f"{at}/option_groups")
    elif found.required(element, at, "options"):
        check_options(found, element["options"], f"{at}/options", limits.OPTIONS_COUNT)
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    offered = _offered(element)
    for option in initial:
        if not isinstance(option, dict) or option.get("value") not in offered:
            found.add(at, "initial option must exactly match one of the provided options")


def _offered(element: JsonObject) -> set[object]:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return {
        option.get("value")
        for group in groups
        if isinstance(group, dict)
        for option in group.get("options", [])
        if isinstance(option, dict)
    }


def _choices(found: Findings, element: JsonObject, at: str) -> None:
    if found.required(element, at, "options"):
        check_options(found, element["options"], f"{at}/options", limits.CHOICES_COUNT, mrkdwn=True)


def _overflow(found: Findings, element: JsonObject, at: str) -> None:
    if found.required(element, at, "options"):
        check_options(found, element["options"], f"{at}/options", limits.OVERFLOW_COUNT)


def _text_input(found: Findings, element: JsonObject, at: str) -> None:
    found.length(element.get("initial_value"), f"{at}/initial_value", limits.PLAIN_TEXT_INPUT, least=0)


def _number_input(found: Findings, element: JsonObject, at: str) -> None:
    found.required(element, at, "is_decimal_allowed")


def _nothing_more(found: Findings, element: JsonObject, at: str) -> None:
    """Accept a type whose fields have no limits of their own."""


_CHECKS: dict[str, Callable[[Findings, JsonObject, str], None]] = {
    "button": _button,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "radio_buttons": _choices,
    "checkboxes": _choices,
    "overflow": _overflow,
    "plain_text_input": _text_input,
    "number_input": _number_input,
    "image": check_image,
}
