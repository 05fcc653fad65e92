"""docs/configuration.md names every key with its default, and every key that it names exists."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from bot.configuration import BotConfiguration

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text()


def section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (section_in(one) for one in getattr(annotation, "__args__", ()))
    return next((one for one in inner if one is not None), None)


def keys(section: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of the file that holds a value or an inline table, with its default."""
    for name, field in section.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        inner = section_in(field.annotation)
        top = not prefix
        if inner is None or not top:
            yield key, field.get_default(call_default_factory=False)
        if inner is not None:
            yield from keys(inner, f"{key}.NAME." if key == "environments" else f"{key}.")


def written(value: Any) -> str:
    """A default as the page writes it."""
    if value is PydanticUndefined:
        return "required"
    if value is None or value == ():
        return "none"
    if isinstance(value, timedelta):
        return f'`"{_duration(value)}"`'
    if isinstance(value, BaseModel):
        return "see below"
    return f"`{json.dumps(value)}`"


def _duration(value: timedelta) -> str:
    """In hours, minutes or seconds."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    if seconds:
        return f"{minutes * 60 + seconds}s"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def test_the_page_lists_every_key_and_its_default() -> None:
    listed = dict(re.findall(r"^\| `([a-zA-Z_.]+)` \| ([^|]+?) \|", PAGE, re.MULTILINE))
    listed = {key: default for key, default in listed.items() if "." in key}
    expected = {key: written(default) for key, default in keys(BotConfiguration)}
    assert set(listed) == set(expected)
    for key, default in expected.items():
        assert listed[key].split(";")[0] == default, key


def test_the_example_of_the_page_is_a_configuration() -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    configuration = BotConfiguration.model_validate(tomllib.loads(found[1]))
    assert set(configuration.environments) == {"staging", "production"}
