"""A plan as migration files: the same statements as in a script, without what only psql or a session needs.

A migration is one transaction by itself, and what runs it sets timeouts. So there is no `BEGIN` where a plan is one
transaction, and what has to be set is set for the transaction alone. A plan of several becomes a file for each, which
both schemabot and the Supabase CLI run rightly; only what has to be one file has `BEGIN` and `COMMIT` in it. The way
back stands in comments at the end, see `sync.migrations.rollback`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sync.errors import PlanError, one_line
from sync.migrations.template import QUESTION, WHY
from sync.plan.batches import Batch
from sync.plan.secrets import Variables
from sync.planning.value import Plan
from sync.report.plan import effect_lines, endangered

# What the plan was made and proven with: names are written in full, and bodies may need what comes after them.
_SETTINGS = "SET LOCAL search_path = '';\nSET LOCAL check_function_bodies = off;\n"
_HEADING = "rollback"
# It ends a comment as a line feed does.
_LONE_RETURN = re.compile(r"\r(?!\n)")


def as_migrations(found: Plan) -> list[list[str]]:
    """The files, in the order in which they are to be applied, each in pieces: one for what takes effect together.

    Raises:
        PlanError: They would have secrets in them.
    """
    _refuse_secrets(found)
    number = len(found.batches)
    if number == 1:
        return [list(as_migration(found))]
    return [list(_part(found, one, position, number)) for position, one in enumerate(found.batches, 1)]


def _part(found: Plan, batch: Batch, position: int, number: int) -> Iterator[str]:
    if position == 1:
        yield from _head(found)
        yield f"-- Part 1 of {number}: each is committed before the next begins.\n"
    else:
        yield f"-- Part {position} of {number}, made together with the first, which says why.\n"
    yield from endangered(replace(found, batches=(batch,)))
    yield from _statements((batch,))
    yield "\n-- rollback\n"
    yield f"-- It is part {position} of {number}: schemabot rollback finds the way back from each and proves it.\n"


def as_migration(found: Plan) -> Iterator[str]:
    """One file with all of it, in pieces; with transactions of its own where it has to be several.

    Raises:
        PlanError: It would have secrets in it.
    """
    _refuse_secrets(found)
    yield from _head(found)
    if len(found.batches) > 1 or not all(one.in_transaction for one in found.batches):
        yield "-- Not one transaction: some statements refuse one, or have to be committed before others.\n"
    yield from endangered(found)
    yield from _statements(found.batches)
    yield "\n-- rollback\n"
    yield from _way_back(found)


def to_be_looked_at(found: Plan) -> Iterator[str]:
    """What people should see before they take a migration as it is: open questions, and what is lost."""
    yield from (f"{QUESTION} {one_line(one.question)}" for one in found.questions)
    yield from (f"LOSES DATA: {one_line(one)}" for one in found.lost)


def _refuse_secrets(found: Plan) -> None:
    if secrets := _secrets(found.batches):
        raise PlanError(
            f"the migration would need secrets, which belong into no file: {', '.join(secrets)}",
            "run schemabot diff --format sql for a script that psql fills them into",
        )


def _head(found: Plan) -> Iterator[str]:
    yield f"-- {WHY}\n"
    yield f"-- From {one_line(found.a.label)} to {one_line(found.b.label)}, by a plan of schemabot.\n"
    if found.proven:
        but = ", but for roles and security labels, which a copy has not" if found.is_proven_in_part else ""
        yield f"-- Proven{but}: on a copy of the schema nothing differed afterwards.\n"
    yield from (f"-- {one_line(one.message)}\n" for one in found.diagnostics)
    yield from (f"-- {QUESTION} {one_line(one.question)}\n" for one in found.questions)


def _statements(batches: Sequence[Batch]) -> Iterator[str]:
    about = ""
    for batch in batches:
        has_borders = batch.in_transaction and len(batches) > 1
        if has_borders:
            yield "\nBEGIN;"
        if batch.in_transaction:
            yield f"\n{_SETTINGS}"
        for one in batch.statements:
            if one.about != about:
                about = one.about
                named = one.subject if one_line(about).rstrip(": ").lower() == _HEADING else about
                yield f"\n-- {one_line(named)}\n"
            yield from effect_lines(one)
            yield f"{one.sql};\n"
        if has_borders:
            yield "\nCOMMIT;\n"


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
