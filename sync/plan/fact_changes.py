"""From what is said about an object in one schema to what is said in another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from sync.compare import Difference
from sync.model import Identity
from sync.model.objects import Comment, DefaultPrivilege, Owner, Privilege, SecurityLabel
from sync.plan import facts
from sync.plan.actions import Action, Part, Step
from sync.plan.sql import Sql
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
    for one in differences:
        about = facts.about(one.identity)
        if before.maker(about) in remade or after.maker(about) in remade:
            continue
        old, new = before.catalog.objects.get(one.identity), after.catalog.objects.get(one.identity)
        known = new or old
        match known:
            case Owner():
                yield from _action((about, Part.OWNER), facts.owned(known))
            case Privilege() | DefaultPrivilege():
                have, want = _access(old, new)
                owner = after.owner(one.identity)
                privileges[about] += facts.granted(one.identity, have, want, owner, before.catalog.major)
            case Comment():
                made = facts.commented(new) if isinstance(new, Comment) else facts.comment_on(one.identity, None)
                yield from _action((about, Part.COMMENT), [made])
            case SecurityLabel():
                label = new.label if isinstance(new, SecurityLabel) else None
                yield from _action((one.identity, Part.COMMENT), [facts.labelled(one.identity, label)])
    for about, statements in privileges.items():
        yield from _action((about, Part.PRIVILEGE), statements)


def _action(step: Step, statements: Iterable[Sql]) -> Iterator[Action]:
    made = tuple(statements)
    if made:
        about, part = step
        needs = {(about, Part.WHOLE), (about, Part.OWNER)} if part is Part.PRIVILEGE else {(about, Part.WHOLE)}
        yield Action(step, made, frozenset(needs))


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
