"""Shows a comparison: text for people, JSON for programs."""

from sync.errors import visible
from sync.report.describe import describe, shown
from sync.report.grouping import Group, grouped, summary
from sync.report.json import as_json
from sync.report.notes import notes
from sync.report.text import Line, Style, changes_text, group_lines, headline, lines, plain

__all__ = [
    "Group",
    "Line",
    "Style",
    "as_json",
    "changes_text",
    "describe",
    "group_lines",
    "grouped",
    "headline",
    "lines",
    "notes",
    "plain",
    "shown",
    "summary",
    "visible",
]
