"""What statements write to that stand within others: in the body of a function, in a rule, in PREPARE."""

from typing import Any

from sync.plan.effects import trees
from sync.plan.effects.effect import LockMode
from sync.plan.effects.judgement import Judgement

WRITING = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"})
_OF_RULES = frozenset({"old", "new"})


def locked(node: Any, judgement: Judgement) -> None:
    """The parser's names for what is written to are looked up when it is said, and locked."""
    for _, one in trees.all_nodes(node):
        if type(one).__name__ in WRITING and one.relation.relname not in _OF_RULES:
            judgement.lock(judgement.state.named(one.relation), LockMode.ROW_EXCLUSIVE)
