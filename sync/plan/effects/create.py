"""What is made: it is new itself, and locks what it is made on, or reads it."""

from typing import Any

from sync.model import Identity, Kind
from sync.parsing import TREE, unwrapped
from sync.plan.effects import columns, constraints, partitions, protection, targets, trees, types
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.effects.relations import Key, Relation


def table(node: Any, judgement: Judgement) -> None:
    """CREATE TABLE."""
    state = judgement.state
    made = state.make(Kind.TABLE, node.relation)
    if state.relation(made.place) is None:  # else it fails, or changes nothing
        _fill(made, node, judgement)


def foreign_table(node: Any, judgement: Judgement) -> None:
    """CREATE FOREIGN TABLE."""
    made = judgement.state.make(Kind.FOREIGN_TABLE, node.base_stmt.relation)
    if judgement.state.relation(made.place) is None:
        _fill(made, node.base_stmt, judgement)


def _fill(made: Relation, node: Any, judgement: Judgement) -> None:
    made.is_partitioned = node.HasField("partspec")
    if made.is_partitioned:
        made.key_columns = partitions.key_columns(node.partspec)
    parents = [judgement.state.certain(one) for one in trees.ranges(node.inh_relations)]
    judgement.state.add(made)
    if node.HasField("partbound"):
        for parent in parents:
            judgement.lock(parent, LockMode.ACCESS_EXCLUSIVE)
            partitions.make_room(parent, node.partbound, judgement)
            partitions.followed(parent, judgement)
            partitions.joined(parent, made, node.partbound)
    else:
        judgement.lock_all(parents, LockMode.SHARE_UPDATE_EXCLUSIVE)
        made.parents = parents
        for parent in parents:
            parent.children.append(made)
    for parent in parents:
        made.fields.update(parent.fields)
    for kind, one in map(unwrapped, node.table_elts):
        if kind == "ColumnDef":
            _column(made, one, judgement)
        elif kind == "Constraint":
            constraints.added(made, one, judgement, below=True)
    for _, one in map(unwrapped, node.constraints):
        constraints.added(made, one, judgement, below=True)


def _column(made: Relation, definition: Any, judgement: Judgement) -> None:
    made.fields[definition.colname] = columns.field_of(definition, judgement)
    for one in constraints.of_column(definition):
        constraints.added(made, one, judgement, below=True)


def table_as(node: Any, judgement: Judgement) -> None:
    """CREATE TABLE AS and CREATE MATERIALIZED VIEW."""
    kind = Kind.MATERIALIZED_VIEW if node.objtype == TREE.OBJECT_MATVIEW else Kind.TABLE
    _added(judgement.state.make(kind, node.into.rel), judgement)


def _added(made: Relation, judgement: Judgement) -> None:
    if judgement.state.relation(made.place) is None:
        judgement.state.add(made)


def selected_into(node: Any, judgement: Judgement) -> None:
    """SELECT … INTO."""
    if node.HasField("into_clause"):
        _added(judgement.state.make(Kind.TABLE, node.into_clause.rel), judgement)


def view(node: Any, judgement: Judgement) -> None:
    """CREATE VIEW, also in the place of another one."""
    state = judgement.state
    on = {name for name, value in trees.options(node.options).items() if trees.is_on(value)}
    found = state.named(node.view) if node.replace else None
    if found is None:
        found = state.add(state.make(Kind.VIEW, node.view))
    judgement.lock(found, LockMode.ACCESS_EXCLUSIVE)
    protection.view_options_lost(found, {"security_invoker", "security_barrier"} - on, judgement)


def sequence(node: Any, judgement: Judgement) -> None:
    """CREATE SEQUENCE."""
    _added(judgement.state.make(Kind.SEQUENCE, node.sequence), judgement)


def index(node: Any, judgement: Judgement) -> None:
    """CREATE INDEX."""
    state = judgement.state
    relation = state.certain(node.relation)
    place = (relation.place[0], node.idxname)
    mode = LockMode.SHARE_UPDATE_EXCLUSIVE if node.concurrent else LockMode.SHARE
    if node.if_not_exists and node.idxname in relation.keys:
        judgement.lock(relation, mode)
        return
    below = relation.is_partitioned and node.relation.inh
    judgement.lock_all((relation, *(relation.below if below else ())), mode)
    if below or not relation.is_partitioned:
        judgement.tell_of_rows(HazardKind.INDEX_BUILD, f"builds an index over all of {IT}", relation, below=below)
    if node.concurrent and not relation.is_new:
        text = f"leaves an invalid index {node.idxname} on {relation} if it fails"
        judgement.tell(HazardKind.INVALID_ON_FAILURE, text, relation)
    identity = Identity(Kind.INDEX, *relation.place, node.idxname)
    relation.keys[node.idxname] = Key(identity, place, node, node.unique, is_new=True)


def trigger(node: Any, judgement: Judgement) -> None:
    """CREATE TRIGGER."""
    relation = judgement.state.certain(node.relation)
    if node.replace:
        protection.replaced(Kind.TRIGGER, relation, node.trigname, judgement)
    if node.row:
        relation.row_triggers.add(node.trigname)
    judgement.lock(relation, LockMode.SHARE_ROW_EXCLUSIVE)
    if node.row and relation.is_partitioned:
        judgement.lock_all(relation.below, LockMode.SHARE_ROW_EXCLUSIVE)


def rule(node: Any, judgement: Judgement) -> None:
    """CREATE RULE."""
    targets.locked(node, judgement)
    relation = judgement.state.certain(node.relation)
    if node.replace:
        protection.replaced(Kind.RULE, relation, node.rulename, judgement)
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)


def statistics(node: Any, judgement: Judgement) -> None:
    """CREATE STATISTICS."""
    for one in trees.ranges(node.relations):
        judgement.lock(judgement.state.certain(one), LockMode.SHARE_UPDATE_EXCLUSIVE)


def domain(node: Any, judgement: Judgement) -> None:
    """CREATE DOMAIN."""
    of = judgement.state.resolved(types.type_of(node.type_name))
    kinds = {unwrapped(one)[1].contype for one in node.constraints}
    is_constrained = bool(kinds & {TREE.CONSTR_CHECK, TREE.CONSTR_NOTNULL})
    collation = trees.names(node.coll_clause.collname)[-1] if node.HasField("coll_clause") else ""
    made = types.Domain(of, is_constrained, collation)
    judgement.state.make_type(_new_type(node.domainname, judgement), made)


def type_made(names: Any, judgement: Judgement) -> None:
    """CREATE TYPE."""
    judgement.state.make_type(_new_type(names, judgement))


def composite(node: Any, judgement: Judgement) -> None:
    """CREATE TYPE … AS."""
    state = judgement.state
    schema = node.typevar.schemaname or (*state.path, "public")[0]
    state.make_type((schema, node.typevar.relname))


def _new_type(names: Any, judgement: Judgement) -> tuple[str, str]:
    found = trees.names(names)
    return (found[-2] if len(found) > 1 else (*judgement.state.path, "public")[0], found[-1])


def publication_altered(node: Any, judgement: Judgement) -> None:
    """ALTER PUBLICATION, which may take all tables away that it does not name."""
    if node.action == TREE.AP_SetObjects and node.pubobjects:
        for place in judgement.state.published(node.pubname):
            judgement.lock(judgement.state.original(place), LockMode.SHARE_UPDATE_EXCLUSIVE)
    publication(node, judgement)


def publication(node: Any, judgement: Judgement) -> None:
    """CREATE PUBLICATION."""
    for one in node.pubobjects:
        _, spec = unwrapped(one)
        if spec.HasField("pubtable"):
            relation = judgement.state.certain(spec.pubtable.relation)
            judgement.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE)
            if spec.pubtable.relation.inh and not relation.is_partitioned:
                judgement.lock_all(relation.below, LockMode.SHARE_UPDATE_EXCLUSIVE)
