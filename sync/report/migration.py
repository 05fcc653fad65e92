"""A plan as a migration file: the same statements as in a script, without what only psql or a session needs.

A migration is one transaction by itself, and what runs it sets timeouts. So there is no `BEGIN`, and what has to be set
is set for the transaction alone. The way back stands in comments at its end, see `sync.migrations.rollback`.
"""

import re
from collections.abc import Iterable, Iterator

from sync.errors import PlanError, one_line
from sync.migrations.template import WHY
from sync.plan.batches import Batch
from sync.plan.secrets import Variables
from sync.planning.value import Plan
from sync.report.plan import effect_lines, endangered

# What the plan was made and proven with: names are written in full, and bodies may need what comes after them.
_SETTINGS = "SET LOCAL search_path = '';\nSET LOCAL check_function_bodies = off;\n"
_HEADING = "rollback"
# It ends a comment as a line feed does.
_LONE_RETURN = re.compile(r"\r(?!\n)")


def as_migration(found: Plan) -> Iterator[str]:
    """The file, in pieces.

    Raises:
        PlanError: It would have secrets in it.
    """
    if secrets := _secrets(found.batches):
        raise PlanError(
            f"the migration would need secrets, which belong into no file: {', '.join(secrets)}",
            "run schemabot diff --format sql for a script that psql fills them into",
        )
    yield f"-- {WHY}\n"
    yield f"-- From {one_line(found.a.label)} to {one_line(found.b.label)}, by a plan of schemabot.\n"
    if found.proven:
        but = ", but for roles and security labels, which a copy has not" if found.is_proven_in_part else ""
        yield f"-- Proven{but}: on a copy of the schema nothing differed afterwards.\n"
    yield from (f"-- {one_line(one.message)}\n" for one in found.diagnostics)
    yield from (f"-- QUESTION: {one_line(one.question)}\n" for one in found.questions)
    if len(found.batches) > 1 or not all(one.in_transaction for one in found.batches):
        yield "-- Not one transaction: some statements refuse one, or have to be committed before others.\n"
    yield from endangered(found)
    yield from _statements(found.batches)
    yield "\n-- rollback\n"
    yield from _way_back(found)


def _statements(batches: Iterable[Batch]) -> Iterator[str]:
    about = ""
    for batch in batches:
        if batch.in_transaction:
            yield f"\n{_SETTINGS}"
        for one in batch.statements:
            if one.about != about:
                about = one.about
                named = one.subject if one_line(about).rstrip(": ").lower() == _HEADING else about
                yield f"\n-- {one_line(named)}\n"
            yield from effect_lines(one)
            yield f"{one.sql};\n"


def _way_back(found: Plan) -> Iterator[str]:
    """The statements that take it back, each line behind `--`; or why there are none."""
    why_not = _why_not(found)
    if why_not:
        yield f"-- There is no way back that could be written here: {one_line(why_not).rstrip('.;')}.\n"
        return
    assert found.reverse is not None
    yield from (f"-- -- What it does not bring back: {one_line(one)}\n" for one in found.lost)
    for line in "".join(_statements(found.reverse.batches)).strip("\n").split("\n"):
        yield f"-- {line}\n" if line else "--\n"


def _why_not(found: Plan) -> str:
    reverse = found.reverse
    if reverse is None or not (reverse.refused or reverse.batches):
        return "none was looked for"
    if reverse.refused:
        return reverse.refused
    if secrets := _secrets(reverse.batches):
        return f"it needs secrets ({', '.join(secrets)})"
    statements = (one.sql for batch in reverse.batches for one in batch.statements)
    if any(_LONE_RETURN.search(sql) for sql in statements):
        return "it has carriage returns, which end a comment"
    return ""


def _secrets(batches: Iterable[Batch]) -> list[str]:
    """What secrets there are, for people."""
    variables = Variables((one.sql, one.subject) for batch in batches for one in batch.statements)
    elsewhere = [f"{variables.elsewhere} in names"] if variables.elsewhere else []
    return [*(one.about for one in variables.needed), *elsewhere]
