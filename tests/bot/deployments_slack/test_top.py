"""The message of a deployment in the channel, in every state."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deployments.states import Action, Asked, Choice, State, Subject
from bot.deployments.view import DeploymentView, Progress, Said
from bot.simulator.validation import check_message
from bot.slack.messages.deployment import Press, deployment_message
from sync.deploy.freezing import Frozen
from sync.deploy.pipeline import records
from sync.deploy.pipeline.records import (
    BackedUp,
    Changed,
    Compared,
    Danger,
    Deployed,
    Differs,
    Drifted,
    Pending,
    Phase,
    Rehearsed,
    Validated,
    Verified,
)
from tests.bot.deployments_slack.samples import (
    DIGEST,
    DRIFT,
    DRIFT_QUESTION,
    FILE,
    QUESTION,
    START,
    deployed,
    deployment,
    phases,
    staging,
)


def blocks(view: DeploymentView) -> list[dict[str, Any]]:
    return [one.to_dict() for one in deployment_message(view).blocks]


def words(view: DeploymentView) -> str:
    return json.dumps(blocks(view), ensure_ascii=False)


def pressable(view: DeploymentView) -> dict[str, dict[str, Any]]:
    return {
        element["text"]["text"]: element
        for block in blocks(view)
        if block["type"] == "actions"
        for element in block["elements"]
    }


def said(view: DeploymentView, *parts: str) -> None:
    """Text and blocks both say it: phones show only the text."""
    for where in (deployment_message(view).text, words(view)):
        for part in parts:
            assert part.lower() in where.lower()


def test_a_request_says_everything_that_people_weigh() -> None:
    said(
        deployment(),
        "waits for approval",
        "`abc1234`",
        "Give orders a total",
        "Ben Okafor",
        FILE,
        "rewrites public.events, 12 M rows, 41 GB; blocks reads and writes",
        "columns 1 added",
        "indexes 2 added, 1 removed",
        "1 statement in 0.8 s",
        "0 of 1 approvals",
        "<!subteam^S0PLATFORM>",
        "<@U0ANNA>",
        "Tue 24 Nov 2026 09:00 UTC",
        "<@U0BEN> wrote it, and cannot approve it",
    )
    assert "and more" not in deployment_message(deployment()).text
    assert blocks(deployment())[0]["type"] == "header"
    assert "production-42" in words(deployment())


def test_a_request_has_the_buttons_and_approve_asks_once_more() -> None:
    found = pressable(deployment())

    assert list(found) == ["Approve", "Reject", "View SQL", "Cancel"]
    assert found["Approve"]["value"] == f"production-42 7 {DIGEST}"
    confirm = found["Approve"]["confirm"]
    assert confirm["title"]["text"] == "Deploy to production?"
    for part in ("production", "abc1234", "rewrites public.events"):
        assert part in confirm["text"]["text"]


def test_drift_is_accepted_checked_again_or_rejected() -> None:
    view = deployment(questions=(DRIFT_QUESTION,), compared=Compared((DRIFT,)))

    said(view, "staging drifted", "removed policy `public.orders/own_rows`")
    assert list(pressable(view)) == ["Accept this drift", "Check again", "Reject"]
    assert "staging (1)" in pressable(view)["Accept this drift"]["confirm"]["text"]["text"]


def test_an_author_whom_slack_does_not_know_cannot_be_excluded_and_that_is_said() -> None:
    said(deployment(author_user=None), "ben@acme.test) is not known in Slack, so nobody can be excluded")


def test_a_freeze_takes_one_more_approval() -> None:
    until = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    view = deployment(frozen=Frozen(until, "Europe/Madrid", "weekend"))

    said(view, "frozen until Mon 08:00 Europe/Madrid: weekend; one more approval deploys anyway", "0 of 2 approvals")


def test_a_rollback_says_what_it_takes_back_and_who_asks_for_it() -> None:
    view = deployment(
        action=Action.ROLLBACK,
        back_to="20260101000000",
        tested=records.Tested(pending=(Pending("20260102000000", FILE, "f" * 64, 1),), sql="drop table orders;"),
    )

    said(view, f"Takes back 1 file:* `{FILE}`", "back to version 20260101000000", "<@U0BEN> asked for it, and cannot")
    assert "Roll back production?" in words(view)
    assert pressable(view)["Approve"]["confirm"]["title"]["text"] == "Roll back production?"


def test_one_of_two_approvals() -> None:
    half = replace(QUESTION, required=2, said=(Said("U0ANNA", Choice.APPROVE, "", START, overrides_freeze=True),))

    said(deployment(questions=(half,)), "1 of 2 approvals", "*Approved* by <@U0ANNA>", "although frozen")


@pytest.mark.parametrize(
    ("view", "parts"),
    [
        (
            deployment(state=State.QUEUED, phase=None, questions=(), ahead=("production-41",)),
            ["queued behind production-41"],
        ),
        (deployment(state=State.RUNNING, phase=Phase.VALIDATE, questions=()), ["checking the files"]),
        (deployment(state=State.RUNNING, phase=Phase.TEST, questions=()), ["rehearsing on a copy"]),
        (
            deployment(
                state=State.RUNNING, phase=Phase.BACKUP, progress=Progress("", 120_000_000, 1_200_000_000, "bytes")
            ),
            ["backing up: 114 MB of 1.1 GB"],
        ),
        (
            deployment(state=State.RUNNING, phase=Phase.DEPLOY, progress=Progress(f"{FILE}, statement 2 of 5", 2, 5)),
            [f"deploying: {FILE}, statement 2 of 5"],
        ),
        (
            deployed(),
            ["deployed in 12 s", "production equals the files and staging", "4.8 MB", "Approved* by <@U0ANNA>"],
        ),
        (
            deployed(
                state=State.FAILED,
                phase=Phase.DEPLOY,
                verified=None,
                reason=f'{FILE}, line 3: relation "x" is not there',
                remedy="mend it",
                phases=phases(*list(Phase)[:6]),
            ),
            [
                "failed in Deploy after 10 s",
                f"{FILE}, line 3: relation",
                "is not there",
                "What to do:* mend it",
                "Applied, and still there",
            ],
        ),
        (
            deployment(state=State.FAILED, phase=Phase.TEST, questions=(), reason="no"),
            ["failed in Test", "Nothing was applied to production"],
        ),
        (
            deployment(state=State.UNVERIFIED, phase=Phase.VERIFY, questions=(), retry_of="production-41"),
            ["It applied nothing itself: what it verified was applied to production before, and is still there"],
        ),
        (
            deployed(
                state=State.UNVERIFIED,
                verified=Verified(
                    drifted=replace(DRIFT, environment="production"),
                    between=(Differs("added", "column", "public.t/c"),),
                ),
            ),
            [
                "failed verification: applied, but production is not as it should be",
                "2 differences from what it should be",
                "own_rows",
                "public.t/c",
            ],
        ),
        (
            deployment(
                state=State.REJECTED,
                questions=(
                    replace(QUESTION, state=Asked.REJECTED, said=(Said("U0ANNA", Choice.REJECT, "too risky", START),)),
                ),
                reason="too risky",
            ),
            ["rejected", "Rejected* by <@U0ANNA>", "too risky"],
        ),
        (deployment(state=State.EXPIRED, questions=()), ["expired: nobody decided in time"]),
        (
            deployment(state=State.VOID, questions=(), reason="a column came"),
            ["void: production changed", "a column came"],
        ),
        (
            deployment(state=State.SUPERSEDED, questions=(), superseded_by="production-43"),
            ["superseded by production-43"],
        ),
        (
            deployment(state=State.CANCELLED, questions=(), reason="cancelled before anything was applied"),
            ["cancelled"],
        ),
        (deployed(action=Action.ROLLBACK, back_to="20260101000000"), ["rolled back", "back to version 20260101000000"]),
        (deployment(action=Action.ROLLBACK, back_to="0"), ["waits for approval", "back to before all migrations"]),
        (deployed(backed_up=BackedUp()), ["none, production has none configured"]),
        (
            deployed(verified=Verified(equal_to=("the files",), accepted=2)),
            ["equals the files; 2 accepted differences left as it is"],
        ),
    ],
)
def test_what_stands_there_in_each_state(view: DeploymentView, parts: list[str]) -> None:
    check_message(deployment_message(view).text, blocks(view))
    text = deployment_message(view).text
    assert text.splitlines()[0].count("`abc1234`") == 1
    for part in parts:
        assert part in text, text
        assert part.lower() in words(view).replace('\\"', '"').lower()


@pytest.mark.parametrize("state", [one for one in State if one.is_final])
def test_when_it_is_over_nobody_decides_any_more(state: State) -> None:
    closed = replace(QUESTION, state=Asked.EXPIRED)
    found = set(pressable(deployment(state=state, questions=(closed,))))

    failed = {"Retry", "View log"}
    assert found == {State.FAILED: failed, State.UNVERIFIED: failed, State.EXPIRED: {"Retry"}}.get(state, set())


def test_a_difference_is_said_once_with_all_that_it_differs_from() -> None:
    same = Differs("added", "column", "public.t/c")
    verified = Verified(drifted=replace(DRIFT, environment="production", differences=(same,)), between=(same,))

    said(deployed(state=State.UNVERIFIED, verified=verified), "1 difference from", "unlike the files and staging")


def test_why_it_ended_is_not_said_twice() -> None:
    expired = deployment(state=State.EXPIRED, questions=(), reason="nobody decided in time", remedy="retry it")

    assert deployment_message(expired).text.count("nobody decided in time") == 1
    said(expired, "retry it")


def test_only_what_was_applied_can_be_rolled_back() -> None:
    assert list(pressable(deployed(state=State.FAILED))) == ["Retry", "Roll back", "View log"]

    nothing = deployed(state=State.FAILED, deployed=Deployed(), verified=None)
    assert list(pressable(nothing)) == ["Retry", "View log"]
    said(nothing, "No file was applied to production whole.")


def test_it_can_be_cancelled_as_long_as_nothing_is_applied() -> None:
    running = {"state": State.RUNNING, "questions": ()}

    assert "Cancel" in pressable(deployment(phase=Phase.BACKUP, **running))
    assert "Cancel" not in pressable(deployment(phase=Phase.DEPLOY, **running))
    assert "Cancel" not in pressable(deployment(phase=Phase.BACKUP, has_applied=True, **running))


def test_an_environment_that_asks_nobody_is_quieter() -> None:
    loud, quiet = blocks(deployed()), blocks(staging())

    assert len(quiet) == 2
    assert len(quiet) < len(loud)
    assert not any(block["type"] == "header" for block in quiet)
    said(staging(), "*staging*", "`abc1234`", "Give orders a total", "deployed in", "staging equals the files")
    said(staging(state=State.FAILED, reason="a.sql, line 1: no"), "failed", "a.sql, line 1: no")
    assert "Retry" in pressable(staging(state=State.FAILED))


def test_nobody_is_called_by_what_people_write() -> None:
    evil = "<!channel> <@U0ANNA> <https://evil.test|click> & *bold* `code`"
    view = deployment(
        message=evil,
        author_name=evil,
        author_email=evil,
        author_user=None,
        branch=evil,
        reason=evil,
        requested_by=evil,
        tested=replace(deployment().tested or records.Tested(), dangers=(Danger("x", evil, evil, 1),)),
    )
    for where in (deployment_message(view).text, words(view)):
        assert "<!channel>" not in where
        assert "<https://evil" not in where
    assert "&lt;!channel&gt;" in deployment_message(view).text


_hostile = st.text(
    st.sampled_from("<>&`*_~|!@#\n\r\t\0\u202e\u2028😀é\"'\\ aZ0") | st.characters(codec="utf-8"), max_size=60
).flatmap(lambda text: st.integers(1, 200).map(lambda times: text * times))


@st.composite
def hostile_views(draw: st.DrawFn) -> DeploymentView:
    """A deployment of which everything that people or databases write is hostile, long or many."""
    text, many = draw(_hostile), draw(st.integers(0, 60))
    differences = tuple(Differs("changed", text, text) for _ in range(many))
    drifted = Drifted(text or "x", differences, text)
    states = draw(st.sampled_from(State))
    subject = draw(st.sampled_from(Subject))
    question = replace(
        QUESTION,
        subject=subject,
        approvers=tuple(f"U{number:010}" for number in range(many)) or ("U1",),
        said=tuple(Said(f"U{number}", draw(st.sampled_from(Choice)), text, START) for number in range(many)),
        state=draw(st.sampled_from(Asked)),
    )
    return deployment(
        message=text,
        author_name=text,
        author_email=text,
        author_user=draw(st.sampled_from([None, "U0BEN"])),
        branch=text[:100],
        requested_by=text,
        reason=text,
        remedy=text,
        state=states,
        phase=draw(st.none() | st.sampled_from(Phase)),
        action=draw(st.sampled_from(Action)),
        back_to="0",
        has_applied=draw(st.booleans()),
        progress=draw(st.none() | st.just(Progress(text, 1, many, "bytes"))),
        validated=Validated(tuple(Pending("1" * 14, text, "", many) for _ in range(many))),
        tested=records.Tested(
            first=(text,) * many,
            statements=tuple(Rehearsed(text, 1, text, 1.0, (), (text,) * 3) for _ in range(many)),
            changes=tuple(Changed(text, 1, many, 2) for _ in range(many)),
            dangers=tuple(Danger("", text, text, 1) for _ in range(many)),
            sql=text,
            unsure=text,
        ),
        compared=Compared((drifted,) * draw(st.integers(0, 3))),
        questions=(question,),
        backed_up=BackedUp(text, text, many, 1.0),
        deployed=Deployed(),
        verified=draw(st.none() | st.just(Verified((text,), drifted, differences, text))),
        frozen=draw(st.none() | st.just(Frozen(START + timedelta(days=1), "Europe/Madrid", text))),
        asks=draw(st.booleans()),
        ahead=tuple(f"production-{number}" for number in range(many)),
        finished_at=START,
    )


@settings(max_examples=60, deadline=None)
@given(hostile_views())
def test_slack_takes_the_message_whatever_people_wrote(view: DeploymentView) -> None:
    message = deployment_message(view)

    check_message(message.text, blocks(view))
    assert message.text
    assert len(message.text) <= 3_500
    for element in pressable(view).values():
        assert element["action_id"] in set(Press)
    for mention in ("<!channel>", "<!here>", "<!everyone>"):
        assert mention not in message.text
