"""Every limit of Block Kit is enforced, one above it refused, the limit itself accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.simulator import SlackError
from bot.simulator.validation import check_message, check_view

Block = dict[str, Any]


def plain(length: int) -> Block:
    return {"type": "plain_text", "text": "x" * length}


def section(length: int) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}}


def fields(count: int, length: int = 1) -> Block:
    return {"type": "section", "fields": [plain(length)] * count}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**attributes: Any) -> Block:
    return {"type": "button", "text": plain(3), **attributes}


def confirmed(**attributes: Block) -> Block:
    parts = {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1)}
    return actions(button(confirm={**parts, **attributes}))


def select(count: int, length: int = 1, value: int = 4) -> Block:
    options = [{"text": plain(length), "value": f"{number:0{value}}"} for number in range(count)]
    return actions({"type": "static_select", "options": options})


def table(rows: int, cells: int) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


LIMITS: list[tuple[str, int, Callable[[int], list[Block]]]] = [
    ("blocks", 50, lambda count: [{"type": "divider"}] * count),
    ("section", 3000, lambda length: [section(length)]),
    ("fields", 10, lambda count: [fields(count)]),
    ("field", 2000, lambda length: [fields(1, length)]),
    ("header", 150, lambda length: [{"type": "header", "text": plain(length)}]),
    ("context", 10, lambda count: [{"type": "context", "elements": [plain(1)] * count}]),
    ("actions", 25, lambda count: [actions(*[button()] * count)]),
    ("button text", 75, lambda length: [actions(button(text=plain(length)))]),
    ("button value", 2000, lambda length: [actions(button(value="x" * length))]),
    ("button label", 75, lambda length: [actions(button(accessibility_label="x" * length))]),
    ("confirm title", 100, lambda length: [confirmed(title=plain(length))]),
    ("confirm text", 300, lambda length: [confirmed(text=plain(length))]),
    ("confirm button", 30, lambda length: [confirmed(deny=plain(length))]),
    ("options", 100, lambda count: [select(count)]),
    ("option text", 75, lambda length: [select(1, length)]),
    ("option value", 150, lambda length: [select(1, 1, length)]),
    ("block_id", 255, lambda length: [{"type": "divider", "block_id": "x" * length}]),
    ("action_id", 255, lambda length: [actions(button(action_id="x" * length))]),
    ("markdown", 12_000, lambda length: [{"type": "markdown", "text": "x" * length}]),
    ("markdowns", 12_000, lambda sum_: [{"type": "markdown", "text": "x" * n} for n in (6000, sum_ - 6000)]),
    ("table rows", 100, lambda count: [table(count, 1)]),
    ("table cells", 20, lambda count: [table(1, count)]),
]


@pytest.mark.parametrize(("most", "make"), [limit[1:] for limit in LIMITS], ids=[limit[0] for limit in LIMITS])
def test_the_limit_is_accepted_and_one_more_is_refused(most: int, make: Callable[[int], list[Block]]) -> None:
    check_message("text", make(most))
    with pytest.raises(SlackError) as refusal:
        check_message("text", make(most + 1))

    assert refusal.value.name == "invalid_blocks"
    assert refusal.value.messages[0].startswith("[ERROR] ")
    assert "[json-pointer:/blocks" in refusal.value.messages[0]


WRONG: list[tuple[str, Block, str]] = [
    ("unknown type", {"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    ("no type", {}, "missing required field: type [json-pointer:/blocks/0]"),
    ("empty section", {"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ("empty text", section(0), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (
        "mrkdwn header",
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn; must be one of plain_text [json-pointer:/blocks/0/text/type]",
    ),
    (
        "image without words",
        {"type": "image", "image_url": "https://x.test/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        "image without source",
        {"type": "image", "alt_text": "a"},
        "missing required field: image_url [json-pointer:/blocks/0]",
    ),
    ("button style", actions(button(style="red")), "must be one of primary, danger"),
    ("equal action ids", actions(button(action_id="a"), button(action_id="a")), "`action_id` must be unique: a"),
    ("input in actions", actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ("local file", {"type": "file", "external_id": "1", "source": "local"}, "must be remote"),
    ("video", {"type": "video", "title": plain(1)}, "missing required field: alt_text"),
    (
        "initial option",
        actions({"type": "static_select", "options": [{"text": plain(1), "value": "a"}], "initial_option": {}}),
        "initial option must exactly match",
    ),
]


@pytest.mark.parametrize(("block", "words"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_a_wrong_block_is_refused_with_its_place(block: Block, words: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_message("text", [block])

    assert refusal.value.name == "invalid_blocks"
    assert any(words in message for message in refusal.value.messages), refusal.value.messages


def test_block_ids_are_unique() -> None:
    with pytest.raises(SlackError, match="`block_id` must be unique: a"):
        check_message("text", [{"type": "divider", "block_id": "a"}] * 2)


@pytest.mark.parametrize(
    ("text", "blocks", "name"),
    [
        ("", None, "no_text"),
        ("", [], "no_text"),
        ("x" * 40_001, None, "msg_too_long"),
        ("text", [section(2650)] * 5, "msg_blocks_too_long"),
        ("text", {"type": "divider"}, "invalid_blocks_format"),
        ("text", ["divider"], "invalid_blocks"),
        ("text", [table(1, 1), table(1, 1)], "invalid_blocks"),
    ],
)
def test_a_message_as_a_whole_has_limits(text: str, blocks: object, name: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_message(text, blocks)

    assert refusal.value.name == name


INPUT = {"type": "input", "label": plain(1), "element": {"type": "plain_text_input"}}


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"title": plain(25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"title": None}, "missing required field: title"),
        ({"submit": plain(25)}, "/view/submit/text"),
        ({"close": plain(25)}, "/view/close/text"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
        ({"blocks": [INPUT]}, "missing required field: submit"),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown"),
        ({"type": "home"}, "must be modal"),
    ],
)
def test_a_wrong_modal_is_refused(attributes: Block, words: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_view({"type": "modal", "title": plain(24), "blocks": [], **attributes}, kind="modal")

    assert refusal.value.name == "invalid_arguments"
    assert words in "".join(refusal.value.messages)


def test_what_the_sdk_builds_is_accepted() -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    check_message("", [rich, INPUT, section(1), {"type": "image", "image_url": "https://x.test", "alt_text": "a"}])
    check_view({"type": "home", "blocks": [section(1)] * 100}, kind="home")
