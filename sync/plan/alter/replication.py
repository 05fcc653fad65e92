"""Logical replication, as far as it can be changed without asking the other server."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import Publication, Subscription
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.create import others
from sync.plan.references import reference
from sync.plan.sql import Sql, listed, literal, names, with_values, write
from sync.plan.whole import Whole

_TRUTH = {True: "true", False: "false"}
_FLAGS = ("binary", "disable_on_error", "password_required", "run_as_owner")


def publication(old: Publication, new: Publication, attributes: AbstractSet[str], _: Whole) -> Iterator[Sql]:
    """A publication."""
    gone = [one for one in old.schemas if one not in new.schemas]
    come = [one for one in new.schemas if one not in old.schemas]
    for how, schemas in (("DROP", gone), ("ADD", come)):
        if schemas:
            yield write("ALTER {} {} TABLES IN SCHEMA {}", reference(new.identity), Sql(how), listed(schemas))
    values = {
        "publish": literal(", ".join(new.operations)) if "operations" in attributes else None,
        "publish_via_partition_root": _TRUTH[new.via_root] if "via_root" in attributes else None,
        "publish_generated_columns": new.generated_columns if "generated_columns" in attributes else None,
    }
    if any(values.values()):
        yield write("ALTER {} SET {}", reference(new.identity), with_values(values))


def subscription(old: Subscription, new: Subscription, attributes: AbstractSet[str], _: Whole) -> Iterator[Sql]:
    """A subscription, which rests while its slot goes, and works only with one."""
    own = reference(new.identity)
    if new.enabled and new.slot is None:
        raise NoStatementError
    rests = old.enabled and (not new.enabled or ("slot" in attributes and new.slot is None))
    if rests:
        yield write("ALTER {} DISABLE", own)
    if "connection" in attributes:
        yield write("ALTER {} CONNECTION {}", own, others.connection(new))
    if "publications" in attributes:
        yield write("ALTER {} SET PUBLICATION {} WITH (refresh = false)", own, names(new.publications))
    values = _values(new, attributes)
    if values:
        yield write("ALTER {} SET {}", own, with_values(values))
    if new.enabled and (rests or not old.enabled):
        yield write("ALTER {} ENABLE", own)


def _values(new: Subscription, attributes: AbstractSet[str]) -> dict[str, str | None]:
    values: dict[str, str | None] = {
        "slot_name": "NONE" if new.slot is None else literal(new.slot),
        "synchronous_commit": literal(str(new.synchronous_commit)),
        "streaming": new.streaming,
        "origin": literal(new.origin),
        **{flag: _TRUTH[getattr(new, flag)] for flag in _FLAGS},
    }
    wanted = {"slot_name" if one == "slot" else one for one in attributes}
    return {key: value for key, value in values.items() if key in wanted}
