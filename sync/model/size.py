"""How large something is."""

from dataclasses import dataclass

_STEP = 1024
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
_FEW = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How large a relation is.

    Attributes:
        rows: As the server estimates it; None where nobody has counted (never analyzed).
        bytes: On disk, with indexes and TOAST.
    """

    rows: int | None
    bytes: int


def readable(size_bytes: float) -> str:
    """Bytes as people read them: `512 bytes`, `1.8 MB`, `41 GB`."""
    unit = 0
    while round(size_bytes) >= _STEP and unit < len(_UNITS) - 1:
        size_bytes /= _STEP
        unit += 1
    if unit and size_bytes < _FEW:
        return f"{size_bytes:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"
    return f"{size_bytes:.0f} {_UNITS[unit]}"
