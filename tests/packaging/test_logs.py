"""What the logs say and never say, as a process writes them on stderr."""

import json
import subprocess
import sys
import textwrap

import pytest

from sync.redacting import HIDDEN, Redactor

SECRETS = {
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "PRODUCTION_DATABASE_URL": "postgresql://deployer:s3cr%40t/pass@db.example.com:5432/app",
    "STAGING_DB_PASSWORD": "correct horse battery",
}
QUOTED = ("8f742231b10e8888abcd99yyyzzz85a5", "s3cr%40t/pass", "s3cr@t/pass", "correct horse battery")


def written(script: str, **environ: str) -> list[str]:
    """The lines that a script writes on stderr after it has set up the logs."""
    prepared = "import logging, os, threading, warnings, structlog\nfrom bot.logs import configure_logs\n"
    ended = subprocess.run(
        [sys.executable, "-c", prepared + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={"PATH": "/usr/bin:/bin", **environ},
    )
    assert ended.stdout == ""
    return ended.stderr.splitlines()


def as_json(script: str, **environ: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in written(script, LOG_FORMAT="json", **environ)]


def test_json_is_one_object_a_line_with_level_event_and_time_in_utc() -> None:
    (line,) = as_json("""
        configure_logs(os.environ)
        structlog.get_logger("bot.slack").info("listening", project="acme\\nwith a line end")
    """)

    assert line.items() >= {
        ("level", "info"),
        ("event", "listening"),
        ("logger", "bot.slack"),
        ("project", "acme\nwith a line end"),
    }
    assert str(line["timestamp"]).endswith("Z")
    assert list(line)[:3] == ["timestamp", "level", "event"]


def test_an_exception_is_a_text_within_its_line() -> None:
    (line,) = as_json("""
        configure_logs(os.environ)
        try:
            1 / 0
        except ZeroDivisionError:
            structlog.get_logger("bot").exception("unexpected error", reference="1f3b")
    """)

    assert line["reference"] == "1f3b"
    assert str(line["exception"]).startswith("Traceback")
    assert str(line["exception"]).endswith("ZeroDivisionError: division by zero")


def test_what_is_bound_stands_in_all_lines_those_of_libraries_too() -> None:
    bound, library, after = as_json("""
        configure_logs(os.environ)
        with structlog.contextvars.bound_contextvars(deployment="production-42"):
            structlog.get_logger("bot").info("started")
            logging.getLogger("sqlalchemy.pool").error("lost")
        structlog.get_logger("bot").info("idle")
    """)

    assert bound["deployment"] == library["deployment"] == "production-42"
    assert "deployment" not in after


@pytest.mark.parametrize("library", ["apscheduler", "uvicorn.error", "uvicorn.access", "dbos", "httpx", "slack_bolt"])
def test_libraries_are_quiet_but_for_warnings_and_errors(library: str) -> None:
    lines = as_json(f"""
        configure_logs(os.environ)
        one = logging.getLogger({library!r})
        one.debug("debug"), one.info("info"), one.warning("warning"), one.error("error")
    """)

    assert [line["event"] for line in lines] == ["warning", "error"]


@pytest.mark.parametrize("first", [True, False])
def test_dbos_writes_through_our_handler_whatever_it_sets_up_itself(first: bool) -> None:
    steps = ["from dbos._logger import init_logger; init_logger()", "configure_logs(os.environ)"]
    lines = as_json(
        "\n".join(steps if first else reversed(steps))
        + "\nlogging.getLogger('dbos').setLevel('INFO')  # as its configuration does when it starts"
        + "\nlogging.getLogger('dbos').info('info'); logging.getLogger('dbos').warning('warning')"
    )

    assert [line["event"] for line in lines] == ["warning"]


def test_warnings_and_dead_threads_are_lines_of_the_log() -> None:
    warned, died = as_json("""
        configure_logs(os.environ)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        def fail():
            raise OSError("no space left")
        thread = threading.Thread(target=fail, name="courier")
        thread.start()
        thread.join()
    """)

    assert "DeprecationWarning: old" in str(warned["event"])
    assert (died["level"], died["thread"]) == ("error", "courier")
    assert str(died["exception"]).endswith("OSError: no space left")


def test_without_json_a_line_is_for_people() -> None:
    (line,) = written("""
        configure_logs(os.environ)
        structlog.get_logger("bot").info("listening", project="acme")
    """)

    assert "listening" in line
    assert "project=acme" in line


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_line_holds_a_secret_of_the_environment_wherever_it_stands(form: str) -> None:
    said = "\n".join(
        written(
            """
            configure_logs(os.environ)
            secrets = [value for name, value in os.environ.items() if "_" in name and name != "LOG_FORMAT"]
            log = structlog.get_logger("bot")
            log.info("said " + " ".join(secrets), url=secrets, deep={"a": [tuple(secrets)]}, thing=OSError(secrets))
            log.info("password alone: s3cr@t/pass")
            logging.getLogger("dbos").error("connecting to %s", secrets)
            try:
                raise OSError(secrets)
            except OSError:
                log.exception("failed")
            """,
            LOG_FORMAT=form,
            **SECRETS,
        )
    )

    assert "failed" in said
    assert "db.example.com" in said
    assert [secret for secret in QUOTED if secret in said] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("token xoxb-12-34-abcDEF of", f"token xoxb-{HIDDEN} of"),
        ("xoxe.xoxp-1-Mi0yLTEx", f"xoxe.xoxp-{HIDDEN}"),
        ("xapp-1-A0-1-abc", f"xapp-{HIDDEN}"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", f"ghp_{HIDDEN}"),
        ("github_pat_11AAAAA_bb", f"github_pat_{HIDDEN}"),
        ("postgresql://ann:secret@db:5432/app", f"postgresql://ann:{HIDDEN}@db:5432/app"),
        ("https://x-access-token:abc@github.com/acme/app", f"https://x-access-token:{HIDDEN}@github.com/acme/app"),
        ("postgresql://:p@ss:w/rd@db/app", f"postgresql://:{HIDDEN}@db/app"),
        ("host=db password=secret user=ann", f"host=db password={HIDDEN} user=ann"),
        ("postgresql://db/app?user=ann&password=secret&x=1", f"postgresql://db/app?user=ann&password={HIDDEN}&x=1"),
        ("password='two words' port=1", f"password={HIDDEN} port=1"),
        ("Authorization: Bearer abcdefgh1", f"Authorization: Bearer {HIDDEN}"),
        ("{'Authorization': 'Basic dXNlcjpw'}", f"{{'Authorization': 'Basic {HIDDEN}'}}"),
    ],
)
def test_what_has_the_form_of_a_secret_is_hidden(text: str, left: str) -> None:
    assert Redactor({}).text(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:3000/healthz",
        "copy it from your Slack app's page Basic Information, App-Level Tokens",
        "the bearer token is missing",
        "postgresql://ann@db:5432/app",
        'FATAL: password authentication failed for user "ann"',
        "SLACK_BOT_TOKEN holds the token for SLACK_APP_TOKEN",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor({"SOME_KEY": "short", "DATABASE_URL": "postgresql://ann@db/app"}).text(text) == text


def test_a_password_that_is_a_part_of_a_word_leaves_the_word() -> None:
    redactor = Redactor({"DATABASE_URL": "postgresql://postgres:postgres@db/app"})

    assert redactor.text("postgresql runs") == "postgresql runs"
    assert redactor.text("the password postgres is wrong") == f"the password {HIDDEN} is wrong"
