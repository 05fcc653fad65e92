"""How people write a rename: `[KIND] OLD=NEW`, each side as reports show where something is.

```
public.orders=public.purchases             what is in a schema: a table, a view, an index, a type, …
public.orders/total=sum                    what is on a table; a dot does as well: public.orders.total=sum
public.total(integer)=sum                  functions, procedures and aggregates, with the types of their arguments
public.state/'new'='fresh'                 a value of an enum type, an attribute of a composite type: public.pair/x=y
sales=shop                                 a schema, and what is in none
trigger public.orders/checked=seen         the kind, where others have the same name
```

OLD is what A calls it, NEW what B does. NEW may leave out what is the same. As in SQL, a name that is not plain stands
in double quotes, and without these capital letters are small ones. A label of an enum may stand in single quotes.
"""

import re
import string
from dataclasses import dataclass

from sync.errors import PlanError
from sync.model import Identity, Kind
from sync.model.identity import quoted

_NAME = r'(?:"(?:[^"]|"")+"|[^\s."\'/=()]+)'
_LABEL = r"'(?:[^']|'')*'"
_TYPES = r'(?:[^()"]|"(?:[^"]|"")*"|\([^()"]*\))*'


def _side(group: str) -> str:
    path = rf"(?P<{group}path>{_NAME}(?:[./]{_NAME})*)"
    label = rf"(?P<{group}label>{_LABEL})"
    rest = rf"(?:\((?P<{group}types>{_TYPES})\)|\s+using\s+(?P<{group}method>{_NAME})|[./]{label})?"
    return rf"\s*(?:{path}{rest}|{label.replace('label', 'only')})\s*"


_RENAME = re.compile(f"{_side('old_')}={_side('new_')}")
_KIND = re.compile(rf"\s*({'|'.join(sorted(Kind, key=len, reverse=True))}|value|attribute)\s+(?=\S)", re.IGNORECASE)
# A value and an attribute are named after the types that they are parts of.
_PARTS = {"value": Kind.ENUM, "attribute": Kind.COMPOSITE_TYPE}
_FOLDED = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side.

    Attributes:
        text: As it was written.
        names: From the outside in.
        signature: The types of arguments, or an access method; None where there is nothing of the kind.
        is_label: Whether the last name stood in single quotes.
    """

    text: str
    names: tuple[str, ...]
    signature: str | None
    is_label: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A rename as it was written.

    Attributes:
        text: All of it.
        kind: The kind that stands before it; of a value or an attribute that of its type.
        is_part: Whether `value` or `attribute` stands before it.
        old: What A calls it.
        new: What B calls it.
    """

    text: str
    kind: Kind | None
    is_part: bool
    old: Side
    new: Side


def parsed(text: str) -> Written:
    """Take a rename apart.

    Raises:
        PlanError: It is none.
    """
    before = _KIND.match(text)
    word = before[1].lower() if before else ""
    kind = (_PARTS.get(word) or Kind(word)) if word else None
    found = _RENAME.fullmatch(text, before.end() if before else 0)
    if found is None:
        raise PlanError(
            f"the rename {text} cannot be read",
            'write OLD=NEW, such as public.orders=public.purchases or public."Orders"/total=sum',
        )
    return Written(text, kind, word in _PARTS, _found(found, "old_"), _found(found, "new_"))


def _found(match: re.Match[str], group: str) -> Side:
    path, types, method = match[f"{group}path"] or "", match[f"{group}types"], match[f"{group}method"]
    label = match[f"{group}label"] or match[f"{group}only"]
    names = [_unquoted(one) for one in re.findall(_NAME, path)]
    if label is not None:
        names.append(label[1:-1].replace("''", "'"))
    signature = _unquoted(method) if method is not None else types
    start = match.start(f"{group}path") if path else match.start(f"{group}only")
    end = match.string.find("=", start) if group == "old_" and not names else match.end(_last(match, group))
    return Side(match.string[start:end].strip(), tuple(names), signature, label is not None)


def _last(match: re.Match[str], group: str) -> str:
    """The last part of a side that is there."""
    parts = [f"{group}{one}" for one in ("path", "types", "method", "label", "only")]
    return max((one for one in parts if match[one] is not None), key=match.end)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.translate(_FOLDED)


def written(old: Identity, new: Identity, value: tuple[str, str] | None) -> str:
    """A rename as people write it, without the kind."""
    if value is not None:
        write = _label if old.kind is Kind.ENUM else quoted
        return f"{old.place}/{write(value[0])}={write(value[1])}"
    same_place = (old.schema, old.relation) == (new.schema, new.relation)
    return f"{old.place}={new.local if old.relation and same_place else new.place}"


def _label(text: str) -> str:
    return text if _PLAIN.match(text) else "'" + text.replace("'", "''") + "'"
