"""The forms that values of the file have: durations, moments of the week, time zones, names of variables."""

import re
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

_DURATION = re.compile(r"(\d{1,6})\s*([smhd])\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MOMENT = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d\Z")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")
_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*\Z")


class Section(BaseModel):
    """A table of the file: no keys but the known ones, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def pattern(expected: re.Pattern[str], example: str) -> AfterValidator:
    """A check of one text of the file; the example stands in the message."""

    def check(value: str) -> str:
        if not expected.match(value):
            raise ValueError(f"must look like {example}")
        return value

    return AfterValidator(check)


def _duration(value: object) -> timedelta:
    match = _DURATION.match(value) if isinstance(value, str) else None
    found = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()
    if not found:
        raise ValueError('must be a number and a unit, such as "30s", "5m", "24h" or "7d"')
    return found


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('must be a time zone such as "Europe/Madrid" or "UTC"') from None
    return value


def _without_secret(value: str) -> str:
    """No user or password in an `https://` address; `ssh://git@…` names an account, which is no secret."""
    try:
        parts = urlsplit(value)
        held = parts.password is not None or (parts.scheme.startswith("http") and parts.username is not None)
    except ValueError:
        raise ValueError("is not an address that can be read") from None
    if held:
        raise ValueError("holds a password or token: take it out, secrets stand in the environment")
    return value


Text = Annotated[str, Field(min_length=1)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Moment = Annotated[str, pattern(_MOMENT, '"Fri 16:00"')]
Clock = Annotated[str, pattern(_CLOCK, '"02:00"')]
Zone = Annotated[str, AfterValidator(_zone)]
Variable = Annotated[str, pattern(_VARIABLE, '"env:NAME": secrets stand in the environment, never in the file')]
Address = Annotated[str, Field(min_length=1), AfterValidator(_without_secret)]
Number = Annotated[int, Field(strict=True, ge=1)]
YesNo = Annotated[bool, Field(strict=True)]
