"""The words of a report: within Slack's limits and without a mention, whatever the databases are called and hold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drift.posts import Kind
from bot.drift.values import FILES, Acknowledged, Finding, Made, Mending, Occasion, Place, ReportView
from bot.simulator.validation import check_message, check_view
from bot.slack.messages.drift import acknowledge_view, drift_detail, report_message
from bot.slack.messages.message import Message

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<!channel>", "<@U0ANNA>", "```", "&amp;", "*bold*", "\u202e", "x" * 4_000, "<" * 900, "a\nb" * 99]
    ),
)


@st.composite
def findings(draw: st.DrawFn, number: int) -> Finding:
    moments = st.sampled_from([NOW - timedelta(days=2), NOW - timedelta(minutes=1), None])
    known = draw(st.booleans())
    return Finding(
        id=number,
        environment=draw(st.sampled_from(["staging", "production", "e" * 40])),
        against=FILES,
        kind="table",
        identity=draw(HOSTILE),
        change=draw(st.sampled_from(["added", "removed", "changed"])),
        digest="d",
        said=draw(HOSTILE),
        detail=draw(HOSTILE),
        exposes=draw(st.one_of(st.just(""), HOSTILE)),
        first_seen_at=draw(moments) or NOW,
        changed_at=draw(moments),
        resolved_at=draw(moments),
        acknowledged=Acknowledged("U0ANNA", NOW + timedelta(days=draw(st.integers(-1, 1))), draw(HOSTILE))
        if known
        else None,
    )


@st.composite
def reports(draw: st.DrawFn) -> ReportView:
    found = tuple(draw(findings(number)) for number in range(draw(st.integers(0, 25))))
    environments = [
        "staging",
        "production",
        "e" * 40,
        *(f"tenant{number}" for number in range(draw(st.sampled_from([0, 1, 60])))),
    ]
    places = tuple(
        Place(
            name,
            FILES,
            problem=draw(st.one_of(st.just(""), HOSTILE)),
            remedy=draw(HOSTILE),
            failing_since=NOW,
            is_back=draw(st.booleans()),
            notes=tuple(draw(st.lists(HOSTILE, max_size=6))),
            findings=tuple(one.id for one in found if one.environment == name),
        )
        for name in environments
    )
    made = Made(NOW, 1.0, places, (Mending("production", draw(HOSTILE), draw(HOSTILE), "m"),))
    occasion = draw(st.sampled_from(list(Occasion)))
    return ReportView(
        "drift/2026-11-23", occasion, NOW - timedelta(days=1), "U0BEN", draw(st.booleans()), made, found, NOW
    )


def checked(message: Message) -> dict[str, Any]:
    blocks = [one.to_dict() for one in message.blocks]
    check_message(message.text, blocks)
    assert message.text
    return {"text": message.text, "blocks": blocks}


@settings(max_examples=30, deadline=None)
@given(reports())
def test_every_report_is_taken_by_slack_and_mentions_nobody(view: ReportView) -> None:
    said = [checked(report_message(view))]
    for kind in (Kind.LIST, Kind.DETAIL):
        detail = drift_detail(kind, view, {})
        said += [checked(detail.message)] if detail.message else []
    mending = drift_detail(Kind.MENDING, view, {"environment": "production", "digest": "m"})
    assert mending.message is not None
    said.append(checked(mending.message))
    every = [one.id for one in view.findings]
    for arguments in (
        {"resolved": every, "at": NOW.isoformat()},
        {"findings": every, "until": NOW.isoformat(), "why": "<!here>", "person": "U0BEN"},
    ):
        note = drift_detail(Kind.NOTE, view, arguments)
        said += [checked(note.message)] if note.message else []

    words = json.dumps(said)
    assert "<!channel>" not in words
    assert "<!here>" not in words
    assert "<@U0ANNA>" not in words
    if view.told:
        check_view(acknowledge_view(view, "private", "UTC").to_dict(), kind="modal")
