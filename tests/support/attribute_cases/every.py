"""All cases, whichever module of this folder they stand in."""

from importlib import import_module
from pathlib import Path

from tests.support.attribute_cases.case import AttributeCase

_MODULES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in {"case", "every"})

CASES: tuple[AttributeCase, ...] = tuple(
    case for name in _MODULES for case in import_module(f"tests.support.attribute_cases.{name}").CASES
)
# A tablespace that some of them use. It is the server's, so no setup can make it.
TABLESPACE = "elsewhere"
