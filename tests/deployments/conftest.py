"""One company for all scenarios of a module: starting a bot takes seconds, bringing databases back takes none."""

from collections.abc import Iterator

import pytest

from sync.postgres.embedded import EmbeddedServer
from tests.support.world import World
from tests.support.world_story import Story


@pytest.fixture(scope="module")
def company(
    server: EmbeddedServer, scratch_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The company, with a bot at work."""
    with World.made(server, scratch_server, tmp_path_factory.mktemp("world")) as world:
        world.start()
        yield world
        world.stop()


@pytest.fixture
def world(company: World) -> World:
    """The company as it was at the beginning; what a test before has left under way is cancelled."""
    company.cancel_all()
    company.renew()
    return company


@pytest.fixture
def story(world: World, request: pytest.FixtureRequest) -> Story:
    """What happens in the test, as text."""
    return Story(request.node.name.removeprefix("test_"), world)
