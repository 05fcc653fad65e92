"""A plan as a script for psql: what it is, what it loses, and the statements under what they are about."""

from collections.abc import Iterator

from sync.errors import one_line
from sync.model import Kind
from sync.plan.actions import Action, Part
from sync.plan.export import SETTINGS, missing_secrets
from sync.planning import BEGIN, COMMIT, Plan, needs_commit

# What holds data that nothing else has.
_DATA = frozenset({Kind.TABLE, Kind.COLUMN, Kind.SEQUENCE, Kind.SCHEMA, Kind.EXTENSION})


def as_script(found: Plan) -> Iterator[str]:
    """The script, in pieces."""
    yield f"-- From {one_line(found.a)} to {one_line(found.b)}. Written by schemabot.\n"
    yield from (f"-- {one_line(diagnostic.message)}\n" for diagnostic in found.diagnostics)
    if not found.differences:
        yield "-- No difference: nothing is to be done.\n"
        return
    if found.proven:
        but = ", but for what is about roles, which a copy has not" if found.changes_roles else ""
        yield f"-- Proven{but}: on a copy of the schema nothing differed afterwards.\n"
    else:
        yield "-- Not proven: nobody has tried this.\n"
    yield "-- Run it as it is: psql -v ON_ERROR_STOP=1 -f this-file\n"
    yield from missing_secrets(found.statements)
    yield from (f"-- LOSES DATA: {one_line(text)}\n" for text in _lost(found.actions))
    yield "\n"
    yield from (f"{one};\n" for one in (*SETTINGS, BEGIN))
    shown = ""
    for action in found.actions:
        if action.about != shown:
            shown = action.about
            yield f"\n-- {one_line(shown)}\n"
        yield from (f"{one};\n" for one in action.statements)
        if needs_commit(action):
            yield f"{COMMIT};\n{BEGIN};\n"
    yield f"\n{COMMIT};\n"


def _lost(actions: tuple[Action, ...]) -> Iterator[str]:
    for action in actions:
        of, part = action.step
        if part is Part.GONE and of.kind in _DATA:
            yield f"{of.kind} {of} is dropped"
