"""Functions and procedures."""

from dataclasses import dataclass

from sync.model.base import Cosmetic, Deparsed, Options, SchemaObject, Source, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Routine(SchemaObject):
    """A function or a procedure. `arguments` has names, modes and defaults; the identity has only the types.

    Of a routine in standard SQL (`BEGIN ATOMIC`, `RETURN`) the server deparses `statements`; any other has a `body`.
    """

    arguments: Deparsed
    result: str | None
    language: str
    body: Source | None
    statements: Deparsed | None
    volatility: str
    strict: bool
    security_definer: bool
    leakproof: bool
    parallel: str
    cost: float
    rows: float
    window: bool
    settings: Options
    support: str | None
    transforms: Unordered
    library: str | None
    depends_on_extensions: Unordered
    line_ends: Cosmetic | None
