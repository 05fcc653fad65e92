"""From who may do what with an object to who should, with all that PostgreSQL does of itself on the way.

An object that gets another owner gives that role what the old one had, and takes in what it was granted before. Who was
granted something with the grant option may have granted it on, and who did is not compared: taken back with what came
of it, a privilege is granted anew to all who keep it. And what is revoked on a table is revoked on all of its columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sync.model import Identity, Kind, SchemaObject
from sync.model.objects import Owner, Privilege
from sync.model.privileges import OWNER, PUBLIC, default_privileges
from sync.plan.facts import Access, about, granted, taken_back
from sync.plan.sql import Sql
from sync.plan.whole import Whole

_NOTHING = Access()
_Roles = dict[str, Access]


def regranted(changed: Iterable[SchemaObject], before: Whole, after: Whole) -> Iterator[tuple[Identity, list[Sql]]]:
    """Each object with the statements that are about it.

    Args:
        changed: The privileges and owners that differ, of objects of the user's own.
        before: What is there.
        after: What should be there.
    """
    objects = {about(one.identity) for one in changed if isinstance(one, Owner | Privilege)}
    if objects:
        yield from _Regrants(before, after).of(objects)


class _Regrants:
    def __init__(self, before: Whole, after: Whole) -> None:
        self._before, self._after = before, after
        self._have, self._want = _by_object(before), _by_object(after)
        self._revoked: dict[tuple[str, str, str], frozenset[str]] = {}

    def of(self, objects: set[Identity]) -> Iterator[tuple[Identity, list[Sql]]]:
        """The statements about objects, and about the columns of those that are tables."""
        for one in sorted(objects):
            if one.kind is not Kind.COLUMN:
                yield one, list(self._statements(one))
        relations = {(one.schema, one.name) for one in objects if not one.relation}
        for one in sorted({*self._have, *self._want}):
            if one.kind is Kind.COLUMN and (one in objects or (one.schema, one.relation) in relations):
                yield one, list(self._statements(one))

    def _statements(self, of: Identity) -> Iterator[Sql]:
        have, want = self._at_hand(of), _usual(of) | self._want.get(of, {})
        owner, major = self._after.owner(of), self._before.catalog.major
        chained = _chained(have, want)
        for role, access in have.items():
            if role != OWNER and (taken := access.grantable & chained):
                yield from taken_back(_privilege(of, role), taken, owner, major)
        for role in sorted({*have, *want}):
            has, should = have.get(role, _NOTHING), want.get(role, _NOTHING)
            lost = has.privileges - should.privileges
            self._revoked[of.schema, of.name, role] = lost | (has.grantable - should.grantable)
            if role != OWNER:  # what is kept is granted anew, what is not may come from the owner, too
                has = Access(has.privileges - (chained - lost), has.grantable - chained)
            yield from granted(_privilege(of, role), has, should, owner, major)

    def _at_hand(self, of: Identity) -> _Roles:
        """What each role may do when the object has its new owner, and its table what it should."""
        found = _usual(of) | self._have.get(of, {})
        old, new = self._before.owner(of), self._after.owner(of)
        if old != new and new in found:
            guest, own = found.pop(new), found.get(OWNER, _NOTHING)
            found[OWNER] = Access(own.privileges | guest.privileges, guest.grantable)
        if of.kind is Kind.COLUMN:
            for role, access in found.items():
                lost = self._revoked.get((of.schema, of.relation, role), frozenset())
                found[role] = Access(access.privileges - lost, access.grantable - lost)
        return found


def _by_object(whole: Whole) -> dict[Identity, _Roles]:
    found: defaultdict[Identity, _Roles] = defaultdict(dict)
    for one in whole.of(Privilege):
        if one.revoked is None:
            found[about(one.identity)][one.identity.to] = Access.of(one)
    return found


def _usual(of: Identity) -> _Roles:
    """What roles may do as long as nobody granted or revoked anything."""
    if of.kind is Kind.COLUMN:
        return {}
    return {to: Access(frozenset(default_privileges(of.kind, to))) for to in (OWNER, PUBLIC)}


def _chained(have: _Roles, want: _Roles) -> frozenset[str]:
    """The privileges that somebody loses, and that somebody who may grant them on may have granted."""
    guests = {role: access for role, access in have.items() if role != OWNER}
    found: set[str] = set()
    for role, access in guests.items():
        for privilege in access.grantable:
            holders = [one for one, other in guests.items() if privilege in other.privileges]
            if holders != [role] and any(_loses(privilege, guests[one], want.get(one, _NOTHING)) for one in holders):
                found.add(privilege)
    return frozenset(found)


def _loses(privilege: str, has: Access, should: Access) -> bool:
    return privilege not in should.privileges or (privilege in has.grantable and privilege not in should.grantable)


def _privilege(of: Identity, role: str) -> Identity:
    return Identity(Kind.PRIVILEGE, of.schema, of.relation, of.name, of.signature, of.kind, role)
