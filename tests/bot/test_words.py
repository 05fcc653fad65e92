"""What people type behind `/schema`, and what the bot understands."""

from pathlib import Path

import pytest

from bot.configuration import BotConfiguration
from bot.slack.words import (
    DeployRequest,
    RollbackRequest,
    UnknownWordError,
    deploy_request,
    deployment_named,
    diff_request,
    rollback_request,
    subcommand,
)

THREE = """
[project]
name = "acme"
[environments.local]
database = "env:LOCAL"
[environments.staging]
database = "env:STAGING"
[environments.production]
database = "env:PRODUCTION"
after = "staging"
"""


@pytest.fixture
def configuration(tmp_path: Path) -> BotConfiguration:
    file = tmp_path / "schemabot.toml"
    file.write_text(THREE)
    return BotConfiguration.load(file)


@pytest.mark.parametrize(
    ("typed", "a", "b", "kinds"),
    [
        ("", "staging", "production", set()),
        ("production staging", "production", "staging", set()),
        ("local", "local", "staging", set()),
        ("production", "staging", "production", set()),
        ("policies", "staging", "production", {"policy"}),
        ("local production Views", "local", "production", {"view"}),
        ("functions staging local triggers", "staging", "local", {"function", "trigger"}),
    ],
)
def test_a_request_names_two_environments_and_kinds(
    configuration: BotConfiguration, typed: str, a: str, b: str, kinds: set[str]
) -> None:
    request = diff_request(typed.split(), configuration, "/schema")

    assert (request.a, request.b, set(request.selection.words)) == (a, b, kinds)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("stagin", ["stagin", "did you mean staging", "local, staging, production"]),
        ("polices", ["polices", "did you mean policy"]),
        ("prod", ['no environment "prod"', "did you mean production?"]),
        ("staging staging", ["staging cannot be compared with itself", "local, staging, production"]),
        ("local staging production", ["too many environments"]),
        ("postgresql://u:secret@h/d", ["no environment", "local, staging, production"]),
        ("/etc", ["no environment"]),
    ],
)
def test_an_unknown_word_gets_one_line_that_helps(configuration: BotConfiguration, typed: str, said: list[str]) -> None:
    with pytest.raises(UnknownWordError) as refused:
        diff_request(typed.split(), configuration, "/schema")

    assert all(words in str(refused.value) for words in said)
    assert "\n" not in str(refused.value)


def test_a_bare_command_asks_for_help_and_an_unknown_one_gets_the_nearest() -> None:
    known = ("diff", "status", "help")

    assert subcommand("", known, "/schema") == ("help", [])
    assert subcommand("DIFF staging", known, "/schema") == ("diff", ["staging"])
    with pytest.raises(UnknownWordError, match="did you mean /schema status"):
        subcommand("statsu", known, "/schema")


@pytest.mark.parametrize(
    "typed",
    [
        "postgresql://ann:s3cret@db/app",
        "diff staging postgresql://ann:s3cret@db/app",
        "diff ann:s3cret@db staging",
        "diff host=db password=s3cret",
    ],
)
def test_a_connection_string_is_refused_and_never_quoted(configuration: BotConfiguration, typed: str) -> None:
    with pytest.raises(UnknownWordError, match="cannot be given here") as refused:
        diff_request(subcommand(typed, ("diff",), "/schema")[1], configuration, "/schema")

    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("typed", ["x" * 100_000, "diff " + "x" * 100_000, "diff " + "staging " * 20_000])
def test_a_very_long_text_is_answered_in_a_short_line(configuration: BotConfiguration, typed: str) -> None:
    with pytest.raises(UnknownWordError) as refused:
        diff_request(subcommand(typed, ("diff",), "/schema")[1], configuration, "/schema")

    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("staging", DeployRequest("staging", None)),
        ("production ABC1234", DeployRequest("production", "abc1234")),
    ],
)
def test_a_deployment_is_of_an_environment_and_perhaps_a_commit(
    configuration: BotConfiguration, typed: str, request_: DeployRequest
) -> None:
    assert deploy_request(typed.split(), configuration, "/schema") == request_


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("staging", RollbackRequest("staging", None)),
        ("production 20260101000000", RollbackRequest("production", "20260101000000")),
        ("production 0", RollbackRequest("production", "0")),
    ],
)
def test_a_rollback_is_of_an_environment_and_perhaps_back_to_a_version(
    configuration: BotConfiguration, typed: str, request_: RollbackRequest
) -> None:
    assert rollback_request(typed.split(), configuration, "/schema") == request_


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "it needs an environment: say /schema deploy ENVIRONMENT [commit]. Environments: local, staging"),
        ("prod", 'there is no environment "prod": did you mean production? Environments: local, staging, production'),
        ("staging main", '"main" is not a commit'),
        ("staging abc1234 now", '"now" is one word too many'),
    ],
)
def test_what_is_no_request_to_deploy_gets_one_line(configuration: BotConfiguration, typed: str, said: str) -> None:
    with pytest.raises(UnknownWordError) as refused:
        deploy_request(typed.split(), configuration, "/schema")

    assert said in str(refused.value)


def test_what_is_no_version_gets_one_line(configuration: BotConfiguration) -> None:
    with pytest.raises(UnknownWordError, match="the 14 digits of the migration that is to be the last one, or 0"):
        rollback_request(["staging", "2026"], configuration, "/schema")


def test_a_decision_names_a_deployment_and_a_rejection_its_reason() -> None:
    assert deployment_named("approve", ["production-42"], "/schema") == ("production-42", "")
    rejected = deployment_named("reject", ["production-42", "too", "risky"], "/schema", needs="reason")
    assert rejected == ("production-42", "too risky")


@pytest.mark.parametrize(
    ("name", "typed", "needs", "said"),
    [
        ("approve", "", "", "it needs a deployment: say /schema approve ID; /schema deployments lists them"),
        ("approve", "production-42 now", "", '"now" is one word too many'),
        ("reject", "production-42", "reason", "it needs a reason: say /schema reject ID reason"),
    ],
)
def test_what_is_no_decision_gets_one_line(name: str, typed: str, needs: str, said: str) -> None:
    with pytest.raises(UnknownWordError) as refused:
        deployment_named(name, typed.split(), "/schema", needs)

    assert said in str(refused.value)
