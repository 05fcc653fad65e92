"""What reads and writes rows, and what tends to tables: INSERT, TRUNCATE, LOCK, VACUUM, CLUSTER, REINDEX, REFRESH."""

from typing import Any

from sync.model import Kind
from sync.parsing import TREE, unwrapped
from sync.plan.effects import calls, create, trees
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement, column
from sync.plan.effects.relations import USUAL_TABLESPACE, Relation
from sync.plan.effects.targets import WRITING

_MOVED = {TREE.OBJECT_TABLE: Kind.TABLE, TREE.OBJECT_MATVIEW: Kind.MATERIALIZED_VIEW}


def selected(node: Any, judgement: Judgement) -> None:
    """SELECT, which may write in WITH and by calling setval and nextval."""
    create.selected_into(node, judgement)
    within(node, judgement)


def written(node: Any, judgement: Judgement) -> None:
    """INSERT, UPDATE, DELETE, MERGE."""
    _written(node, judgement)
    within(node, judgement)


def within(node: Any, judgement: Judgement) -> None:
    """What a query does beside giving rows."""
    calls.judged(node, judgement)
    for _, one in trees.all_nodes(node):
        kind = type(one).__name__
        if kind in WRITING and one is not node:
            _written(one, judgement)
        elif kind == "FuncCall":
            _called(one, node, judgement)


def _written(node: Any, judgement: Judgement) -> None:
    """Which partitions get new rows, only the rows tell."""
    relation = judgement.state.certain(node.relation)
    kind = type(node).__name__
    tables = (relation, *relation.below) if kind != "InsertStmt" and node.relation.inh else (relation,)
    judgement.lock_all(tables, LockMode.ROW_EXCLUSIVE)
    if relation.identity.schema == calls.BUILT_IN:
        judgement.tell(HazardKind.NOT_JUDGED, f"writes to {relation}, and what that does is not judged")
    elif kind == "MergeStmt":
        _merged(relation, node, judgement)
    elif kind in ("DeleteStmt", "UpdateStmt") and not relation.is_new and _is_about_all(node):
        _written_everywhere(relation, node, judgement)


def _is_about_all(node: Any) -> bool:
    """Whether there is no condition, or one that is the same for all rows."""
    condition = node.where_clause if node.HasField("where_clause") else None
    kind = unwrapped(condition)[0] if condition is not None else ""
    return kind != "CurrentOfExpr" and not trees.columns(condition)


def _merged(relation: Relation, node: Any, judgement: Judgement) -> None:
    found = {unwrapped(one)[1].command_type for one in node.merge_when_clauses}
    if TREE.CMD_DELETE in found and not relation.is_new:
        judgement.tell(HazardKind.DATA_LOSS, f"deletes rows of {relation}", relation)


def _written_everywhere(relation: Relation, node: Any, judgement: Judgement) -> None:
    if type(node).__name__ == "DeleteStmt":
        _lost(f"deletes all rows of {IT}", relation, judgement, below=node.relation.inh)
        return
    names = [unwrapped(one)[1].name for one in node.target_list]
    old = [name for name in names if name not in relation.fields or not relation.fields[name].is_new]
    if old:
        what = ", ".join(column(relation, name) for name in old)
        _lost(f"overwrites {what} in all rows of {IT}", relation, judgement, below=node.relation.inh)


def _lost(text: str, relation: Relation, judgement: Judgement, *, below: bool) -> None:
    """Rows are lost, also those that are elsewhere and only seen here."""
    if relation.kind in (Kind.VIEW, Kind.FOREIGN_TABLE) and not relation.is_new:
        judgement.tell(HazardKind.DATA_LOSS, text.replace(IT, str(relation)), relation)
    else:
        judgement.tell_of_rows(HazardKind.DATA_LOSS, text, relation, below=below)


def _called(call: Any, node: Any, judgement: Judgement) -> None:
    """A call of setval, which may read another sequence to go on where that has come to."""
    is_certain = type(node).__name__ == "SelectStmt" and not judgement.state.uncertain
    if trees.names(call.funcname)[-1:] == ("setval",) and is_certain:
        for one in trees.ranges(node.from_clause):
            judgement.state.continued.add(judgement.state.place(one.schemaname, one.relname))


def truncated(node: Any, judgement: Judgement) -> None:
    """TRUNCATE."""
    waiting = [(judgement.state.certain(one), one.inh) for one in trees.ranges(node.relations)]
    seen: set[Relation] = set()
    while waiting:
        relation, below = waiting.pop()
        if relation in seen:
            continue
        tables = (relation, *relation.below) if below else (relation,)
        seen.update(tables)
        judgement.lock_all(tables, LockMode.ACCESS_EXCLUSIVE)
        _lost(f"deletes all rows of {IT}", relation, judgement, below=below)
        if node.behavior == TREE.DROP_CASCADE:
            waiting += [(one, True) for table in tables for one, _, _ in judgement.state.referencing(table)]


def locked(node: Any, judgement: Judgement) -> None:
    """LOCK."""
    for one in trees.ranges(node.relations):
        relation = judgement.state.certain(one)
        judgement.lock_all((relation, *(relation.below if one.inh else ())), LockMode(node.mode))


def vacuumed(node: Any, judgement: Judgement) -> None:
    """VACUUM and ANALYZE."""
    options = trees.options(node.options)
    is_full = "full" in options and trees.is_on(options["full"])
    mode = LockMode.ACCESS_EXCLUSIVE if is_full else LockMode.SHARE_UPDATE_EXCLUSIVE
    named = [judgement.state.certain(unwrapped(one)[1].relation) for one in node.rels]
    for relation in named:
        tables = (relation, *(relation.below if relation.is_partitioned else ()))
        judgement.lock_all((one for one in tables if one.has_storage or not node.is_vacuumcmd), mode)
        if is_full:
            judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"rewrites {IT}", relation, below=relation.is_partitioned)
    if is_full and not named:
        judgement.tell(HazardKind.TABLE_REWRITE, "rewrites all tables of the database, one after the other")


def clustered(node: Any, judgement: Judgement) -> None:
    """CLUSTER."""
    if not node.HasField("relation"):
        judgement.tell(HazardKind.TABLE_REWRITE, "rewrites all tables that were clustered before")
        return
    relation = judgement.state.certain(node.relation)
    judgement.lock_all((relation, *(relation.below if relation.is_partitioned else ())), LockMode.ACCESS_EXCLUSIVE)
    judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"rewrites {IT}", relation, below=relation.is_partitioned)


def reindexed(node: Any, judgement: Judgement) -> None:
    """REINDEX."""
    options = trees.options(node.params)
    concurrently = "concurrently" in options and trees.is_on(options["concurrently"])
    if node.kind == TREE.REINDEX_OBJECT_INDEX:
        found = judgement.state.index_named(node.relation.schemaname, node.relation.relname)
        if found is not None:
            for relation, key in (found, *judgement.state.parts(found[1])):
                _reindexed(relation, [key.place[1]], judgement, concurrently=concurrently)
    elif node.kind == TREE.REINDEX_OBJECT_TABLE:
        named = judgement.state.certain(node.relation)
        for relation in (named, *(named.below if named.is_partitioned else ())):
            _reindexed(relation, list(relation.keys), judgement, concurrently=concurrently)
    elif node.kind == TREE.REINDEX_OBJECT_SCHEMA:
        for relation in list(judgement.state.all_in(node.name, (Kind.TABLE, Kind.MATERIALIZED_VIEW))):
            _reindexed(relation, list(relation.keys), judgement, concurrently=concurrently)
    else:
        judgement.tell(HazardKind.INDEX_BUILD, "builds all indexes of the database again")


def _reindexed(relation: Relation, names: list[str], judgement: Judgement, *, concurrently: bool) -> None:
    if not relation.has_storage:
        return
    judgement.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE if concurrently else LockMode.SHARE)
    for name in names:
        if not concurrently:
            judgement.lock_index(relation, relation.keys[name], LockMode.ACCESS_EXCLUSIVE)
    indexes = f"index {names[0]}" if len(names) == 1 else f"{len(names)} indexes"
    if names:
        judgement.tell_of_rows(HazardKind.INDEX_BUILD, f"builds {indexes} of {IT} again", relation)
        if concurrently and not relation.is_new:
            text = f"leaves an invalid index on {relation} if it fails"
            judgement.tell(HazardKind.INVALID_ON_FAILURE, text, relation)


def refreshed(node: Any, judgement: Judgement) -> None:
    """REFRESH MATERIALIZED VIEW."""
    relation = judgement.state.certain(node.relation, Kind.MATERIALIZED_VIEW)
    judgement.lock(relation, LockMode.EXCLUSIVE if node.concurrent else LockMode.ACCESS_EXCLUSIVE)
    if not node.concurrent:
        judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"fills {IT} anew", relation)


def moved_together(node: Any, judgement: Judgement) -> None:
    """ALTER TABLE ALL IN TABLESPACE, and the same of materialized views and of indexes."""
    kind = _MOVED.get(node.objtype)
    if kind is None:
        text = f"copies all indexes of tablespace {node.orig_tablespacename} to another one"
        judgement.tell(HazardKind.INDEX_BUILD, text)
        return
    for one in judgement.state.all_of([kind]):
        tablespace = one.facts.tablespace if one.facts is not None else None
        if (tablespace or USUAL_TABLESPACE) == node.orig_tablespacename:
            judgement.lock(one, LockMode.ACCESS_EXCLUSIVE)
            if one.has_storage:
                judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"copies {IT} to another tablespace", one)
