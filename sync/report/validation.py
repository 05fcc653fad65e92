"""What was found about migration files: lines for people, JSON for programs, annotations for GitHub."""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sync.errors import one_line, visible
from sync.migrations.checks import Checked, Finding, Severity
from sync.report.text import Line, Style
from sync.wording import counted

VERSION = 1

_STYLES = {Severity.ERROR: Style.REMOVED, Severity.WARNING: Style.CHANGED, Severity.ADVICE: Style.PLAIN}
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_WORDS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def validation_lines(checked: Checked) -> Iterator[Line]:
    """All of it for people, file by file."""
    for file, findings in groupby(checked.findings, lambda one: one.file):
        yield Line(Style.HEADING, visible(file) if file else "history")
        for one in findings:
            place = f"{one.line}:{one.column or 1}" if one.line else "-"
            yield Line(_STYLES[one.severity], visible(f"  {place:<7} {one.severity:<8} {_said(one)}  [{one.rule}]"))
        yield Line(Style.PLAIN, "")
    yield Line(Style.TITLE, visible(summary(checked)))


def summary(checked: Checked) -> str:
    """How much was found, in one line."""
    number = counted(len(checked.folder.migrations), "migration")
    counts = ((one, checked.count(one)) for one in Severity)
    found = ", ".join(f"{count} {_WORDS[one][count != 1]}" for one, count in counts if count)
    return f"{number} in {checked.folder.label}: {found or 'nothing to say'}"


def validation_json(checked: Checked) -> str:
    """The document, version 1, described in docs/json.md; indented, without a line end."""
    return json.dumps(
        {
            "version": VERSION,
            "folder": checked.folder.label,
            "commit": checked.folder.commit or None,
            "migrations": len(checked.folder.migrations),
            "errors": checked.count(Severity.ERROR),
            "warnings": checked.count(Severity.WARNING),
            "advice": checked.count(Severity.ADVICE),
            "findings": [_finding(one) for one in checked.findings],
        },
        indent=2,
        ensure_ascii=False,
    )


def annotations(checked: Checked, path: Callable[[str], str] = str) -> Iterator[str]:
    """A line for each finding, as GitHub Actions takes it for an annotation.

    Source: GitHub's documentation, "Workflow commands for GitHub Actions".

    Args:
        checked: What was found.
        path: What a file is called from the root of the repository.
    """
    for one in checked.findings:
        properties = {
            "file": one.file and path(one.file),
            "line": one.line and str(one.line),
            "col": one.column and str(one.column),
            "title": one.rule,
        }
        given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
        yield f"::{_ANNOTATIONS[one.severity]} {given}::{_data(_said(one))}"


def _said(one: Finding) -> str:
    return one_line(f"{one.message}: {one.remedy}" if one.remedy else one.message)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "severity": one.severity.value,
        "rule": one.rule,
        "file": one.file or None,
        "line": one.line,
        "column": one.column,
        "migration": one.version or None,
        "message": one.message,
        "remedy": one.remedy or None,
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
