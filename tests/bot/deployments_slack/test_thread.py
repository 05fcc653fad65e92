"""What stands in a deployment's thread, in modals and in the conversations of approvers."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.deployments.posts import Kind
from bot.deployments.states import Action, State
from bot.deployments.view import DeploymentView
from bot.simulator.validation import check_message, check_view
from bot.slack.messages.deployment import (
    Target,
    alert_message,
    deployments_message,
    detail,
    log_view,
    reason_view,
    reminder_message,
    request_message,
    sql_view,
)
from bot.slack.messages.message import Detail, Message
from sync.deploy.pipeline import records
from sync.deploy.pipeline.records import (
    AppliedFile,
    BackedUp,
    Compared,
    Danger,
    Deployed,
    Differs,
    Lock,
    Note,
    Pending,
    Problem,
    Rehearsed,
    Validated,
    Verified,
)
from tests.bot.deployments_slack.samples import DRIFT, DRIFT_QUESTION, FILE, START, deployed, deployment, staging

IN_THREAD = [kind for kind in Kind if kind not in (Kind.DEPLOYMENT, Kind.ALERT, Kind.REQUEST, Kind.REMINDER)]
EVIL = "<!channel> `x` & " + "é😀\u202e\n" * 400
CLICKED = {"person": "U0ANNA", "choice": "approve", "reason": "", "about": "deployment"}


def checked(message: Message) -> str:
    """The words of a message that Slack takes."""
    blocks = [block.to_dict() for block in message.blocks]
    check_message(message.text, blocks)
    return message.text


def said(found: Detail) -> str:
    assert found.message is not None
    return checked(found.message)


@pytest.mark.parametrize(
    ("kind", "arguments", "parts"),
    [
        (Kind.FILES, {}, [FILE, "2 statements", "line 1: `alter table orders add total integer`"]),
        (Kind.REHEARSAL, {}, ["20 ms", "AccessExclusiveLock on public.orders", "rewrites public.events"]),
        (Kind.NOTES, {}, ["1 note", "*warning*", f"{FILE}:3", "needs a scan", "add a check first"]),
        (Kind.DECISION, CLICKED, ["<@U0ANNA> approved"]),
        (Kind.DECISION, CLICKED | {"choice": "reject", "reason": "<!here> no"}, ["rejected: &lt;!here&gt; no"]),
        (Kind.DECISION, CLICKED | {"choice": "cancel"}, ["<@U0ANNA> cancelled it"]),
        (Kind.DECISION, CLICKED | {"about": "drift"}, ["<@U0ANNA> accepted the drift, once"]),
        (Kind.BACKUP, {}, ["2026-11-23T09:00", "4.8 MB", "file:///data/backups"]),
        (Kind.APPLIED, {}, ["Applied 1 file", FILE, "5 rows written"]),
        (Kind.VERIFIED, {}, ["production equals the files and staging"]),
        (Kind.NOTE, {"text": "Asked again"}, ["Asked again"]),
    ],
)
def test_each_detail(kind: Kind, arguments: dict[str, Any], parts: list[str]) -> None:
    words = said(detail(kind, deployed(), arguments))

    for part in parts:
        assert part in words


def test_the_sql_and_the_drift_are_files() -> None:
    sql = detail(Kind.SQL, deployment(), {}).file
    drift = detail(Kind.DRIFT, deployment(compared=Compared((DRIFT,))), {})

    assert sql is not None
    assert (sql.name, sql.content, sql.language) == (
        "production-42.sql",
        "alter table orders add total integer;\n",
        "sql",
    )
    assert "removed policy `public.orders/own_rows`" in said(drift)
    assert drift.file is not None
    assert "- policy own_rows" in drift.file.content


def test_a_verification_that_failed_shows_the_mending_plan() -> None:
    found = detail(Kind.VERIFIED, deployed(verified=Verified(drifted=DRIFT, mending="create policy x;")), {})

    assert "production is not as it should be" in said(found)
    assert found.file is not None
    assert (found.file.name, found.file.content) == ("production-42-mending.sql", "create policy x;")
    unknown = detail(Kind.VERIFIED, deployed(verified=Verified(problem=Problem("no answer", "look at it"))), {})
    assert "Could not be verified: no answer\nlook at it" in said(unknown)


def test_a_failure_says_what_is_left_and_what_is_safe() -> None:
    failed = deployed(state=State.FAILED, reason=f"{FILE}, line 3: no", remedy="mend it", verified=None)

    words = said(detail(Kind.FAILURE, failed, {}))

    assert all(part in words for part in ("failed", f"{FILE}, line 3: no", "mend it", f"still there: `{FILE}`"))


def test_an_alert_calls_nobody() -> None:
    assert checked(alert_message(f"A push could not be worked on: {EVIL}")).startswith(":warning: A push")


def test_nothing_is_said_where_nothing_is_known() -> None:
    bare = deployment(validated=None, tested=None, compared=None)
    silent = [kind for kind in IN_THREAD if kind not in (Kind.DECISION, Kind.FAILURE)]

    assert all(detail(kind, bare, {}) == Detail() for kind in silent)


def hostile() -> DeploymentView:
    """A deployment of which everything that people or databases wrote is long, many and hostile."""
    ran = Rehearsed(EVIL, 1, EVIL, 1.0, (Lock(EVIL, EVIL),) * 20, (EVIL,) * 5)
    differences = (Differs("changed", EVIL, EVIL),) * 300
    drifted = replace(DRIFT, environment=EVIL, differences=differences)
    return deployed(
        message=EVIL,
        author_name=EVIL,
        reason=EVIL,
        remedy=EVIL,
        validated=Validated((Pending("1", EVIL, "", 5),) * 50, (Note("error", EVIL, EVIL, EVIL, EVIL, 1),) * 50),
        tested=records.Tested(statements=(ran,) * 50, dangers=(Danger("", EVIL, EVIL, 1),) * 50, sql=EVIL, unsure=EVIL),
        compared=Compared((drifted,) * 2),
        backed_up=BackedUp(EVIL, EVIL, 1, 1.0),
        deployed=Deployed((AppliedFile(EVIL, 1.0, 1, (EVIL,) * 9, 3, 2),) * 50),
        verified=Verified(drifted=drifted, mending=EVIL),
    )


@pytest.mark.parametrize("kind", [kind for kind in IN_THREAD if kind is not Kind.SQL])
def test_slack_takes_each_detail_whatever_people_wrote(kind: Kind) -> None:
    found = detail(kind, hostile(), CLICKED | {"reason": EVIL, "text": EVIL})

    words = said(found)
    assert found.message is not None
    everything = words + json.dumps([block.to_dict() for block in found.message.blocks])
    assert "<!channel>" not in everything


@pytest.mark.parametrize("view", [hostile(), deployment(), staging()])
def test_slack_takes_the_modals(view: DeploymentView) -> None:
    log = "\n".join(f"line {number} ``` {EVIL[:40]}" for number in range(5_000))
    for modal in (reason_view(view, "x" * 500), sql_view(view), log_view(view, log), log_view(view, "")):
        check_view(modal.to_dict(), kind="modal")

    shown = json.dumps(log_view(view, log).to_dict())
    assert "line 4999" in shown
    assert "line 0 " not in shown


def test_long_sql_is_cut_and_says_where_the_whole_is() -> None:
    view = deployment(tested=records.Tested(sql="\n".join(f"select {number};" for number in range(9_000))))

    shown = json.dumps(sql_view(view).to_dict())

    assert "select 0;" in shown
    assert "production-42.sql in the thread" in shown


@pytest.mark.parametrize("view", [hostile(), deployment(), deployment(action=Action.ROLLBACK, back_to="0")])
def test_approvers_are_asked_and_reminded(view: DeploymentView) -> None:
    open_one = replace(view, questions=deployment().questions, state=State.WAITING)
    for make in (request_message, reminder_message):
        for link in ("https://acme.slack.test/archives/C1/p1", None):
            message = make(open_one, "/schema", link)
            assert message is not None
            assert "/schema approve production-42" in checked(message)
        assert make(deployed(), "/schema", None) is None


def test_approvers_are_told_what_drifted() -> None:
    view = deployment(questions=(DRIFT_QUESTION,), compared=Compared((DRIFT,)))
    message = request_message(view, "/schema", None)

    assert message is not None
    assert "staging drifted" in checked(message)
    assert "public.orders/own_rows" in message.text


def test_the_list_of_deployments() -> None:
    words = checked(deployments_message((deployment(), staging(), deployed(id="production-41")), "/schema"))

    first, *others = words.splitlines()
    assert "production-42" in first
    assert "waits for approval" in first
    assert ["staging-41" in others[0], "production-41" in others[1]] == [True, True]
    assert f"<!date^{int(START.timestamp())}^" in first
    assert "no deployment yet" in checked(deployments_message((), "/schema"))
    assert "Nothing is under way" in checked(deployments_message((deployed(),), "/schema"))
    checked(deployments_message((hostile(),) * 50, "/schema"))


@pytest.mark.parametrize("target", [Target("production-42", 7, "d1" * 32), Target("production-42")])
def test_the_value_of_a_button_is_read_again(target: Target) -> None:
    assert Target.read(str(target)) == target


@pytest.mark.parametrize("value", ["", "production-42", "a b c d", "production-42 x y", "production-42 7 <!channel>"])
def test_another_value_is_none_of_ours(value: str) -> None:
    assert Target.read(value) is None
