"""What goes wrong on the way, what is told of it, and what is done next."""

from sync.postgres.session import connect
from tests.deployments.files import CITIES, ORDERS
from tests.support.world import World
from tests.support.world_story import Story

WRONG = {
    "20260102000000_orders.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES custommers);\n"
}
STRICT = {
    "20260102500000_names.sql": """\
-- Names are names.
ALTER TABLE customers ADD CONSTRAINT name_is_long CHECK (length(name) > 3);

-- rollback
-- ALTER TABLE customers DROP CONSTRAINT name_is_long;
"""
}
DEPENDS_ON_ROWS = {
    "20260102000000_vip.sql": """\
-- Only where there are customers: what it makes depends on what is live.
DO $$
BEGIN
    IF EXISTS (SELECT FROM customers) THEN
        ALTER TABLE customers ADD COLUMN vip boolean;
    END IF;
END
$$;

-- rollback
-- ALTER TABLE customers DROP COLUMN IF EXISTS vip;
"""
}


def test_a_file_that_fails_is_found_before_anything_is_applied(world: World, story: Story) -> None:
    story.begin("A file is wrong: the rehearsal finds it, and the next push mends it")

    commit = world.push("develop", WRONG, "Add orders")
    deployment = world.comes("staging", commit)
    world.reaches(deployment, "failed")
    story.tell("chris pushes to develop")
    mended = world.push("develop", ORDERS, "Mend the name of the table")
    world.reaches(world.comes("staging", mended), "deployed")
    story.tell("chris pushes what mends it")

    top = world.top(deployment).text
    assert "20260102000000_orders.sql" in top
    assert 'relation "custommers" does not exist' in top
    assert world.versions("staging") == ["20260101000000", "20260102000000"]
    story.check()


def test_a_file_that_fails_on_production(world: World, story: Story) -> None:
    story.begin("A file fails on the rows of production: what is before it stays, and a retry goes on")
    world.execute("staging", "DELETE FROM customers WHERE length(name) <= 3")

    deployment = world.to_production({**ORDERS, **STRICT, **CITIES}, "Add orders, names and cities")
    world.clicks("anna", deployment, "Approve")
    world.reaches(deployment, "failed")
    story.tell("chris pushes three files to develop, and then to main; anna approves")
    failed = world.top(deployment)
    assert "20260102500000_names.sql" in failed.text
    assert "name_is_long" in failed.text
    assert "is violated by some row" in failed.text
    assert world.versions("production") == ["20260101000000", "20260102000000"]
    assert world.buttons(deployment) == ["Retry", "Roll back", "View log"]

    world.execute("production", "UPDATE customers SET name = 'Kai Li' WHERE name = 'Kai'")
    world.clicks("chris", deployment, "Retry")
    again = world.asked("production")
    story.tell("somebody mends the row, and chris presses Retry")
    world.clicks("ben", again, "Approve")
    world.reaches(again, "deployed")
    story.tell("ben approves")

    assert world.versions("production") == world.versions("staging")
    assert world.rows("production", "SELECT DISTINCT city FROM customers") == [("Girona",)]
    story.check()


def test_a_lock_that_does_not_come(world: World, story: Story) -> None:
    story.begin("Somebody holds a lock on production for too long")

    deployment = world.to_production(CITIES, "Add cities")
    with connect(world.databases["production"]) as holder:
        holder.execute("SELECT count(*) FROM customers")
        world.clicks("anna", deployment, "Approve")
        world.reaches(deployment, "failed")
        story.tell(
            "chris pushes to develop, and then to main; anna approves while a session reads in a long transaction"
        )
    assert "20260103000000_cities.sql" in world.top(deployment).text
    assert "lock" in world.top(deployment).text
    assert world.versions("production") == ["20260101000000"]

    world.clicks("anna", deployment, "Retry")
    again = world.asked("production")
    world.clicks("anna", again, "Approve")
    world.reaches(again, "deployed")
    story.tell("that session has ended; anna presses Retry, and approves")

    assert world.versions("production") == world.versions("staging")
    story.check()


def test_production_is_not_what_it_should_be(world: World, story: Story) -> None:
    story.begin("It was applied, and production is not as it should be")
    world.execute("staging", "DELETE FROM customers")

    deployment = world.to_production(DEPENDS_ON_ROWS, "Mark customers")
    world.clicks("anna", deployment, "Approve")
    world.reaches(deployment, "unverified")
    story.tell("chris pushes to develop, and then to main, what does other things where there are rows; anna approves")

    assert "not as it should be" in world.top(deployment).text
    assert "public.customers/vip" in world.thread(deployment)
    world.clicks("anna", deployment, "Retry")
    again = world.wait(lambda: world.last("production").id, "it is retried")
    world.reaches(again, "unverified")
    story.tell("anna presses Retry, although nothing was mended")

    world.execute("production", world.file(f"{deployment}-mending.sql"))
    assert world.rows("production", "SELECT * FROM customers LIMIT 1") == [(1, "Ines")]
    world.clicks("anna", again, "Retry")
    mended = world.wait(lambda: world.last("production").id, "it is retried")
    world.reaches(mended, "deployed")
    story.tell("anna runs the SQL that mends it, and presses Retry")
    assert len({deployment, again, mended}) == 3
    assert "equals the files" in world.top(mended).text
    story.check()
