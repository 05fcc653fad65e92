"""The files in `queries/`."""

import re
from functools import cache
from pathlib import Path

# The column that says where in the catalogs of this one database an object is: catalog, number and, where it is part of
# an object, the number in that. Only who asks for dependencies needs it.
ADDRESS = "address"

_FOLDER = Path(__file__).with_name("queries")

# The first list of columns at the left margin, each of which begins in a line of its own and ends with its name.
_SELECT_LIST = re.compile(r"^SELECT (.*?)^  FROM ", re.MULTILINE | re.DOTALL)
_NEXT_COLUMN = re.compile(r",\n {7}(?! )")
_NAME = re.compile(r"\w+(?=\W*\Z)")


@cache
def text_of(query: str) -> str:
    """What the file of a query says. Raises OSError when there is no such file."""
    return _FOLDER.joinpath(f"{query}.sql").read_text(encoding="utf-8")


@cache
def columns_of(query: str) -> tuple[str, ...]:
    """The names of the columns that a query returns, but for `ADDRESS`."""
    found = _SELECT_LIST.search(text_of(query))
    assert found is not None
    names = (name[0] for item in _NEXT_COLUMN.split(found[1]) if (name := _NAME.search(item)))
    return tuple(name for name in names if name != ADDRESS)
