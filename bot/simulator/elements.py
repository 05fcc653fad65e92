"""What a person chooses in an element, in Slack's form: `state.values` and the `actions` of a payload."""

from collections.abc import Iterator, Mapping, Sequence

from bot.simulator.values import JsonObject

Chosen = str | Sequence[str] | None
"""What a person types or picks: text, an option's value or label, an id, a date; a list for multi-selects."""

Values = dict[tuple[str, str], JsonObject]
"""What a person has entered, by block id and action id, each in the form of `state.values`."""

_SELECTED = {
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "rich_text_input": "rich_text_value",
}
_STATELESS = frozenset({"button", "overflow", "image", "workflow_button"})


def elements_of(blocks: Sequence[JsonObject]) -> Iterator[tuple[JsonObject, JsonObject]]:
    """Yield every block with each of its elements that a person can act on."""
    for block in blocks:
        found = list(block.get("elements", ())) if block.get("type") == "actions" else []
        found += [block[name] for name in ("accessory", "element") if isinstance(block.get(name), dict)]
        for element in found:
            if "action_id" in element:
                yield block, element


def options_of(element: JsonObject) -> list[JsonObject]:
    """Return all choices of an element, grouped or not."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def chosen_json(element: JsonObject, chosen: Chosen) -> JsonObject:
    """Return what the element holds when a person has chosen `chosen`.

    Raises:
        LookupError: the element has no such option.
    """
    kind = element["type"]
    field = _SELECTED.get(kind, "value")
    value: object = chosen
    if field == "selected_option":
        value = None if chosen is None else _option(element, str(chosen))
    elif field == "selected_options":
        value = [_option(element, each) for each in _several(chosen)]
    elif field.startswith("selected_") and field.endswith("s"):
        value = list(_several(chosen))
    elif field == "selected_date_time":
        value = None if chosen is None else int(str(chosen))
    elif chosen == "":
        value = None
    return {"type": kind, field: value}


def initial_json(element: JsonObject) -> JsonObject:
    """Return what the element holds before anybody touched it."""
    field = _SELECTED.get(element["type"], "value")
    initial = element.get(field.replace("selected_", "initial_") if field != "value" else "initial_value")
    if initial is None and field in ("selected_options", "selected_users", "selected_channels"):
        initial = []
    return {"type": element["type"], field: initial}


def state_of(blocks: Sequence[JsonObject], chosen: Mapping[tuple[str, str], JsonObject]) -> JsonObject:
    """Return `state.values` of a message or view; `chosen` is by block id and action id."""
    values: JsonObject = {}
    for block, element in elements_of(blocks):
        if element["type"] not in _STATELESS:
            key = block["block_id"], element["action_id"]
            values.setdefault(key[0], {})[key[1]] = chosen.get(key) or initial_json(element)
    return values


def is_empty(held: JsonObject) -> bool:
    """Tell whether an input holds nothing, which a required one may not."""
    return not any(value for name, value in held.items() if name != "type")


def _several(chosen: Chosen) -> Sequence[str]:
    if chosen is None:
        return ()
    return (chosen,) if isinstance(chosen, str) else chosen


def _option(element: JsonObject, chosen: str) -> JsonObject:
    for option in options_of(element):
        if chosen in (option["value"], option["text"]["text"]):
            return option
    offered = ", ".join(option["text"]["text"] for option in options_of(element))
    raise LookupError(f"no option {chosen!r} in {element['action_id']!r}; there are: {offered}")
