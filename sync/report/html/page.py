"""Renders the page: one template, one style sheet, one script, all in one document that may load nothing."""

from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sync.compare import Change
from sync.diff import Comparison
from sync.errors import visible
from sync.report.grouping import grouped, summary
from sync.report.html.views import group_view
from sync.report.notes import notes
from sync.report.text import headline


def as_html(comparison: Comparison) -> str:
    """The whole document, the same for the same comparison, without a line end."""
    groups = grouped(comparison.differences)
    kinds = summary(groups)
    totals: Counter[Change] = sum((counts for _, counts in kinds), Counter())
    style, script = _inline("page.css"), _inline("page.js")
    page = _environment().get_template("page.html.j2")
    return page.render(
        headline=headline(comparison),
        a=comparison.a,
        b=comparison.b,
        changes=tuple(Change),
        kinds=kinds,
        totals=totals,
        total=totals.total(),
        groups=tuple(map(group_view, groups)),
        notes=tuple(notes(comparison)),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
    )


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        finalize=_finalized,
        loader=PackageLoader("sync.report.html", "page"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def _finalized(value: Any) -> Any:
    """Every text that the template prints, before it is escaped: none can hide a character."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _inline(name: str) -> Markup:
    """A file of this project as it stands in the page: it is ours, and only that is not escaped."""
    return Markup(resources.files("sync.report.html").joinpath("page", name).read_text(encoding="utf-8"))  # noqa: S704


def _hash(text: str) -> str:
    """How a Content-Security-Policy names the one inline text that it lets through."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
