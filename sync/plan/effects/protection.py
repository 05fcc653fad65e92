"""What no longer protects rows: triggers, rules and policies that go or rest, row-level security, options of views."""

from collections.abc import Iterable, Iterator
from typing import Any

from sync.model import Catalog, Identity, Kind
from sync.model.identity import quoted
from sync.model.objects import Constraint, EventTrigger, Policy, Rule, Table, Trigger, View
from sync.parsing import TREE
from sync.plan.create.relations import MODES, enforcing
from sync.plan.effects import trees
from sync.plan.effects.blocks import SOME
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.kept import is_gone
from sync.plan.effects.relations import Relation
from sync.plan.whole import Place, pair

_RESTING = frozenset({"disabled", "replica"})
_NO_LONGER_FIRES = {"D": "is disabled", "R": "fires only for replication"}
_RESTS = {MODES["disabled"]: "are disabled", MODES["replica"]: "fire only for replication"}
_SEEN = {
    "security_invoker": "reads its tables with the rights of its owner, no longer with those of who asks",
    "security_barrier": "no longer keeps functions of who asks from rows that it hides",
}


def _on(kind: Kind, relation: Relation, name: str) -> Identity:
    return Identity(kind, relation.identity.schema, relation.identity.name, name)


def trigger_disabled(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DISABLE TRIGGER and ENABLE REPLICA TRIGGER."""
    _rests(_on(Kind.TRIGGER, relation, command.name), relation, command, judgement, "trigger")


def rule_disabled(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DISABLE RULE and ENABLE REPLICA RULE."""
    _rests(_on(Kind.RULE, relation, command.name), relation, command, judgement, "rule")


def _rests(identity: Identity, relation: Relation, command: Any, judgement: Judgement, noun: str) -> None:
    old = judgement.before(identity) or _copied(judgement.state.before, identity)
    is_some = relation.place[1] == SOME
    if relation.is_new or (old is None and judgement.after is not None and not is_some):
        return
    if isinstance(old, Trigger | Rule) and old.firing in _RESTING:
        return
    is_disabled = command.subtype in (TREE.AT_DisableTrig, TREE.AT_DisableRule)
    how = _NO_LONGER_FIRES["D" if is_disabled else "R"]
    judgement.tell(HazardKind.PROTECTION_DISABLED, f"{noun} {command.name} of {relation} {how}", relation)


def _copied(catalog: Catalog, of: Identity) -> Trigger | None:
    """The trigger of a parent that one on a partition is a copy of."""
    if of.kind is not Kind.TRIGGER:
        return None
    places = _above(catalog, (of.schema, of.relation))
    above = (catalog.objects.get(Identity(of.kind, *place, of.name)) for place in places)
    return next((one for one in above if isinstance(one, Trigger)), None)


def _above(catalog: Catalog, place: Place) -> Iterator[Place]:
    """The tables that one is a partition of."""
    table = catalog.objects.get(Identity(Kind.TABLE, place[0], "", place[1]))
    if isinstance(table, Table) and table.partition_of is not None:
        parent = pair(table.partition_of)
        yield parent
        yield from _above(catalog, parent)


def enforced_otherwise(block: str, judgement: Judgement) -> bool:
    """Whether a block of DO is what a plan writes to let the triggers behind a foreign key fire in another way."""
    found = next(_enforced_by(block, judgement), None)
    if found is None:
        return False
    one, how = found
    relation = judgement.state.relation((one.identity.schema, one.identity.relation))
    rule = relation.rules.get(one.identity.name) if relation is not None else None
    if relation is None or rule is None:
        return True
    judgement.lock_with_those_below(relation, LockMode.SHARE_ROW_EXCLUSIVE)
    target = judgement.state.target(rule)
    if target is not None:
        judgement.lock_with_those_below(target, LockMode.SHARE_ROW_EXCLUSIVE)
    old = judgement.before(_on(Kind.CONSTRAINT, relation, one.identity.name))
    if isinstance(old, Constraint) and old.firing not in _RESTING and how in _RESTS and not relation.is_new:
        text = f"rows of {relation} are no longer checked by {one.identity.name}, whose triggers {_RESTS[how]}"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)
    return True


def _enforced_by(block: str, judgement: Judgement) -> Iterator[tuple[Constraint, str]]:
    for catalog in (judgement.after, judgement.state.before):
        for one in catalog.objects.values() if catalog is not None else ():
            if isinstance(one, Constraint) and one.type == "foreign key" and one.identity.name in block:
                yield from ((one, how) for how in MODES.values() if enforcing(one, how) == block)


def triggers_disabled(relation: Relation, command: Any, judgement: Judgement) -> None:
    """DISABLE TRIGGER ALL and USER."""
    if relation.is_new:
        return
    which = ", foreign keys among them," if command.subtype == TREE.AT_DisableTrigAll else ""
    judgement.tell(HazardKind.PROTECTION_DISABLED, f"all triggers of {relation}{which} are disabled", relation)


def dropped(kind: Kind, relation: Relation, name: str, judgement: Judgement) -> None:
    """DROP TRIGGER, RULE, POLICY."""
    identity = _on(kind, relation, name)
    old = judgement.before(identity)
    if relation.is_new or judgement.comes_again(identity, relation) or (old is None and judgement.after is not None):
        return
    if is_gone(relation, judgement):
        return
    if isinstance(old, Policy):
        _policy_dropped(old, relation, judgement)
    elif not (isinstance(old, Trigger | Rule) and _stays_in_kind(old, relation, judgement)):
        judgement.tell(HazardKind.PROTECTION_DISABLED, f"drops {kind} {name} of {relation}", relation)


def replaced(kind: Kind, relation: Relation, name: str, judgement: Judgement) -> None:
    """CREATE OR REPLACE of a trigger or a rule."""
    old = judgement.before(_on(kind, relation, name))
    if judgement.after is None and isinstance(old, Trigger | Rule) and old.firing not in _RESTING:
        text = f"{kind} {name} of {relation} becomes another one"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)


def _stays_in_kind(old: Trigger | Rule, relation: Relation, judgement: Judgement) -> bool:
    """Whether a trigger or a rule rested, or is one of the same name that is made otherwise."""
    if old.firing in _RESTING:
        return True
    if judgement.after is None:
        return False
    place = Identity(old.identity.kind, *relation.place, old.identity.name)
    new = judgement.after.objects.get(place) or _copied(judgement.after, place)
    return isinstance(new, Trigger | Rule) and new.firing not in _RESTING


def _policy_dropped(old: Policy, relation: Relation, judgement: Judgement) -> None:
    new = judgement.after.objects.get(_now(relation, old.identity.name)) if judgement.after is not None else None
    if isinstance(new, Policy):
        return  # what it lets through from now on is told when it is made
    if old.permissive:
        text = f"drops policy {quoted(old.identity.name)} of {relation}"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text, relation)
    else:
        text = f"policy {quoted(old.identity.name)} of {relation} no longer keeps rows back"
        judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)


def _now(relation: Relation, name: str) -> Identity:
    return Identity(Kind.POLICY, *relation.place, name)


def policy_made(node: Any, judgement: Judgement) -> None:
    """CREATE POLICY."""
    relation = judgement.state.certain(node.table)
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
    identity = _on(Kind.POLICY, relation, node.policy_name)
    old = judgement.before(identity)
    if relation.is_new or not relation.had_row_security:
        return
    if isinstance(old, Policy):
        if not judgement.comes_again(identity, relation) and not _narrows(old, node):
            _changes(relation, node.policy_name, judgement)
    elif node.permissive:
        who = ", ".join("everybody" if role == "public" else role for role in trees.roles(node.roles))
        what = "rows" if node.cmd_name == "all" else f"{node.cmd_name.upper()} of rows"
        text = f"policy {quoted(node.policy_name)} allows {who} {what} of {relation}"
        judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)


def _narrows(old: Policy, node: Any) -> bool:
    """Whether a policy that allowed something keeps something back instead."""
    return old.permissive and not node.permissive


def policy_altered(node: Any, judgement: Judgement) -> None:
    """ALTER POLICY."""
    relation = judgement.state.certain(node.table)
    judgement.lock(relation, LockMode.ACCESS_EXCLUSIVE)
    if relation.is_new or not relation.had_row_security:
        return
    old = judgement.before(_on(Kind.POLICY, relation, node.policy_name))
    roles = set(trees.roles(node.roles))
    widens = not roles or not isinstance(old, Policy) or _widens(old, roles)
    if node.HasField("qual") or node.HasField("with_check") or widens:
        _changes(relation, node.policy_name, judgement)


def _widens(old: Policy, roles: set[str]) -> bool:
    """Whether a policy allows something to more roles, or keeps something from fewer."""
    had = set(old.roles)
    if old.permissive:
        return not roles <= had and "public" not in had
    return not had <= roles and "public" not in roles


def _changes(relation: Relation, name: str, judgement: Judgement) -> None:
    text = f"policy {quoted(name)} of {relation} changes whom it lets through"
    judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)


def row_security_enabled(relation: Relation, _: Any, __: Judgement) -> None:
    """ENABLE ROW LEVEL SECURITY."""
    relation.row_security = True


def row_security_disabled(relation: Relation, _: Any, judgement: Judgement) -> None:
    """DISABLE ROW LEVEL SECURITY."""
    new = judgement.after.objects.get(relation.identity) if judgement.after is not None else None
    stays = isinstance(new, Table) and new.row_security
    if not relation.is_new and (relation.row_security or relation.facts is None) and not stays:
        text = f"policies of {relation} no longer keep rows from anybody"
        judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)
    relation.row_security = False


def row_security_not_forced(relation: Relation, _: Any, judgement: Judgement) -> None:
    """NO FORCE ROW LEVEL SECURITY."""
    if relation.is_new or (isinstance(relation.facts, Table) and not relation.facts.force_row_security):
        return
    text = f"policies of {relation} no longer bind its owner"
    judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)


def view_options_lost(relation: Relation, names: Iterable[str], judgement: Judgement) -> None:
    """A view has some options no more."""
    old = judgement.before(relation.identity)
    if relation.is_new and old is None:
        return
    had = on_of(old.options) if isinstance(old, View) else set(_SEEN)
    new = (
        judgement.after.objects.get(Identity(Kind.VIEW, relation.place[0], "", relation.place[1]))
        if judgement.after
        else None
    )
    has = on_of(new.options) if isinstance(new, View) else set[str]()
    for name in sorted((had & set(names)) - has):
        if name in _SEEN:
            judgement.tell(HazardKind.ACCESS_WIDENED, f"{relation} {_SEEN[name]}", relation)


def on_of(options: Iterable[str]) -> set[str]:
    """The options, `name=value` each, that are on."""
    parts = (text.partition("=") for text in options)
    return {name for name, _, value in parts if trees.is_on(value)}


def event_trigger_altered(node: Any, judgement: Judgement) -> None:
    """ALTER EVENT TRIGGER … DISABLE and ENABLE REPLICA."""
    old = judgement.before(Identity(Kind.EVENT_TRIGGER, "", "", node.trigname))
    if node.tgenabled not in _NO_LONGER_FIRES or (old is None and judgement.after is not None):
        return
    if not (isinstance(old, EventTrigger) and old.firing in _RESTING):
        text = f"event trigger {node.trigname} {_NO_LONGER_FIRES[node.tgenabled]}"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text)


def event_trigger_dropped(name: str, judgement: Judgement) -> None:
    """DROP EVENT TRIGGER."""
    identity = Identity(Kind.EVENT_TRIGGER, "", "", name)
    old = judgement.before(identity)
    new = judgement.after.objects.get(identity) if judgement.after is not None else None
    if isinstance(new, EventTrigger) and new.firing not in _RESTING:
        return
    if (old is None and judgement.after is not None) or (isinstance(old, EventTrigger) and old.firing in _RESTING):
        return
    judgement.tell(HazardKind.PROTECTION_DISABLED, f"drops event trigger {name}")
