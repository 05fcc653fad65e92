"""How environments stand against their migrations, as JSON, version 1. Described in docs/json.md."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sync.drift import Drift
from sync.report.json import difference_json

VERSION = 1


def drift_json(found: Sequence[Drift], failed: Mapping[str, str]) -> str:
    """The document, indented, without a line end.

    Args:
        found: How environments stand.
        failed: By the name of an environment that could not be compared, why.
    """
    return json.dumps(
        {
            "version": VERSION,
            "drift": any(one.is_there for one in found),
            "environments": [_environment(one) for one in found],
            "failed": [{"environment": name, "error": error} for name, error in failed.items()],
        },
        indent=2,
        ensure_ascii=False,
    )


def _environment(one: Drift) -> dict[str, Any]:
    return {
        "environment": one.environment,
        "drift": one.is_there,
        "history": one.holding.has_history,
        "pending": list(one.holding.pending),
        "edited": list(one.holding.edited),
        "missing": list(one.holding.missing),
        "lost": list(one.holding.lost),
        "unfinished": list(one.holding.unfinished),
        "differences": [difference_json(difference) for difference in one.comparison.differences],
        "diagnostics": [{"code": each.code, "message": each.message} for each in one.comparison.diagnostics],
    }
