"""A Dockerfile as values: its stages and their instructions."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from string import Template


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `COPY`, and all that stands behind it, with lines joined."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands from one FROM to the next.

    Attributes:
        name: As in `FROM … AS name`; empty for the one that becomes the image.
        base: The image that it begins with.
        instructions: Without FROM.
    """

    name: str
    base: str
    instructions: tuple[Instruction, ...]

    def last(self, name: str) -> str:
        """The value of an instruction of which the last one holds."""
        return [one.value for one in self.instructions if one.name == name][-1]

    def arguments(self, name: str) -> list[str]:
        """The same of one in exec form, such as ENTRYPOINT."""
        value = self.last(name)
        arguments: list[str] = json.loads(value[value.index("[") :])
        return arguments

    def environment(self, base: dict[str, str]) -> dict[str, str]:
        """The variables of the base and of all ENV."""
        values = dict(base)
        for one in self.instructions:
            if one.name == "ENV":
                pairs = (pair.partition("=") for pair in shlex.split(one.value))
                values |= {name: Template(value).substitute(values) for name, _, value in pairs}
        return values


def read_dockerfile(path: Path) -> tuple[Stage, ...]:
    """The stages of a Dockerfile, in order."""
    stages: list[Stage] = []
    for line in _lines(path.read_text()):
        name, _, value = line.partition(" ")
        if name == "FROM":
            base, _, alias = value.partition(" AS ")
            stages.append(Stage(alias, base, ()))
        else:
            stage = stages.pop()
            stages.append(Stage(stage.name, stage.base, (*stage.instructions, Instruction(name, value.strip()))))
    return tuple(stages)


def _lines(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()
