"""What ALTER TABLE does to constraints."""

from collections.abc import Iterator
from typing import Any

from sync.model import Identity, Kind
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees
from sync.plan.effects.columns import required, unlink
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.effects.kept import stays_checked
from sync.plan.effects.relations import Key, Relation, Rule

_KEYS = {TREE.CONSTR_PRIMARY: "pkey", TREE.CONSTR_UNIQUE: "key", TREE.CONSTR_EXCLUSION: "excl"}
_NAMED = {TREE.CONSTR_FOREIGN: "fkey", TREE.CONSTR_CHECK: "check", TREE.CONSTR_NOTNULL: "not_null", **_KEYS}
# What a definition of a column says that is a constraint of the table.
OF_TABLE = frozenset({*_KEYS, TREE.CONSTR_FOREIGN, TREE.CONSTR_CHECK})


def of_column(definition: Any) -> Iterator[Any]:
    """The constraints that the definition of a column has, as the table would have them."""
    for one in definition.constraints:
        _, found = unwrapped(one)
        if found.contype in OF_TABLE:
            made = type(found)()
            made.CopyFrom(found)
            columns = made.fk_attrs if found.contype == TREE.CONSTR_FOREIGN else made.keys
            if found.contype != TREE.CONSTR_CHECK:
                columns.add().string.sval = definition.colname
            yield made


def level(tree: Any) -> LockMode:
    """What adding a constraint locks its table with."""
    return LockMode.SHARE_ROW_EXCLUSIVE if tree.contype == TREE.CONSTR_FOREIGN else LockMode.ACCESS_EXCLUSIVE


def added(relation: Relation, tree: Any, judgement: Judgement, *, below: bool) -> None:
    """ADD CONSTRAINT, also of a column that was there."""
    match tree.contype:
        case TREE.CONSTR_NOTNULL:
            if not tree.skip_validation:
                required(relation, trees.names(tree.keys)[0], judgement, below=below and not tree.is_no_inherit)
        case TREE.CONSTR_CHECK:
            _check(relation, tree, judgement, below=below and not tree.is_no_inherit)
        case TREE.CONSTR_FOREIGN:
            _foreign(relation, tree, judgement, below=below)
        case _:
            _key(relation, tree, judgement, below=below)


def known(relation: Relation, tree: Any, judgement: Judgement, *, name: str = "") -> Rule:
    """Remember a constraint."""
    is_valid = not tree.skip_validation and (
        tree.is_enforced or tree.contype not in (TREE.CONSTR_CHECK, TREE.CONSTR_FOREIGN)
    )
    target = None
    if tree.contype == TREE.CONSTR_FOREIGN:
        target = judgement.state.certain(tree.pktable)
    rule = Rule(tree, is_valid, target, is_new=True)
    judgement.state.constrain(relation, name or name_of(relation, tree), rule)
    return rule


def is_inherited(rule: Rule | None) -> bool:
    """Whether the tables below have a constraint too."""
    return (
        rule is not None
        and rule.tree is not None
        and (rule.tree.contype == TREE.CONSTR_CHECK and not rule.tree.is_no_inherit)
    )


def name_of(relation: Relation, tree: Any) -> str:
    """What a constraint is called, or what the server calls it."""
    if tree.conname:
        return str(tree.conname)
    columns = (*trees.names(tree.keys), *trees.names(tree.fk_attrs))
    return "_".join((relation.place[1], *columns, _NAMED.get(tree.contype, "")))


def _check(relation: Relation, tree: Any, judgement: Judgement, *, below: bool) -> None:
    is_there = tree.conname in relation.rules  # as one of its parents'
    rule = known(relation, tree, judgement)
    if rule.is_valid and not is_there:
        judgement.tell_of_rows(HazardKind.FULL_SCAN, f"reads all of {IT} to check it", relation, below=below)
    for one in relation.below if below else ():
        judgement.state.constrain(one, name_of(relation, tree), rule)


def _foreign(relation: Relation, tree: Any, judgement: Judgement, *, below: bool) -> None:
    rule = known(relation, tree, judgement)
    target = judgement.state.target(rule)
    assert target is not None
    judgement.lock_with_those_below(target, LockMode.SHARE_ROW_EXCLUSIVE)
    if rule.is_valid:
        text = f"reads all of {IT} and looks up each row in {target}"
        judgement.tell_of_rows(HazardKind.FULL_SCAN, text, relation, below=below)


def _key(relation: Relation, tree: Any, judgement: Judgement, *, below: bool) -> None:
    name = name_of(relation, tree)
    identity = Identity(Kind.CONSTRAINT, *relation.place, name)
    columns = trees.names(tree.keys)
    if tree.indexname:
        index = relation.keys.pop(tree.indexname, None)
        columns = tuple(one.name for one in trees.nodes_of(index.tree, "IndexElem")) if index and index.tree else ()
        name = tree.conname or tree.indexname
    if tree.contype == TREE.CONSTR_PRIMARY:
        for one in columns:
            required(relation, one, judgement, below=below)
    if not tree.indexname:
        tables = (relation, *relation.below) if relation.is_partitioned else (relation,)
        if below or not relation.is_partitioned:
            judgement.tell_of_rows(
                HazardKind.INDEX_BUILD, f"builds an index over all of {IT}", relation, below=len(tables) > 1
            )
    relation.keys[name] = Key(identity, (relation.place[0], name), tree, is_new=True)
    known(relation, tree, judgement, name=name)


def validated(relation: Relation, name: str, judgement: Judgement) -> None:
    """VALIDATE CONSTRAINT."""
    rule = relation.rules.get(name)
    is_foreign = rule is not None and rule.target is not None
    below = not is_foreign or relation.is_partitioned
    if below:
        judgement.lock_all(relation.below, LockMode.SHARE_UPDATE_EXCLUSIVE)
    if rule is not None and rule.is_valid:
        return
    judgement.tell_of_rows(
        HazardKind.FULL_SCAN,
        f"reads all of {IT} to check it",
        relation,
        below=below,
    )
    for one in (relation, *relation.below):
        if name in one.rules:
            one.rules[name].is_valid = True


def altered(relation: Relation, tree: Any, judgement: Judgement) -> None:
    """ALTER CONSTRAINT."""
    rule = relation.rules.get(tree.conname)
    if not tree.alter_enforceability or rule is None:
        return
    target = judgement.state.target(rule)
    if tree.is_enforced and target is not None:
        judgement.lock_with_those_below(target, LockMode.SHARE_ROW_EXCLUSIVE)
        text = f"reads all of {IT} and looks up each row in {target}"
        judgement.tell_of_rows(HazardKind.FULL_SCAN, text, relation, below=relation.is_partitioned)
    elif not tree.is_enforced:
        if target is not None:
            judgement.lock_with_those_below(target, LockMode.ACCESS_EXCLUSIVE)
        if not relation.is_new and not rule.is_new:
            _unprotected(relation, tree.conname, judgement)
    rule.is_valid = tree.is_enforced


def _unprotected(relation: Relation, name: str, judgement: Judgement) -> None:
    text = f"rows of {relation} are no longer checked by {name}"
    judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)


def dropped(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DROP CONSTRAINT."""
    rule = relation.rules.get(command.name)
    if rule is None:
        return
    if not rule.is_new and not relation.is_new and not stays_checked(relation, command.name, rule.columns, judgement):
        _unprotected(relation, command.name, judgement)
    if command.behavior == TREE.DROP_CASCADE:
        for table, name, other in list(judgement.state.referencing(relation)):
            if rule.tree is not None and other.tree is not None and _points_at(other.tree, rule.tree):
                judgement.lock_with_those_below(table, LockMode.ACCESS_EXCLUSIVE)
                judgement.lock_with_those_below(relation, LockMode.ACCESS_EXCLUSIVE)
                _unprotected(table, name, judgement)
                table.rules.pop(name, None)
    judgement.lock(judgement.state.target(rule), LockMode.ACCESS_EXCLUSIVE)
    forget(relation, command.name, judgement)
    for one in relation.below:
        forget(one, command.name, judgement)


def forget(relation: Relation, name: str, judgement: Judgement) -> None:
    """A constraint goes, with its index and its triggers."""
    rule = relation.rules.pop(name, None)
    if rule is not None:
        unlink(rule, judgement)
    key = relation.keys.pop(name, None)
    if key is not None:
        judgement.lock_index(relation, key, LockMode.ACCESS_EXCLUSIVE)


def _points_at(foreign: Any, key: Any) -> bool:
    columns = trees.names(foreign.pk_attrs)
    return set(columns) == set(trees.names(key.keys)) or (not columns and key.contype == TREE.CONSTR_PRIMARY)
