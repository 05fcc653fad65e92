"""The courier says what the records want said: once, in order, whatever happens to it, to Slack and to the database."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy.exc import OperationalError

from bot.deployments.posts import Kind
from bot.simulator import Person, Server, default_workspace, running
from bot.slack.courier.outbox import Outbox
from bot.store.models import Post
from tests.bot.deployments_slack.samples import deployed, deployment, staging
from tests.bot.deployments_slack.stand import FakeDesk, Records, client_of, courier_of, records, top_level, until
from tests.support.servers import Databases, execute

THREAD = (Kind.FILES, Kind.SQL, Kind.REHEARSAL, Kind.NOTES)


@pytest.fixture
def state(databases: Databases) -> Iterator[Records]:
    with records(databases) as opened:
        yield opened


@pytest.fixture
def slack() -> Iterator[Server]:
    with running(default_workspace()) as server:
        yield server


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def all_said(state: Records) -> bool:
    return all(one.state == "dropped" or one.shown_revision == one.wanted_revision for one in state.posts().values())


def words(anna: Person) -> list[str]:
    """What each message in the channel says, files by name."""
    return [anna.files(one)[0].name if one.files else one.text.splitlines()[0] for one in anna.sees("#schema")]


def test_the_message_comes_first_and_the_thread_in_its_order(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.FILES, Kind.DEPLOYMENT, Kind.SQL, Kind.REHEARSAL)

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    top, *thread = slack.person("anna").sees("#schema")
    assert "waits for approval" in top.text
    assert [bool(one.files) for one in thread] == [False, True, False]
    assert all(one.thread_ts == top.ts for one in thread)
    (file,) = slack.person("anna").files(thread[1])
    assert (file.name, file.content) == ("production-42.sql", b"alter table orders add total integer;\n")
    row = state.posts()["production-42", "deployment"]
    assert (row.state, row.channel, row.ts) == ("sent", top.channel, top.ts)
    assert top.metadata == {
        "event_type": "schemabot",
        "event_payload": {"deployment": "production-42", "step": "deployment", "post": row.id},
    }


def test_the_message_is_brought_up_to_date_and_its_buttons_go(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")

    with courier_of(state, client_of(slack), desk):
        asked = anna.wait_for("#schema", "waits for approval")
        desk.put(deployed())
        state.again(view)
        anna.wait_for("#schema", "deployed in")
        until(lambda: all_said(state))

    (only,) = top_level(anna.sees("#schema"))
    assert only.ts == asked.ts
    assert "Approve]" not in anna.reads(only)


def test_what_changes_quickly_is_said_once_in_a_while(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")
    client, calls = client_of(slack), 0

    def counted(**arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return WebClient.chat_update(client, **arguments)

    client.chat_update = counted  # type: ignore[method-assign]
    with courier_of(state, client, desk, update_s=0.5):
        anna.wait_for("#schema", "waits for approval")
        for _ in range(30):
            state.again(view)
            time.sleep(0.02)
        desk.put(deployed())
        state.again(view)
        anna.wait_for("#schema", "deployed in")
        until(lambda: all_said(state))

    assert 1 <= calls <= 5


class Lossy(WebClient):
    """Slack does what it is asked, and the answer gets lost, once for each method."""

    lost: set[str]

    def api_call(self, api_method: str, **arguments: Any) -> Any:
        """Do it, and lose the answer."""
        answer = super().api_call(api_method, **arguments)
        if api_method in self.lost:
            self.lost.remove(api_method)
            raise TimeoutError("timed out")
        return answer


@pytest.mark.parametrize("method", ["chat.postMessage", "files.completeUploadExternal", "chat.update"])
def test_what_was_sent_and_not_answered_is_found_again(
    state: Records, slack: Server, desk: FakeDesk, method: str
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, *THREAD)
    client = Lossy(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.lost = {method}

    with courier_of(state, client, desk):
        until(lambda: all_said(state))
        state.again(view)
        until(lambda: all_said(state))

    assert not client.lost
    seen = words(slack.person("anna"))
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("moment", ["stands", "done"])
def test_what_was_sent_and_not_written_down_is_found_again(
    state: Records, slack: Server, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch, *, moment: str
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, Kind.SQL, Kind.REHEARSAL)
    died: set[int] = set()
    real = getattr(Outbox, moment)

    def dies(outbox: Outbox, post: Post, *rest: Any) -> None:
        if post.id not in died:
            died.add(post.id)
            raise OperationalError("the server closed the connection", None, Exception())
        real(outbox, post, *rest)

    monkeypatch.setattr(Outbox, moment, dies)
    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state), 40.0)

    assert died
    seen = words(slack.person("anna"))
    assert len(seen) == len(set(seen)) == 3


def test_an_outage_loses_nothing_and_says_nothing_twice(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    with courier_of(state, client_of(slack), desk):
        slack.workspace.faults.unavailable = True
        state.say(view, Kind.DEPLOYMENT, *THREAD)
        time.sleep(1.0)
        slack.workspace.faults.clear()
        until(lambda: all_said(state))
        with slack.outage():
            desk.put(deployed())
            state.again(view)
            state.say(view, Kind.VERIFIED)
            time.sleep(1.0)
        until(lambda: all_said(state))

    anna = slack.person("anna")
    assert "deployed in" in anna.sees("#schema")[0].text
    seen = words(anna)
    assert len(seen) == len(set(seen)) == 6


def test_a_rate_limit_holds_one_channel_and_no_other(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    channel = slack.workspace.channel("#schema").id
    slack.workspace.faults.rate_limit("chat.postMessage", channel=channel, retry_after_s=2)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")
    direct = anna.direct_channel()
    started = time.monotonic()

    with courier_of(state, client_of(slack), desk):
        until(lambda: state.posts()["production-42", "deployment"].error == "ratelimited")
        state.say(view, Kind.REQUEST, person=anna.id)
        anna.wait_for(direct, "Deploy to production?")
        assert time.monotonic() - started < 1.9
        anna.wait_for("#schema", "waits for approval")
        until(lambda: all_said(state))

    assert time.monotonic() - started >= 2
    assert len(top_level(anna.sees("#schema"))) == 1


def test_a_slow_slack_is_waited_for(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, *THREAD)
    slack.workspace.faults.delay_s = 0.3

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    assert len(words(slack.person("anna"))) == 5


def test_where_the_bot_is_no_member_people_are_told_and_it_goes_on_once_invited(
    state: Records, slack: Server, desk: FakeDesk
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, Kind.FILES)
    anna = slack.person("anna")
    state.say(view, Kind.REQUEST, person=anna.id)

    with courier_of(state, client_of(slack), desk, channel="#general"):
        told = anna.wait_for(anna.direct_channel(), "I cannot write to the channel")
        assert "/schema approve production-42" in told.text
        assert top_level(anna.sees("#general")) == []
        slack.workspace.join(slack.workspace.channel("#general"), slack.workspace.app.bot_user_id)
        until(lambda: all_said(state))

    assert len(anna.sees("#general")) == 2


def test_an_approver_gets_the_link_and_nobody_is_asked_what_is_decided(
    state: Records, slack: Server, desk: FakeDesk
) -> None:
    view, over = deployment(), replace(deployed(), id="production-41")
    desk.put(view, over)
    anna = slack.person("anna")
    for one in (view, over):
        state.say(one, Kind.DEPLOYMENT)
        state.say(one, Kind.REQUEST, person=anna.id)
        state.say(one, Kind.REMINDER, person=anna.id)

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    request, reminder = anna.sees(anna.direct_channel())
    asked = next(one for one in anna.sees("#schema") if "waits" in one.text)
    assert f"/p{asked.ts.replace('.', '')}" in request.text
    assert "rewrites public.events" in request.text
    assert "expires" in reminder.text
    assert state.posts()["production-41", f"request/{anna.id}"].state == "dropped"


def test_a_refused_file_is_said_in_its_place_and_the_rest_goes_on(
    state: Records, slack: Server, desk: FakeDesk
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, Kind.SQL, Kind.REHEARSAL)
    slack.workspace.faults.refuse("files.getUploadURLExternal", "missing_scope")

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    _, refused, rehearsal = slack.person("anna").sees("#schema")
    assert "did not take the file production-42.sql (missing_scope)" in refused.text
    assert "slack-manifest.yaml" in refused.text
    assert "Rehears" in rehearsal.text


def test_blocks_that_slack_refuses_are_left_out(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    slack.workspace.faults.refuse("chat.postMessage", "invalid_blocks")

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    (top,) = slack.person("anna").sees("#schema")
    assert top.blocks == ()
    assert "rewrites public.events" in top.text


def test_what_is_gone_is_no_obstacle_to_others(state: Records, slack: Server, desk: FakeDesk) -> None:
    gone, view = replace(deployment(), id="production-1"), deployment()
    desk.put(view)
    state.say(gone, Kind.DEPLOYMENT, Kind.FILES)
    state.say(view, Kind.DEPLOYMENT)

    with courier_of(state, client_of(slack), desk):
        slack.person("anna").wait_for("#schema", "waits for approval")

    assert state.posts()["production-1", "deployment"].state == "dropped"


def test_a_message_that_somebody_deleted_is_posted_again(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")

    with courier_of(state, client_of(slack), desk):
        asked = anna.wait_for("#schema", "waits for approval")
        until(lambda: all_said(state))
        slack.workspace.delete(asked)
        state.again(view)
        until(lambda: all_said(state))

    (again,) = anna.sees("#schema")
    assert again.ts != asked.ts


def test_of_two_couriers_one_works_and_the_other_takes_over(state: Records, slack: Server, desk: FakeDesk) -> None:
    views = [replace(staging(), id=f"staging-{number}") for number in range(12)]
    desk.put(*views)
    first, second = (courier_of(state, client_of(slack), desk) for _ in range(2))
    with second:
        with first:
            for view in views[:6]:
                state.say(view, Kind.DEPLOYMENT)
            until(lambda: all_said(state))
        for view in views[6:]:
            state.say(view, Kind.DEPLOYMENT)
        until(lambda: all_said(state))

    assert len(top_level(slack.person("anna").sees("#schema"))) == 12


def test_the_state_database_goes_away_and_comes_back(state: Records, slack: Server, desk: FakeDesk) -> None:
    views = [replace(staging(), id=f"staging-{number}") for number in range(6)]
    desk.put(*views)
    others = "datname = current_database() and pid <> pg_backend_pid()"
    cut = f"select pg_terminate_backend(pid) from pg_stat_activity where {others}"

    with courier_of(state, client_of(slack), desk, post_s=0.1):
        for view in views:
            state.say(view, Kind.DEPLOYMENT, Kind.FILES)
        for _ in range(3):
            time.sleep(0.4)
            execute(state.database, cut)
            state.engine.dispose()
        until(lambda: all_said(state), 30.0)

    anna = slack.person("anna")
    assert len(top_level(anna.sees("#schema"))) == 6
    assert len(anna.sees("#schema")) == 12


def test_messages_to_a_channel_keep_their_distance(state: Records, slack: Server, desk: FakeDesk) -> None:
    views = [replace(staging(), id=f"staging-{number}") for number in range(4)]
    desk.put(*views)
    for view in views:
        state.say(view, Kind.DEPLOYMENT)

    with courier_of(state, client_of(slack), desk, post_s=0.4):
        until(lambda: all_said(state))

    times = [float(one.ts) for one in top_level(slack.person("anna").sees("#schema"))]
    assert min(later - one for one, later in pairwise(times)) > 0.35


def test_it_leaves_no_thread_behind(state: Records, slack: Server, desk: FakeDesk) -> None:
    with courier_of(state, client_of(slack), desk):
        pass

    assert not [one for one in threading.enumerate() if one.name == "courier"]


def test_what_waits_does_not_hide_what_can_be_sent(state: Records, slack: Server, desk: FakeDesk) -> None:
    view, hidden = deployment(), replace(deployment(), id="production-9999")
    desk.put(view, hidden)
    waiting = [Post(subject=f"gone-{number}", key="files", kind=Kind.FILES.value) for number in range(1_500)]
    with state.sessions.begin() as session:
        session.add_all(waiting)
    state.say(view, *THREAD)
    state.say(hidden, Kind.DEPLOYMENT)

    with courier_of(state, client_of(slack), desk):
        slack.person("anna").wait_for("#schema", "waits for approval")


def test_of_a_thread_the_later_ones_wait_for_the_earlier_unless_people_have_to_mend_that(
    state: Records, slack: Server, desk: FakeDesk
) -> None:
    view, other = deployment(), replace(deployment(), id="production-43")
    desk.put(view, other)
    later = datetime.now(UTC) + timedelta(hours=1)
    with state.sessions.begin() as session:
        for one, error in ((view, None), (other, "missing_scope")):
            held = {"subject": one.id, "key": "notes", "kind": Kind.NOTES.value}
            session.add(Post(**held, not_before=later, error=error))
    for one in (view, other):
        state.say(one, Kind.DEPLOYMENT, Kind.FILES)

    with courier_of(state, client_of(slack), desk):
        until(lambda: state.posts()["production-43", "files"].state == "sent")
        until(lambda: state.posts()["production-42", "deployment"].state == "sent")
        time.sleep(0.3)

    assert state.posts()["production-42", "files"].state == "waiting"


class Named(WebClient):
    """Slack, and what it is asked about which channel."""

    asked: list[tuple[str, str]]

    def api_call(self, api_method: str, **arguments: Any) -> Any:
        """Remember it."""
        channel = (arguments.get("json") or arguments.get("params") or {}).get("channel")
        self.asked.append((api_method, str(channel)))
        return super().api_call(api_method, **arguments)


def test_the_name_of_the_channel_is_looked_up_once(state: Records, slack: Server, desk: FakeDesk) -> None:
    views = [replace(staging(), id=f"staging-{number}") for number in range(3)]
    desk.put(*views)
    for view in views:
        state.say(view, Kind.DEPLOYMENT, Kind.FILES)
    client = Named(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.asked = []

    with courier_of(state, client, desk, channel="#schema"):
        until(lambda: all_said(state))

    assert client.asked[0] == ("users.conversations", "None")
    posted = {channel for method, channel in client.asked if method == "chat.postMessage"}
    assert posted == {slack.workspace.channel("#schema").id}
    assert len([one for one in client.asked if one[0] == "users.conversations"]) == 1


def test_without_the_right_to_look_it_up_the_name_is_enough(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT, *THREAD)
    slack.workspace.faults.refuse("users.conversations", "missing_scope", times=100)

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    assert len(words(slack.person("anna"))) == 5


@pytest.mark.parametrize("reason", ["cant_update_message", "edit_window_closed"])
def test_a_message_that_cannot_be_changed_stays_and_another_comes_in_its_place_after_a_while(
    state: Records, slack: Server, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")

    with courier_of(state, client_of(slack), desk):
        asked = anna.wait_for("#schema", "waits for approval")
        until(lambda: all_said(state))
        slack.workspace.faults.refuse("chat.update", reason, times=100)
        state.again(view)
        until(lambda: all_said(state))  # it is as it should be
        desk.put(deployed())
        state.again(view)
        until(lambda: state.posts()["production-42", "deployment"].error == reason)
        time.sleep(0.3)
        assert anna.sees("#schema") == (asked,)
        monkeypatch.setattr("bot.slack.courier.delivery._ANEW_S", 0.0)
        execute(state.database, "UPDATE bot.posts SET not_before = now()")
        again = anna.wait_for("#schema", "deployed in")
        until(lambda: all_said(state))

    assert again.ts != asked.ts
    assert state.posts()["production-42", "deployment"].ts == again.ts


def test_in_a_channel_that_is_archived_nothing_is_posted_twice(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")

    with courier_of(state, client_of(slack), desk):
        asked = anna.wait_for("#schema", "waits for approval")
        until(lambda: all_said(state))
        slack.workspace.faults.refuse("chat.update", "is_inactive")
        desk.put(deployed())
        state.again(view)
        anna.wait_for("#schema", "deployed in")

    (only,) = anna.sees("#schema")
    assert only.ts == asked.ts


def test_what_stands_in_a_closed_channel_is_posted_in_the_one_that_is_configured_now(
    state: Records, slack: Server, desk: FakeDesk
) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    anna = slack.person("anna")
    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    slack.workspace.join(slack.workspace.channel("#general"), slack.workspace.app.bot_user_id)
    slack.workspace.faults.refuse("chat.postMessage", "is_archived")
    state.say(view, Kind.FILES)
    with courier_of(state, client_of(slack), desk, channel="#general"):
        until(lambda: all_said(state))

    top, files = anna.sees("#general")
    assert "waits for approval" in top.text
    assert files.thread_ts == top.ts


def test_a_text_that_is_too_long_goes_without_blocks(state: Records, slack: Server, desk: FakeDesk) -> None:
    view = deployment()
    desk.put(view)
    state.say(view, Kind.DEPLOYMENT)
    slack.workspace.faults.refuse("chat.postMessage", "msg_too_long")

    with courier_of(state, client_of(slack), desk):
        until(lambda: all_said(state))

    (top,) = slack.person("anna").sees("#schema")
    assert top.blocks == ()
