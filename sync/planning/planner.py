"""Makes one plan of two schemas that were read: what is done, in which order, the way back, and their proof."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.catalog import Scope, read
from sync.catalog.across import comparable
from sync.catalog.secrets import StandIn
from sync.compare import Change, Difference, compare
from sync.diff import said_of_cosmetics, settled
from sync.errors import PlanError, ProofError
from sync.model import Catalog, Diagnostic
from sync.plan import generated, own
from sync.plan.actions import Action
from sync.plan.batches import Batch, batched
from sync.plan.change import changes
from sync.plan.effects.analyst import Analyst
from sync.plan.filling import unpopulated
from sync.plan.renamed_parts import with_their_names
from sync.plan.renames import answered, suspected
from sync.plan.whole import Whole
from sync.planning.asked import SIZED, Asked
from sync.planning.extensions import said_of_owners
from sync.planning.value import Plan, Reverse, Side
from sync.planning.wanted import Wanted
from sync.postgres.database import Database
from sync.shadow.bench import Bench
from sync.sources import LiveSource, Progress, Source
from sync.wording import counted

_SHOWN = 3
_OPPOSITE = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found between two catalogs: as they are compared, what differs, and what is not told as a difference."""

    left: Catalog
    right: Catalog
    differences: tuple[Difference, ...]
    untold: tuple[Diagnostic, ...]


class Planner:
    """Makes one plan."""

    def __init__(
        self,
        a: Source,
        sides: tuple[Catalog, Catalog],
        scope: Scope,
        *,
        copied: Catalog,
        stand_in: StandIn | None,
        bench: Bench,
        wanted: Wanted,
        progress: Progress,
    ) -> None:
        """Begin; `copied` is A, or what stands around it too where that is not all that there is.

        `stand_in` made what stands in the place of secrets in all of them.
        """
        self._source = a
        self._a, self._b = sides
        self._copied, self._stand_in = copied, stand_in
        self._scope, self._bench, self._wanted, self._progress = scope, bench, wanted, progress
        self._renames = answered(wanted.renames, *sides) if wanted.renames else ()
        self._start = self._a
        self._renaming: tuple[Action, ...] = ()
        self._renaming_back: tuple[Action, ...] = ()
        if self._renames:
            from sync.planning.renamed import back, renamed, there

            progress("renaming on a copy")
            self._start = renamed(self._a, copied, self._renames, scope, bench, stand_in=stand_in)
            self._renaming = tuple(there(self._renames))
            self._renaming_back = tuple(back(self._renames, self._a, self._start))

    def plan(self) -> Plan:
        """Find it, and the way back, and prove both."""
        found = self._compared(self._start, self._b)
        made = self._actions(found.left, found.right, found.differences)
        last = generated.renamed(found.differences, found.right)
        batches = self._batches(self._a, self._b, (*self._renaming, *made, *last))
        back_, refused = self._back(found, made) if self._wanted.reverse else ((), "")
        proven = self._wanted.proof and bool(found.differences or batches)
        if proven:
            refused = self._proven(batches, back_) or refused
        reverse = None
        if self._wanted.reverse:
            reverse = Reverse(() if refused else back_, proven and not refused, refused)
        return Plan(
            Side(self._a),
            Side(self._b),
            found.differences,
            batches,
            proven=proven,
            online=self._wanted.online,
            questions=suspected(found.left, found.right, found.differences),
            reverse=reverse,
            diagnostics=(
                *found.left.diagnostics,
                *found.right.diagnostics,
                *found.untold,
                *said_of_owners(found.differences, found.left, found.right),
            ),
        )

    def _compared(self, a: Catalog, b: Catalog) -> _Found:
        left, right = comparable(a, b)
        everything, selection = compare(left, right), self._wanted.selection
        differences, unsettled = settled(
            selection.keep(everything),
            lambda: (a, b),
            self._bench,
            one_major=a.major == b.major and not self._renames,  # the copy's server writes in its own way
            progress=self._progress,
        )
        differences, left_alone = _changeable(differences, left, right)
        untold = (*unsettled, *left_alone, *said_of_cosmetics(selection.hidden(everything)))
        return _Found(left, right, differences, untold)

    def _actions(self, left: Catalog, right: Catalog, differences: tuple[Difference, ...]) -> tuple[Action, ...]:
        right, differences, last = with_their_names(left, right, differences)
        made = changes(left, right, differences) if differences else ()
        if not self._wanted.online:
            return (*made, *last)
        from sync.plan.online import online

        return (*online(made, Whole(left), Whole(right), self._a.major), *last)

    def _batches(self, a: Catalog, b: Catalog, actions: tuple[Action, ...]) -> tuple[Batch, ...]:
        if not actions:
            return ()
        asked = Asked({(one.schema, one.name) for one in a.objects if one.kind in SIZED})
        made = batched(actions, Analyst(a, b, asked, self._a.major).effect)
        if not asked.places or not isinstance(self._source, LiveSource):
            return made
        from sync.catalog.sizes import sizes

        found = sizes(self._source.database, asked.places)
        return batched(actions, Analyst(a, b, found, self._a.major).effect) if found else made

    def _back(self, found: _Found, made: tuple[Action, ...]) -> tuple[tuple[Batch, ...], str]:
        """The way back from where actions lead, or why there is none."""
        empty = unpopulated((one.step for one in made), found.left, found.right)
        arrived = replace(found.right, unpopulated=empty)
        try:
            differences, _ = _changeable(map(_reversed, found.differences), arrived, found.left)
            undone = self._actions(arrived, found.left, differences)
        except PlanError as error:
            return (), str(error)
        first = generated.renamed(differences, found.left)
        actions = (*first, *undone, *self._renaming_back)
        return self._batches(self._b, self._a, actions), ""

    def _proven(self, batches: tuple[Batch, ...], back_: tuple[Batch, ...]) -> str:
        """Prove the plan, and the way back; why that one does not lead there, if so."""
        from sync.planning.proof import DEFECT, copy_of, for_copies, take

        self._progress("proving the plan on a copy")
        a, b = for_copies(self._a), for_copies(self._b)
        with copy_of(self._copied, (b,), self._bench) as copy:
            take(copy, batches, "the plan")
            if left := self._left(copy, b):
                raise ProofError(f"the plan leaves {left}", DEFECT)
            if not back_:
                return ""
            self._progress("proving the way back")
            try:
                take(copy, back_, "the way back")
            except ProofError as error:
                return error.problem
            left = self._left(copy, a)
            return f"the way back leaves {left}" if left else ""

    def _left(self, copy: Database, wanted: Catalog) -> str:
        """What a copy lacks of what was to come out."""
        from sync.planning.proof import for_copies

        read_again = for_copies(read(copy, self._scope).catalog(self._stand_in))
        if self._wanted.deployer:
            from sync.planning.deployer import unnamed_like
            from sync.postgres.session import connect

            with connect(copy) as connection:
                read_again = unnamed_like(read_again, wanted, connection.info.user)
        found = replace(read_again, surroundings=self._a.surroundings)
        differences = self._compared(found, wanted).differences
        if not differences:
            return ""
        shown = ", ".join(f"{one.change} {one.identity.kind} {one.identity}" for one in differences[:_SHOWN])
        return f"{counted(len(differences), 'difference')} ({shown})"


def _changeable(
    differences: Iterable[Difference], a: Catalog, b: Catalog
) -> tuple[tuple[Difference, ...], tuple[Diagnostic, ...]]:
    """The differences without what no statement changes, and what is said of that."""
    known = tuple(differences)
    return own.changeable(known, Whole(a), Whole(b)) if any(map(own.is_about_that, known)) else (known, ())


def _reversed(one: Difference) -> Difference:
    told = one.told
    if isinstance(told, tuple):
        told = tuple(each._replace(old=each.new, new=each.old) for each in told)
    return replace(one, change=_OPPOSITE[one.change], told=told)
