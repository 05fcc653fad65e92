"""What a schema is built with: extensions, languages, transforms, text search."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import Extension, Language, TextSearchConfiguration, TextSearchDictionary, Transform
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import replaced, taken_apart
from sync.plan.create import others
from sync.plan.references import reference
from sync.plan.sql import Sql, deparsed, joined, literal, name, write
from sync.plan.whole import Whole


def extension(old: Extension, new: Extension, attributes: AbstractSet[str], _: Whole) -> Iterator[Sql]:
    """An extension, which goes to later versions only."""
    if "version" in attributes:
        if _numbers(new.version) < _numbers(old.version):
            raise NoStatementError
        yield write("ALTER {} UPDATE TO {}", reference(new.identity), literal(new.version))
    if "in_schema" in attributes:
        yield write("ALTER {} SET SCHEMA {}", reference(new.identity), name(new.in_schema))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def language(_: Language, new: Language, __: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A procedural language."""
    yield from map(replaced, others.language(new, target))


def transform(_: Transform, new: Transform, __: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A transform."""
    yield from map(replaced, others.transform(new, target))


def text_search_configuration(
    old: TextSearchConfiguration, new: TextSearchConfiguration, _: AbstractSet[str], __: Whole
) -> Iterator[Sql]:
    """Which dictionaries are asked for which words."""
    before, after = (_mappings(one) for one in (old, new))
    own = reference(new.identity)
    gone = [name(token) for token in before if token not in after]
    if gone:
        yield write("ALTER {} DROP MAPPING FOR {}", own, joined(", ", gone))
    for token, dictionaries in after.items():
        if before.get(token) != dictionaries:
            how = Sql("ALTER" if token in before else "ADD")
            yield write("ALTER {} {} MAPPING FOR {} WITH {}", own, how, name(token), deparsed(dictionaries))


def _mappings(of: TextSearchConfiguration) -> dict[str, str]:
    parts = (text.partition(": ") for text in of.mappings)
    return {token: dictionaries for token, _, dictionaries in parts}


def text_search_dictionary(
    old: TextSearchDictionary, new: TextSearchDictionary, _: AbstractSet[str], __: Whole
) -> Iterator[Sql]:
    """The options of a dictionary."""
    before, after = taken_apart(old.options), taken_apart(new.options)
    changes = [deparsed(key) for key in before if key not in after]
    changes += [
        write("{} = {}", deparsed(key), deparsed(value)) for key, value in after.items() if before.get(key) != value
    ]
    yield write("ALTER {} ({})", reference(new.identity), joined(", ", changes))
