"""What ALTER TABLE does to columns."""

from typing import Any

from sync.model import Identity, Kind
from sync.model.identity import quoted
from sync.model.objects import Column
from sync.parsing import TREE, unwrapped
from sync.plan.effects import trees, types
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.expressions import is_never_null, is_volatile
from sync.plan.effects.judgement import IT, Judgement, column
from sync.plan.effects.relations import Field, Relation, Rule
from sync.plan.effects.types import Conversion, Type

_REWRITES = f"rewrites {IT}"
_READS = f"reads all of {IT}"
_USUAL_COLLATION = "default"
# From then on all tables above and below have the triggers of foreign keys that point at one of them.
TRIGGERS_OF_PARTITIONS_SINCE = 15


def added(relation: Relation, command: Any, judgement: Judgement) -> None:
    """ADD COLUMN."""
    definition = unwrapped(trees.definition(command))[1]
    constraints = [unwrapped(one)[1] for one in definition.constraints]
    made = field_of(definition, judgement)
    if _fills_each_row(definition, constraints, made, judgement):
        judgement.tell_of_rows(HazardKind.TABLE_REWRITE, _REWRITES, relation, below=True)
    elif _is_checked(constraints):
        judgement.tell_of_rows(HazardKind.FULL_SCAN, _READS, relation, below=True)
    for one in (relation, *relation.below):
        one.fields.setdefault(definition.colname, made)  # where there is one it fails, or changes nothing


def field_of(definition: Any, judgement: Judgement) -> Field:
    """The column that a definition makes."""
    constraints = [unwrapped(one)[1] for one in definition.constraints]
    kinds = {one.contype for one in constraints}
    generated = next((one for one in constraints if one.contype == TREE.CONSTR_GENERATED), None)
    of = judgement.state.resolved(types.type_of(definition.type_name)) if definition.HasField("type_name") else None
    return Field(
        of,
        not_null=bool(kinds & {TREE.CONSTR_NOTNULL, TREE.CONSTR_PRIMARY, TREE.CONSTR_IDENTITY}),
        collation=_collation(definition),
        generated="" if generated is None else ("virtual" if generated.generated_kind == "v" else "stored"),
        is_identity=TREE.CONSTR_IDENTITY in kinds,
        is_new=True,
    )


def _fills_each_row(definition: Any, constraints: list[Any], made: Field, judgement: Judgement) -> bool:
    """Whether a new column has another value in each row, or one that has to be checked."""
    if made.is_identity or made.generated == "stored" or is_serial(definition):
        return True
    default = next((one.raw_expr for one in constraints if one.contype == TREE.CONSTR_DEFAULT), None)
    if default is not None and is_volatile(default, judgement.state):
        return True
    domain = judgement.state.domain(made.type) if made.type is not None else None
    return domain is not None and domain.is_constrained and not made.generated


def is_serial(definition: Any) -> bool:
    """Whether a column is a `serial`, which takes its values from a sequence."""
    found = trees.names(definition.type_name.names)
    return len(found) == 1 and found[0] in types.SERIALS


def _is_checked(constraints: list[Any]) -> bool:
    """Whether all rows are looked at for what a new column has to fulfil."""
    has_default = any(map(_is_value, constraints))
    kinds = {one.contype for one in constraints if one.is_enforced or one.contype != TREE.CONSTR_CHECK}
    needs_value = bool(kinds & {TREE.CONSTR_NOTNULL, TREE.CONSTR_PRIMARY}) and not has_default
    return TREE.CONSTR_CHECK in kinds or needs_value or (TREE.CONSTR_FOREIGN in kinds and has_default)


def has_default(definition: Any) -> bool:
    """Whether the definition of a column gives it a value."""
    return any(_is_value(unwrapped(one)[1]) for one in definition.constraints)


def _is_value(constraint: Any) -> bool:
    if constraint.contype != TREE.CONSTR_DEFAULT:
        return False
    kind, one = unwrapped(constraint.raw_expr)
    return not (kind == "A_Const" and one.isnull)


def dropped(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DROP COLUMN."""
    if command.name in relation.fields or not command.missing_ok:
        drop(relation, command.name, judgement)


def drop(relation: Relation, name: str, judgement: Judgement) -> None:
    """A column goes."""
    found = relation.fields.get(name)
    if not (found is not None and (found.is_new or found.generated)) and relation.kind is not Kind.FOREIGN_TABLE:
        text = f"drops column {column(relation, name)} and all its values"
        _tell_of_values(HazardKind.DATA_LOSS, text, relation, judgement)
    for one in (relation, *relation.below):
        _forget(one, name, judgement)


def _tell_of_values(kind: HazardKind, text: str, relation: Relation, judgement: Judgement) -> None:
    if any(not one.is_new for one in (relation, *relation.below)):
        judgement.tell(kind, text, relation)


def _forget(relation: Relation, name: str, judgement: Judgement) -> None:
    """What goes with a column: the foreign keys over it lock what they point at."""
    relation.fields.pop(name, None)
    for own, rule in list(relation.rules.items()):
        if name in rule.columns:
            unlink(rule, judgement)
            del relation.rules[own]
    for own, key in list(relation.keys.items()):
        if name in key.columns:
            judgement.lock_index(relation, key, LockMode.ACCESS_EXCLUSIVE)
            del relation.keys[own]


def unlink(rule: Rule, judgement: Judgement) -> None:
    """A foreign key goes, and with it the triggers on the table that it points at."""
    target = judgement.state.target(rule)
    if target is not None:
        tables = (target, *target.below)
        has_triggers = judgement.major >= TRIGGERS_OF_PARTITIONS_SINCE
        judgement.lock_all((one for one in tables if has_triggers or not one.is_partitioned), LockMode.ACCESS_EXCLUSIVE)


def required(relation: Relation, name: str, judgement: Judgement, *, below: bool = True) -> None:
    """SET NOT NULL, and what says the same."""
    tables = [one for one in ((relation, *relation.below) if below else (relation,)) if one.has_storage]
    unproven = [one for one in tables if not is_never_null(one, name)]
    if any(not one.is_new for one in unproven):
        text = f"reads all of {IT}, and fails where {column(relation, name)} is null"
        judgement.tell_of_rows(HazardKind.FULL_SCAN, text, relation, below=below)
    for one in (relation, *relation.below) if below else (relation,):
        if name in one.fields:
            one.fields[name].not_null = True


def not_required(relation: Relation, command: Any, _: Judgement, below: bool) -> None:
    """DROP NOT NULL."""
    for one in (relation, *(relation.below if below else ())):
        if command.name in one.fields:
            one.fields[command.name].not_null = False


def set_not_null(relation: Relation, command: Any, judgement: Judgement) -> None:
    """SET NOT NULL."""
    required(relation, command.name, judgement)


def retyped(relation: Relation, command: Any, judgement: Judgement) -> None:
    """TYPE."""
    definition = unwrapped(trees.definition(command))[1]
    new = judgement.state.resolved(types.type_of(definition.type_name))
    field = relation.fields.get(command.name)
    what = column(relation, command.name)
    if field is not None and not field.is_new:
        _tell_of_checks(relation, command.name, field, new, judgement)
    is_foreign = relation.kind is Kind.FOREIGN_TABLE
    if not is_foreign and not (field is not None and field.generated == "virtual"):
        found, loses = _conversion(field, new, definition, command.name, judgement)
        if loses and not (field is not None and (field.is_new or field.generated)):
            _tell_of_values(HazardKind.DATA_LOSS, f"{loses} {what}", relation, judgement)
        reason = f", and fails where a value of {what} does not fit" if found.may_fail else ""
        if found.rewrites:
            judgement.tell_of_rows(HazardKind.TABLE_REWRITE, f"{_REWRITES}{reason}", relation, below=True)
        else:
            sorted_anew = field is None or _sorting(field, judgement) != _sorting_of(definition, new, judgement)
            _make_again(relation, command.name, judgement, reorders=found.reorders or sorted_anew)
        _look_up_again(relation, command.name, judgement, anew=found.rewrites or found.reorders)
    for one in (relation, *relation.below):
        _follow(one, command.name, judgement)
        for key in one.keys.values():
            key.is_new |= command.name in key.columns
        if command.name in one.fields:
            one.fields[command.name].type = new
            one.fields[command.name].collation = _collation(definition)


def _tell_of_checks(relation: Relation, name: str, field: Field, new: Type, judgement: Judgement) -> None:
    """Domains that a column was of check its values no more."""
    now = judgement.state.checks(new)
    if judgement.last is not None:
        at_last = judgement.last.before.objects.get(Identity(Kind.COLUMN, *relation.place, name))
        now = judgement.last.checks(types.parsed(at_last.type) if isinstance(at_last, Column) else None)
    lost = [
        place
        for (place, check), definition in judgement.state.checks(field.type).items()
        if (place, check) not in now and definition not in now.values()
    ]
    if lost:
        domain = ".".join(map(quoted, lost[0]))
        text = f"values of {column(relation, name)} are no longer checked by domain {domain}"
        _tell_of_values(HazardKind.PROTECTION_DISABLED, text, relation, judgement)


def _sorting(field: Field, judgement: Judgement) -> str:
    return field.collation or judgement.state.collation(field.type)


def _sorting_of(definition: Any, of: Type, judgement: Judgement) -> str:
    return _collation(definition) if definition.HasField("coll_clause") else judgement.state.collation(of)


def _collation(definition: Any) -> str:
    if not definition.HasField("coll_clause"):
        return ""
    found = trees.names(definition.coll_clause.collname)[-1]
    return "" if found == _USUAL_COLLATION else found


def _look_up_again(relation: Relation, name: str, judgement: Judgement, *, anew: bool) -> None:
    """Foreign keys over a column of other values are checked again."""
    if not anew:
        return
    for one in (relation, *relation.below):
        keys = [rule for rule in one.rules.values() if rule.target is not None and rule.is_valid]
        if any(name in rule.columns for rule in keys):
            judgement.tell_of_rows(HazardKind.FULL_SCAN, f"{_READS} to look its rows up again", one)
        for table, _, rule in judgement.state.referencing(one):
            if rule.is_valid and rule.tree is not None and points_at(rule.tree, name, one):
                judgement.tell_of_rows(HazardKind.FULL_SCAN, f"{_READS} to look its rows up again", table)


def points_at(foreign: Any, name: str, target: Relation) -> bool:
    """Whether a foreign key points at a column; one that names none points at the primary key."""
    columns = trees.names(foreign.pk_attrs)
    if columns:
        return name in columns
    keys = (rule.tree for rule in target.rules.values() if rule.tree is not None)
    return any(name in trees.names(one.keys) for one in keys if one.contype == TREE.CONSTR_PRIMARY)


def _conversion(
    field: Field | None, new: Type, definition: Any, name: str, judgement: Judgement
) -> tuple[Conversion, str]:
    """What becomes of the values of a column, and what is lost of them."""
    steps = [new]
    explicit = 0
    if definition.HasField("raw_default"):
        kind, node = unwrapped(definition.raw_default)
        while kind == "TypeCast":
            steps.insert(0, judgement.state.resolved(types.type_of(node.type_name)))
            explicit += 1
            kind, node = unwrapped(node.arg)
        if kind != "ColumnRef" or trees.names(node.fields)[-1:] != (name,):
            return Conversion(rewrites=True), "puts what USING computes in the place of all values of"
    if field is None or field.type is None:
        return Conversion(rewrites=True), ""
    steps.insert(0, field.type)
    if steps[1:] == [new] * (explicit + 1):
        steps = [field.type, new]
    found = types.converted(steps, judgement.state.domain, explicit=explicit)
    return found, found.loses


def _make_again(relation: Relation, name: str, judgement: Judgement, *, reorders: bool) -> None:
    """Indexes are built and checks are checked again over a column whose values stay as they are."""
    for one in (relation, *relation.below):
        keys = [key for key in one.keys.values() if name in key.columns and (reorders or key.computes)]
        if keys and one.has_storage and not one.is_new:
            indexes = "1 index" if len(keys) == 1 else f"{len(keys)} indexes"
            judgement.tell_of_rows(HazardKind.INDEX_BUILD, f"builds {indexes} of {IT} again", one)
        checks = [rule for rule in one.rules.values() if name in rule.columns and _is_check(rule)]
        if checks:
            judgement.tell_of_rows(HazardKind.FULL_SCAN, _READS, one)


def _is_check(rule: Rule) -> bool:
    return rule.tree is not None and rule.tree.contype == TREE.CONSTR_CHECK and rule.is_valid


def _follow(relation: Relation, name: str, judgement: Judgement) -> None:
    """Foreign keys over a column are made again, on both tables."""
    for rule in relation.rules.values():
        if name in rule.columns:
            unlink(rule, judgement)
    for table, _, rule in judgement.state.referencing(relation):
        if rule.tree is not None and points_at(rule.tree, name, relation):
            judgement.lock_with_those_below(table, LockMode.ACCESS_EXCLUSIVE)


def recomputed(relation: Relation, command: Any, judgement: Judgement) -> None:
    """SET EXPRESSION."""
    field = relation.fields.get(command.name)
    if field is None or field.generated != "virtual":
        judgement.tell_of_rows(HazardKind.TABLE_REWRITE, _REWRITES, relation, below=True)
    else:
        _make_again(relation, command.name, judgement, reorders=False)


def plain(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DROP EXPRESSION."""
    field = relation.fields.get(command.name)
    if field is not None and not field.generated:
        return
    text = f"{column(relation, command.name)} can be generated again only as another column"
    _tell_of_values(HazardKind.IRREVERSIBLE, text, relation, judgement)
    for one in (relation, *relation.below):
        if command.name in one.fields:
            one.fields[command.name].generated = ""


def identity_added(relation: Relation, command: Any, _: Judgement) -> None:
    """ADD GENERATED AS IDENTITY."""
    if command.name in relation.fields:
        relation.fields[command.name].is_identity = True
        relation.fields[command.name].sequence = None


def identity_dropped(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DROP IDENTITY, and with it the sequence."""
    field = relation.fields.get(command.name)
    if field is None or not field.is_identity:
        return
    field.is_identity = False
    for one in judgement.state.owned_by([relation]):
        if (one.identity.schema, one.identity.name) == field.sequence:
            judgement.state.remove(one)
    if field.sequence is not None and field.sequence not in judgement.state.continued:
        text = f"drops the sequence of {column(relation, command.name)} and the value that it has come to"
        _tell_of_values(HazardKind.DATA_LOSS, text, relation, judgement)
