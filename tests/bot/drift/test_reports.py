"""What a night's report says, from the databases to the channel."""

import pytest

from bot.deployments.changing import now
from bot.deployments.phases import StoppingError
from bot.simulator import Message
from bot.store.models import Deployment
from sync.errors import ReadError
from tests.bot.drift.stage import Stage, until

OPENED = """
ALTER TABLE orders DISABLE ROW LEVEL SECURITY;
ALTER TABLE orders ADD note text;
"""


def in_thread(stage: Stage, of: Message) -> list[Message]:
    stage.settle()
    return [one for one in stage.anna.sees("#schema") if one.is_reply and one.thread_ts == of.ts]


def files(stage: Stage, of: Message) -> dict[str, str]:
    found = (file for one in in_thread(stage, of) for file in stage.anna.files(one))
    return {one.name: (one.content or b"").decode() for one in found}


def test_all_well_is_one_line_with_nothing_to_press(stage: Stage) -> None:
    message = stage.night("2026-11-23")

    assert "*staging and production are as the files say, and equal*; checked in" in stage.anna.reads(message)
    assert message.text.startswith("staging and production are as the files say, and equal; checked in")
    assert len(stage.anna.reads(message).splitlines()) == 1
    assert "actions" not in {block["type"] for block in message.blocks}
    assert in_thread(stage, message) == []


def test_what_opens_data_comes_first_and_the_sql_that_mends_it_mends_it(stage: Stage) -> None:
    stage.by_hand("production", OPENED)

    message = stage.night("2026-11-23")

    said = stage.anna.reads(message)
    assert "production drifted: 2 differences (2 new; 1 opens data to others)" in said
    assert said.index("row security is off") < said.index("public.orders/note")
    assert "staging" not in message.text.replace("staging is", "")
    mending = next(text for name, text in files(stage, message).items() if name.startswith("mend-production"))
    stage.by_hand("production", "\n".join(line for line in mending.splitlines() if not line.startswith("\\")))
    stage.night("2026-11-24")
    assert "are as the files say, and equal" in stage.reads("drift/2026-11-24")
    assert "Resolved" in stage.reads("drift/2026-11-24")


def test_what_is_still_there_is_told_with_since_when_and_what_changed_as_changed(stage: Stage) -> None:
    stage.by_hand("production", "ALTER TABLE orders ADD note text, ADD mark text")
    stage.night("2026-11-23")
    stage.by_hand("production", "ALTER TABLE orders ALTER note TYPE varchar(9)")

    said = stage.anna.reads(stage.night("2026-11-24"))

    assert "2 differences (1 changed, 1 still there)" in said
    assert "another one since" in said[: said.index("public.orders/mark")]
    assert ", since" in said[said.index("public.orders/mark") :]


def test_a_difference_that_both_sides_do_not_have_from_files_is_told_once(stage: Stage) -> None:
    stage.by_hand("production", "CREATE VIEW v AS SELECT 1 AS one")

    assert "1 difference (1 new)" in stage.anna.reads(stage.night("2026-11-23"))


def test_an_environment_that_is_ahead_has_not_drifted(stage: Stage) -> None:
    stage.deploy("CREATE TABLE items (id bigint);", "20261102000000_items.sql", "staging")

    said = stage.anna.reads(stage.night("2026-11-23"))

    assert "*staging and production are as the files say*;" in said
    assert "lacks 1 migration (20261102000000_items.sql) that staging has" in said


def test_a_hundred_differences_fit_and_the_rest_is_in_the_thread(stage: Stage) -> None:
    tables = "".join(f'CREATE TABLE "t{number}<!channel>&" (id int);' for number in range(100))
    stage.by_hand("production", tables)

    message = stage.night("2026-11-23")

    assert "100 differences" in stage.anna.reads(message)
    rest = in_thread(stage, message)[0]
    assert "95 more differences" in rest.text
    assert "<!channel>" not in message.text + rest.text + str(message.blocks) + str(rest.blocks)
    diff = files(stage, message)["drift-2026-11-23.diff"]
    assert all(f"t{number}<!channel>" in diff for number in range(100))


def test_a_check_that_cannot_run_is_an_alert_and_the_next_night_says_that_it_is_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.by_hand("production", "CREATE VIEW v AS SELECT 1 AS one")
    stage.night("2026-11-22")
    with monkeypatch.context() as patch:
        patch.setenv("STAGING_DATABASE_URL", "postgresql://u:s3cret@127.0.0.1:1/gone")
        said = stage.anna.reads(stage.night("2026-11-23"))

    assert "staging could not be checked" in said
    assert "cannot connect" in said
    assert "s3cret" not in said
    assert "production drifted: 1 difference (1 still there)" in said
    assert "staging is checked again; it could not be since" in stage.anna.reads(stage.night("2026-11-24"))
    assert "checked again" not in stage.anna.reads(stage.night("2026-11-25"))


def test_files_that_cannot_be_fetched_or_replayed_are_an_alert(stage: Stage) -> None:
    aside = stage.repository.rename(stage.repository.with_name("aside"))
    assert "staging and production could not be checked" in stage.anna.reads(stage.night("2026-11-23"))
    aside.rename(stage.repository)

    stage.commit(migrations__20261101000000_orders="CREATE TABLE orders (;")

    said = stage.anna.reads(stage.night("2026-11-24"))
    assert "staging and production could not be checked" in said
    assert "20261101000000_orders.sql" in said


def test_a_night_is_done_once_whoever_fires_it(stage: Stage) -> None:
    stage.night("2026-11-23")
    stage.once.done.clear()  # the engine of another replica

    stage.night("2026-11-23")

    assert stage.subjects() == ["drift/2026-11-23"]


def test_while_we_deploy_there_it_is_not_checked_and_not_blamed(stage: Stage) -> None:
    stage.by_hand("production", "CREATE VIEW v AS SELECT 1 AS one")
    with stage.state.sessions.begin() as session:
        session.add(deployment("production-1", state="running", phase="deploy", has_applied=True))

    said = stage.anna.reads(stage.night("2026-11-23"))

    assert "production could not be checked" in said
    assert "production-1 changes production at the moment" in said


def deployment(name: str, **values: object) -> Deployment:
    environment, _, number = name.partition("-")
    usual: dict[str, object] = {
        "id": name,
        "number": int(number),
        "mark": name,
        "environment": environment,
        "action": "deploy",
        "commit": "0" * 40,
        "branch": "main",
        "message": "",
        "author_name": "",
        "author_email": "",
        "origin": "push",
        "requested_by": "github",
        "created_at": now(),
    }
    return Deployment(**(usual | values))


def test_check_again_brings_the_report_up_to_date(stage: Stage) -> None:
    stage.listen()
    stage.by_hand("production", OPENED)
    message = stage.night("2026-11-23")
    stage.by_hand("production", "ALTER TABLE orders DROP note")

    stage.person("chris").click(message, "Check again")

    until(lambda: "1 difference (1 new; 1 opens data to others)" in stage.reads("drift/2026-11-23"))
    assert "Resolved" in stage.reads("drift/2026-11-23")
    assert ("U0CHRIS", "check-drift", "done") in stage.audited()


def test_asked_in_the_channel_the_same_is_answered_there(stage: Stage) -> None:
    stage.listen()
    stage.by_hand("production", OPENED)

    stage.anna.command("#schema", "/schema drift")
    message = stage.person("ben").wait_for("#schema", "production drifted: 2 differences")

    assert "asked by @anna" in stage.anna.reads(message)
    until(lambda: any(name.startswith("mend-production") for name in files(stage, message)))
    stage.by_hand("production", "ALTER TABLE orders DROP note")
    stage.anna.click(message, "Check again")
    stage.anna.wait_for("#schema", "production drifted: 1 difference")


def test_asked_about_one_environment(stage: Stage) -> None:
    stage.listen()
    stage.by_hand("production", OPENED)

    stage.anna.command("#schema", "/schema drift staging")

    assert "staging is as the files say;" in stage.anna.wait_for("#schema", "as the files say").text


def test_asked_where_the_bot_is_no_member(stage: Stage) -> None:
    stage.listen()
    stage.anna.command("#general", "/schema drift")

    assert stage.anna.wait_for("#general", "as the files say").only_visible_to == stage.anna.id


@pytest.mark.parametrize("typed", ["/schema drift stagin", "/schema drift staging production"])
def test_what_is_no_environment_is_said_to_the_asking_person(stage: Stage, typed: str) -> None:
    stage.listen()
    stage.anna.command("#schema", typed)

    assert stage.anna.wait_for("#schema", ":warning:").only_visible_to == stage.anna.id


def test_what_goes_wrong_unexpectedly_is_an_alert_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(*_: object) -> None:
        raise RuntimeError("s3cret")

    monkeypatch.setattr("bot.drift.rounds.keep", keep)

    said = stage.anna.reads(stage.night("2026-11-23"))

    assert "staging and production could not be checked" in said
    assert "reference" in said
    assert "s3cret" not in said


def test_a_check_that_the_end_of_the_bot_cuts_off_tells_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def drift(*_: object) -> None:
        stage.stopping.set()
        raise ReadError("the scratch database is gone")

    with monkeypatch.context() as patch:
        patch.setattr("bot.drift.checking.drift", drift)
        with pytest.raises(StoppingError):
            stage.drifts.night("2026-11-23")
    assert stage.subjects() == []

    stage.stopping.clear()  # the bot is started again
    stage.drifts.night("2026-11-23")
    assert "as the files say" in stage.message("drift/2026-11-23").text
