"""docs/json.md names every rule of `schemabot validate`, and none that does not exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sync.migrations import folder
from sync.migrations.checks import checking

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
_MAKE_FINDINGS = {"Finding": 1, "Misnamed": 1, "_error": 0}


def rules_of(path: Path) -> Iterator[str]:
    """The rules of the findings that a module makes, where they are constants."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MAKE_FINDINGS:
            rule = node.args[_MAKE_FINDINGS[node.func.id]]
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                yield rule.value


def test_every_rule_is_described() -> None:
    section = PAGE.partition("## The JSON of `schemabot validate`")[2].partition("\n## ")[0]
    table = section.partition("| rule | is |")[2]
    described = {
        rule for row in table.splitlines() for rule in re.findall(r"`([^`]+)`", row.split("|")[1] if "|" in row else "")
    }
    modules = (*Path(checking.__file__).parent.glob("*.py"), Path(folder.__file__))
    made = {rule for path in modules for rule in rules_of(path)}
    assert {"name", "begin", "why", "edited"} <= made
    named_by_variables = {"psql-command", "psql-variable", "copy-rows", "syntax", "squawk/…"}
    assert described - named_by_variables == made - named_by_variables
