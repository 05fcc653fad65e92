"""Who may do more than before: privileges, owners, roles, and functions that run with the rights of their owners."""

from collections.abc import Iterable
from typing import Any

from sync.model import Identity, Kind
from sync.model.identity import quoted
from sync.model.kinds import RELATIONS
from sync.model.objects import DefaultPrivilege, Owner, Privilege, Role, Routine
from sync.model.privileges import (
    MAINTAIN,
    MAINTAIN_SINCE,
    OWNER,
    PUBLIC,
    all_privileges,
    default_privileges,
    new_object_privileges,
)
from sync.parsing import TREE, unwrapped
from sync.plan.effects import targets, trees
from sync.plan.effects.blocks import SOME
from sync.plan.effects.effect import HazardKind, LockMode
from sync.plan.effects.judgement import Judgement
from sync.plan.effects.objects import object_of, objects_in, routine_of
from sync.plan.effects.relations import Relation

_EXECUTE = "EXECUTE"
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})
_OUTSIDE = {
    TREE.OBJECT_DATABASE: "database",
    TREE.OBJECT_TABLESPACE: "tablespace",
    TREE.OBJECT_PARAMETER_ACL: "parameter",
    TREE.OBJECT_LARGEOBJECT: "large object",
}
# Whose owners may do more than others with what is in them, or let others do something with their rights.
_RULED = frozenset(
    {
        *(Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.SEQUENCE, Kind.SCHEMA),
        *(Kind.FUNCTION, Kind.PROCEDURE, Kind.SERVER, Kind.FOREIGN_DATA_WRAPPER),
    }
)
_GRANTED = {
    TREE.OBJECT_TABLE: "tables",
    TREE.OBJECT_SEQUENCE: "sequences",
    TREE.OBJECT_FUNCTION: "functions",
    TREE.OBJECT_ROUTINE: "functions",
    TREE.OBJECT_TYPE: "types",
    TREE.OBJECT_SCHEMA: "schemas",
    TREE.OBJECT_LARGEOBJECT: "large objects",
}
_MADE = {
    "tables": Kind.TABLE,
    "sequences": Kind.SEQUENCE,
    "functions": Kind.FUNCTION,
    "types": Kind.BASE_TYPE,
    "schemas": Kind.SCHEMA,
}
# What of a role reaches beyond what it is granted, and what it then may.
_POWERS = {
    "superuser": ("superuser", "may do everything"),
    "bypassrls": ("bypass_rls", "sees all rows, whatever policies say"),
    "createrole": ("create_role", "may make and change roles"),
    "isreplication": ("replication", "may copy the whole server"),
    "canlogin": ("login", "may log in"),
}


def granted(node: Any, judgement: Judgement) -> None:
    """GRANT on objects."""
    if not node.is_grant:
        return
    if node.objtype in _OUTSIDE:
        _granted_outside(node, judgement)
        return
    if node.targtype == TREE.ACL_TARGET_ALL_IN_SCHEMA:
        schemas = trees.names(node.objects)
        found = [one for schema in schemas for one in objects_in(schema, node.objtype, judgement.state)]
    else:
        found = [object_of(node.objtype, one, judgement.state) for one in node.objects]
    for of in found:
        for role in trees.roles(node.grantees):
            for columns, privileges in _asked(node, of, judgement.major):
                for one in [_column_of(of, name) for name in columns] or [of]:
                    _gains(one, role, privileges, judgement, grantable=node.grant_option)


def _granted_outside(node: Any, judgement: Judgement) -> None:
    """What is granted on things of which no catalog tells who may use them."""
    asked = sorted(unwrapped(one)[1].priv_name.upper() for one in node.privileges) or ["ALL"]
    for one in node.objects:
        name = trees.names([one])[-1:] or (str(trees.value(one)),)
        for role in trees.roles(node.grantees):
            who = "everybody" if role == PUBLIC else role
            text = f"{who} gains {', '.join(asked)} on {_OUTSIDE[node.objtype]} {name[0]}"
            judgement.tell(HazardKind.ACCESS_WIDENED, text)


def _asked(node: Any, of: Identity, major: int) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """What is granted: on which columns, if not on all of an object, which privileges."""
    if not node.privileges:
        return [((), _everything(of.kind, major))]
    found: dict[tuple[str, ...], set[str]] = {}
    for one in node.privileges:
        _, privilege = unwrapped(one)
        columns = trees.names(privilege.cols)
        name = privilege.priv_name.upper()
        asked = {name} if name else {"SELECT", "INSERT", "UPDATE", "REFERENCES"}
        found.setdefault(columns, set()).update(asked)
    return [(columns, frozenset(names)) for columns, names in found.items()]


def _everything(kind: Kind | str, major: int) -> frozenset[str]:
    unknown = frozenset() if major >= MAINTAIN_SINCE else frozenset({MAINTAIN})
    return frozenset(all_privileges(kind)) - unknown


def _column_of(of: Identity, name: str) -> Identity:
    return Identity(Kind.COLUMN, of.schema, of.name, name)


def _gains(of: Identity, role: str, asked: frozenset[str], judgement: Judgement, *, grantable: bool) -> None:
    """Tell what a role may do that it could not before."""
    had, could_grant = _had(of, role, judgement)
    gained = sorted(asked - had)
    who = "everybody" if role == PUBLIC else role
    if gained:
        more = " and may grant it to others" if grantable else ""
        text = f"{who} gains {', '.join(gained)} on {_shown(of)}{more}"
    elif grantable and asked - could_grant:
        text = f"{who} may grant {', '.join(sorted(asked - could_grant))} on {_shown(of)} to others"
    else:
        return
    relation = judgement.state.original((of.schema, of.relation or of.name))
    judgement.tell(HazardKind.ACCESS_WIDENED, text, relation if of.kind in {*RELATIONS, Kind.COLUMN} else None)


def _had(of: Identity, role: str, judgement: Judgement) -> tuple[frozenset[str], frozenset[str]]:
    """What a role could do before, by itself or like everybody, and what of it it could grant."""
    fact = Identity(Kind.OWNER, of.schema, of.relation, of.name, of.signature, of.kind)
    owner = judgement.before(fact)
    if owner is None and judgement.before(of) is None and judgement.after is not None:
        owner = judgement.after.objects.get(fact)
        if isinstance(owner, Owner) and owner.owner == role:
            return _everything(of.kind, judgement.major), _everything(of.kind, judgement.major)
    is_owner = isinstance(owner, Owner) and owner.owner == role
    had: set[str] = set()
    could_grant: set[str] = set()
    # Of PostgreSQL's own functions, and of those of extensions, some are not for everybody.
    is_usual = of.kind not in _ROUTINES or judgement.is_made(of)
    if judgement.before(of) is None and of.kind is not Kind.COLUMN and is_usual:
        had.update(default_privileges(of.kind, PUBLIC))
    # What takes the place of another relation may be used by those who could use that one.
    kinds = RELATIONS if of.kind in RELATIONS and judgement.before(of) is None else {of.kind}
    for to in (role, PUBLIC, *((OWNER,) if is_owner else ())):
        for kind in kinds:
            found = judgement.before(Identity(Kind.PRIVILEGE, of.schema, of.relation, of.name, of.signature, kind, to))
            if isinstance(found, Privilege):
                had.update(found.privileges)
                had.difference_update(found.revoked if isinstance(found.revoked, tuple) else ())
                could_grant.update(found.privileges if to == OWNER else found.grantable)
    if of.kind is Kind.COLUMN:
        table = judgement.state.original((of.schema, of.relation))
        if table is not None:
            more, grantable = _had(table.identity, role, judgement)
            return frozenset(had) | more, frozenset(could_grant) | grantable
    return frozenset(had), frozenset(could_grant)


def _shown(of: Identity) -> str:
    if of.kind is Kind.COLUMN:
        return f"{quoted(of.schema)}.{quoted(of.relation)}.{quoted(of.name)}"
    if of.name == SOME:
        return f"some {of.kind}"
    return of.place if of.kind in RELATIONS else f"{of.kind} {of.place}"


def defaults_altered(node: Any, judgement: Judgement) -> None:
    """ALTER DEFAULT PRIVILEGES … GRANT."""
    action = node.action
    if not action.is_grant:
        return
    found = {unwrapped(one)[1].defname: unwrapped(one)[1].arg for one in node.options}
    makers = trees.roles(list(unwrapped(found["roles"])[1].items)) if "roles" in found else [""]
    schemas = trees.names([found["schemas"]]) if "schemas" in found else ("",)
    objects = _GRANTED.get(action.objtype, "objects")
    for maker in makers:
        for schema in schemas:
            for role in trees.roles(action.grantees):
                _gains_by_default(maker, schema, objects, role, action, judgement)


def _gains_by_default(  # noqa: PLR0917 - private, called once, with names that say it
    maker: str, schema: str, objects: str, role: str, action: Any, judgement: Judgement
) -> None:
    asked = {unwrapped(one)[1].priv_name.upper() for one in action.privileges}
    if not asked:
        asked = set(_everything(_MADE[objects], judgement.major)) if objects in _MADE else {"SELECT", "UPDATE"}
    had = set(new_object_privileges(objects, role)) if not schema and role == PUBLIC else set()
    fact = judgement.before(Identity(Kind.DEFAULT_PRIVILEGE, schema, "", maker, objects, "", role))
    if isinstance(fact, DefaultPrivilege):
        had = set(fact.privileges)
    grantable = set(fact.grantable) if isinstance(fact, DefaultPrivilege) else set()
    gained = asked - had or (asked - grantable if action.grant_option else set())
    if gained and role != maker:
        who = "everybody" if role == PUBLIC else role
        by = f" that {maker} makes" if maker else " that are made"
        within = f" in schema {quoted(schema)}" if schema else ""
        may = "may grant" if not asked - had else "gains"
        text = f"{who} {may} {', '.join(sorted(gained))} on {objects}{by}{within} from now on"
        judgement.tell(HazardKind.ACCESS_WIDENED, text)


def owned(relation: Relation | None, of: Identity, role: str, judgement: Judgement) -> None:
    """OWNER TO."""
    old = judgement.before(Identity(Kind.OWNER, of.schema, of.relation, of.name, of.signature, of.kind))
    if isinstance(old, Owner) and old.owner != role and of.kind in _RULED:
        judgement.tell(HazardKind.ACCESS_WIDENED, f"{role} becomes the owner of {_shown(of)}", relation)


def role_changed(name: str, options: dict[str, Any], judgement: Judgement) -> None:
    """CREATE ROLE and ALTER ROLE."""
    old = judgement.before(Identity(Kind.ROLE, "", "", name))
    for option, (attribute, may) in _POWERS.items():
        if options.get(option) is True and not (isinstance(old, Role) and getattr(old, attribute)):
            judgement.tell(HazardKind.ACCESS_WIDENED, f"{name} {may}")
    if options.get("password") is not None and old is not None:
        judgement.tell(HazardKind.ACCESS_WIDENED, f"{name} has another password")


def made_member(groups: Iterable[str], members: Iterable[str], judgement: Judgement) -> None:
    """GRANT of roles to roles."""
    for member in members:
        old = judgement.before(Identity(Kind.ROLE, "", "", member))
        had = old.member_of if isinstance(old, Role) else ()
        for group in groups:
            if not any(text == quoted(group) or text.startswith(f"{quoted(group)} ") for text in had):
                judgement.tell(HazardKind.ACCESS_WIDENED, f"{member} becomes a member of {group}")


def reassigned(node: Any, judgement: Judgement) -> None:
    """REASSIGN OWNED."""
    (new,) = trees.roles([node.newrole])
    for old in trees.roles(node.roles):
        text = f"{new} becomes the owner of all that {old} owns in this database"
        judgement.tell(HazardKind.ACCESS_WIDENED, text)
        judgement.lock_all(judgement.state.owned_by_role(old), LockMode.ACCESS_EXCLUSIVE)


def roles_granted(node: Any, judgement: Judgement) -> None:
    """GRANT of roles."""
    if node.is_grant:
        groups = [unwrapped(one)[1].priv_name for one in node.granted_roles]
        made_member(groups, trees.roles(node.grantee_roles), judgement)


def role_made(node: Any, judgement: Judgement) -> None:
    """CREATE ROLE."""
    options = trees.options(node.options)
    role_changed(node.role, options, judgement)
    for one in node.options:
        _, option = unwrapped(one)
        if option.defname == "addroleto":
            made_member(trees.roles(unwrapped(option.arg)[1].items), [node.role], judgement)
        elif option.defname in ("rolemembers", "adminmembers"):
            made_member([node.role], trees.roles(unwrapped(option.arg)[1].items), judgement)


def role_altered(node: Any, judgement: Judgement) -> None:
    """ALTER ROLE; ALTER GROUP … ADD USER is the same."""
    (name,) = trees.roles([node.role])
    role_changed(name, trees.options(node.options), judgement)
    for one in node.options:
        _, option = unwrapped(one)
        if option.defname == "rolemembers" and node.action > 0:
            made_member([name], trees.roles(unwrapped(option.arg)[1].items), judgement)


def routine_made(node: Any, judgement: Judgement) -> None:
    """CREATE FUNCTION and CREATE PROCEDURE."""
    targets.locked(node, judgement)
    of = routine_of(node, judgement.state)
    judgement.state.made.add(of)
    _tell_of_policies(of, judgement)
    if trees.options(node.options).get("security") is not True:
        return
    old = None if of in judgement.state.dropped else judgement.before(of)
    had = judgement.before(of)
    if isinstance(old, Routine):
        if not old.security_definer:
            _runs_as_owner(of, judgement)
    elif _may_execute(of, judgement):
        if isinstance(had, Routine) and had.security_definer and _could_execute(of, judgement):
            return
        text = f"everybody may execute {of.kind} {of}, which runs with the rights of its owner"
        judgement.tell(HazardKind.ACCESS_WIDENED, text)
    elif isinstance(had, Routine) and not had.security_definer:
        _runs_as_owner(of, judgement)


def _tell_of_policies(of: Identity, judgement: Judgement) -> None:
    """Policies that call a function let others through when it is another one."""
    if judgement.before(of) is None or judgement.comes_again(of):
        return
    for one in judgement.state.dependents(of):
        relation = judgement.state.original((one.schema, one.relation))
        if one.kind is Kind.POLICY and relation is not None and relation.had_row_security:
            text = f"policy {quoted(one.name)} of {relation} asks {of.kind} {of}, which changes"
            judgement.tell(HazardKind.ACCESS_WIDENED, text, relation)


def _runs_as_owner(of: Identity, judgement: Judgement) -> None:
    text = f"{of.kind} {of} runs with the rights of its owner, no longer with those of who calls it"
    judgement.tell(HazardKind.ACCESS_WIDENED, text)


def _may_execute(of: Identity, judgement: Judgement) -> bool:
    """Whether everybody may execute a routine that is made, as far as is known."""
    if judgement.after is None:
        return True
    found = judgement.after.objects.get(_of_public(of))
    return not isinstance(found, Privilege) or _EXECUTE in found.privileges


def _could_execute(of: Identity, judgement: Judgement) -> bool:
    found = judgement.before(_of_public(of))
    return isinstance(found, Privilege) and _EXECUTE in found.privileges


def _of_public(of: Identity) -> Identity:
    return Identity(Kind.PRIVILEGE, of.schema, of.relation, of.name, of.signature, of.kind, PUBLIC)


def routine_altered(node: Any, judgement: Judgement) -> None:
    """ALTER FUNCTION … SECURITY DEFINER."""
    if trees.options(node.actions).get("security") is not True:
        return
    of = object_of(node.objtype, node.func, judgement.state)
    old = judgement.before(of)
    if not (isinstance(old, Routine) and old.security_definer) and (old is not None or judgement.after is None):
        _runs_as_owner(of, judgement)
