"""Finds what makes one schema like another: reads both, and has a planner make of them what is asked for."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from sync.catalog import Profile, Reading, Scope
from sync.diff import read_both
from sync.model import Catalog
from sync.planning.wanted import AS_USUAL, Wanted
from sync.shadow.scratch import Scratch
from sync.sources import Means, SnapshotSource, Source, bench_for, decoded

if TYPE_CHECKING:
    from sync.planning.value import Plan

Progress = Callable[[str], None]

# With all that knows how to change something, and PostgreSQL's parser.
_SLOW_TO_LOAD = "sync.planning.planner"


def plan(
    a: Source,
    b: Source,
    scratch: Scratch,
    wanted: Wanted = AS_USUAL,
    *,
    schemas: frozenset[str] = frozenset(),
    profile: Profile | None = None,
    roles: bool = False,
    progress: Progress = lambda _: None,
) -> "Plan":
    """Find what makes A like B.

    Args:
        a: The side that would change.
        b: The side that it would become like.
        scratch: Where files are replayed, and copies are made.
        wanted: What is asked for.
        schemas: When not empty, only these schemas.
        profile: For both sides; by default that of the environment, or of the other side's.
        roles: Whether roles are compared, also when the selection does not name them.
        progress: Told what is being done, from both sides' threads.

    Raises:
        SchemabotError: A side could not be read, there is no way, or a copy of A could not be made to prove it.
        ProofError: The way that was found does not lead to B.
    """
    loading = Thread(target=import_module, args=[_SLOW_TO_LOAD], daemon=True)  # while the databases answer
    loading.start()
    readings = read_both(
        a,
        b,
        scratch,
        schemas=schemas,
        profile=profile,
        roles=roles or wanted.selection.names_roles,
        dependencies=True,
        progress=progress,
    )
    loading.join()
    from sync.catalog.secrets import Remembered, itself
    from sync.planning.planner import Planner

    digests = Remembered() if wanted.renames else None
    patterns = a.patterns or b.patterns
    before, after = (decoded(one, digests, patterns) for one in readings)
    if wanted.deployer:
        from sync.planning.deployer import unnamed

        before, after = unnamed(before, after, wanted.deployer), unnamed(after, before, wanted.deployer)
    chosen = profile or a.profile or b.profile or Profile.POSTGRES
    scope = Scope(chosen, schemas, patterns=patterns, dependencies=True)
    bench = bench_for(scratch, a, b)
    around: Reading | Catalog | None = None
    if isinstance(a, SnapshotSource):
        around = readings[0]
    elif (wanted.proof or wanted.renames) and scope.is_partial:
        progress(f"{a.label}: reading what stands around")
        around = a.read(Scope(dependencies=True), Means(bench, progress, profile=chosen))
    copied = decoded(around, digests) if around else before
    found = Planner(
        a, (before, after), scope, copied=copied, stand_in=digests, bench=bench, wanted=wanted, progress=progress
    ).plan()
    found = replace(found, diagnostics=(*found.diagnostics, *patterns.unmatched(*readings)))
    if not wanted.secrets:
        return found
    before, after = (decoded(one, itself, patterns) for one in readings)
    copied = decoded(around, itself) if around else before
    once_more = replace(wanted, proof=False, reverse=False)
    clear = Planner(
        a, (before, after), scope, copied=copied, stand_in=itself, bench=bench, wanted=once_more, progress=progress
    ).plan()
    return replace(found, batches=clear.batches, reverse=None, has_secrets=True)
