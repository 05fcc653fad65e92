"""How a difference opens data to others than the files do: row security that is off, wider policies and grants.

What is `added` is only live, and what is `removed` only in the files. Whether a condition lets more rows through than
another one cannot be told; one that is not the same is told as one that may.
"""

from collections.abc import Callable, Iterable, Mapping

from sync.compare import Change, Difference
from sync.model import Kind, Value
from sync.model.identity import quoted
from sync.model.privileges import OWNER, PUBLIC
from sync.wording import listed

_Values = Mapping[str, Value]

_EVERYBODY = "everybody"
_OWNED = frozenset(
    {
        *(Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW),
        *(Kind.SCHEMA, Kind.FUNCTION, Kind.PROCEDURE),
    }
)


def exposure(found: Difference) -> str:
    """In words, from what the files make to what is live; empty where nothing is opened."""
    judge = _JUDGES.get(found.identity.kind)
    if judge is None:
        return ""
    old = {one.name: one.old for one in found.attributes if one.old is not None}
    new = {one.name: one.new for one in found.attributes if one.new is not None}
    return judge(found, old, new)


def _table(_found: Difference, old: _Values, new: _Values) -> str:
    if old.get("row_security") is True and new.get("row_security") is False:
        return "row security is off"
    if old.get("force_row_security") is True and new.get("force_row_security") is False:
        return "row security no longer holds for the owner"
    return ""


def _policy(found: Difference, old: _Values, new: _Values) -> str:
    if found.change is Change.ADDED:
        return f"lets {_who(new.get('roles'))} see or change more rows" if new.get("permissive") else ""
    if found.change is Change.REMOVED:
        return "" if old.get("permissive") else "a policy that keeps rows back is gone"
    if old.get("permissive") is False and new.get("permissive") is True:
        return "a policy that kept rows back lets them through"
    more = _texts(new.get("roles")) - _texts(old.get("roles"))
    if more:
        return f"holds for {_who(sorted(more))} too"
    return "may let other rows through" if set(old) | set(new) else ""


def _privilege(found: Difference, old: _Values, new: _Values) -> str:
    role = found.identity.to
    if role == OWNER:
        return ""  # an owner may give itself everything
    gained = (_texts(new.get("privileges")) - _texts(old.get("privileges"))) | (
        _texts(old.get("revoked")) - _texts(new.get("revoked"))
    )
    who = _EVERYBODY if role == PUBLIC else quoted(role)
    if gained:
        return f"{who} may {listed(sorted(gained))}"
    handed = _texts(new.get("grantable")) - _texts(old.get("grantable"))
    return f"{who} may grant {listed(sorted(handed))} to others" if handed else ""


def _owner(found: Difference, old: _Values, new: _Values) -> str:
    if found.change is Change.CHANGED and found.identity.of in _OWNED and "owner" in old:
        return f"{quoted(str(new.get('owner')))} owns it"
    return ""


def _routine(found: Difference, old: _Values, new: _Values) -> str:
    if new.get("security_definer") is not True:
        return ""
    if found.change is Change.ADDED or old.get("security_definer") is False:
        return "runs with the rights of its owner"
    return ""


def _view(found: Difference, old: _Values, new: _Values) -> str:
    if found.change is not Change.CHANGED or "options" not in {*old, *new}:
        return ""
    for option in ("security_invoker", "security_barrier"):
        if _is_on(option, old) and not _is_on(option, new):
            return f"{option} is off"
    return ""


def _is_on(option: str, values: _Values) -> bool:
    found = (one.partition("=") for one in _texts(values.get("options")))
    return any(name == option and value.lower() in ("true", "on", "1", "yes", "") for name, _, value in found)


def _texts(value: Value) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, tuple) else frozenset()


def _who(roles: Value | Iterable[str]) -> str:
    names = [_EVERYBODY if one == PUBLIC else one for one in roles] if isinstance(roles, tuple | list) else []
    return listed(names) or _EVERYBODY


_JUDGES: Mapping[Kind, Callable[[Difference, _Values, _Values], str]] = {
    Kind.TABLE: _table,
    Kind.POLICY: _policy,
    Kind.PRIVILEGE: _privilege,
    Kind.DEFAULT_PRIVILEGE: _privilege,
    Kind.OWNER: _owner,
    Kind.FUNCTION: _routine,
    Kind.PROCEDURE: _routine,
    Kind.VIEW: _view,
    Kind.MATERIALIZED_VIEW: _view,
}
