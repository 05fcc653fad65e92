"""schemabot.toml: all that it may say is taken, and all else is one line with file, key and remedy."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.configuration import BotConfiguration
from sync.catalog import Profile
from sync.configuration import FILE_VARIABLE
from sync.errors import ConfigurationError, NoConfigurationError

EVERYTHING = """
[project]
name = "acme"

[migrations]
repository = "https://github.com/acme/app"   # or a local path
path = "supabase/migrations"

[environments.staging]
branch = "develop"
database = "env:STAGING_DATABASE_URL"
profile = "supabase"

[environments.production]
branch = "main"
supabase = "dijtowiohxvwdnvgprud"
password = "env:PRODUCTION_PASSWORD"
after = "staging"
approvals = { required = 1, from = ["S0PLATFORM", "U0ANNA"], own = false, expire = "24h" }
backup = { to = "file:///data/backups", keep = 14 }
freeze = [{ from = "Fri 16:00", to = "Mon 08:00", zone = "Europe/Madrid", reason = "weekend" }]

[slack]
channel = "#schema"
command = "/schema"

[drift]
nightly = "02:00"
zone = "Europe/Madrid"
watch = "5m"
"""
LEAST = '[project]\nname = "acme"\n[environments.staging]\n'
STAGING = LEAST + 'database = "env:URL"\n'


def load(folder: Path, text: str) -> BotConfiguration:
    path = folder / "schemabot.toml"
    path.write_text(text, encoding="utf-8")
    return BotConfiguration.load(path)


def complaint(folder: Path, text: str) -> str:
    """What is said about a file, without the file's name, which must come first."""
    with pytest.raises(ConfigurationError) as raised:
        load(folder, text)
    said = str(raised.value)
    prefix = f"{folder / 'schemabot.toml'}: "
    assert "\n" not in said
    assert said.startswith(prefix), said
    assert raised.value.__cause__ is None
    return said.removeprefix(prefix)


def test_everything_that_the_design_has(tmp_path: Path) -> None:
    found = load(tmp_path, EVERYTHING)
    production = found.environments["production"]
    assert production.approvals is not None
    assert production.backup is not None
    assert production.profile is Profile.SUPABASE
    assert production.approvals.approvers == ("S0PLATFORM", "U0ANNA")
    assert production.approvals.expire == timedelta(days=1)
    assert production.freeze[0].start == "Fri 16:00"
    assert found.drift.watch == timedelta(minutes=5)
    assert found.file == tmp_path / "schemabot.toml"


def test_the_least_that_works(tmp_path: Path) -> None:
    found = load(tmp_path, "\ufeff" + STAGING)
    assert (found.migrations.repository, found.migrations.path) == (".", "supabase/migrations")
    assert found.environments["staging"].profile is Profile.POSTGRES
    assert load(tmp_path, STAGING + '[drift]\nwatch = "off"').drift.watch == "off"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # keys
        (STAGING + "[slak]\n", "slak is not a known key: did you mean slack?"),
        (STAGING + 'colour = "x"\n', "environments.staging.colour is not a known key: take it out; there are branch, "),
        ('file = "x"\n' + STAGING, "file is not a known key: take it out; there are project, "),
        (STAGING + 'brnach = "x"\n', "environments.staging.brnach is not a known key: did you mean branch?"),
        (
            STAGING + 'approvals = { form = ["U1"] }\n',
            "environments.staging.approvals.form is not a known key (and 1 more): did you mean from?",
        ),
        (STAGING.replace("name =", "nam ="), "project.nam is not a known key (and 1 more): did you mean name?"),
        (
            STAGING.replace("environments.staging", "environments.migrations"),
            "environments.migrations: that word stands for the migration files: call it otherwise",
        ),
        (
            STAGING + 'approvals = { from = ["U1"], form = 1 }\n',
            "environments.staging.approvals.form is not a known key: did you mean from?",
        ),
        (
            STAGING + 'approvals = { from = ["U1"], approvers = 1 }\n',
            "environments.staging.approvals.approvers is not a known key: take it out; there are required, from, own, ",
        ),
        (
            STAGING + 'freeze = [{ from = "Fri 16:00", to = "Mon 08:00", zoen = "UTC" }]\n',
            "environments.staging.freeze[0].zoen is not a known key: did you mean zone?",
        ),
        ("", "project is missing (and 1 more): add it"),
        (LEAST, 'environments.staging needs either database = "env:NAME" or supabase = "PROJECT" with '),
        ('[project]\nname = "x"\n[environments]\n', "environments must not be empty"),
        # types, in plain words
        ('project = "x"\n[environments.s]\ndatabase = "env:U"', "project must be a table, written [NAME] or "),
        ('environments = "x"\n[project]\nname = "x"', "environments must be a table, written [NAME] or "),
        ('[project]\nname = "x"\n[environments]\ns = "x"', "environments.s must be a table, written [NAME] or "),
        ('[project]\nname = 5\n[environments.s]\ndatabase = "env:U"', 'project.name must be text, in "quotes"'),
        ('[project]\nname = ""\n[environments.s]\ndatabase = "env:U"', "project.name must not be empty"),
        (STAGING + 'freeze = "weekend"', "environments.staging.freeze must be a list, in [brackets]"),
        (STAGING + 'approvals = { from = "U1" }', "environments.staging.approvals.from must be a list, in [brackets]"),
        (STAGING + "approvals = { from = [] }", "environments.staging.approvals.from must not be empty"),
        (STAGING + "approvals = { from = [1] }", 'environments.staging.approvals.from[0] must be text, in "quotes"'),
        (
            STAGING + 'approvals = { from = ["U1"], required = "2" }',
            "environments.staging.approvals.required must be a whole number, without quotes",
        ),
        (
            STAGING + 'approvals = { from = ["U1"], required = 0 }',
            "environments.staging.approvals.required must be 1 or more",
        ),
        (
            STAGING + 'approvals = { from = ["U1"], own = "yes" }',
            "environments.staging.approvals.own must be true or false, without quotes",
        ),
        (STAGING + 'profile = "supbase"', 'environments.staging.profile must be "postgres" or "supabase"'),
        # forms
        (
            STAGING + 'approvals = { from = ["U1"], expire = "1 day" }',
            'environments.staging.approvals.expire must be a number and a unit, such as "30s", "5m", "24h" or "7d"',
        ),
        (STAGING + '[drift]\nwatch = "0s"', 'drift.watch must be a number and a unit, such as "30s", "5m", "24h" or '),
        (STAGING + '[drift]\nwatch = "99999999999d"', "drift.watch must be a number and a unit, "),
        (STAGING + "[drift]\nwatch = 5", 'or must be "off"'),
        (STAGING + '[drift]\nnightly = "2:00"', 'drift.nightly must look like "02:00"'),
        (STAGING + '[drift]\nzone = "Madrid"', 'drift.zone must be a time zone such as "Europe/Madrid" or "UTC"'),
        (
            STAGING + 'freeze = [{ from = "Friday 16:00", to = "Mon 08:00" }]',
            'environments.staging.freeze[0].from must look like "Fri 16:00"',
        ),
        (
            STAGING + 'freeze = [{ from = "Fri 16:00", to = "Fri 16:00" }]',
            "environments.staging.freeze[0] ends when it starts: from and to must differ",
        ),
        (STAGING + 'backup = { to = "/data" }', "environments.staging.backup.to must look like "),
        (STAGING + '[slack]\ncommand = "schema"', 'slack.command must look like "/schema"'),
        # what does not go together
        (
            LEAST + 'supabase = "dijtowiohxvwdnvgprud"',
            'environments.staging has supabase, so it needs password = "env:',
        ),
        (
            LEAST + 'supabase = "short"\npassword = "env:P"',
            "environments.staging.supabase must look like the 20 letters",
        ),
        (STAGING + 'password = "env:P"', "environments.staging has password, which belongs to supabase: "),
        (STAGING + 'after = "nothere"', 'environments.staging.after names "nothere", which is not an environment: '),
        (
            STAGING + 'after = "staging"',
            "environments.staging.after leads back to where it started (staging after stag",
        ),
        (
            '[project]\nname = "x"\n[environments.Staging]\ndatabase = "env:U"',
            "environments.Staging: a name has at most 40 lower",
        ),
    ],
)
def test_what_is_wrong_is_one_line_with_key_and_remedy(tmp_path: Path, text: str, expected: str) -> None:
    said = complaint(tmp_path, text)
    assert expected in said
    assert said.startswith(expected) or expected.startswith("or ")


@pytest.mark.parametrize(
    "text",
    [
        LEAST + 'database = "postgresql://app:hunter2@h/d"',
        LEAST + 'database = "postgresql://h/d?password=hunter2"',
        LEAST + 'database = "hunter2"',
        LEAST + 'database = "env:hunter2 x"',
        LEAST + 'supabase = "dijtowiohxvwdnvgprud"\npassword = "hunter2"',
        STAGING + '[migrations]\nrepository = "https://bot:hunter2@github.com/acme/app"',
        STAGING + '[migrations]\nrepository = "https://hunter2@github.com/acme/app"',
        STAGING + 'backup = { to = "s3://key:hunter2@bucket" }',
    ],
)
def test_secrets_in_the_file_are_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    said = complaint(tmp_path, text)
    assert "hunter2" not in said
    assert "env" in said


def test_an_account_name_in_an_address_is_no_secret(tmp_path: Path) -> None:
    found = load(tmp_path, STAGING + '[migrations]\nrepository = "ssh://git@github.com/acme/app"')
    assert found.migrations.repository == "ssh://git@github.com/acme/app"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[project\n", 1),
        ('[project]\nname = "a"\nname = "b"\n', 3),
        ("[project]\nname = acme\n", 2),
        (STAGING + "[environments.staging]\n", 5),
    ],
)
def test_toml_that_is_none_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(ConfigurationError, match=rf"schemabot\.toml is not valid TOML: .*line {line}, "):
        load(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(
        NoConfigurationError, match=r"there is no configuration file .*: write one, or name it in SCHEMABOT"
    ):
        BotConfiguration.load(tmp_path / "nothere.toml")
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        BotConfiguration.load(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(ConfigurationError, match="cannot be read: it is not UTF-8 text: save it as UTF-8"):
        BotConfiguration.load(tmp_path / "latin.toml")


def test_where_the_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, STAGING)
    other = tmp_path / "other.toml"
    other.write_text(STAGING.replace("acme", "other"))
    monkeypatch.chdir(tmp_path)
    assert BotConfiguration.load(environ={}).project.name == "acme"
    assert BotConfiguration.load(environ={FILE_VARIABLE: ""}).project.name == "acme"
    assert BotConfiguration.load(environ={FILE_VARIABLE: str(other)}).project.name == "other"
