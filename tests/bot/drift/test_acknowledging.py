"""Acknowledging what drifted: who may, what becomes of it, and what nobody can fake."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.deployments.errors import RefusedError
from bot.drift.values import Acknowledged
from bot.simulator import View
from bot.slack.messages.drift import chosen
from sync.postgres.embedded import EmbeddedServer
from tests.bot.drift.stage import Stage, staged, until
from tests.support.servers import Databases

WHICH = "production: added column public.orders/note"


@pytest.fixture
def drifted(stage: Stage) -> Stage:
    """Production has a column that no file makes."""
    stage.by_hand("production", "ALTER TABLE orders ADD note text")
    stage.night("2026-11-23")
    stage.listen()
    return stage


def opened(stage: Stage, person: str = "anna") -> View:
    stage.person(person).click(stage.message("drift/2026-11-23"), "Acknowledge")
    return stage.person(person).wait_for_view("Acknowledge drift")


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def test_what_is_acknowledged_is_counted_and_not_listed(drifted: Stage) -> None:
    filled = {"Which": [WHICH], "Until the end of": tomorrow(), "Why": "the *migration* <!channel> comes on Friday"}

    submitted = drifted.anna.submit(opened(drifted), filled)

    assert not submitted.errors
    said = "staging and production are as the files say, and equal, but for 1 acknowledged difference"
    until(lambda: said in drifted.message("drift/2026-11-23").text)
    note = drifted.person("ben").wait_for("#schema", "@anna acknowledged column")
    assert note.is_reply
    assert "<!channel>" not in note.text
    assert said in drifted.night("2026-11-24").text
    assert ("U0ANNA", "acknowledge", "done") in drifted.audited()


def test_when_it_becomes_another_difference_it_is_told_again(drifted: Stage) -> None:
    drifted.anna.submit(opened(drifted), {"Which": [WHICH], "Until the end of": tomorrow(), "Why": "known"})
    until(lambda: ("U0ANNA", "acknowledge", "done") in drifted.audited())
    drifted.by_hand("production", "ALTER TABLE orders ALTER note TYPE varchar(9)")

    said = drifted.anna.reads(drifted.night("2026-11-24"))

    assert "1 difference (1 changed)" in said
    assert "acknowledged" not in said


@pytest.mark.parametrize(
    ("entered", "field"),
    [({"Until the end of": "2020-01-01"}, "drift_until"), ({"Why": "   "}, "drift_why")],
)
def test_what_is_wrong_is_said_in_the_modal(drifted: Stage, entered: dict[str, str], field: str) -> None:
    usual = {"Which": [WHICH], "Until the end of": tomorrow(), "Why": "known", **entered}

    assert field in drifted.anna.submit(opened(drifted), usual).errors


def test_who_may_not_is_told_alone(drifted: Stage) -> None:
    chris = drifted.person("chris")

    chris.click(drifted.message("drift/2026-11-23"), "Acknowledge")

    refused = chris.wait_for("#schema", "only those who may approve deployments to production")
    assert refused.only_visible_to == chris.id
    assert chris.views() == ()
    assert ("U0CHRIS", "acknowledge", "refused") in drifted.audited()


def test_who_may_not_any_more_when_it_is_sent_is_refused(drifted: Stage) -> None:
    view = opened(drifted)
    drifted.server.workspace.groups.clear()

    drifted.anna.submit(view, {"Which": [WHICH], "Until the end of": tomorrow(), "Why": "known"})

    until(lambda: ("U0ANNA", "acknowledge", "refused") in drifted.audited())
    assert ("U0ANNA", "acknowledge", "done") not in drifted.audited()


def test_what_changed_since_it_was_shown_is_not_acknowledged(drifted: Stage) -> None:
    view = opened(drifted)
    drifted.by_hand("production", "ALTER TABLE orders ALTER note TYPE varchar(9)")
    drifted.night("2026-11-24")

    drifted.anna.submit(view, {"Which": [WHICH], "Until the end of": tomorrow(), "Why": "known"})

    refused = drifted.anna.wait_for("#schema", "is another difference meanwhile")
    assert refused.only_visible_to == drifted.anna.id


@pytest.mark.parametrize("chosen_", [{}, {999: "x"}])
def test_only_what_stands_in_the_report_can_be_acknowledged(drifted: Stage, chosen_: dict[int, str]) -> None:
    known = Acknowledged("U0ANNA", datetime.now(UTC) + timedelta(days=1), "known")

    with pytest.raises(RefusedError, match="does not stand in this report"):
        drifted.drifts.acknowledge("drift/2026-11-23", chosen_, known)


def test_a_button_of_another_message_does_nothing(drifted: Stage) -> None:
    drifted.drifts.asked(None, "U0ANNA")
    there = drifted.message("drift/2026-11-23")
    with drifted.state.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE bot.posts SET subject = 'asked/1' WHERE subject LIKE 'drift/%%' AND ts = %s", (there.ts,)
        )

    drifted.anna.click(there, "Check again")

    refused = drifted.anna.wait_for("#schema", "this button does not belong to this message")
    assert refused.only_visible_to == drifted.anna.id
    assert ("U0ANNA", "drift_check_again", "refused") in drifted.audited()


def test_where_nobody_may_approve_nobody_may_acknowledge(
    databases: Databases, server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staged(databases, server, tmp_path, monkeypatch, approvals="") as stage:
        stage.by_hand("production", "ALTER TABLE orders ADD note text")
        stage.night("2026-11-23")

        with pytest.raises(RefusedError, match="nobody is named who may acknowledge drift of production"):
            stage.drifts.may_acknowledge("drift/2026-11-23", "U0ANNA")


def test_nothing_that_a_modal_sends_is_trusted() -> None:
    options = [{"value": value} for value in ("7 abc", "x abc", "7", "9" * 30 + " a", "8 d' OR 1=1")]
    values = {
        "drift_which": {"drift_which": {"selected_options": options}},
        "drift_until": {"drift_until": {"selected_date": "2026-13-45"}},
    }

    entered = chosen(values, "Europe/Madrid")

    assert entered.findings == {7: "abc", 8: "d' OR 1=1"}
    assert entered.until is None
    assert entered.why == ""


def test_a_day_ends_in_the_configured_zone() -> None:
    values = {"drift_until": {"drift_until": {"selected_date": "2026-03-28"}}}

    assert chosen(values, "Europe/Madrid").until == datetime(2026, 3, 28, 23, tzinfo=UTC)
