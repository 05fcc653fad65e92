"""The cases of `tests/corpus`: each is a schema before and after a change, and what may be seen on the way.

A folder has `before.sql`, `after.sql` and, where rows say more, `seed.sql`. A case stands in a schema of its own, named
like its folder with `_` for `-`; the search path is that schema and public. The roles `corpus_anon`, `corpus_staff` and
`corpus_owner` and the tablespace `elsewhere` are there. Lines at the head of a file say what is unusual:

- `-- alone` (before.sql): it has objects outside its schema; it gets databases of its own and the search path `public`.
- `-- since: 16`, `-- until: 17` (before.sql): on these major versions only.
- `-- hazards: data-loss, table-rewrite`: what the way to this file must tell; without the line, nothing;
  `index-build before 17` only on versions before that.
- `-- changes: orders.total, tags`: columns, or tables, whose values rightly change on the way to this file.
- `-- inherited: t.a, t.k`: columns and checks of which no statement says on the way to this file whose own they are.
- `-- refused: text` (after.sql), `-- irreversible: text` (before.sql): the way to this file is refused with this text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "corpus"
ROLES = ("corpus_anon", "corpus_staff", "corpus_owner")

_DIRECTIVE = re.compile(r"-- (alone|[a-z]+: .+)")
_KNOWN = frozenset({"alone", "since", "until", "hazards", "changes", "inherited", "refused", "irreversible"})
_LATEST = 99


@dataclass(frozen=True, slots=True)
class Way:
    """A way to one of the two schemas of a case.

    Attributes:
        sql: What makes the schema from nothing.
        hazards: The kinds of hazards that it must tell.
        changes: `table.column` or `table` whose values may be others afterwards.
        inherited: `table.column` or `table.check`, of which no statement says whether they are the table's own.
        refused: Why there is no way; empty where there is one.
    """

    sql: str
    hazards: frozenset[str]
    changes: frozenset[str]
    inherited: frozenset[str]
    refused: str


@dataclass(frozen=True)
class Case:
    """A schema before and after a change.

    Attributes:
        folder: Where it is.
        before: The schema as it was, and what is told on the way back.
        after: The schema that it becomes, and what is told on the way there.
        seed: SQL that brings rows into the schema as it was.
        is_alone: Whether it has objects outside of its schema.
        since: The first major version that has what it is about.
        until: The last one.
    """

    folder: Path
    before: Way
    after: Way
    seed: str
    is_alone: bool
    since: int
    until: int

    @property
    def name(self) -> str:
        """What it shows."""
        return self.folder.name

    @property
    def group(self) -> str:
        """Its name's first word."""
        return self.name.partition("-")[0]

    @cached_property
    def schema(self) -> str:
        """Where its objects are."""
        return "public" if self.is_alone else self.name.replace("-", "_")

    @property
    def stands_by_itself(self) -> bool:
        """Whether it needs databases of its own."""
        return self.is_alone or bool(self.before.refused or self.after.refused)

    def statements(self, way: Way, *, seeded: bool) -> Iterator[tuple[str, str]]:
        """What makes one of its schemas, each with the file that it is from."""
        file = "before.sql" if way is self.before else "after.sql"
        yield file, way.sql if self.is_alone else f"CREATE SCHEMA {self.schema}; {self._here} {way.sql}"
        if seeded and self.seed:
            yield "seed.sql", f"{self._here} {self.seed}"

    @property
    def _here(self) -> str:
        return "" if self.is_alone else f"SET search_path = {self.schema}, public;"


def every_case() -> list[Case]:
    """All cases, by name."""
    return [_case(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "before.sql").exists()]


def _case(folder: Path) -> Case:
    before, after = (_text(folder / name) for name in ("before.sql", "after.sql"))
    there, back = (_directives(text, folder) for text in (after, before))
    seed = folder / "seed.sql"
    return Case(
        folder,
        _way(before, back, back.get("irreversible", "")),
        _way(after, there, there.get("refused", "")),
        _text(seed) if seed.exists() else "",
        is_alone="alone" in back,
        since=int(back.get("since", "0")),
        until=int(back.get("until", _LATEST)),
    )


def _text(file: Path) -> str:
    """With its line ends as they are."""
    return file.read_bytes().decode()


def _way(sql: str, directives: Mapping[str, str], refused: str) -> Way:
    hazards, changes, inherited = (
        frozenset(_words(directives.get(name, ""))) for name in ("hazards", "changes", "inherited")
    )
    return Way(sql, hazards, changes, inherited, refused)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _directives(text: str, folder: Path) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if match := _DIRECTIVE.fullmatch(line.rstrip()):
            word, _, value = match[1].partition(": ")
            if word not in _KNOWN:
                raise ValueError(f"{folder.name} says {word}, which is unknown")
            found[word] = value
    return found
