"""The comparison itself: by identity, attribute by attribute, whatever the objects are."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sync.compare
from sync.compare import AttributeChange, Change, compare
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.objects import CLASSES, Schema


@dataclass(frozen=True, slots=True)
class Berth(SchemaObject):
    """A kind of object that the engine has never heard of."""

    length: int
    lights: tuple[str, ...]
    note: str | None = None


def berth(name: str, length: int = 10, lights: tuple[str, ...] = (), note: str | None = None) -> Berth:
    return Berth(Identity(Kind.TABLE, "harbour", "", name), length, lights, note)


def catalog(*found: SchemaObject) -> Catalog:
    return Catalog("test", 180000, {item.identity: item for item in found})


def test_equal_catalogs_do_not_differ() -> None:
    assert compare(catalog(berth("a"), berth("b")), catalog(berth("b"), berth("a"))) == ()


def test_added_is_what_only_the_second_has() -> None:
    (found,) = compare(catalog(), catalog(berth("a", 12, ("red",))))
    assert (found.change, found.identity.name) == (Change.ADDED, "a")
    assert found.attributes == (AttributeChange("length", None, 12), AttributeChange("lights", None, ("red",)))


def test_removed_is_what_only_the_first_has() -> None:
    (found,) = compare(catalog(berth("a", note="old")), catalog())
    assert found.change == Change.REMOVED
    assert found.attributes == (
        AttributeChange("length", 10, None),
        AttributeChange("lights", (), None),
        AttributeChange("note", "old", None),
    )


def test_changed_names_the_attributes_that_differ_in_the_order_of_the_class() -> None:
    (found,) = compare(catalog(berth("a", 10, note="x")), catalog(berth("a", 12, note=None)))
    assert found.change == Change.CHANGED
    assert found.attributes == (AttributeChange("length", 10, 12), AttributeChange("note", "x", None))


def test_objects_of_a_kind_without_attributes() -> None:
    schema = Schema(Identity(Kind.SCHEMA, "s"))
    (found,) = compare(catalog(), catalog(schema))
    assert (found.change, found.attributes) == (Change.ADDED, ())


def test_the_order_is_that_of_the_first_catalog_with_new_ones_behind() -> None:
    a = catalog(berth("z"), berth("gone"), berth("a"))
    b = catalog(berth("new"), berth("a", 1), berth("z", 1))
    assert [found.identity.name for found in compare(a, b)] == ["z", "gone", "a", "new"]


berths = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(berth, st.just(""), st.integers(0, 2), st.lists(st.sampled_from("rg"), max_size=2).map(tuple), st.none()),
)


@given(berths, berths)
def test_there_and_back_are_mirror_images(one: dict[str, Berth], other: dict[str, Berth]) -> None:
    a = catalog(*(berth(name, b.length, b.lights, b.note) for name, b in one.items()))
    b = catalog(*(berth(name, b.length, b.lights, b.note) for name, b in other.items()))
    there, back = compare(a, b), compare(b, a)
    mirror = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}
    assert {(mirror[found.change], found.identity) for found in there} == {
        (found.change, found.identity) for found in back
    }
    differing = {name for name in one.keys() | other.keys() if a.objects.get(key(name)) != b.objects.get(key(name))}
    assert {found.identity.name for found in there} == differing
    assert all(found.attributes for found in there)


def key(name: str) -> Identity:
    return berth(name).identity


SOURCES = sorted(Path(str(sync.compare.__file__)).parent.glob("*.py"))
FORBIDDEN = {
    *(kind.name.casefold() for kind in Kind),
    *(kind.value.casefold() for kind in Kind),
    *(of.__name__.casefold() for of in CLASSES.values()),
} - {"catalog", "identity", "value"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_comparison_knows_no_kind_of_object(path: Path) -> None:
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    named = {
        word.casefold()
        for node in ast.walk(tree)
        for word in (
            getattr(node, "id", None),
            getattr(node, "attr", None),
            getattr(node, "name", None),
            node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None,
        )
        if isinstance(word, str)
    }
    assert "kind" not in named
    assert not named & FORBIDDEN


def test_the_guard_knows_the_words() -> None:
    assert {"table", "policy", "materialized view", "materialized_view", "routine", "trigger"} <= FORBIDDEN
    assert len(SOURCES) >= 2
