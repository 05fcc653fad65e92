"""Shows a comparison: text for people, JSON for programs."""

from sync.report.grouping import Group, grouped, summary
from sync.report.json import as_json
from sync.report.text import Line, Style, group_lines, lines, plain

__all__ = ["Group", "Line", "Style", "as_json", "group_lines", "grouped", "lines", "plain", "summary"]
