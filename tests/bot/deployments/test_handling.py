"""Who may take a deployment back, and who may try it again."""

import pytest

from bot.deployments import RefusedError, reading
from bot.deployments.changing import finish
from bot.deployments.people import PeopleError
from bot.deployments.states import Origin, State
from bot.deployments.taking_in import Wanted
from tests.bot.deployments.conftest import Desk, Known, Made

APPROVERS = ("S0PLATFORM", "U0DORA")
PRODUCTION, STAGING = "production", "staging"


def known(here: Desk) -> Known:
    found = here.deployments.people
    assert isinstance(found, Known)
    return found


def submitted(here: Desk, environment: str = PRODUCTION, by: str = "U0CHRIS", origin: Origin = Origin.SLACK) -> str:
    commit = here.commit("Add orders", branch="main" if environment == PRODUCTION else "develop")
    taken = here.deployments.submit(environment, commit, by=by, origin=origin)
    assert taken.id is not None
    return taken.id


def failed(here: Desk, deployment: str) -> str:
    with here.state.sessions.begin() as session:
        finish(session, reading.row(session, deployment, lock=True), State.FAILED, "it broke")
    return deployment


@pytest.mark.parametrize(
    "person",
    ["U0ANNA", "U0DORA", "U0CHRIS", "U0AUTHOR"],
    ids=["in a group of approvers", "an approver", "who asked for it", "who wrote it"],
)
def test_whom_it_concerns_takes_it_back_and_tries_it_again(desk: Made, person: str) -> None:
    here = desk()
    name = submitted(here)

    assert here.deployments.cancel(name, by=person).state is State.CANCELLED
    assert here.deployments.retry(name, by=person).retry_of == name


@pytest.mark.parametrize("act", ["cancel", "retry"])
def test_others_are_refused_and_it_is_written_down(desk: Made, act: str) -> None:
    here = desk()
    name = submitted(here)
    if act == "retry":
        failed(here, name)

    with pytest.raises(RefusedError, match="only its approvers, who asked for it and who wrote it") as refused:
        getattr(here.deployments, act)(name, by="U0EVE")

    assert refused.value.approvers == APPROVERS
    assert here.audited()[-1] == ("U0EVE", act, "refused")
    assert here.deployments.view(name).state is (State.FAILED if act == "retry" else State.QUEUED)
    assert len(here.started) == 1


def test_who_is_known_as_a_writer_of_it_counts_too(desk: Made) -> None:
    here = desk()
    name = submitted(here)
    with here.state.sessions.begin() as session:
        row = reading.row(session, name)
        row.author_user, row.co_authors = "U0AUTHOR", ["U0BEN2"]

    assert here.deployments.cancel(name, by="U0BEN2").state is State.CANCELLED


def test_a_name_that_looks_like_an_id_is_nobody_s(desk: Made) -> None:
    here = desk()
    name = submitted(here, by="U0EVE", origin=Origin.API)
    with pytest.raises(RefusedError):
        here.deployments.cancel(name, by="U0EVE")
    past = here.deployments.view(failed(here, name))
    again = here.deployments._take_in(  # noqa: SLF001 - as one that became void is taken in again
        Wanted(PRODUCTION, "main", here.deployments.mirror.commit(past.commit), Origin.RETRY, "U0EVE", retry_of=name)
    )

    with pytest.raises(RefusedError):
        here.deployments.cancel(again.id or "", by="U0EVE")


def test_who_tried_it_again_asked_for_that(desk: Made) -> None:
    here = desk()
    again = here.deployments.retry(failed(here, submitted(here, by="ci", origin=Origin.API)), by="U0AUTHOR")
    known(here).users.clear()

    assert here.deployments.cancel(again.id, by="U0AUTHOR").state is State.CANCELLED


def test_where_nobody_is_asked_everybody_in_the_channel_may_and_nobody_else(desk: Made) -> None:
    here = desk()
    name = submitted(here, STAGING)
    known(here).elsewhere.add("U0EVE")

    with pytest.raises(RefusedError, match="only those who are in the channel"):
        here.deployments.cancel(name, by="U0EVE")
    assert here.deployments.cancel(name, by="U0ANYBODY").state is State.CANCELLED


@pytest.mark.parametrize(("environment", "asked"), [(PRODUCTION, "members"), (STAGING, "is_in_channel")])
def test_where_slack_does_not_say_who_may_nobody_does(
    desk: Made, monkeypatch: pytest.MonkeyPatch, environment: str, asked: str
) -> None:
    here = desk()
    name = submitted(here, environment)
    monkeypatch.setattr(known(here), asked, _silent)

    with pytest.raises(RefusedError, match="Slack does not say"):
        here.deployments.cancel(name, by="U0EVE")
    assert here.deployments.view(name).state is State.QUEUED


def _silent(_: str) -> object:
    raise PeopleError("Slack is silent")
