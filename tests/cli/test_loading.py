"""What a command loads before it has to: psycopg 3, the parser and the bot take longer than many a comparison."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "too_slow"),
    [
        ("sync.cli.comparing", ("psycopg", "postgast", "slack_bolt", "sqlalchemy", "sync.planning.planner")),
        ("sync.cli.deploying", ("psycopg", "pydantic", "sync.deploy", "sync.migrations.parser")),
        ("sync.diff", ("psycopg", "postgast")),
        ("sync.planning.planner", ("psycopg", "slack_bolt", "sync.planning.proof")),
    ],
)
def test_what_takes_long_is_loaded_where_it_is_used(module: str, too_slow: tuple[str, ...]) -> None:
    program = f"import {module}, sys; print(*(one for one in {too_slow!r} if one in sys.modules))"
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ended.stdout.split() == []
