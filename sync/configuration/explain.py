"""What pydantic found wrong with the file, in one line for the person who wrote it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sync.errors import ConfigurationError, suggestion

_Problem = Mapping[str, Any]

_UNKNOWN = "extra_forbidden"

_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "bool_type": lambda _: "must be true or false, without quotes",
    "dict_type": lambda _: "must be a table, written [NAME] or { key = value }",
    "enum": lambda context: f"must be {context['expected']}".replace("'", '"'),
    "greater_than_equal": lambda context: f"must be {context['ge']} or more",
    "int_type": lambda _: "must be a whole number, without quotes",
    "literal_error": lambda context: f"must be {context['expected']}".replace("'", '"'),
    "model_type": lambda _: "must be a table, written [NAME] or { key = value }",
    "string_too_short": lambda _: "must not be empty",
    "string_type": lambda _: 'must be text, in "quotes"',
    "too_short": lambda _: "must not be empty",
    "tuple_type": lambda _: "must be a list, in [brackets]",
}


def explained(path: Path, error: ValidationError, model: type[BaseModel]) -> ConfigurationError:
    """The first thing that is wrong, and how many more there are."""
    by_key: dict[str, list[_Problem]] = {}
    for problem in error.errors(include_url=False, include_input=False):
        by_key.setdefault(_key(model, problem["loc"]), []).append(problem)
    # A key that is not known may be the one that is missing, mistyped: that comes first.
    key, problems = min(by_key.items(), key=lambda one: one[1][0]["type"] != _UNKNOWN)
    first = problems[0]
    more = f" (and {len(by_key) - 1} more)" if len(by_key) > 1 else ""
    if first["type"] == _UNKNOWN:
        *place, last = first["loc"]
        keys = _keys(_walked(model, place))
        return ConfigurationError(
            f"{path}: {key} is not a known key{more}",
            suggestion(str(last), keys) or f"take it out; there are {', '.join(keys)}",
        )
    if first["type"] == "missing":
        return ConfigurationError(f"{path}: {key} is missing{more}", "add it")
    said = ", or ".join(dict.fromkeys(_said(problem) for problem in problems))
    return ConfigurationError(f"{path}: {key + ' ' if key else ''}{said}{more}")


def _said(problem: _Problem) -> str:
    words = _WORDS.get(problem["type"])
    return words(problem.get("ctx", {})) if words else str(problem["msg"]).removeprefix("Value error, ")


def _key(model: type[BaseModel], place: Sequence[int | str]) -> str:
    """The place as the file has it: `environments.production.freeze[0].from`.

    Pydantic also names the alternative of a union that it tried; that is no key, and left out.
    """
    text = ""
    for number, part in enumerate(place):
        if isinstance(part, int):
            text += f"[{part}]"
        elif number == 0 or not _is_leaf(model, place[:number]):
            text += f".{part}" if text else part
    return text


def _is_leaf(model: type[BaseModel], place: Sequence[int | str]) -> bool:
    """Whether a place of the file holds a plain value, so that nothing of the file can be inside it."""
    return _walked(model, place) is None


def _walked(model: Any, place: Sequence[int | str]) -> Any:
    """The section at a place of the file; the annotation of a table of sections; None at a plain value."""
    current = model
    for part in place:
        if current is None:
            return None
        if isinstance(part, int):
            continue
        if not _is_section(current):
            current = _section(current)  # the name of one environment
            continue
        annotation = {key: field.annotation for key, field in _fields(current).items()}.get(part)
        section = _section(annotation)
        current = annotation if getattr(annotation, "__origin__", None) is dict else section
    return current


def _keys(section: Any) -> list[str]:
    return list(_fields(section)) if _is_section(section) else []


def _fields(section: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in section.model_fields.items()}


def _is_section(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _section(annotation: Any) -> Any:
    """The section class inside an annotation such as `dict[str, Environment]` or `Approvals | None`."""
    if _is_section(annotation):
        return annotation
    found = [_section(inner) for inner in getattr(annotation, "__args__", ())]
    return next((one for one in found if one is not None), None)
