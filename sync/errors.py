"""Errors of the engine. Each subclass exists because a caller decides differently when it is raised.

```
SchemabotError
 ├── ConfigurationError     mend schemabot.toml or the environment, then try again
 │    └── NoConfigurationError   there is no file; what was asked for may not need one
 ├── SourceError            ask for another A or B: what was named cannot be read as one
 ├── ConnectError           the database could not be reached; may be tried again
 ├── ReadError              connected, but the catalog could not be read
 ├── ReplayError            a migration or .sql file did not apply; mend the file
 ├── ProofError             a plan does not do what it should; it is not to be used, and to be reported
 ├── PlanError              what differs cannot be turned into SQL; the schemas are to be looked at
 ├── MigrationError         a migration cannot be run, or failed; mend its file, then deploy again
 ├── BusyError              somebody else is at work on the database; try again when they are done
 ├── BackupError            a backup cannot be made, kept or restored; nothing of it is left
 │    └── DamagedError      a backup is not what it should be: take another one
 └── EmbeddedServerError    the machine does not let the embedded PostgreSQL run
```

`str(error)` is one line for a person: what is wrong, then what to do. It never holds a password.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_FORMATS = frozenset({"Cf", "Zl", "Zp"})
_UNSEEN = _FORMATS | {"Cc", "Cs"}


class SchemabotError(Exception):
    """Root of all errors that the engine raises on purpose.

    Args:
        problem: What is wrong, without a full stop.
        remedy: What the reader can do about it, or an empty string.
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = one_line(problem)
        self.remedy = one_line(remedy)
        super().__init__(f"{self.problem}: {self.remedy}" if self.remedy else self.problem)


class ConfigurationError(SchemabotError):
    """The configuration file or the environment is wrong; the message names the key."""


class NoConfigurationError(ConfigurationError):
    """There is no configuration file."""


class SourceError(SchemabotError):
    """What was named as A or B is not an environment, a URL, a folder of migrations or a `.sql` file."""


class ConnectError(SchemabotError):
    """A database could not be reached or refused the log-in."""


class ReadError(SchemabotError):
    """A database was reached, but its catalog could not be read."""


class ReplayError(SchemabotError):
    """A file could not be applied to the scratch database; the message names file and line."""


class PlanError(SchemabotError):
    """There is no SQL that makes a schema, or that makes one like the other."""


class ProofError(SchemabotError):
    """A plan that was tried on a copy of the schema failed, or did not lead where it should."""


class MigrationError(SchemabotError):
    """A migration cannot be run as it is written, or a statement of it failed; the message names file and line."""


class BusyError(SchemabotError):
    """Somebody else is at work on the database."""


class EmbeddedServerError(SchemabotError):
    """The embedded PostgreSQL server could not be prepared, started or stopped."""


def one_line(text: str) -> str:
    """Fold all white space, line ends included, into single spaces, and make control characters visible."""
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """The text with every character made visible that nobody sees, such as `<U+202E>`.

    So no name or body can move a terminal's cursor, or turn the reading direction.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character == "\t" or unicodedata.category(character) not in _UNSEEN else _shown(character)
        for character in text
    )


def _shown(character: str) -> str:
    if unicodedata.category(character) in _FORMATS:
        return f"<U+{ord(character):04X}>"
    return character.encode("unicode_escape").decode()


def suggestion(word: str, known: Iterable[str], before: str = "") -> str:
    """`did you mean staging? ` for a word that is near one that is known, else an empty string.

    Args:
        word: What a person wrote.
        known: What could be meant.
        before: Shown before the known word, such as the command that it belongs to.
    """
    near = get_close_matches(word, list(known), 1)
    return f"did you mean {before}{near[0]}? " if near else ""


def choices(word: str, known: Iterable[str]) -> str:
    """`did you mean staging? There are: staging, production`; without the question where no known word is near."""
    known = list(known)
    meant = suggestion(word, known)
    return f"{meant}{'There' if meant else 'there'} are: {', '.join(known)}"
