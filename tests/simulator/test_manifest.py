"""The local workspace shows what the shipped manifest has Slack show."""

from pathlib import Path

from bot.simulator.defaults import COMMAND_DESCRIPTION, COMMAND_HINT

MANIFEST = (Path(__file__).parents[2] / "slack-manifest.yaml").read_text(encoding="utf-8")


def test_the_hints_of_the_command_are_those_of_the_manifest() -> None:
    assert f"      description: {COMMAND_DESCRIPTION}\n" in MANIFEST
    assert f'      usage_hint: "{COMMAND_HINT}"\n' in MANIFEST
