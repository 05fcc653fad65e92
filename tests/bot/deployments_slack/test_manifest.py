"""The shipped manifest gives the app what its code uses, and nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are a package of their own, for this one file

from bot.configuration import SlackSection
from bot.slack.commands import _SUBCOMMANDS

TOP = Path(__file__).parents[3]
TEXT = (TOP / "slack-manifest.yaml").read_text(encoding="utf-8")
CODE = "\n".join(file.read_text(encoding="utf-8") for file in sorted((TOP / "bot" / "slack").rglob("*.py")))
CALLS = re.compile(r"\.((?:auth|chat|conversations|files|reactions|team|usergroups|users|views)_\w+)\b")
HISTORY = {"channels:history", "groups:history", "im:history"}
# What Slack's documentation of each method asks a bot's token for.
SCOPES: dict[str, set[str]] = {
    "auth_test": set(),
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": HISTORY,
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": HISTORY,
    "files_upload_v2": {"files:write"},
    "usergroups_users_list": {"usergroups:read"},
    "users_conversations": {"channels:read", "groups:read"},
    "users_info": {"users:read"},
    "users_lookupByEmail": {"users:read", "users:read.email"},
    "views_open": set(),
    "views_publish": set(),
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load(TEXT))


def test_the_scopes_are_those_of_the_methods_that_are_called(manifest: dict[str, Any]) -> None:
    called = set(CALLS.findall(CODE))

    assert called == set(SCOPES)
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {"commands"}.union(*(SCOPES[one] for one in called))


def test_each_scope_has_its_reason(manifest: dict[str, Any]) -> None:
    for scope in manifest["oauth_config"]["scopes"]["bot"]:
        assert re.search(rf"^ +- {re.escape(scope)} +# \S", TEXT, re.MULTILINE), scope


def test_the_events_are_those_that_are_listened_to(manifest: dict[str, Any]) -> None:
    heard = set(re.findall(r'@app\.event\("(\w+)"\)', CODE))

    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == heard
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert manifest["settings"]["socket_mode_enabled"] is True


def test_the_command_is_the_usual_one_and_its_hint_names_what_there_is(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]

    assert command["command"] == SlackSection().command
    named = [words.split()[0] for words in command["usage_hint"].split(" | ")]
    assert set(named) <= set(_SUBCOMMANDS)
