"""Sizes of relations as people read them."""

from sync.model.size import Size, readable


def shown(size: Size) -> str:
    """`12,000,000 rows, 41 GB`; `41 GB` where the rows were never counted."""
    amount = readable(size.bytes)
    if size.rows is None:
        return amount
    return f"1 row, {amount}" if size.rows == 1 else f"{size.rows:,} rows, {amount}"


def together(sizes: list[Size]) -> Size | None:
    """The size of several relations; None for none. Rows are known where all of them are."""
    if not sizes:
        return None
    rows = [one.rows for one in sizes if one.rows is not None]
    return Size(sum(rows) if len(rows) == len(sizes) else None, sum(one.bytes for one in sizes))
