"""What is dropped, and what goes with it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sync.model import Identity, Kind
from sync.parsing import TREE
from sync.plan.effects import columns, constraints, partitions, protection, trees
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.effects.kept import index_stays_unique, stays_checked
from sync.plan.effects.objects import object_of
from sync.plan.effects.relations import Key, Relation

_RELATIONS = {
    TREE.OBJECT_TABLE: Kind.TABLE,
    TREE.OBJECT_FOREIGN_TABLE: Kind.FOREIGN_TABLE,
    TREE.OBJECT_VIEW: Kind.VIEW,
    TREE.OBJECT_MATVIEW: Kind.MATERIALIZED_VIEW,
    TREE.OBJECT_SEQUENCE: Kind.SEQUENCE,
}
_ON_RELATIONS = {
    TREE.OBJECT_TRIGGER: Kind.TRIGGER,
    TREE.OBJECT_RULE: Kind.RULE,
    TREE.OBJECT_POLICY: Kind.POLICY,
}
_DROPPED_WITH_SCHEMA = tuple(_RELATIONS.values())


def dropped(node: Any, judgement: Judgement) -> None:
    """DROP of everything that is not the server's."""
    cascades = node.behavior == TREE.DROP_CASCADE
    if node.remove_type == TREE.OBJECT_INDEX:
        _indexes(node, judgement)
    elif node.remove_type in _RELATIONS:
        for one in node.objects:
            _named(trees.names([one]), node, judgement, cascades=cascades)
    elif node.remove_type in _ON_RELATIONS:
        for one in node.objects:
            *place, name = trees.names([one])
            _from_relation(_ON_RELATIONS[node.remove_type], tuple(place), name, node, judgement)
    else:
        _other(node, judgement, cascades=cascades)


def _place(names: tuple[str, ...], judgement: Judgement) -> tuple[str, str]:
    return judgement.state.place(names[-2] if len(names) > 1 else "", names[-1])


def _named(names: tuple[str, ...], node: Any, judgement: Judgement, *, cascades: bool) -> None:
    place = _place(names, judgement)
    found = judgement.state.relation(place)
    if found is None:
        if node.missing_ok:
            return
        found = Relation(Identity(_RELATIONS[node.remove_type], place[0], "", place[1]), place)
    drop_relation(found, judgement, cascades=cascades)


def drop_relation(relation: Relation, judgement: Judgement, *, cascades: bool) -> None:
    """Drop a table, view or sequence with what goes along."""
    judgement.lock_with_those_below(relation, LockMode.ACCESS_EXCLUSIVE)
    _tell(relation, judgement)
    for parent in relation.parents:
        if relation.bound:
            judgement.lock(parent, LockMode.ACCESS_EXCLUSIVE)
            judgement.lock(partitions.default_of(parent), LockMode.ACCESS_EXCLUSIVE)
    going = [relation, *relation.below]
    going += judgement.state.owned_by(going)
    dependents = _dependents([one.identity for one in going], judgement) if cascades else []
    for one in going:
        for rule in one.rules.values():
            columns.unlink(rule, judgement)
        if cascades:
            _untie(one, judgement)
    for one in reversed(going):
        judgement.state.remove(one)
    _with_dependents(dependents, judgement)


def _tell(relation: Relation, judgement: Judgement) -> None:
    if relation.is_new:
        return
    if relation.kind is Kind.TABLE:
        was = relation.identity
        known_as = f", which was {was}," if relation.place != (was.schema, was.name) else ""
        text = f"drops table {IT}{known_as} and all its rows"
        judgement.tell_of_rows(HazardKind.DATA_LOSS, text, relation, below=True)
        if not any(one.has_storage and not one.is_new for one in (relation, *relation.below)):
            for one in judgement.state.owned_by([relation]):  # the rows may have gone elsewhere
                _tell_of_sequence(one, judgement)
    elif relation.kind is Kind.SEQUENCE:
        _tell_of_sequence(relation, judgement)


def _tell_of_sequence(relation: Relation, judgement: Judgement) -> None:
    if not relation.is_new and relation.place not in judgement.state.continued:
        text = f"drops sequence {relation} and the value that it has come to"
        judgement.tell(HazardKind.DATA_LOSS, text, relation)


def _untie(relation: Relation, judgement: Judgement) -> None:
    """Foreign keys that point at a table go with it."""
    for table, name, rule in list(judgement.state.referencing(relation)):
        judgement.lock_with_those_below(table, LockMode.ACCESS_EXCLUSIVE)
        if not table.is_new and not rule.is_new and not stays_checked(table, name, rule.columns, judgement):
            text = f"rows of {table} are no longer checked by {name}"
            judgement.tell(HazardKind.PROTECTION_DISABLED, text, table)
        table.rules.pop(name, None)


def _dependents(identities: Iterable[Identity], judgement: Judgement) -> list[Identity]:
    """What goes with CASCADE, as far as the catalog tells."""
    waiting = list(identities)
    found: dict[Identity, None] = {}
    while waiting:
        needed = waiting.pop()
        for one in judgement.state.dependents(needed):
            if one not in found:
                found[one] = None
                waiting.append(one)
    return list(found)


def _with_dependents(found: list[Identity], judgement: Judgement) -> None:
    for of in found:
        place = (of.schema, of.relation or of.name)
        relation = judgement.state.original(place)
        if relation is None or judgement.state.relation(relation.place) is not relation:
            continue
        judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
        if of.kind is Kind.COLUMN and of.name in relation.fields:
            columns.drop(relation, of.name, judgement)
        elif of.kind is Kind.CONSTRAINT:
            constraints.forget(relation, of.name, judgement)
        elif of.kind in (Kind.TRIGGER, Kind.POLICY, Kind.RULE):
            _drop_from(relation, of.kind, of.name, judgement)
        elif not of.relation:
            drop_relation(relation, judgement, cascades=False)


def _from_relation(kind: Kind, place: tuple[str, ...], name: str, node: Any, judgement: Judgement) -> None:
    found = judgement.state.relation(_place(place, judgement))
    if found is None:
        if node.missing_ok:
            return
        own = _place(place, judgement)
        found = Relation(Identity(Kind.TABLE, own[0], "", own[1]), own)
    _drop_from(found, kind, name, judgement)


def _drop_from(relation: Relation, kind: Kind, name: str, judgement: Judgement) -> None:
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
    if kind is Kind.TRIGGER and relation.is_partitioned and name in relation.row_triggers:
        judgement.lock_all(relation.below, LockMode.ACCESS_EXCLUSIVE)
    protection.dropped(kind, relation, name, judgement)


def _indexes(node: Any, judgement: Judgement) -> None:
    mode = LockMode.SHARE_UPDATE_EXCLUSIVE if node.concurrent else LockMode.ACCESS_EXCLUSIVE
    for one in node.objects:
        names = trees.names([one])
        found = judgement.state.index_named(names[-2] if len(names) > 1 else "", names[-1])
        if found is None:
            continue
        parts = [found, *judgement.state.parts(found[1])]
        judgement.lock_all((found[0], *(found[0].below if found[0].is_partitioned else ())), mode)
        for relation, key in parts:
            judgement.lock_index(relation, key, mode)
            relation.keys.pop(key.place[1], None)
        _tell_of_index(*found, judgement, concurrently=node.concurrent)


def _tell_of_index(relation: Relation, key: Key, judgement: Judgement, *, concurrently: bool) -> None:
    if relation.is_new or key.is_new:
        return
    if concurrently:
        text = f"leaves an invalid index {key.place[1]} on {relation} if it fails"
        judgement.tell(HazardKind.INVALID_ON_FAILURE, text, relation)
    keeps_apart = key.is_unique and relation.kind is Kind.TABLE
    if keeps_apart and not index_stays_unique(relation, key, judgement):
        text = f"rows of {relation} are no longer kept apart by {key.place[1]}"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)


def _other(node: Any, judgement: Judgement, *, cascades: bool) -> None:
    tell = _TELLING.get(node.remove_type)
    for one in node.objects:
        of = object_of(node.remove_type, one, judgement.state)
        if tell is not None:
            tell(of, judgement)
        if node.remove_type == TREE.OBJECT_STATISTIC_EXT:
            _statistics(of, judgement)
        if not judgement.state.uncertain:
            judgement.state.dropped.add(of)
        if cascades:
            _drop_inside(of, judgement)
            inside = _inside(of, judgement)
            _with_dependents(_dependents([of, *inside], judgement), judgement)


def _inside(of: Identity, judgement: Judgement) -> list[Identity]:
    if of.kind is not Kind.SCHEMA:
        return []
    return [one for one in judgement.state.before.objects if one.schema == of.schema and one.name and not one.of]


def _drop_inside(of: Identity, judgement: Judgement) -> None:
    if of.kind is Kind.SCHEMA:
        for one in list(judgement.state.all_in(of.schema, _DROPPED_WITH_SCHEMA)):
            if judgement.state.relation(one.place) is one:
                drop_relation(one, judgement, cascades=True)


def _statistics(of: Identity, judgement: Judgement) -> None:
    """The lock is on the table that the statistics are about."""
    for table in judgement.state.needed(of):
        relation = judgement.state.original((table.schema, table.name if not table.relation else table.relation))
        judgement.lock(relation, LockMode.SHARE_UPDATE_EXCLUSIVE)


def _extension(of: Identity, judgement: Judgement) -> None:
    if judgement.before(of) is not None or judgement.after is None:
        judgement.tell(HazardKind.DATA_LOSS, f"drops extension {of} with all that belongs to it")


def _event_trigger(of: Identity, judgement: Judgement) -> None:
    protection.event_trigger_dropped(of.name, judgement)


_TELLING: Mapping[int, Callable[[Identity, Judgement], None]] = {
    TREE.OBJECT_EXTENSION: _extension,
    TREE.OBJECT_EVENT_TRIGGER: _event_trigger,
}


def owned(node: Any, judgement: Judgement) -> None:
    """DROP OWNED."""
    for role in trees.roles(node.roles):
        judgement.tell(HazardKind.DATA_LOSS, f"drops all that {role} owns in this database, with all its rows")
        for one in judgement.state.owned_by_role(role):
            if judgement.state.relation(one.place) is one:
                drop_relation(one, judgement, cascades=node.behavior == TREE.DROP_CASCADE)


def database(node: Any, judgement: Judgement) -> None:
    """DROP DATABASE."""
    judgement.tell(HazardKind.DATA_LOSS, f"drops database {node.dbname} and all that is in it")
