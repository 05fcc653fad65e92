"""A comparison as one HTML page that needs nothing else: no server, no network, no JavaScript to be read."""

from sync.report.html.page import as_html

__all__ = ["as_html"]
