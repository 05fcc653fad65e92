"""Which objects need which."""

from dataclasses import dataclass

from sync.model.identity import Identity


@dataclass(frozen=True, slots=True)
class Dependency:
    """An object that cannot be without another.

    Attributes:
        dependent: What needs it.
        needed: What is needed.
        by_default: Whether only the default of the dependent, a column or domain, needs it; that can be made without.
    """

    dependent: Identity
    needed: Identity
    by_default: bool = False
