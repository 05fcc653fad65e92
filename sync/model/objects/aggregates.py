"""Aggregate functions."""

from dataclasses import dataclass

from sync.model.base import Deparsed, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Aggregate(SchemaObject):
    """An aggregate function. `arguments` has names, modes and ORDER BY; the identity has only the types."""

    arguments: Deparsed
    result: str
    type: str
    transition: str
    state_type: str
    state_size: int
    initial_value: str | None
    final: str | None
    final_extra: bool
    final_modify: str
    combine: str | None
    serialize: str | None
    deserialize: str | None
    moving_transition: str | None
    moving_inverse: str | None
    moving_state_type: str | None
    moving_state_size: int
    moving_initial_value: str | None
    moving_final: str | None
    moving_final_extra: bool
    moving_final_modify: str
    sort_operator: str | None
    parallel: str
    depends_on_extensions: Unordered
