"""A plan as a script for psql: what it is, what it endangers, and the statements under what they are about."""

from collections import Counter
from collections.abc import Iterator

from sync.errors import one_line
from sync.plan.batches import Statement
from sync.plan.effects.effect import HazardKind
from sync.plan.effects.sizes import shown
from sync.plan.secrets import Variables
from sync.planning.value import Plan, stream

# What is told at the head one by one, and under which word; of others only how many statements there are.
_FIRST = {
    HazardKind.DATA_LOSS: "LOSES DATA",
    HazardKind.ACCESS_WIDENED: "WIDENS ACCESS",
    HazardKind.PROTECTION_DISABLED: "LESS PROTECTED",
    HazardKind.NOT_JUDGED: "RUNS CODE",
    HazardKind.IRREVERSIBLE: "CANNOT BE UNDONE",
}


def as_script(found: Plan) -> Iterator[str]:
    """The script, in pieces."""
    yield f"-- From {one_line(found.a.label)} to {one_line(found.b.label)}. Written by schemabot.\n"
    yield from (f"-- {one_line(diagnostic.message)}\n" for diagnostic in found.diagnostics)
    yield from (f"-- QUESTION: {one_line(one.question)}\n" for one in found.questions)
    if not found.batches:
        what = "No statement changes what differs" if found.differences else "No difference"
        yield f"-- {what}: nothing is to be done.\n"
        return
    if found.has_secrets:
        yield "-- Has secrets in clear: keep it to yourself.\n"
    yield from _proof(found)
    variables = Variables((one.sql, one.subject) for one in _statements(found))
    if not variables.needed:
        yield "-- Run it as it is: psql -v ON_ERROR_STOP=1 -f this-file\n"
    yield from endangered(found)
    yield from variables.head()
    yield "\n"
    about = ""
    for sql, statement in stream(found.batches):
        if statement is None:
            yield f"{sql};\n"
            continue
        if statement.about != about:
            about = statement.about
            yield f"\n-- {one_line(about)}\n"
        yield from effect_lines(statement)
        yield from variables.script(sql)


def _statements(found: Plan) -> Iterator[Statement]:
    return (one for batch in found.batches for one in batch.statements)


def _proof(found: Plan) -> Iterator[str]:
    if found.proven:
        but = ", but for roles and security labels, which a copy has not" if found.is_proven_in_part else ""
        yield f"-- Proven{but}: on a copy of the schema nothing differed afterwards.\n"
    else:
        yield "-- Not proven: nobody has tried this.\n"


def endangered(found: Plan) -> Iterator[str]:
    """What it endangers, for the head of a script."""
    hazards = [hazard for one in _statements(found) for hazard in one.effect.hazards]
    for kind, word in _FIRST.items():
        yield from (f"-- {word}: {one_line(one.text)}\n" for one in hazards if one.kind is kind)
    counted = Counter(one.kind for one in hazards if one.kind not in _FIRST)
    if counted:
        said = ", ".join(f"{counted[kind]} {kind.value}" for kind in HazardKind if kind in counted)
        yield f"-- Others, each beside its statement: {said}\n"


def effect_lines(statement: Statement) -> Iterator[str]:
    """What a statement endangers, and who waits for it."""
    yield from (f"-- {one.kind}: {one_line(one.text)}\n" for one in statement.effect.hazards)
    for lock in statement.effect.locks:
        if lock.mode.waiting:
            size = f" ({shown(lock.size)})" if lock.size else ""
            yield f"-- {lock.mode} lock on {one_line(str(lock.relation))}{size}: {lock.mode.waiting}\n"
