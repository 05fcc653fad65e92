"""From a push to a verified production, through the channel: what happens, and what everybody sees of it.

What is seen is kept in docs/transcripts, a file for each test that has a story.
"""

from tests.deployments.files import CITIES, ORDERS
from tests.support.world import ANNA, BEN, TOKEN, World
from tests.support.world_story import Story


def test_push_to_develop(world: World, story: Story) -> None:
    story.begin("A push to develop is deployed to staging, and announced")

    commit = world.push("develop", ORDERS, "Add orders\n\nEvery order has a customer.")
    deployment = world.comes("staging", commit)
    world.reaches(deployment, "deployed")
    story.tell(f"chris pushes {commit[:7]} to develop: Add orders")

    assert world.rows("staging", "SELECT count(*) FROM orders") == [(0,)]
    assert world.versions("staging") == ["20260101000000", "20260102000000"]
    assert world.versions("production") == ["20260101000000"]
    assert [one.id for one in world.deployments() if one.commit == commit] == [deployment]
    story.check()


def test_push_to_main(world: World, story: Story) -> None:
    story.begin("A push to main is deployed to production when somebody has approved")

    deployment = world.to_production({**ORDERS, **CITIES}, "Add orders and cities")
    story.tell("chris pushes to develop, and then the same commit to main")
    assert world.versions("production") == ["20260101000000"]
    clicked = world.clicks("anna", deployment, "Approve")
    assert clicked.confirm is not None
    world.reaches(deployment, "deployed")
    story.tell(f'anna presses Approve; a dialog says "{clicked.confirm["text"]["text"]}"; she says yes')

    asked = f"{clicked.confirm['title']['text']} {clicked.confirm['text']['text']}"
    assert "production" in asked
    assert world.last("production").commit[:7] in asked
    assert world.versions("production") == world.versions("staging")
    assert "equal" in world.top(deployment).text
    assert "deployed" in world.top(deployment).text
    assert "<@U0ANNA>" in world.top(deployment).text
    assert len(world.backups()) == 1
    assert [one.name for one in world.person("anna").files(world.sql_of(deployment))] == [f"{deployment}.sql"]
    story.check()


def test_reject(world: World, story: Story) -> None:
    story.begin("An approver says no, and why")

    deployment = world.to_production(ORDERS, "Add orders")
    story.tell("chris pushes to develop, and then to main")
    world.rejects("ben", deployment, "not before the <!channel> fair & all that")
    world.reaches(deployment, "rejected")
    story.tell("ben presses Reject, and gives a reason")

    top = world.top(deployment).text
    assert "rejected" in top
    assert "not before the &lt;!channel&gt; fair &amp; all that" in top
    assert not {"Approve", "Reject"} & set(world.buttons(deployment))
    assert world.versions("production") == ["20260101000000"]
    assert world.backups() == []
    story.check()


def test_expire(world: World, story: Story) -> None:
    story.begin("Nobody decides in time")

    commit = world.push("reports", ORDERS, "Add orders")
    deployment = world.comes("reports", commit)
    world.reaches(deployment, "waiting")
    story.tell("chris pushes to reports, where two have to approve within seconds")
    world.clicks("anna", deployment, "Approve")
    story.tell("anna approves")
    world.reaches(deployment, "expired")
    story.tell("the time passes")

    assert "expired" in world.top(deployment).text
    assert not {"Approve", "Reject"} & set(world.buttons(deployment))
    assert world.versions("reports") == ["20260101000000"]
    story.check()


def test_supersede(world: World, story: Story) -> None:
    story.begin("A newer commit takes the place of one that waits")

    older = world.to_production(ORDERS, "Add orders")
    story.tell("chris pushes to develop, and then to main")
    newer = world.to_production(CITIES, "Add cities")
    story.tell("chris pushes another commit to develop, and then to main")
    world.clicks("ben", newer, "Approve")
    world.reaches(newer, "deployed")
    story.tell("ben approves the newer one")

    assert world.reaches(older, "superseded").reason
    assert "superseded" in world.top(older).text
    assert world.versions("production") == world.versions("staging")
    assert world.versions("production")[-2:] == ["20260102000000", "20260103000000"]
    story.check()


def test_frozen(world: World, story: Story) -> None:
    story.begin("During a freeze it takes one more approver")

    commit = world.push("payments", ORDERS, "Add orders")
    deployment = world.comes("payments", commit)
    world.reaches(deployment, "waiting")
    story.tell("chris pushes to payments, which is frozen")
    asked = world.top(deployment).text
    world.clicks("anna", deployment, "Approve")
    story.tell("anna approves")
    assert world.last("payments").state == "waiting"
    world.clicks("ben", deployment, "Approve")
    world.reaches(deployment, "deployed")
    story.tell("ben approves too")

    assert "closing of the books" in asked
    assert "one more approval" in asked
    assert world.versions("payments")[-1] == "20260102000000"
    assert world.records(
        "SELECT count(*) FILTER (WHERE overrides_freeze) FROM bot.decisions JOIN bot.approvals ON id = approval"
        f" WHERE deployment = '{deployment}'"
    ) == [(2,)]
    story.check()


def test_drift_is_accepted(world: World, story: Story) -> None:
    story.begin("Production has drifted, and an approver accepts that, once")

    world.execute("production", "ALTER TABLE customers ADD COLUMN phone text")
    deployment = world.to_production(ORDERS, "Add orders")
    story.tell("somebody has changed production by hand; chris pushes to develop, and then to main")
    clicked = world.clicks("anna", deployment, "Accept this drift")
    world.reaches(deployment, "waiting")
    story.tell("anna accepts the drift")
    world.clicks("ben", deployment, "Approve")
    world.reaches(deployment, "deployed")
    story.tell("ben approves the deployment")

    assert clicked.confirm is not None
    assert world.versions("production") == world.versions("staging")
    assert "public.customers/phone" in world.thread(deployment)
    assert world.records(f"SELECT subject, state FROM bot.approvals WHERE deployment = '{deployment}' ORDER BY id") == [
        ("drift", "approved"),
        ("deployment", "approved"),
    ]
    story.check()


def test_drift_stops_it(world: World, story: Story) -> None:
    story.begin("Production has drifted, and that stops the deployment")

    world.execute("production", "DROP VIEW names")
    deployment = world.to_production(ORDERS, "Add orders")
    story.tell("somebody has changed production by hand; chris pushes to develop, and then to main")
    world.rejects("anna", deployment, "who dropped the view?")
    world.reaches(deployment, "rejected")
    story.tell("anna rejects it")

    assert world.versions("production") == ["20260101000000"]
    assert "public.names" in world.top(deployment).text
    story.check()


def test_production_changed_after_it_was_approved(world: World, story: Story) -> None:
    story.begin("Production changes while people are asked: what they approve is void, and they are asked again")

    deployment = world.to_production(ORDERS, "Add orders")
    story.tell("chris pushes to develop, and then to main")
    world.execute("production", "CREATE INDEX by_name ON customers (name)")
    world.clicks("anna", deployment, "Approve")
    world.reaches(deployment, "void")
    again = world.asked("production")
    story.tell("somebody makes an index by hand, and anna approves")

    assert "void: production changed" in world.top(deployment).text
    assert again != deployment
    assert world.versions("production") == ["20260101000000"]
    assert "public.customers/by_name" in world.top(again).text
    world.clicks("ben", again, "Accept this drift")
    world.reaches(again, "waiting")
    world.clicks("ben", again, "Approve")
    world.reaches(again, "deployed")
    story.tell("ben accepts the index, and approves")
    assert world.versions("production") == world.versions("staging")
    story.check()


def test_rollback(world: World, story: Story) -> None:
    story.begin("What was deployed last is taken back")

    deployment = world.to_production(ORDERS, "Add orders")
    world.clicks("anna", deployment, "Approve")
    world.reaches(deployment, "deployed")
    story.tell("chris pushes to develop, and then to main; anna approves")
    world.says("ben", "/schema rollback production")
    back = world.asked("production")
    story.tell("ben types /schema rollback production")
    world.clicks("anna", back, "Approve")
    world.reaches(back, "deployed")
    story.tell("anna approves")

    assert world.versions("production") == ["20260101000000"]
    assert world.rows("production", "SELECT to_regclass('orders')") == [(None,)]
    assert "rolled back" in world.top(back).text
    story.check()


def test_nothing_to_migrate_is_nothing_to_say(world: World) -> None:
    before = world.messages()

    commit = world.push("develop", {}, "Mend a typo in the README")
    world.reaches(world.comes("staging", commit), "deployed")

    assert world.messages() == before


def test_force_push(world: World, story: Story) -> None:
    story.begin("A force push takes the place of what waits")

    first = world.to_production(ORDERS, "Add orders")
    story.tell("chris pushes to develop, and then to main")
    world.renew_database("staging")
    forced = world.upstream.commit("develop", CITIES, "Add cities", ANNA, onto=world.beginning)
    world.told(forced)
    world.reaches(world.comes("staging", forced.after), "deployed")
    world.told(world.upstream.move("main", forced.after))
    second = world.comes("production", forced.after)
    world.reaches(second, "waiting")
    story.tell("anna pushes another history to develop, and then to main, by force")
    world.clicks("ben", second, "Approve")
    world.reaches(second, "deployed")
    story.tell("ben approves")

    world.reaches(first, "superseded")
    assert world.versions("production") == ["20260101000000", "20260103000000"]
    story.check()


def test_a_push_that_was_forced_away_is_told_at_once(world: World) -> None:
    gone = world.commit("develop", ORDERS, "Add orders")
    forced = world.upstream.commit("develop", CITIES, "Add cities", ANNA, onto=world.beginning)
    world.told(gone)

    said = world.person("anna").wait_for("#schema", f"A push of {gone.after[:7]} is not deployed to staging")
    assert forced.after[:7] in said.text
    world.reaches(world.comes("staging", forced.after), "deployed")
    assert world.versions("staging") == ["20260101000000", "20260103000000"]


def test_a_deleted_branch_deploys_nothing(world: World) -> None:
    before = world.deployments(), world.messages()

    answer = world.told(world.upstream.delete("develop"))
    world.settled()

    assert "deleted" in answer.text
    assert (world.deployments(), world.messages()) == before
    world.says("anna", "/schema deploy staging")
    world.person("anna").wait_for("#schema", "there is no branch develop")


def test_the_words_do_what_the_buttons_do(world: World, story: Story) -> None:
    story.begin("All of it by commands, without a button")

    pushed = world.commit("develop", ORDERS, "Add orders", BEN)
    world.upstream.move("main", pushed.after)
    world.says("chris", "/schema deploy staging")
    world.reaches(world.comes("staging", pushed.after), "deployed")
    story.tell("chris types /schema deploy staging")
    world.says("chris", f"/schema deploy production {pushed.after[:7]}")
    deployment = world.comes("production", pushed.after)
    world.reaches(deployment, "waiting")
    story.tell(f"chris types /schema deploy production {pushed.after[:7]}")
    world.says("chris", f"/schema approve {deployment}")
    world.says("ben", f"/schema approve {deployment}")
    story.tell("chris, who is no approver, and ben, who wrote it, try to approve")
    world.says("anna", f"/schema reject {deployment} not on a Friday")
    world.reaches(deployment, "rejected")
    story.tell(f"anna types /schema reject {deployment} not on a Friday")
    world.says("chris", f"/schema retry {deployment}")
    again = world.asked("production")
    world.says("anna", f"/schema approve {again}")
    world.reaches(again, "deployed")
    story.tell(f"chris types /schema retry {deployment}, and anna approves that")

    assert world.versions("production") == world.versions("staging")
    assert "not on a Friday" in world.top(deployment).text
    story.check()


def test_a_pipeline_asks_for_a_deployment(world: World) -> None:
    commit = world.commit("develop", ORDERS, "Add orders").after

    answer = world.asks({"environment": "staging", "commit": commit, "requested_by": "pipeline 7"}, TOKEN)

    assert answer.status_code == 202
    assert world.reaches(answer.json()["id"], "deployed").commit == commit
    assert world.asks({"environment": "staging"}, "another token").status_code == 401
