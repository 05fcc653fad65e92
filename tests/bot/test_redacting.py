"""The bot's log and the file about an unforeseen error leave the same secrets out."""

from pathlib import Path

import pytest

from bot.logs.redacting import LogRedactor
from sync.incident import write_down
from sync.redacting import Redactor

ENVIRON = {
    "SLACK_SIGNING_SECRET": "8f742231b10e8888",
    "PGPASSWORD": "hunt3r",
    "password_of_staging": "correct horse",
    "PRODUCTION_DATABASE_URL": "postgresql://deployer:s3cr%40t@db.example.com/app",
    "EDITOR": "vim",
}
SAID = (
    "8f742231b10e8888, xhunt3rx, 'line\\nhunt3r', correct horse, s3cr%40t or s3cr@t, xoxb-1-2-abc,"
    " postgresql://ann:other@db/app, postgresql://us/er:pa/ss@db/app, https://gh0tok3n@github.com/acme/app,"
    " host=db password='a b' user=ann, Authorization: Bearer abcdefgh1"
)
LEFT = (
    "•••, x•••x, 'line\\n•••', •••, ••• or •••, xoxb-•••,"
    " postgresql://ann:•••@db/app, postgresql://us/er:•••@db/app, https://•••@github.com/acme/app,"
    " host=db password=••• user=ann, Authorization: Bearer •••"
)


def test_both_leave_the_same_secrets_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = write_down(ValueError(SAID), ["schemabot"], ENVIRON).file
    assert kept is not None

    assert LogRedactor(ENVIRON)(None, "info", {"event": SAID, "more": [{"deep": SAID}]}) == {
        "event": LEFT,
        "more": [{"deep": LEFT}],
    }
    assert kept.read_text().splitlines()[-1] == f"ValueError: {LEFT}"


def test_what_the_command_line_holds_is_known_too() -> None:
    redactor = Redactor({}, ["diff", "postgresql://app:p%40ss@h/d", "migrations"])

    assert redactor.text("no p@ss, no p%40ss, but migrations") == "no •••, no •••, but migrations"


@pytest.mark.parametrize(
    "text", ["postgresql://ann@db:5432/app", "http://127.0.0.1:3000/healthz", "a password is asked"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor(ENVIRON, ["postgresql://ann@db/app"]).text(text) == text
