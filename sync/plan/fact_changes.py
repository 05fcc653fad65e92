"""From what is said about an object in one schema to what is said in another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from sync.compare import Difference
from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import (
    Column,
    Comment,
    CompositeType,
    DefaultPrivilege,
    Owner,
    Privilege,
    SecurityLabel,
    Sequence,
)
from sync.plan import facts
from sync.plan.actions import Action, Part, Step, allowed_after
from sync.plan.alter.attributes import attributes_of
from sync.plan.chosen_names import chosen_name
from sync.plan.grants import regranted
from sync.plan.sql import Sql, named
from sync.plan.whole import Whole


def changed_facts(
    differences: Iterable[Difference], before: Whole, after: Whole, remade: AbstractSet[Identity]
) -> Iterator[Action]:
    """What is to be said anew about objects that stay; of the others it goes and comes with them.

    Args:
        differences: Of facts.
        before: What is there.
        after: What should be there.
        remade: The objects that come or go.
    """
    privileges: defaultdict[Identity, list[Sql]] = defaultdict(list)
    labels: defaultdict[Identity, list[Sql]] = defaultdict(list)
    regrants: list[SchemaObject] = []
    for one in differences:
        about = facts.about(one.identity)
        if remade & {about, before.maker(about), after.maker(about)} or _is_of_gone_attribute(about, after):
            continue
        if (
            about.kind is Kind.DEFAULT_PRIVILEGE
            and Identity(Kind.SCHEMA, about.schema) in remade & before.catalog.objects.keys()
        ):
            continue  # it goes with the schema
        old, new = before.catalog.objects.get(one.identity), after.catalog.objects.get(one.identity)
        known = new or old
        match known:
            case Owner():
                yield from _owned(known, about, before, after)
                regrants.append(known)
            case Privilege() if not known.is_shipped:
                regrants.append(known)
            case Privilege() | DefaultPrivilege():
                have, want = _access(old, new)
                owner = after.owner(one.identity)
                privileges[about] += facts.granted(one.identity, have, want, owner, before.catalog.major)
            case Comment():
                yield from _commented(one.identity, new, before, after)
            case SecurityLabel():
                labels[about].append(_labelled(one.identity, new))
    regranted_too = [(of, statements) for of, statements in regranted(regrants, before, after) if of not in remade]
    yield from _together([*privileges.items(), *regranted_too], after)
    for about, statements in labels.items():
        yield from _action((about, Part.LABEL), statements)


def _together(privileges: Iterable[tuple[Identity, list[Sql]]], after: Whole) -> Iterator[Action]:
    """All that is granted and revoked on each object."""
    for about, statements in privileges:
        if statements:
            yield Action((about, Part.PRIVILEGE), tuple(statements), allowed_after(about, after))


def _is_of_gone_attribute(about: Identity, after: Whole) -> bool:
    """Whether something was said about an attribute of a composite type that has it no more."""
    of = after.catalog.objects.get(after.maker_of_relation(about)) if about.kind is Kind.COLUMN else None
    return isinstance(of, CompositeType) and (about.name,) not in map(named, attributes_of(of))


def _owned(one: Owner, about: Identity, before: Whole, after: Whole) -> Iterator[Action]:
    """A sequence that a column owns has its table's owner; another has its owner before a column can own it."""
    old, new = before.catalog.objects.get(about), after.catalog.objects.get(about)
    if not isinstance(old, Sequence) or not isinstance(new, Sequence):
        yield from _action((about, Part.OWNER), facts.owned(one))
    elif old.owned_by is None:
        yield Action((about, Part.OWNER), tuple(facts.owned(one)))
    elif old.owned_by != new.owned_by:  # no column owns it in between
        yield from _action((about, Part.OWNER), facts.owned(one))


def _commented(of: Identity, new: SchemaObject | None, before: Whole, after: Whole) -> Iterator[Action]:
    about = facts.about(of)
    if required := (before if new is None else after).required_by(about):
        yield from _commented_required(about, new, required, after)
    elif isinstance(new, Comment):
        yield from _action((about, Part.COMMENT), [facts.commented(new)])
    else:
        without = facts.shipped_comment(of) if of.of is Kind.EXTENSION else facts.comment_on(of, None)
        yield from _action((about, Part.COMMENT), [without])


def _commented_required(
    about: Identity, new: SchemaObject | None, required: Iterable[Identity], after: Whole
) -> Iterator[Action]:
    """What is said about the NOT NULL of a column, when it is that; it stays with one that gets another name."""
    columns = [one for one in map(after.catalog.objects.get, required) if isinstance(one, Column) and one.not_null]
    needs = frozenset((one.identity, part) for one in columns for part in (Part.WHOLE, Part.CHANGED))
    if isinstance(new, Comment):
        yield Action((about, Part.COMMENT), (facts.commented(new),), needs)
    elif columns:
        named_now = about._replace(name=columns[0].not_null_name or chosen_name(columns[0].identity))
        if named_now._replace(kind=Kind.COMMENT, of=Kind.CONSTRAINT) not in after.catalog.objects:
            yield Action((about, Part.COMMENT), (facts.comment_on(named_now, None),), needs)


def _labelled(of: Identity, new: SchemaObject | None) -> Sql:
    return facts.labelled(of, new.label if isinstance(new, SecurityLabel) else None)


def _action(step: Step, statements: Iterable[Sql]) -> Iterator[Action]:
    made = tuple(statements)
    if made:
        yield Action(step, made, frozenset({(step[0], Part.WHOLE)}))


def _access(old: object, new: object) -> tuple[facts.Access, facts.Access]:
    """What a role has and what it should have. Of what came with PostgreSQL or an extension, only changes are known."""
    have, want = (
        facts.Access.of(one) if isinstance(one, Privilege | DefaultPrivilege) else facts.Access() for one in (old, new)
    )
    taken, kept = (
        frozenset(one.revoked or ()) if isinstance(one, Privilege) else frozenset[str]() for one in (new, old)
    )
    have = facts.Access(have.privileges | (taken - kept), have.grantable)
    return have, facts.Access(want.privileges | (kept - taken), want.grantable)
