"""Makes both sides once more on one server, and leaves out what then no longer differs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import psycopg

from sync.catalog import Scope, read_catalog
from sync.compare import Change, Difference
from sync.errors import EmbeddedServerError, SchemabotError, one_line
from sync.model import Catalog, Diagnostic, Identity, SchemaObject
from sync.postgres.limits import reason_of
from sync.shadow.bench import Bench
from sync.shadow.settling.plain_calls import REMEMBERED_SINCE, forget_syntax
from sync.shadow.settling.skeleton import Skeleton

Progress = Callable[[str], None]

_NAMED = 3


def settle(
    differences: Iterable[Difference],
    tested: Mapping[Identity, frozenset[str]],
    a: Catalog,
    b: Catalog,
    bench: Bench,
    *,
    progress: Progress = lambda _: None,
) -> tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]:
    """Leave out what only the servers' ways of writing make different.

    Args:
        differences: Between two servers.
        tested: What of them is doubtful: by identity the attributes.
        a: All of the one side.
        b: All of the other side.
        bench: Where both are made once more.
        progress: Told what is being done.

    Returns:
        The differences that remain, their texts as the scratch server writes them; and for what cannot be made there,
        and so remains as it is, why.
    """
    differences = tuple(differences)
    progress(f"deparsing {len(tested)} definitions of both sides on one server")
    try:
        with ThreadPoolExecutor(2) as threads:
            again = partial(_again, tested=tested, bench=bench, plain_calls=min(a.major, b.major) < REMEMBERED_SINCE)
            before, after = threads.map(again, (a, b))
    except SchemabotError as error:
        return differences, tuple(_diagnostics(dict.fromkeys(tested, str(error))))
    settled = (_settled(one, tested.get(one.identity, frozenset()), before, after) for one in differences)
    reasons = {
        identity: before.failures.get(identity) or after.failures.get(identity) or "it was not made"
        for identity, names in tested.items()
        if any(side.text(identity, name) is None for name in names for side in (before, after))
    }
    remaining = tuple(one for one in settled if one.attributes or one.change is not Change.CHANGED)
    return remaining, tuple(_diagnostics(reasons))


@dataclass(frozen=True, slots=True)
class _Again:
    """One side as the scratch server has it.

    Attributes:
        objects: What was made.
        failures: Why something was not made.
    """

    objects: Mapping[Identity, SchemaObject]
    failures: Mapping[Identity, str]

    def text(self, identity: Identity, name: str) -> str | None:
        """An attribute as the scratch server writes it; None when it was not made."""
        found: str | None = getattr(self.objects.get(identity), name, None)
        return found


def _again(side: Catalog, *, tested: Mapping[Identity, frozenset[str]], bench: Bench, plain_calls: bool) -> _Again:
    skeleton = Skeleton(side, tested)
    with bench.database(side) as database:
        try:
            failures = skeleton.build(database)
            if plain_calls:
                forget_syntax(database)
        except psycopg.Error as error:
            raise EmbeddedServerError(f"the scratch database failed: {reason_of(error)}") from error
        return _Again(read_catalog(database, Scope()).objects, failures)


def _settled(difference: Difference, tested: frozenset[str], before: _Again, after: _Again) -> Difference:
    """Without the texts that are the same; those that are not are told as one server writes them."""
    if not tested:
        return difference
    changes = []
    for change in difference.attributes:
        old, new = (side.text(difference.identity, change.name) for side in (before, after))
        if change.name not in tested or old is None or new is None:
            changes.append(change)
        elif old != new:
            changes.append(change._replace(old=old, new=new))
    return replace(difference, told=tuple(changes))


def _diagnostics(reasons: Mapping[Identity, str]) -> Iterator[Diagnostic]:
    """One for each reason: what it keeps from being settled."""
    by_reason: dict[str, list[Identity]] = {}
    for identity, reason in reasons.items():
        by_reason.setdefault(reason, []).append(identity)
    for reason, identities in by_reason.items():
        names = ", ".join(f"{one.kind} {one}" for one in identities[:_NAMED])
        more = f" and {len(identities) - _NAMED} more" if len(identities) > _NAMED else ""
        yield Diagnostic(
            "not-settled",
            f"{names}{more}: may only be written in another way by another major version: {one_line(reason)}",
        )
