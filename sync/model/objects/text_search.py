"""Text search: configurations, and the dictionaries, parsers and templates that they are made of."""

from dataclasses import dataclass

from sync.model.base import Options, SchemaObject, Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextSearchConfiguration(SchemaObject):
    """A configuration. A mapping reads `token type: dictionary, dictionary`, in the order in which they are asked."""

    parser: str
    mappings: Unordered


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextSearchDictionary(SchemaObject):
    """A dictionary: a template with options."""

    template: str
    options: Options


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextSearchParser(SchemaObject):
    """A parser: the names of its functions."""

    start: str
    token: str
    end: str
    headline: str | None
    token_types: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextSearchTemplate(SchemaObject):
    """A template of dictionaries: the names of its functions."""

    initialize: str | None
    lexize: str
