"""The answer to `/schema help` and to a bare `/schema`."""

from collections.abc import Sequence

from bot.slack.messages.message import SECTION_LIMIT, Message, clip, section
from sync.selection import WORDS


def help_message(command: str, environments: Sequence[str]) -> Message:
    """Every command, with what may stand behind it.

    Args:
        command: What people type: `/schema`.
        environments: Names of the environments, in the order of the configuration.
    """
    usage = (
        (f"{command} diff [A] [B] [kind]", "what differs between two environments; without names, the usual two"),
        (f"{command} status", "which environments there are, and whether they answer"),
        (f"{command} help", "this"),
    )
    lines = [f"• `{words}`: {meaning}" for words, meaning in usage]
    parts = (
        "\n".join(["*schemabot* compares the schemas of your databases.", *lines, f"Kinds: {', '.join(WORDS)}."]),
        clip(f"Environments: {', '.join(environments)}.", SECTION_LIMIT),
    )
    return Message("\n".join(parts), tuple(section(part) for part in parts))
