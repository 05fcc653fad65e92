"""Messages are built by pure functions: nothing here talks to Slack or to a database."""

import json
import re
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.simulator.validation import check_message
from bot.slack.messages import comparison_answer, help_message, status_message
from sync.compare import AttributeChange, Change, Difference
from sync.diff import Comparison
from sync.model import Diagnostic, Identity, Kind
from sync.status import EnvironmentStatus


def comparison(*differences: Difference, diagnostics: tuple[Diagnostic, ...] = ()) -> Comparison:
    return Comparison("staging", "production", differences, diagnostics, 0.3)


def changed(name: str, old: str, new: str, kind: Kind = Kind.COLUMN) -> Difference:
    return Difference(Change.CHANGED, Identity(kind, "public", "orders", name), (AttributeChange("type", old, new),))


def function(number: int, old: str = "select 1", new: str = "select 2") -> Difference:
    identity = Identity(Kind.FUNCTION, "public", "", f"calculate_{number:04}", "integer")
    return Difference(Change.CHANGED, identity, (AttributeChange("body", old, new),))


def as_json(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [block.to_dict() for block in blocks]


def words(blocks: tuple[Block, ...]) -> str:
    return json.dumps(as_json(blocks), ensure_ascii=False)


def test_equal_databases_are_said_to_be_identical() -> None:
    answer = comparison_answer(comparison(), "U0ANNA")

    assert answer.message.text == "staging and production are identical."
    assert "identical" in words(answer.message.blocks)
    assert (answer.thread, answer.detail) == ((), "")


def test_a_small_difference_is_said_whole_in_one_message() -> None:
    answer = comparison_answer(comparison(changed("total", "integer", "bigint")), "U0ANNA")

    for said in (answer.message.text, words(answer.message.blocks)):
        assert all(part in said for part in ("public.orders", "total", "integer", "bigint"))
    assert (answer.thread, answer.detail) == ((), "")


def test_a_long_definition_goes_into_the_file_as_a_unified_diff() -> None:
    old = "begin\n  return 1;\nend"
    answer = comparison_answer(comparison(function(1, old, old.replace("1", "2"))), "U0ANNA")

    assert "calculate_0001" in answer.message.text
    assert "in the file in the thread" in answer.message.text
    assert "-  return 1;" in answer.detail
    assert "+  return 2;" in answer.detail
    assert answer.file_name == "staging-production.diff"


@pytest.mark.parametrize("number", [1, 8, 9, 40, 400, 5_000])
def test_every_message_keeps_slacks_limits_and_nothing_is_lost(number: int) -> None:
    body = "x" * 5_000
    answer = comparison_answer(comparison(*(function(one, body, body + "y") for one in range(number))), "U0ANNA")

    for message in (answer.message, *answer.thread):
        blocks = as_json(message.blocks)
        assert 0 < len(message.text) <= 40_000
        assert len(blocks) <= 50
        assert len(json.dumps(blocks)) <= 13_200
        assert all(len(block["text"]["text"]) <= 3_000 for block in blocks if "text" in block)
    named = set(re.findall(r"calculate_\d{4}", answer.detail + answer.message.text))
    assert named == {f"calculate_{one:04}" for one in range(number)}
    assert f"{number} difference" in answer.message.text


def test_no_name_or_body_becomes_a_mention_a_link_or_markup() -> None:
    hostile = "<!channel> <@U0BEN> `*a*` & <https://evil.test|x>\nnew\x1b[2Jline"
    answer = comparison_answer(
        comparison(changed(hostile, hostile, "text"), diagnostics=(Diagnostic("x", hostile),)), "U0ANNA"
    )

    for said in (answer.message.text, words(answer.message.blocks)):
        assert "<!channel>" not in said
        assert "<@U0BEN>" not in said
        assert "<https" not in said
        assert "&lt;!channel&gt;" in said
        assert "\x1b" not in said
    entry = next(line for line in answer.message.text.splitlines() if "column" in line)
    assert entry.count("`") % 2 == 0


def test_a_new_table_is_one_entry_with_the_number_of_what_came_with_it() -> None:
    table = Difference(Change.ADDED, Identity(Kind.TABLE, "public", "", "log"), ())
    columns = [
        Difference(
            Change.ADDED,
            Identity(Kind.COLUMN, "public", "log", name),
            (AttributeChange("type", None, "text"),),
        )
        for name in ("a", "b")
    ]
    answer = comparison_answer(comparison(table, *columns), "U0ANNA")

    assert "*added* table `public.log` with 2 columns" in answer.message.text
    assert "1 difference (1 added)" in answer.message.text


def test_help_names_every_command_environment_and_kind() -> None:
    message = help_message("/schema", ["staging", "production"])

    for word in ("/schema diff", "/schema status", "/schema help", "staging", "production", "policy", "trigger"):
        assert word in message.text


def test_status_says_in_words_what_answers_and_why_not() -> None:
    message = status_message(
        "acme",
        [
            EnvironmentStatus("staging", "develop", "u@h/d", "postgres", "18.6", 3.2),
            EnvironmentStatus("production", "main", "u@h/d", "postgres", problem="cannot connect to u@h/d: refused"),
        ],
        "U0ANNA",
    )

    assert "1 of 2 databases answer" in message.text
    assert "PostgreSQL 18.6" in message.text
    assert "does not answer: cannot connect to u@h/d: refused" in message.text


def test_what_does_not_fit_in_a_section_is_in_the_file() -> None:
    values = [changed(f"{'c' * 55}_{number:02}", "o" * 110, "n" * 110) for number in range(18)]
    answer = comparison_answer(comparison(*values), "U0ANNA")

    check_message(answer.message.text, as_json(answer.message.blocks))
    assert "more on public.orders" in answer.message.text
    assert all(f"_{number:02}" in answer.detail for number in range(18))


def test_without_a_thread_nobody_is_sent_to_one() -> None:
    answer = comparison_answer(comparison(*(function(one, "a\nb", "a\nc") for one in range(40))), "U0ANNA")

    for said in (answer.private.text, words(answer.private.blocks)):
        assert "thread" not in said
        assert "not shown here: 32 more objects and every definition" in said


def test_an_address_in_a_name_stays_plain_text() -> None:
    answer = comparison_answer(comparison(changed("https://evil.test", "integer", "bigint")), "U0ANNA")

    paragraphs = [block["text"] for block in as_json(answer.message.blocks) if block["type"] == "section"]
    assert paragraphs
    assert all(text["verbatim"] for text in paragraphs)


def test_many_environments_with_long_problems_keep_slacks_limits_and_those_that_fail_come_first() -> None:
    names = [f"{'e' * 37}_{number:02}" for number in range(50)]
    found = [
        EnvironmentStatus(name, "b" * 200, "u@h/d", "postgres", problem="" if number < 5 else "<é>" * 2_000)
        for number, name in enumerate(names)
    ]
    status = status_message("p" * 500, found, "U0ANNA")
    help_text = help_message("/schema", names)

    for message in (status, help_text):
        check_message(message.text, as_json(message.blocks))
    assert "5 of 50 databases answer" in status.text
    assert "more: `schemabot status`" in status.text
    assert ":white_check_mark:" not in status.text
