"""What is done to types, domains and sequences that are there."""

from dataclasses import replace
from typing import Any

from sync.model import Identity, Kind
from sync.model.objects import DomainConstraint
from sync.parsing import unwrapped
from sync.plan.effects import trees
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import IT, Judgement
from sync.plan.whole import Place

_SET_NOT_NULL, _ADD, _VALIDATE, _DROP = "O", "C", "V", "X"


def domain_altered(node: Any, judgement: Judgement) -> None:
    """ALTER DOMAIN."""
    names = trees.names(node.type_name)
    place = judgement.state.place_of_type(names[-2] if len(names) > 1 else "", names[-1])
    made = judgement.state.types.get(place)
    if made is not None and node.subtype in (_SET_NOT_NULL, _ADD):
        judgement.state.types[place] = replace(made, is_constrained=True)
    if node.subtype == _DROP:
        _constraint_dropped(place, node.name, judgement)
    elif node.subtype in (_SET_NOT_NULL, _VALIDATE) or (node.subtype == _ADD and _is_checked(node)):
        for one in judgement.state.using_domain(place):
            judgement.lock(one, LockMode.SHARE)
            if not one.is_partitioned:
                judgement.tell_of_rows(HazardKind.FULL_SCAN, f"reads all of {IT} to check it", one)


def _is_checked(node: Any) -> bool:
    _, constraint = unwrapped(trees.definition(node))
    return not constraint.skip_validation


def _constraint_dropped(place: Place, name: str, judgement: Judgement) -> None:
    identity = Identity(Kind.DOMAIN_CONSTRAINT, place[0], place[1], name)
    old = judgement.before(identity)
    if judgement.after is not None:
        new = judgement.after.objects.get(identity)
        domain = Identity(Kind.DOMAIN, place[0], "", place[1])
        is_gone = domain not in judgement.after.objects
        if old is None or is_gone or (isinstance(old, DomainConstraint) and isinstance(new, DomainConstraint)):
            return
    if place not in judgement.state.types:
        text = f"values of domain {'.'.join(place)} are no longer checked by {name}"
        judgement.tell(HazardKind.PROTECTION_DISABLED, text)


def enum_altered(node: Any, judgement: Judgement) -> None:
    """ALTER TYPE … ADD VALUE, which cannot be taken back, and RENAME VALUE, which can."""
    names = trees.names(node.type_name)
    place = judgement.state.place_of_type(names[-2] if len(names) > 1 else "", names[-1])
    if not node.old_val and place not in judgement.state.types:
        text = f"value {node.new_val} of {'.'.join(place)} cannot be taken away again"
        judgement.tell(HazardKind.IRREVERSIBLE, text)


def sequence_altered(node: Any, judgement: Judgement) -> None:
    """ALTER SEQUENCE."""
    judgement.lock(judgement.state.named(node.sequence), LockMode.SHARE_ROW_EXCLUSIVE)


def extension_altered(node: Any, judgement: Judgement) -> None:
    """ALTER EXTENSION … UPDATE."""
    text = f"extension {node.extname} may have no way back to its old version"
    judgement.tell(HazardKind.IRREVERSIBLE, text)
