"""Modals and Homes: triggers that live three seconds, stacks of three, hashes."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import Server


def modal(title: str, **attributes: Any) -> dict[str, Any]:
    return {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [], **attributes}


def refused(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        client.api_call(method, json=arguments)
    return str(refusal.value.response["error"])


def test_a_trigger_opens_one_view_within_three_seconds(slack: Server, client: WebClient) -> None:
    triggers = slack.workspace.triggers
    used, late = triggers.issue("U0ANNA"), triggers.issue("U0ANNA")
    client.views_open(trigger_id=used, view=modal("First"))
    slack.workspace.clock.advance(3.1)

    assert refused(client, "views.open", trigger_id=used, view=modal("Again")) == "exchanged_trigger_id"
    assert refused(client, "views.open", trigger_id=late, view=modal("Late")) == "expired_trigger_id"
    assert refused(client, "views.open", trigger_id="1.2.3", view=modal("Wrong")) == "invalid_trigger_id"
    assert [view.title for view in slack.person("anna").views()] == ["First"]
    assert slack.person("ben").views() == ()


def test_three_views_are_stacked_and_closing_one_shows_the_one_below(slack: Server, client: WebClient) -> None:
    anna = slack.person("anna")
    client.views_open(trigger_id=slack.workspace.triggers.issue(anna.id), view=modal("1"))
    for title in "23":
        client.views_push(trigger_id=slack.workspace.triggers.issue(anna.id), view=modal(title))
    trigger = slack.workspace.triggers.issue(anna.id)

    assert refused(client, "views.push", trigger_id=trigger, view=modal("4")) == "push_limit_reached"
    assert anna.views()[2].previous_id == anna.views()[1].id
    assert anna.views()[2].root_id == anna.views()[0].id
    anna.close(anna.views()[2])
    assert [view.title for view in anna.views()] == ["1", "2"]


def test_an_update_can_insist_on_the_version_it_knows(slack: Server, client: WebClient) -> None:
    anna = slack.person("anna")
    trigger = slack.workspace.triggers.issue(anna.id)
    view = client.views_open(trigger_id=trigger, view=modal("Wait", external_id="plan-1"))["view"]
    client.views_update(external_id="plan-1", view=modal("Done", external_id="plan-1"), hash=view["hash"])

    assert anna.views()[0].title == "Done"
    assert refused(client, "views.update", view_id=view["id"], view=modal("X"), hash=view["hash"]) == "hash_conflict"
    assert refused(client, "views.update", view_id="V1", view=modal("X")) == "not_found"


def test_homes_are_per_person(slack: Server, client: WebClient) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Yours"}}]
    client.views_publish(user_id="U0ANNA", view={"type": "home", "blocks": blocks})

    assert "# Yours" in slack.person("anna").reads(slack.person("anna").wait_for_home())
    assert slack.person("ben").home() is None
    assert refused(client, "views.publish", user_id="U1", view={"type": "home", "blocks": []}) == "invalid_arguments"
