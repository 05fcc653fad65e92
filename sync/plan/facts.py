"""What is said about objects: owners, privileges, comments, security labels."""

from collections.abc import Iterable, Iterator
from typing import LiteralString, NamedTuple

from sync.catalog.lines import Lines
from sync.model import Identity, Kind
from sync.model.kinds import TYPES
from sync.model.objects import Comment, DefaultPrivilege, Owner, Privilege
from sync.model.privileges import (
    MAINTAIN,
    MAINTAIN_SINCE,
    PUBLIC,
    all_privileges,
    default_privileges,
    new_object_privileges,
)
from sync.plan.references import place, reference, relation, word
from sync.plan.sql import NOTHING, Sql, body, literal, name, write

_GRANTED_AS = {
    **dict.fromkeys((Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE), Sql("TABLE")),
    Kind.AGGREGATE: Sql("FUNCTION"),
    Kind.SERVER: Sql("FOREIGN SERVER"),
}


_NULL = Sql("NULL")
# What ALTER DEFAULT PRIVILEGES calls the kinds.
_MADE_AS = {
    **dict.fromkeys((Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE), "tables"),
    Kind.SEQUENCE: "sequences",
    **dict.fromkeys((Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE), "functions"),
    **dict.fromkeys((*TYPES, Kind.DOMAIN), "types"),
    Kind.SCHEMA: "schemas",
}


class Access(NamedTuple):
    """What one role may do with an object, and which of it it may grant to others."""

    privileges: frozenset[str] = frozenset()
    grantable: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: Privilege | DefaultPrivilege) -> "Access":
        """What a fact says."""
        return cls(frozenset(found.privileges), frozenset(found.grantable))


def about(fact: Identity) -> Identity:
    """What a fact is about; of default privileges, the role and what it makes."""
    return Identity(Kind(fact.of or fact.kind), fact.schema, fact.relation, fact.name, fact.signature)


def endowed(of: Identity, at_work: Iterable[Identity]) -> frozenset[str]:
    """The roles of whom default privileges may decide what they have on a new object, empty for its owner."""
    kinds = _MADE_AS.get(Kind(of.kind), "")
    return frozenset(one.to for one in at_work if one.signature == kinds and one.schema in ("", of.schema))


def withdrawn(of: Identity, roles: Iterable[str], owner: str, major: int) -> Iterator[Sql]:
    """Take everything on an object from roles; its owner has what it had as a guest by itself."""
    others = sorted({*roles} - {owner})
    if not others:
        return
    known = frozenset(all_privileges(of.kind)) - (frozenset() if major >= MAINTAIN_SINCE else frozenset({MAINTAIN}))
    for role in others:
        on = Identity(Kind.PRIVILEGE, of.schema, of.relation, of.name, of.signature, of.kind, role)
        yield _access("{}REVOKE {} ON {} FROM {}", on, known, owner, everything=known)


def untouched(found: Privilege | DefaultPrivilege) -> Access:
    """What a role has as long as nobody granted or revoked anything."""
    of = found.identity
    if isinstance(found, DefaultPrivilege):
        return Access(frozenset(() if of.schema else new_object_privileges(of.signature, of.to)))
    if found.revoked is not None:  # of what was there before, only what was changed is known
        return Access(frozenset(found.revoked))
    return Access(frozenset(default_privileges(of.of, of.to)))


def owned(one: Owner) -> Iterator[Sql]:
    """Give an object to its owner; with none named, whoever makes it owns it, as is always so of an extension."""
    if one.owner and one.identity.of is not Kind.EXTENSION:
        yield write("ALTER {} OWNER TO {}", reference(one.identity), name(one.owner))


def granted(of: Identity, before: Access, after: Access, owner: str, major: int) -> Iterator[Sql]:
    """The fewest statements from what a role may do to what it should.

    Args:
        of: The privilege, or the default privilege.
        before: What it may do.
        after: What it should.
        owner: The role that is meant by the owner.
        major: The major version of the server, which may not know all privileges.
    """
    unknown = frozenset() if major >= MAINTAIN_SINCE else frozenset({MAINTAIN})
    everything = frozenset(all_privileges(of.of) if of.of else ()) - unknown
    revoked = before.privileges - after.privileges
    kept = before.grantable & after.privileges - after.grantable
    plain = after.privileges - before.privileges - after.grantable
    for template, privileges in (
        ("{}REVOKE {} ON {} FROM {}", revoked),
        ("{}REVOKE GRANT OPTION FOR {} ON {} FROM {}", kept),
        ("{}GRANT {} ON {} TO {}", plain),
        ("{}GRANT {} ON {} TO {} WITH GRANT OPTION", after.grantable - before.grantable),
    ):
        if known := privileges - unknown:
            yield _access(template, of, known, owner, everything=everything)


def taken_back(of: Identity, privileges: frozenset[str], owner: str, major: int) -> Iterator[Sql]:
    """Take privileges from a role that may have granted them on, and from all who have them of it."""
    unknown = frozenset() if major >= MAINTAIN_SINCE else frozenset({MAINTAIN})
    if known := privileges - unknown:
        everything = frozenset(all_privileges(of.of)) - unknown
        yield _access("{}REVOKE {} ON {} FROM {} CASCADE", of, known, owner, everything=everything)


def _access(
    template: LiteralString, of: Identity, privileges: frozenset[str], owner: str, *, everything: frozenset[str]
) -> Sql:
    to = Sql("PUBLIC") if of.to == PUBLIC else _role(of, owner)
    listed = Sql(", ".join(sorted(privileges)))
    if of.kind is Kind.DEFAULT_PRIVILEGE:
        within = write(" IN SCHEMA {}", name(of.schema)) if of.schema else NOTHING
        maker = write(" FOR ROLE {}", name(of.name)) if of.name else NOTHING  # whoever runs it
        makers = write("ALTER DEFAULT PRIVILEGES{}{} ", maker, within)
        return write(template, makers, listed, Sql(of.signature.upper()), to)
    if of.of is Kind.COLUMN:
        columns = Sql(", ".join(write("{} ({})", Sql(one), name(of.name)) for one in sorted(privileges)))
        return write(template, NOTHING, columns, write("TABLE {}", relation(of)), to)
    if privileges == everything:
        listed = Sql("ALL")  # whatever that is on the server's major version
    granted_as = _GRANTED_AS.get(Kind(of.of), word(of.of))
    return write(template, NOTHING, listed, write("{} {}", granted_as, place(of)), to)


def _role(of: Identity, owner: str) -> Sql:
    """A role. What came with PostgreSQL or an extension belongs, for all that is known, to whoever is at work."""
    found = of.to or (of.name if of.kind is Kind.DEFAULT_PRIVILEGE else owner)
    return name(found) if found else Sql("CURRENT_USER")


def commented(one: Comment) -> Sql:
    """Say about an object what is said about it."""
    return comment_on(one.identity, Lines(one.text, one.line_ends).original())


def shipped_comment(of: Identity) -> Sql:
    """Say about an extension what it says of itself."""
    comment = write("SELECT comment FROM pg_available_extensions WHERE name = {}", literal(of.name))
    say = write("EXECUTE format('COMMENT ON EXTENSION %I IS %L', {}, ({}));", literal(of.name), comment)
    return write("DO {}", body(write("BEGIN {} END", say)))


def comment_on(of: Identity, text: str | None) -> Sql:
    """Say something about an object, or take back what was said."""
    return write("COMMENT ON {} IS {}", reference(of), _NULL if text is None else literal(text))


def labelled(of: Identity, label: str | None) -> Sql:
    """Label an object, or take the label off."""
    shown = _NULL if label is None else literal(label)
    return write("SECURITY LABEL FOR {} ON {} IS {}", name(of.to), reference(of), shown)
