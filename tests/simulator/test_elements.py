"""What a person chooses, in the form in which Slack tells the app."""

from typing import Any

import pytest

from bot.simulator import Message, Server, interactions
from bot.simulator.elements import chosen_json, initial_json


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


OPTIONS = [option("staging"), option("production")]


@pytest.mark.parametrize(
    ("element", "chosen", "held"),
    [
        ({"type": "plain_text_input"}, "x", {"value": "x"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "number_input"}, "3", {"value": "3"}),
        ({"type": "static_select", "options": OPTIONS}, "Staging", {"selected_option": option("staging")}),
        ({"type": "static_select", "options": OPTIONS}, None, {"selected_option": None}),
        ({"type": "checkboxes", "options": OPTIONS}, ["production"], {"selected_options": [option("production")]}),
        (
            {"type": "static_select", "option_groups": [{"options": OPTIONS}]},
            "production",
            {"selected_option": option("production")},
        ),
        ({"type": "users_select"}, "U0BEN", {"selected_user": "U0BEN"}),
        ({"type": "multi_users_select"}, "U0BEN", {"selected_users": ["U0BEN"]}),
        ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
        ({"type": "datetimepicker"}, "1795000000", {"selected_date_time": 1795000000}),
    ],
)
def test_a_choice_has_slack_s_form(element: dict[str, Any], chosen: Any, held: dict[str, Any]) -> None:
    assert chosen_json(element, chosen) == {"type": element["type"], **held}


@pytest.mark.parametrize(
    ("element", "held"),
    [
        ({"type": "plain_text_input", "initial_value": "x"}, {"value": "x"}),
        ({"type": "static_select", "initial_option": option("a")}, {"selected_option": option("a")}),
        ({"type": "checkboxes"}, {"selected_options": []}),
        ({"type": "datepicker", "initial_date": "2026-11-22"}, {"selected_date": "2026-11-22"}),
    ],
)
def test_an_untouched_element_holds_its_initial_value(element: dict[str, Any], held: dict[str, Any]) -> None:
    assert initial_json(element) == {"type": element["type"], **held}


def test_an_option_that_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(LookupError, match="there are: Staging, Production"):
        chosen_json({"type": "static_select", "action_id": "env", "options": OPTIONS}, "test")


def test_a_click_tells_what_was_chosen_before(slack: Server) -> None:
    blocks: list[dict[str, Any]] = [
        {
            "type": "actions",
            "block_id": "b",
            "elements": [
                {"type": "static_select", "action_id": "env", "options": OPTIONS},
                {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}},
            ],
        }
    ]
    anna = slack.person("anna")
    message = slack.workspace.post(Message("C0SCHEMA", "", "U0SCHEMABOT", "Where?", tuple(blocks)))
    anna.select(message, "env", "Staging")
    delivery = interactions.act_in_message(slack.workspace, anna.id, message, ("b", "go"), None)

    assert delivery.payload["state"]["values"]["b"]["env"]["selected_option"]["value"] == "staging"
    assert delivery.payload["actions"][0]["action_id"] == "go"
    assert delivery.payload["container"]["message_ts"] == message.ts
