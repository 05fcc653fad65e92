"""Sizes as people read them."""

from sync.model.size import Size

_STEP = 1024
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
_FEW = 10


def shown(size: Size) -> str:
    """`12,000,000 rows, 41 GB`; `41 GB` where the rows were never counted."""
    amount = _amount(size.bytes)
    if size.rows is None:
        return amount
    return f"1 row, {amount}" if size.rows == 1 else f"{size.rows:,} rows, {amount}"


def _amount(number: float) -> str:
    unit = 0
    while round(number) >= _STEP and unit < len(_UNITS) - 1:
        number /= _STEP
        unit += 1
    if unit and number < _FEW:
        return f"{number:.1f}".removesuffix(".0") + f" {_UNITS[unit]}"
    return f"{number:.0f} {_UNITS[unit]}"


def together(sizes: list[Size]) -> Size | None:
    """The size of several relations; None for none. Rows are known where all of them are."""
    if not sizes:
        return None
    rows = [one.rows for one in sizes if one.rows is not None]
    return Size(sum(rows) if len(rows) == len(sizes) else None, sum(one.bytes for one in sizes))
