"""How large something is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How large a relation is.

    Attributes:
        rows: As the server estimates it; None where nobody has counted (never analyzed).
        bytes: On disk, with indexes and TOAST.
    """

    rows: int | None
    bytes: int
