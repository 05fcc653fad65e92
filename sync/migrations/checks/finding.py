"""What was found about migration files: values."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, the worst first."""

    ERROR = "error"
    """It cannot be deployed."""
    WARNING = "warning"
    """It can, and may not do what was meant, or hurt others meanwhile."""
    ADVICE = "advice"
    """It would be easier to live with otherwise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found.

    Attributes:
        severity: How bad it is.
        rule: A short name for it; of squawk's rules `squawk/` and its name.
        message: What was found, a clause without a full stop.
        remedy: What to do about it; may be empty.
        file: Where; empty where there is no file.
        line: In the file, from 1; None where it is about the file as a whole.
        column: The same, in characters.
        version: Of the migration; empty where that is not known.
    """

    severity: Severity
    rule: str
    message: str
    remedy: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    version: str = ""
