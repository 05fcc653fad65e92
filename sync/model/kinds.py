"""The kinds of objects, in the order in which people read them."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of object. The value is PostgreSQL's word for it, as `--format json` shows it."""

    SCHEMA = "schema"
    ENUM = "enum"
    SEQUENCE = "sequence"
    TABLE = "table"
    FOREIGN_TABLE = "foreign table"
    VIEW = "view"
    MATERIALIZED_VIEW = "materialized view"
    COLUMN = "column"
    CONSTRAINT = "constraint"
    INDEX = "index"
    POLICY = "policy"
    TRIGGER = "trigger"
    FUNCTION = "function"
    PROCEDURE = "procedure"

    @property
    def plural(self) -> str:
        """The word for several of them."""
        return _PLURALS.get(self, f"{self.value}s")

    def counted(self, number: int) -> str:
        """`1 index`, `2 indexes`."""
        return f"{number} {self.value if number == 1 else self.plural}"


_PLURALS = {Kind.INDEX: "indexes", Kind.POLICY: "policies"}
