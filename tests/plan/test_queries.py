"""Which queries a view can have in the place of others while it stays: those with the same columns, and more."""

import pytest

from sync.plan.alter.queries import is_replaceable

_QUERY = "SELECT id, upper(name) AS name FROM shop.people"


@pytest.mark.parametrize(
    "new",
    [
        f"{_QUERY} WHERE id > 1 ORDER BY id LIMIT 5",
        "SELECT id, upper(name) AS name, mail FROM shop.people",
        "SELECT people.id, upper(people.name) AS name, f.a AS firm FROM shop.people LEFT JOIN shop.firms f ON true",
    ],
)
def test_the_same_columns_and_more(new: str) -> None:
    assert is_replaceable(_QUERY, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_QUERY, "SELECT id FROM shop.people"),
        (_QUERY, "SELECT upper(name) AS name, id FROM shop.people"),
        (_QUERY, "SELECT id, lower(name) AS name FROM shop.people"),
        (_QUERY, "SELECT id, upper(name) AS other FROM shop.people"),
        (_QUERY, "SELECT id, upper(name) AS name FROM shop.firms people"),
        (_QUERY, "SELECT id, upper(name) AS name FROM shop.people JOIN shop.firms USING (id)"),
        (_QUERY, f"{_QUERY} UNION ALL {_QUERY}"),
        ("VALUES (1)", "VALUES ('a')"),
        ("WITH w AS (SELECT 1 AS a) SELECT a FROM w", "WITH w AS (SELECT 'x' AS a) SELECT a FROM w"),
        ("SELECT 1 AS a UNION SELECT 2", "SELECT 1 AS a UNION SELECT 2.5"),
        (_QUERY, "what only a later version of PostgreSQL understands"),
    ],
)
def test_other_columns(old: str, new: str) -> None:
    assert not is_replaceable(old, new)


def test_each_branch_of_a_union_begins_alike() -> None:
    assert is_replaceable("SELECT a FROM t UNION SELECT b FROM u", "SELECT a FROM t WHERE a > 1 EXCEPT SELECT b FROM u")
