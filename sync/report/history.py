"""What a database has written down of its migrations, for people and for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sync.migrations.history import Applied, Did, Run, RunState
from sync.wording import counted

VERSION = 1
_WORDS = {
    Did.APPLY: "applied",
    Did.ROLLBACK: "taken back",
    Did.MARK: "told to be applied",
    Did.UNMARK: "told not to be applied",
}


def history_lines(label: str, applied: Sequence[Applied], runs: Sequence[Run]) -> Iterator[str]:
    """What it has, in the order of the versions, and under each what schemabot did about it."""
    if not applied and not runs:
        yield f"{label} has no migrations"
        return
    there = {one.version: one for one in applied}
    for version in sorted({*there, *(one.version for one in runs)}):
        own = [one for one in runs if one.version == version]
        name = (there[version].name if version in there else None) or (own[-1].name if own else "")
        state = "applied" if version in there else "not applied"
        yield f"{version}  {name}  {state}" + ("" if own else ", not by schemabot")
        yield from (f"    {_line(one)}" for one in own)


def history_json(label: str, applied: Sequence[Applied], runs: Sequence[Run]) -> str:
    """The same as JSON, see docs/json.md."""
    document = {
        "version": VERSION,
        "environment": label,
        "applied": [
            {"version": one.version, "name": one.name, "statements": len(one.statements or ())} for one in applied
        ],
        "runs": [_plain(one) for one in runs],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _line(one: Run) -> str:
    said = [_WORDS[one.action]]
    if one.state is RunState.FAILED:
        said = [f"failed to be {_WORDS[one.action]}"]
    elif one.state is RunState.RUNNING:
        said = [f"is being {_WORDS[one.action]}, or was left half-way"]
    said.append(f"by {one.run_by} on {one.started_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
    if one.finished_at is not None and one.action in (Did.APPLY, Did.ROLLBACK):
        said.append(f"in {(one.finished_at - one.started_at).total_seconds():.2f} s")
    if one.rows_affected:
        said.append(counted(one.rows_affected, "row"))
    if len(one.steps) > 1:
        said.append(f"{one.steps_done} of {len(one.steps)} steps done")
    line = ", ".join(said)
    if one.error:
        line += f": {one.error}"
    return f"{line}; passed over: {one.overridden}" if one.overridden else line


def _plain(one: Run) -> dict[str, Any]:
    return {
        "version": one.version,
        "name": one.name,
        "action": one.action.value,
        "state": one.state.value,
        "digest": one.digest,
        "steps": len(one.steps),
        "steps_done": one.steps_done,
        "started_at": _moment(one.started_at),
        "finished_at": _moment(one.finished_at),
        "rows": one.rows_affected,
        "notices": list(one.notices),
        "error": one.error,
        "run_by": one.run_by,
        "deployment": one.deployment,
        "overridden": one.overridden,
        "tool_version": one.tool_version,
    }


def _moment(one: datetime | None) -> str | None:
    return one.astimezone(UTC).isoformat() if one is not None else None
