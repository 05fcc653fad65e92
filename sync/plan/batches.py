"""Statements in the batches in which they are run: transactions, and what refuses one on its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sync.model import Kind
from sync.plan.actions import Action, Part, Runs
from sync.plan.effects.effect import NO_EFFECT, Effect, Hazard
from sync.plan.sql import Sql


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a plan.

    Attributes:
        sql: Without a semicolon.
        about: What it is about, for people: `public.orders`.
        subject: The same, with its kind: `table public.orders`.
        effect: What it does to others and to what is there.
        on_copy: Whether a copy can take it: roles are the server's, and labels need the library that provides them.
    """

    sql: Sql
    about: str
    subject: str
    effect: Effect = NO_EFFECT
    on_copy: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements that take effect together.

    Attributes:
        statements: In order.
        in_transaction: Whether they run in a transaction; if not, each is on its own.
    """

    statements: tuple[Statement, ...]
    in_transaction: bool = True

    @property
    def lock_timeout(self) -> str:
        """How long a statement may wait for a lock, as PostgreSQL writes it; "0" is for ever.

        Who waits for a strong lock keeps all waiting who come after. What runs outside of transactions takes none, and
        waits for the transactions of others to end.
        """
        return "5s" if self.in_transaction else "0"


def batched(actions: Iterable[Action], effect: Callable[[Sql], Effect] = lambda _: NO_EFFECT) -> tuple[Batch, ...]:
    """The statements of actions, as many in one transaction as may be.

    Args:
        actions: In order.
        effect: Tells what a statement does; asked for each in turn.
    """
    return tuple(Batch(tuple(statements), together) for together, statements in _batches(actions, effect) if statements)


def _batches(actions: Iterable[Action], effect: Callable[[Sql], Effect]) -> Iterator[tuple[bool, list[Statement]]]:
    open_: list[Statement] = []
    for action in actions:
        of = action.step[0]
        subject, on_copy = f"{of.kind} {of}", action.is_for_copies
        effects = (_with(action.hazards, effect(one)) for one in action.statements)
        made = [
            Statement(one, action.about, subject, each, on_copy)
            for one, each in zip(action.statements, effects, strict=True)
        ]
        if action.runs is Runs.TOGETHER:
            open_ += made
            if _needs_commit(action):
                yield True, open_
                open_ = []
        else:
            yield True, open_
            yield action.runs is Runs.APART, made
            open_ = []
    yield True, open_


def _with(hazards: tuple[Hazard, ...], effect: Effect) -> Effect:
    return replace(effect, hazards=(*hazards, *effect.hazards)) if hazards else effect


def _needs_commit(action: Action) -> bool:
    """Whether what an action does can be used only when it is committed: a new value of an enum type."""
    of, part = action.step
    return of.kind is Kind.ENUM and part is Part.CHANGED
