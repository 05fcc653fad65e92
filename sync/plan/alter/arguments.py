"""The arguments of a routine, as the server writes them: `a integer, b text DEFAULT 'x, y'::text`."""

from collections.abc import Iterator

_DEFAULT = " DEFAULT "
_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}


def is_replaceable(old: str, new: str) -> bool:
    """Whether CREATE OR REPLACE takes the new arguments: they may have other defaults, and more, but no fewer."""
    if old == new:
        return True
    before, after = list(_split(old)), list(_split(new))
    if [one for one, _ in before] != [one for one, _ in after]:
        return False
    return all(stays or not was for (_, was), (_, stays) in zip(before, after, strict=True))


def _split(arguments: str) -> Iterator[tuple[str, bool]]:
    """Each argument without its default, and whether it has one."""
    start, depth, quote = 0, 0, ""
    for position, character in enumerate(f"{arguments},"):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "," and not depth:
            yield _without_default(arguments[start:position].strip())
            start = position + 1
        else:
            depth += _DEPTH.get(character, 0)


def _without_default(argument: str) -> tuple[str, bool]:
    before, default, _ = argument.partition(_DEFAULT)
    while default and before.count('"') % 2:  # it stands within a name
        more, default, _ = argument[len(before) + len(_DEFAULT) :].partition(_DEFAULT)
        before += _DEFAULT + more
    return before, bool(default)
