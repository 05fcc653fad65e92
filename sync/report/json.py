"""A comparison as JSON, version 1. Described in docs/json.md."""

import json
from typing import Any

from sync.compare import AttributeChange, Difference
from sync.diff import Comparison

VERSION = 1


def as_json(comparison: Comparison) -> str:
    """The document, indented, without a line end."""
    return json.dumps(
        {
            "version": VERSION,
            "a": comparison.a,
            "b": comparison.b,
            "equal": comparison.equal,
            "differences": [difference_json(difference) for difference in comparison.differences],
            "diagnostics": [{"code": one.code, "message": one.message} for one in comparison.diagnostics],
        },
        indent=2,
        ensure_ascii=False,
    )


def difference_json(difference: Difference) -> dict[str, Any]:
    """One difference, as it stands in documents."""
    return {
        "change": difference.change.value,
        "kind": difference.identity.kind.value,
        "identity": str(difference.identity),
        "parent": difference.identity.parent,
        "attributes": {one.name: _pair(one) for one in difference.attributes},
    }


def _pair(change: AttributeChange) -> list[Any]:
    return [list(value) if isinstance(value, tuple) else value for value in (change.old, change.new)]
