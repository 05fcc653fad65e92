"""What people and other systems may do about deployments, and what is written down of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from bot.deployments import RefusedError, UnknownDeploymentError, reading
from bot.deployments.asking import look, too_late
from bot.deployments.changing import finish, now
from bot.deployments.states import Action, Asked, Origin, State, Subject
from bot.store.models import Approval, Audit, Post
from sync.deploy.freezing import Frozen
from sync.errors import SourceError
from tests.bot.deployments.conftest import Desk, Made


def submitted(desk: Desk, commit: str | None = None, by: str = "U0CHRIS") -> str:
    taken = desk.deployments.submit("production", commit, by=by)
    assert taken.id is not None
    return taken.id


def end(desk: Desk, deployment: str, state: State, reason: str = "") -> None:
    with desk.state.sessions.begin() as session:
        finish(session, reading.row(session, deployment, lock=True), state, reason)


def test_a_push_is_taken_in_for_the_environments_of_its_branch(desk: Made) -> None:
    here = desk()
    commit = here.commit("Add orders\n\nThey are needed.", branch="develop")

    taken = here.deployments.pushed("develop", commit, "ann")
    again = here.deployments.pushed("develop", commit, "ann")

    assert {one.id for one in taken} == set(here.started)
    assert [(one.id, one.is_new) for one in again] == [(taken[0].id, False)]
    view = here.deployments.view(taken[0].id or "")
    assert (view.environment, view.state, view.title, view.origin) == (
        "staging",
        State.QUEUED,
        "Add orders",
        Origin.PUSH,
    )
    assert here.posts(view.id) == [], "whether there is anything to tell is not known yet"
    assert here.deployments.pushed("feature/x", commit, "ann") == ()


def test_a_commit_that_was_forced_away_is_told_at_once_and_the_branch_is_deployed_as_it_is(desk: Made) -> None:
    here = desk()
    base = here.commit("Base", branch="develop")
    gone = "b" * 40
    for _ in range(2):
        (taken,) = here.deployments.pushed("develop", gone, "ann", before="c" * 40, told_at=now())

    assert here.deployments.view(taken.id or "").commit == base
    assert here.audited()[0] == ("push:ann", "deploy", "refused")
    assert here.posts(f"push/staging/{gone}") == ["deployment"]
    with here.state.sessions() as session:
        (post,) = session.scalars(select(Post).filter_by(subject=f"push/staging/{gone}"))
    assert post.arguments["text"] == (
        f"A push of bbbbbbb is not deployed to staging: develop has it no more, and is at {base[:7]}."
    )


def test_of_what_was_taken_in_before_it_was_forced_away_nothing_is_said(desk: Made) -> None:
    here = desk()
    here.commit("Base")
    first = here.commit("One", branch="develop")
    here.deployments.pushed("develop", first, "ann")
    here.commit("Other", branch="develop")

    (taken,) = here.deployments.pushed("develop", first, "ann", told_at=now())

    assert here.deployments.view(taken.id or "").title == "Other"
    assert here.posts(f"push/staging/{first}") == []


def test_what_the_repository_does_not_show_yet_is_waited_for_and_not_for_long(desk: Made) -> None:
    here = desk()
    base = here.commit("Base", branch="develop")

    with pytest.raises(SourceError, match="develop does not show bbbbbbb yet"):
        here.deployments.pushed("develop", "b" * 40, "ann", before=base, told_at=now())

    here.deployments.pushed("develop", "b" * 40, "ann", before=base, told_at=now() - timedelta(minutes=2))
    assert here.posts(f"push/staging/{'b' * 40}") == ["deployment"]


def test_a_newer_commit_takes_the_place_of_one_that_waits(desk: Made) -> None:
    here = desk()
    first = submitted(here, here.commit("One"))
    here.asks(first)
    second = submitted(here, here.commit("Two"))

    older = here.deployments.view(first)
    assert (older.state, older.superseded_by) == (State.SUPERSEDED, second)
    assert older.questions[0].state is Asked.SUPERSEDED
    assert second in older.reason
    assert first in here.nudged
    with pytest.raises(RefusedError, match="superseded"):
        here.deployments.approve(first, by="U0ANNA")


def test_what_was_approved_is_carried_out_and_the_next_one_waits_visibly(desk: Made) -> None:
    here = desk()
    first = submitted(here, here.commit("One"))
    here.asks(first)
    here.deployments.approve(first, by="U0ANNA")
    second = submitted(here, here.commit("Two"))

    assert here.deployments.view(first).state is State.RUNNING
    assert here.deployments.view(second).ahead == (first,)
    assert here.posts(second) == ["deployment"]
    third = submitted(here, here.commit("Three"))
    assert here.deployments.view(second).superseded_by == third


def test_one_approval_of_two_does_not_carry_it_out(desk: Made) -> None:
    here = desk(required=2)
    first = submitted(here, here.commit("One"))
    here.asks(first, subject=Subject.DRIFT)
    here.deployments.accept(first, by="U0ANNA")
    here.deployments.accept(first, by="U0BEN")
    here.asks(first)
    here.deployments.approve(first, by="U0ANNA")
    second = submitted(here, here.commit("Two"))

    assert here.deployments.view(first).superseded_by == second


def test_an_older_commit_never_takes_the_place_of_a_newer_one(desk: Made) -> None:
    here = desk()
    one, two = here.commit("One"), here.commit("Two")
    newer = submitted(here, two)

    taken = here.deployments.pushed("main", one, "ann")

    assert [(each.id, each.is_new) for each in taken] == [(newer, False)]
    assert here.deployments.view(newer).state is State.QUEUED


def test_what_is_being_applied_is_not_superseded_and_the_next_one_waits_visibly(desk: Made) -> None:
    here = desk()
    first = submitted(here, here.commit("One"))
    with here.state.sessions.begin() as session:
        reading.row(session, first).phase = "deploy"
    second = submitted(here, here.commit("Two"))

    assert here.deployments.view(first).state is State.QUEUED
    assert here.deployments.view(second).ahead == (first,)
    assert here.posts(second) == ["deployment"]
    with pytest.raises(RefusedError, match="too late"):
        here.deployments.cancel(first, by="U0ANNA")


def test_only_commits_of_the_branch_are_deployed(desk: Made) -> None:
    here = desk()
    here.commit("One")
    elsewhere = here.commit("Two", branch="feature")
    with pytest.raises(RefusedError, match="is not on main"):
        here.deployments.submit("production", elsewhere[:9], by="U0CHRIS")
    with pytest.raises(RefusedError, match="did you mean production"):
        here.deployments.submit("prodution", None, by="U0CHRIS")
    assert here.audited() == [("U0CHRIS", "deploy", "refused")]


def test_an_approver_approves(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    with pytest.raises(RefusedError, match="nothing to decide"):
        here.deployments.approve(name, by="U0ANNA")
    here.asks(name, "abcdef0123")
    question = here.deployments.view(name).question
    assert question is not None
    assert here.posts(name) == ["deployment", *(f"request/deployment/U0{who}" for who in ("ANNA", "BEN", "DORA"))]

    view = here.deployments.approve(name.upper(), by="U0BEN", question=question.id, digest="abcdef0123")

    assert (view.state, view.question) == (State.RUNNING, None)
    assert look(here.phases, name, Subject.DEPLOYMENT) == "go"
    assert here.nudged == [name]
    assert here.audited()[-1] == ("U0BEN", "approve", "done")


def test_a_typed_yes_is_to_what_was_meant(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name, subject=Subject.DRIFT)
    with pytest.raises(RefusedError, match="asks whether to accept a drift: the word for that is accept"):
        here.deployments.approve(name, by="U0ANNA")

    assert here.deployments.accept(name, by="U0ANNA").question is None
    here.asks(name)
    with pytest.raises(RefusedError, match="asks whether to deploy: the word for that is approve"):
        here.deployments.accept(name, by="U0ANNA")


@pytest.mark.parametrize(
    ("by", "shown", "digest", "said"),
    [
        ("U0CHRIS", 0, "abcdef0123", "named as approvers"),
        ("U0ANNA", 0, "abcdee", "what you were shown"),
        ("U0ANNA", 1, "abcdef0123", "what you were shown"),
        ("U0ANNA", 0, "", "what you were shown"),
        ("U0AUTHOR", 0, "abcdef0123", "named as approvers"),
    ],
)
def test_who_may_not_or_saw_something_else_is_refused(desk: Made, by: str, shown: int, digest: str, said: str) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name, "abcdef0123")
    question = here.deployments.view(name).question
    assert question is not None

    with pytest.raises(RefusedError, match=said):
        here.deployments.approve(name, by=by, question=question.id + shown, digest=digest)

    assert here.deployments.view(name).question == question
    assert here.audited()[-1] == (by, "approve", "refused")


def test_the_author_does_not_approve_but_may_reject(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    with here.state.sessions.begin() as session:
        reading.row(session, name).author_user = "U0ANNA"
    here.asks(name)
    assert f"request/deployment/{'U0ANNA'}" not in here.posts(name)
    with pytest.raises(RefusedError, match="your own"):
        here.deployments.approve(name, by="U0ANNA")

    view = here.deployments.reject(name, by="U0ANNA", reason=" not <today> ")

    assert (view.state, view.reason) == (State.REJECTED, "not <today>")
    assert view.questions[0].state is Asked.REJECTED


def test_two_at_the_same_instant_count_once_each(desk: Made) -> None:
    here = desk(required=2)
    name = submitted(here, here.commit())
    here.asks(name)
    together = Barrier(4)

    def click(by: str) -> str:
        together.wait()
        try:
            return str(here.deployments.approve(name, by=by).state)
        except RefusedError as error:
            return error.problem

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(click, ["U0ANNA", "U0ANNA", "U0ANNA", "U0BEN"]))

    view = here.deployments.view(name)
    assert view.questions[0].state is Asked.APPROVED
    assert [one.person for one in view.questions[0].said] in (["U0ANNA", "U0BEN"], ["U0BEN", "U0ANNA"])
    assert len([one for one in said if one in ("running", "waiting")]) == 2
    assert [one[2] for one in here.audited() if one[1] == "approve"].count("done") == 2


def test_an_approval_after_the_expiry_is_refused_and_it_expires(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name)
    with here.state.sessions.begin() as session:
        session.execute(update(Approval).values(expires_at=now() - timedelta(seconds=1)))

    with pytest.raises(RefusedError, match="expired"):
        here.deployments.approve(name, by="U0ANNA")
    assert look(here.phases, name, Subject.DEPLOYMENT) == "end"
    assert here.deployments.view(name).state is State.EXPIRED


def test_a_freeze_takes_one_more_and_moves_the_expiry(desk: Made) -> None:
    always = 'freeze = [{ from = "Mon 00:00", to = "Sun 23:59" }, { from = "Sun 12:00", to = "Mon 12:00" }]'
    here = desk(more=always)
    name = submitted(here, here.commit())
    here.asks(name)
    view = here.deployments.view(name)
    assert view.frozen is not None
    assert view.questions[0].expires_at == view.frozen.until + timedelta(hours=24)

    assert here.deployments.approve(name, by="U0ANNA").state is State.WAITING
    assert int(look(here.phases, name, Subject.DEPLOYMENT)) <= 600
    view = here.deployments.approve(name, by="U0BEN")

    assert view.state is State.RUNNING
    assert all(one.overrides_freeze for one in view.questions[0].said)


def test_where_nobody_is_asked_a_freeze_is_waited_for(desk: Made) -> None:
    here = desk(more='freeze = [{ from = "Mon 00:00", to = "Sun 23:59" }, { from = "Sun 12:00", to = "Mon 12:00" }]')
    name = submitted(here, here.commit())

    assert look(here.phases, name, Subject.DRIFT) == "go"
    assert int(look(here.phases, name, Subject.DEPLOYMENT)) <= 600
    assert here.deployments.view(name).state is State.WAITING


def test_what_failed_is_tried_again_as_a_deployment_of_its_own(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    with pytest.raises(RefusedError, match="is under way"):
        here.deployments.retry(name, by="U0CHRIS")
    end(here, name, State.FAILED, "it broke")

    again = here.deployments.retry(name, by="U0CHRIS")

    assert (again.retry_of, again.commit, again.state) == (name, here.deployments.view(name).commit, State.QUEUED)
    assert again.id in here.started


def test_where_drift_stops_it_it_is_compared_again_as_a_deployment_of_its_own(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name, subject=Subject.DRIFT)

    again = here.deployments.retry(name, by="U0CHRIS")
    once_more = here.deployments.retry(name, by="U0CHRIS")

    past = here.deployments.view(name)
    assert (past.state, past.question) == (State.CANCELLED, None)
    assert (again.retry_of, again.id) == (name, once_more.id)


def test_what_became_void_is_asked_again_once(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    end(here, name, State.VOID, "production changed")

    here.deployments.again(name, "production changed")
    here.deployments.again(name, "production changed")

    newest, *others = here.deployments.recent("production")
    assert (newest.retry_of, [one.id for one in others]) == (name, [name])
    assert "again" in here.posts(newest.id)


def test_a_deployment_that_is_not_there_is_told_with_the_last_ones(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())

    with pytest.raises(UnknownDeploymentError, match=f"did you mean {name}"):
        here.deployments.view(name + "1")


def test_the_log_tells_who_did_what(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name)
    here.deployments.reject(name, by="U0BEN", reason="not on a Friday")

    log = here.deployments.log(name)

    assert "U0CHRIS deploy, done" in log
    assert "U0BEN reject, done: not on a Friday (digest d1)" in log
    assert log.rstrip().endswith("rejected: not on a Friday")


def test_nobody_changes_the_audit_log(desk: Made) -> None:
    here = desk()
    submitted(here, here.commit())

    with pytest.raises(DBAPIError, match="only ever added to"), here.state.sessions.begin() as session:
        session.execute(update(Audit).values(actor="nobody"))


def test_who_wrote_a_part_of_it_does_not_approve_either(desk: Made) -> None:
    here = desk()
    first = here.commit("Add orders", **{"migrations__20260101000000_orders.sql": "CREATE TABLE orders ();\n"})
    name = submitted(here, here.commit("Merge it"))

    assert here.deployments.mirror.authors(here.deployments.view(name).commit, ["migrations"]) == ("ann@example.test",)
    assert first
    here.asks(name, emails=("ann@example.test",))
    with here.state.sessions.begin() as session:
        reading.row(session, name).co_authors = ["U0ANNA"]
    with pytest.raises(RefusedError, match="your own"):
        here.deployments.approve(name, by="U0ANNA")


def test_who_was_taken_out_of_the_configuration_does_not_decide_any_more(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name)
    with here.state.sessions.begin() as session:
        session.execute(update(Approval).values(approvers=["U0EVE", "U0DORA"]))

    with pytest.raises(RefusedError, match="named as approvers"):
        here.deployments.approve(name, by="U0EVE")
    assert here.deployments.approve(name, by="U0DORA").state is State.RUNNING


def test_who_has_approved_may_still_say_no(desk: Made) -> None:
    here = desk(required=2)
    name = submitted(here, here.commit())
    here.asks(name)
    here.deployments.approve(name, by="U0ANNA")

    assert here.deployments.reject(name, by="U0ANNA", reason="wait").state is State.REJECTED


def test_an_approval_of_long_ago_and_one_from_before_a_freeze_count_no_more(desk: Made) -> None:
    here = desk()
    name = submitted(here, here.commit())
    here.asks(name)
    here.deployments.approve(name, by="U0ANNA")

    view = here.deployments.view(name)
    assert too_late(view) == ""
    assert "freeze" in too_late(replace(view, frozen=Frozen(now(), "UTC", "weekend")))
    with here.state.sessions.begin() as session:
        session.execute(update(Approval).values(decided_at=now() - timedelta(days=2)))
    assert "too long ago" in too_late(here.deployments.view(name))


def test_names_that_others_give_never_look_like_somebody_of_slack(desk: Made) -> None:
    here = desk()
    here.commit()

    here.deployments.submit("production", None, by="U0ANNA", origin=Origin.API)

    assert here.audited() == [("api:U0ANNA", "deploy", "done")]


def test_a_void_rollback_is_asked_again_as_a_rollback_and_not_for_ever(desk: Made) -> None:
    here = desk()
    here.commit()
    name = here.deployments.roll_back("production", "20260101000000", by="U0CHRIS").id
    names = [name]
    for _ in range(4):
        end(here, names[-1], State.VOID, "production changed")
        here.deployments.again(names[-1], "production changed")
        newest = here.deployments.recent("production")[0]
        if newest.id == names[-1]:
            break
        names.append(newest.id)

    views = [here.deployments.view(one) for one in names]
    assert len(views) == 3
    assert {(one.action, one.back_to, one.author_user) for one in views} == {
        (Action.ROLLBACK, "20260101000000", "U0CHRIS")
    }
