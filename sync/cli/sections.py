"""The list of commands in `schemabot --help`: in sections, in the order in which people come to need them."""

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

_SECTIONS = {
    "Migration files": ("new", "validate", "baseline", "squash"),
    "Deployments": ("status", "deploy", "rollback", "history", "repair"),
    "Comparison": ("diff", "drift", "snapshot", "export"),
    "Backups": ("backup", "backups", "restore"),
}
_OTHERS = "Others"


class Sections(TyperGroup):
    """The command with all others below it. Those of no section of ours come last, under the panel they name."""

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002 - the library's
        """Each with the first sentences about it, whole."""
        left = dict(self.commands)
        sections = {title: {name: left.pop(name) for name in names} for title, names in _SECTIONS.items()}
        for name, command in left.items():
            title = getattr(command, "rich_help_panel", None)
            sections.setdefault(title if isinstance(title, str) else _OTHERS, {})[name] = command
        for title, commands in sections.items():
            with formatter.section(title):
                formatter.write_dl([(name, _first(command.help or "")) for name, command in commands.items()])


def _first(text: str) -> str:
    """The first paragraph of a help text, in one line."""
    return " ".join(text.partition("\n\n")[0].split())
