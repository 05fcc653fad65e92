"""What people type behind `/schema`, and what the bot understands."""

from pathlib import Path

import pytest

from bot.configuration import BotConfiguration
from bot.slack.words import UnknownWordError, diff_request, subcommand

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
