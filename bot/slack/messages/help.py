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
        (f"{command} drift [ENVIRONMENT]", "whether what is live is what the files say"),
        (f"{command} status", "which environments there are, whether they answer, and what is under way"),
        (f"{command} deploy ENVIRONMENT [commit]", "deploy the head of its branch, or a commit of it"),
        (f"{command} deployments [ENVIRONMENT]", "what is under way, and the last ones"),
        (f"{command} approve ID", "say yes to a deployment, as its button does"),
        (f"{command} accept ID", "let a deployment go on although an environment drifted"),
        (f"{command} reject ID reason", "say no to it, and why"),
        (f"{command} cancel ID", "take a deployment back before anything is applied"),
        (f"{command} retry ID", "try again what failed"),
        (f"{command} rollback ENVIRONMENT [VERSION]", "take back the last migration, or all behind a version"),
        (f"{command} help", "this"),
    )
    lines = [f"• `{words}`: {meaning}" for words, meaning in usage]
    parts = (
        "\n".join(
            [
                "*schemabot* compares the schemas of your databases, and deploys their migrations.",
                *lines,
                f"Kinds: {', '.join(WORDS)}.",
            ]
        ),
        clip(f"Environments: {', '.join(environments)}.", SECTION_LIMIT),
    )
    return Message("\n".join(parts), tuple(section(part) for part in parts))
