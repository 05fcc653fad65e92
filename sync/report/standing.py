"""Where environments stand: for people as a table with what to do about what is wrong, and for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any

from sync.migrations.history import Did, Run, RunState
from sync.migrations.migration import called
from sync.migrations.standing import Standing, State
from sync.status import EnvironmentStatus
from sync.wording import counted

VERSION = 1
_GAP = "  "


def table(found: Sequence[EnvironmentStatus], *, everything: bool = False) -> Iterator[str]:
    """Which environment has which migration: those that not all have as the files say, or all of them."""
    asked = [one for one in found if one.standings or one.half]
    names = {each.version: each.name for one in asked for each in one.half}
    names |= {each.version: each.name for one in asked for each in one.standings}
    rows, same = [], 0
    for version, name in sorted(names.items()):
        states = [_state(one, version) for one in asked]
        if not everything and set(states) == {State.APPLIED.value}:
            same += 1
            continue
        rows.append([version, name, *states])
    if rows:
        yield ""
        yield from _aligned([["version", "name", *(one.name for one in asked)], *rows])
    if same:
        where = "everywhere" if len(asked) == len(found) else f"to {', '.join(one.name for one in asked)}"
        yield f"{counted(same, 'migration')} applied {where}"
    yield from (f"{one.name}: not known, as it does not answer" for one in found if asked and one.problem)
    yield from (f"{one.name}: {one.unknown}" for one in found if one.unknown)


def proposals(found: Iterable[EnvironmentStatus]) -> list[str]:
    """What seems to be wrong in all environments, and what mends it."""
    return [line for one in found for line in proposals_for(one.standings, one.half, one.name)]


def proposals_for(found: Sequence[Standing], half: Iterable[Run], environment: str) -> list[str]:
    """What seems to be wrong in one environment, and what mends it."""
    files = {one.version for one in found if one.migration is not None}
    halves = [f"{half_line(one)}: {_end(one, environment, has_file=one.version in files)}" for one in half]
    return [f"{environment}: {line}" for line in (*halves, *(_proposal(one, environment) for one in found)) if line]


def half_line(one: Run) -> str:
    """How far something came that is half done, and since when."""
    what = "applied" if one.action is Did.APPLY else "taken back"
    how = f"is being {what}, or was left half-way" if one.state is RunState.RUNNING else f"is half {what}"
    step = f"step {one.steps_done + 1} of {len(one.steps)} {'was begun' if one.begun else 'is next'}"
    if one.steps_done == len(one.steps):
        done = "the one step is" if len(one.steps) == 1 else f"all {len(one.steps)} steps are"
        step = f"{done} done, and that is not written down"
    return (
        f"{called(one.version, one.name)} {how}, since {one.started_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC: {step}"
    )


def status_json(project: str, problem: str, found: Iterable[EnvironmentStatus]) -> str:
    """All of it as JSON, see docs/json.md; with why the files cannot be read, empty where they can."""
    document = {
        "version": VERSION,
        "project": project,
        "problem": problem,
        "environments": [_plain(one) for one in found],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _plain(one: EnvironmentStatus) -> dict[str, Any]:
    return {
        "environment": one.name,
        "branch": one.branch,
        "database": one.database,
        "profile": one.profile,
        "reachable": one.reachable,
        "problem": one.problem or one.unknown,
        "server_version": one.server_version,
        "milliseconds": round(one.milliseconds, 1),
        "migrations": [
            {
                "version": each.version,
                "name": each.name,
                "state": each.state.value,
                "out_of_order": each.out_of_order,
                "same_as": each.same_as,
            }
            for each in one.standings
        ],
        "half_done": [
            {
                "version": each.version,
                "name": each.name,
                "action": each.action.value,
                "state": each.state.value,
                "steps": len(each.steps),
                "steps_done": each.steps_done,
                "started_at": each.started_at.astimezone(UTC).isoformat(),
                "error": each.error,
                "run_by": each.run_by,
            }
            for each in one.half
        ],
    }


def _proposal(one: Standing, environment: str) -> str:
    name = one.called
    command = f"schemabot repair {environment}"
    if one.state is State.UNKNOWN and one.same_as:
        return (
            f"{name} is applied and has no file, and {one.same_as} has the same statements:"
            f" {command} --reverted {one.version} --applied {one.same_as}"
        )
    if one.state is State.UNKNOWN:
        return f"{name} is applied and has no file: bring it back, or {command} --reverted {one.version}"
    if one.is_another and one.applied:
        return (
            f"{name} has the version under which {called(one.version, one.applied.name)} is applied:"
            " give it a later one, and bring that file back"
        )
    if one.state is State.EDITED:
        return (
            f"{name} was edited after it was applied: put it back, or, where only its text changed,"
            f" {command} --applied {one.version}"
        )
    if one.out_of_order and not one.same_as:
        return (
            f"{name} is pending, and later ones are applied: give it a later version, or"
            f" schemabot deploy {environment} --accept out-of-order"
        )
    return ""


def _end(half: Run, environment: str, *, has_file: bool) -> str:
    """What brings it to its end."""
    command = f"schemabot repair {environment}"
    if half.action is not Did.APPLY:
        return (
            "roll back again, or make by hand what is gone, or undo the rest, and"
            f" {command} --applied {half.version}, or --reverted {half.version}"
        )
    if has_file:
        return "deploy goes on behind that"
    return f"bring its file back, or undo what is done and {command} --reverted {half.version}"


def _state(asked: EnvironmentStatus, version: str) -> str:
    for half in asked.half:
        if half.version == version:
            return "half applied" if half.action is Did.APPLY else "half taken back"
    one = next((each for each in asked.standings if each.version == version), None)
    if one is None:
        return ""
    return "pending, out of order" if one.out_of_order else one.state.value


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield _GAP.join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
