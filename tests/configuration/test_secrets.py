"""Secrets come from the environment when they are used, and are shown nowhere."""

from pathlib import Path

import pytest

from bot.configuration import BotConfiguration, SlackAccess
from sync.errors import ConfigurationError
from sync.postgres.database import Database
from sync.sources import environment_source

TEXT = """
[project]
name = "acme"
[environments.staging]
database = "env:URL"
[environments.production]
supabase = "dijtowiohxvwdnvgprud"
password = "env:PASSWORD"
"""
VARIABLES = {"URL": "postgresql://app:hunter2@db.example/shop\n", "PASSWORD": "hunter2/@"}


@pytest.fixture
def configuration(tmp_path: Path) -> BotConfiguration:
    path = tmp_path / "schemabot.toml"
    path.write_text(TEXT)
    return BotConfiguration.load(path)


def test_databases_of_an_environment(configuration: BotConfiguration) -> None:
    (staging,) = configuration.environment("staging").databases("staging", VARIABLES)
    assert (staging.label, staging.secrets()) == ("app@db.example/shop", ("hunter2",))
    (production,) = configuration.environment("production").databases("production", VARIABLES)
    assert production.label == "postgres@db.dijtowiohxvwdnvgprud.supabase.co:5432/postgres"
    assert "hunter2%2F%40" in production.url
    assert "sslmode=require" in production.url


@pytest.mark.parametrize(("environ", "state"), [({}, "is not set"), ({"URL": " "}, "is empty")])
def test_a_missing_secret_names_its_variable(
    configuration: BotConfiguration, environ: dict[str, str], state: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        configuration.environment("staging").databases("staging", environ)
    assert str(raised.value) == f"environments.staging.database is read from the variable URL, which {state}: set URL"


def test_an_unknown_environment_is_answered_with_the_nearest(configuration: BotConfiguration) -> None:
    with pytest.raises(ConfigurationError) as raised:
        configuration.environment("prodction")
    assert str(raised.value) == (
        'there is no environment "prodction": did you mean production? There are: staging, production'
    )


def test_nothing_shows_a_secret(configuration: BotConfiguration, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    for name in ("staging", "production"):
        source = environment_source(name, configuration)
        for shown in (repr(source), str(source), repr(source.database), str(source.database), f"{configuration!r}"):
            assert "hunter2" not in shown
    access = SlackAccess("xoxb-hunter2", "xapp-hunter2", "https://slack.com/api/")
    assert "hunter2" not in f"{access} {access!r}"


def test_a_text_of_a_server_is_cleaned() -> None:
    database = Database.parse("postgresql://app:p%40ss@h/d?sslpassword=other")
    said = database.redact(f"no: p@ss, p%40ss, other, {database.url}")
    assert said == "no: •••, •••, •••, app@h/d"
