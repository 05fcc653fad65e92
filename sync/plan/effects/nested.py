"""What runs other statements: DO, EXPLAIN ANALYZE, EXECUTE, COPY and CREATE TABLE of a query, CALL, CREATE SCHEMA."""

from collections.abc import Callable
from typing import Any

from sync.model.identity import quoted
from sync.parsing import unwrapped
from sync.plan.effects import calls, create, protection, targets, trees
from sync.plan.effects.blocks import Block
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import Judgement

Run = Callable[[str, Any, Judgement], None]


def done(node: Any, judgement: Judgement, run: Run) -> None:
    """DO."""
    block = Block(node)
    if protection.enforced_otherwise(block.text, judgement):
        return
    if block.ends_transactions:
        judgement.refuse_transaction()
    was_uncertain, judgement.state.uncertain = judgement.state.uncertain, True
    for text in block.statements:
        found = trees.statement(text) if text is not None else None
        if found is None:
            judgement.tell(HazardKind.NOT_JUDGED, "runs code that is not judged")
        else:
            run(*found, judgement)
    judgement.state.uncertain = was_uncertain


def explained(node: Any, judgement: Judgement, run: Run) -> None:
    """EXPLAIN, which runs what it explains where it is to ANALYZE it."""
    options = trees.options(node.options)
    if "analyze" in options and trees.is_on(options["analyze"]):
        run(*unwrapped(node.query), judgement)
    else:
        targets.locked(node, judgement)


def prepared(node: Any, judgement: Judgement, _: Run) -> None:
    """PREPARE."""
    targets.locked(node, judgement)
    judgement.state.prepared[node.name].append(node.query)


def executed(node: Any, judgement: Judgement, run: Run) -> None:
    """EXECUTE, of all that was prepared under a name."""
    found = judgement.state.prepared.get(node.name, ())
    for one in found:
        run(*unwrapped(one), judgement)
    if not found:
        judgement.tell(HazardKind.NOT_JUDGED, f"runs {node.name}, which was prepared elsewhere")


def schema(node: Any, judgement: Judgement, run: Run) -> None:
    """CREATE SCHEMA with what is in it."""
    state = judgement.state
    path = state.path
    state.path = (node.schemaname or node.authrole.rolename, *path)
    for one in node.schema_elts:
        run(*unwrapped(one), judgement)
    state.path = path


def called(node: Any, judgement: Judgement, _: Run) -> None:
    """CALL."""
    calls.told(".".join(map(quoted, trees.names(node.funccall.funcname))), judgement)
    for one in node.funccall.args:
        calls.judged(one, judgement)


def table_as(node: Any, judgement: Judgement, run: Run) -> None:
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW, also of EXECUTE."""
    if not node.into.skip_data:
        run(*unwrapped(node.query), judgement)
    create.table_as(node, judgement)


def copied(node: Any, judgement: Judgement, run: Run) -> None:
    """COPY."""
    if node.filename:
        where = "a program on the server" if node.is_program else "a file of the server"
        text = f"reads what {where} gives" if node.is_from else f"gives rows to {where}"
        judgement.tell(HazardKind.NOT_JUDGED, text)
    if node.HasField("query"):
        run(*unwrapped(node.query), judgement)
    elif node.is_from:
        judgement.lock(judgement.state.certain(node.relation), LockMode.ROW_EXCLUSIVE)
