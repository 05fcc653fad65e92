"""The HTML of a comparison: whole, inert, and it loads nothing."""

import re
import unicodedata
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.compare import AttributeChange, Change, Difference
from sync.diff import Comparison
from sync.errors import visible
from sync.model import Diagnostic, Identity, Kind, Value
from sync.report.html import as_html
from sync.report.html.painted import painted, pieces_by_line
from tests.cli.command import Command
from tests.support.servers import Databases

MARKUP = "<img src=x onerror=alert(1)></script></style><script>alert(2)</script><!-- ' \" &lt;"
HOSTILE = f"{MARKUP} \x1b[2J \u202e\u2066\x00\u2028"
VOID = {"meta", "link", "input"}
APART = {"dd", "del", "dt", "h3", "h4", "ins", "p", "summary", "td", "th"}  # drawn apart from what is before them


class Page(HTMLParser):
    """What a browser makes of the page: elements with the text in them; elements that do not close are an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, dict[str, str], list[str]]] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        if tag in APART:
            self.handle_data(" ")
        element = (tag, {name: value or "" for name, value in attrs}, list[str]())
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element that was opened last."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Is in every element that is open."""
        for _, _, texts in self.open:
            texts.append(data)

    def handle_comment(self, data: str) -> None:
        """Keeps it: the page has none."""
        self.comments.append(data)

    def texts(self, tag: str, of_class: str = "") -> list[str]:
        """The texts of all such elements, white space folded."""
        return [
            " ".join("".join(texts).split())
            for name, attributes, texts in self.elements
            if name == tag and (not of_class or of_class in attributes.get("class", "").split())
        ]

    def raw(self, tag: str) -> str:
        """The text of the only such element."""
        (found,) = ("".join(texts) for name, _, texts in self.elements if name == tag)
        return found


def on(kind: Kind, name: str, relation: str = "") -> Identity:
    return Identity(kind, "public", relation, name)


def changed(identity: Identity, **values: tuple[Value, Value]) -> Difference:
    pairs = (AttributeChange(name, old, new) for name, (old, new) in values.items())
    return Difference(Change.CHANGED, identity, tuple(pairs))


def added(identity: Identity, **values: Value) -> Difference:
    return Difference(Change.ADDED, identity, tuple(AttributeChange(name, None, one) for name, one in values.items()))


def removed(identity: Identity, **values: Value) -> Difference:
    return Difference(Change.REMOVED, identity, tuple(AttributeChange(name, one, None) for name, one in values.items()))


def compared(*differences: Difference, notes: tuple[str, ...] = ()) -> Comparison:
    diagnostics = tuple(Diagnostic("not-compared", note) for note in notes)
    return Comparison("staging", "production", differences, diagnostics, 0.5)


def page(*differences: Difference, notes: tuple[str, ...] = ()) -> Page:
    return Page(as_html(compared(*differences, notes=notes)))


HOSTILE_PAGE = Comparison(
    HOSTILE,
    f"b{HOSTILE}",
    (
        changed(on(Kind.TABLE, HOSTILE), options=((HOSTILE,), (HOSTILE, "x"))),
        added(on(Kind.COLUMN, HOSTILE, HOSTILE), type=HOSTILE, default=HOSTILE),
        removed(on(Kind.ENUM, f"e{HOSTILE}"), values=(HOSTILE, "y")),
        changed(on(Kind.VIEW, "v"), **{HOSTILE: (HOSTILE, None)}),
        changed(on(Kind.FUNCTION, "f"), body=(f"a\n{HOSTILE}\nb", f"a\n{HOSTILE} c\nb"), settings=((), (HOSTILE,))),
        added(on(Kind.FUNCTION, "g"), arguments=HOSTILE, language=HOSTILE, body=f"{HOSTILE}\n{HOSTILE}"),
    ),
    (Diagnostic("not-compared", HOSTILE),),
    0.0,
)


def test_what_a_database_says_stays_text() -> None:
    html = as_html(HOSTILE_PAGE)
    found = Page(html)
    tags = [tag for tag, _, _ in found.elements]
    assert tags.count("script") == tags.count("style") == tags.count("title") == 1
    assert "img" not in tags
    assert found.comments == []
    assert not [name for _, attributes, _ in found.elements for name in attributes if name.startswith("on")]
    assert not [character for character in html if unicodedata.category(character) in ("Cf", "Cs", "Zl", "Zp")]
    assert {character for character in html if unicodedata.category(character) == "Cc"} <= {"\n", "\t"}
    assert "</script></style><script>alert(2)</script><!--" in found.texts("h1")[0]
    assert "\\x1b[2J <U+202E><U+2066>\\x00<U+2028>" in found.texts("h1")[0]
    assert any("<U+202E>" in text for text in found.texts("pre"))
    assert "<U+202E>" in found.texts("i", "u")


@pytest.mark.parametrize("comparison", [HOSTILE_PAGE, compared()])
def test_the_page_loads_nothing(comparison: Comparison) -> None:
    found = Page(as_html(comparison))
    for tag, attributes, _ in found.elements:
        assert not {"src", "srcset", "style", "action", "formaction", "data", "poster", "background"} & set(attributes)
        assert attributes.get("href", "#").startswith("#") or (tag, attributes["href"]) == ("link", "data:,")
    assert not re.search(r"url\(|@import|https?:", found.raw("style"))
    assert not re.search(r"https?:|fetch\(|import\(|XMLHttp|\beval\(|innerHTML|insertAdjacent", found.raw("script"))


def test_the_policy_lets_only_the_page_s_own_script_and_style_through() -> None:
    found = Page(as_html(HOSTILE_PAGE))
    (policy,) = (attributes["content"] for _, attributes, _ in found.elements if "http-equiv" in attributes)
    for tag in ("script", "style"):
        digest = b64encode(sha256(found.raw(tag).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_same_comparison_makes_the_same_page() -> None:
    assert as_html(HOSTILE_PAGE) == as_html(replace(HOSTILE_PAGE, duration_s=9.0))


def test_no_difference_is_said_and_needs_no_filter() -> None:
    found = page(notes=("staging: 2 casts not compared", "production: 2 casts not compared"))
    assert found.texts("h1") == found.texts("title") == ["staging → production: no difference"]
    assert found.texts("h2") == ["✓ No difference", "Notes"]
    assert found.texts("li") == ["both: 2 casts not compared"]
    assert found.texts("input") == found.texts("button") == []


def test_a_table_has_what_hangs_on_it_under_it() -> None:
    found = page(
        changed(on(Kind.COLUMN, "id", "t"), type=("integer", "bigint")),
        added(on(Kind.INDEX, "i", "t"), definition="CREATE INDEX i ON public.t USING btree (id)"),
        changed(on(Kind.TABLE, "t"), row_security=(False, True)),
        removed(on(Kind.TRIGGER, "g", "users"), definition="CREATE TRIGGER g"),
    )
    first, second = found.texts("details", "group")
    heads = re.findall(r"[+~] \w+ (?:column|index|table) [\w.]+", first)
    assert heads == ["~ changed table public.t", "~ changed column id", "+ added index i"]
    assert "row security no yes" in first
    assert second.startswith("on public.users")
    levels = [int(tag[1]) for tag, _, _ in found.elements if re.fullmatch(r"h\d", tag)]
    assert levels == [1, 2, 2, 3, 4, 4, 3, 4]


def test_counts_are_those_of_the_text() -> None:
    found = page(
        added(on(Kind.TABLE, "t"), persistence="permanent"),
        added(on(Kind.COLUMN, "a", "t"), type="integer", not_null=False),
        added(on(Kind.COLUMN, "b", "t"), type="text", not_null=False),
        changed(on(Kind.VIEW, "v"), definition=("SELECT 1", "SELECT 2")),
    )
    assert found.texts("h1") == ["staging → production: 2 differences (1 added, 1 changed)"]
    assert found.texts("tr") == [
        "Kind + added \N{MINUS SIGN} removed ~ changed all",
        "tables 1 1",
        "views 1 1",
        "all 1 1 2",
    ]
    assert found.texts("p", "shown") == ["2 of 2 shown Clear filters"]
    (along,) = found.texts("details", "came")
    assert along.startswith("with 2 columns")
    assert "+ added column b text 2 attributes type text not null no" in along
    counted = [one["data-name"] for _, one, _ in found.elements if "data-change" in one]
    assert counted == ["public.t", "public.v"]


def test_what_came_shows_what_it_is_and_all_that_it_has() -> None:
    body = "\n".join(f"-- {number}" for number in range(50))
    found = page(
        added(on(Kind.FUNCTION, "f"), arguments="", language="sql", result="void", body=body, strict=True),
        removed(on(Kind.VIEW, "v"), definition=" SELECT 1 AS x,\n    2 AS y;", options=()),
    )
    assert "returns void language sql strict" in found.texts("p", "described")[0]
    assert found.texts("dl", "singles") == ["options (none)", "arguments (empty) language sql result void strict yes"]
    view, function = found.texts("details", "source")
    assert view.startswith("definition SELECT 1 AS x, 2 AS y;")
    assert function.startswith("body, 50 lines -- 0")
    opened = ["open" in attributes for _, attributes, _ in found.elements if attributes.get("class") == "source"]
    assert opened == [True, False]


def test_lines_stand_beside_what_they_became() -> None:
    before = ["BEGIN", "  total := a;", *(f"  PERFORM f({n});" for n in range(20)), "  x := 1;", "END"]
    after = ["BEGIN", "  -- new", "  total := a + b;", *before[2:22], "END"]
    found = page(changed(on(Kind.FUNCTION, "f"), body=("\n".join(before), "\n".join(after))))
    assert found.texts("del") == ["total := a;", "x := 1;"]
    assert found.texts("ins") == ["-- new", "total := a + b;"]
    assert found.texts("mark") == ["+ b"]
    (fold,) = found.texts("details", "fold")
    assert fold.startswith("14 unchanged lines")
    assert "PERFORM f(3);" in fold
    assert "PERFORM f(2);" not in fold


def test_lines_with_little_in_common_are_not_picked_apart() -> None:
    found = page(changed(on(Kind.VIEW, "v"), definition=("SELECT a FROM b WHERE c", "TABLE somewhere_else")))
    assert found.texts("mark") == []
    assert found.texts("del") == ["SELECT a FROM b WHERE c"]


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        ("SELECT 1", "SELECT 1 ", ["·"]),
        ("SELECT 1", "SELECT\t1", ["·", "\\t"]),
        ("SELECT 1", "SELECT\u00a01", ["·", "\\xa0"]),
        ("SELECT\n1", "SELECT\r\n1", ["\\r"]),
    ],
)
def test_white_space_is_made_visible_where_nothing_else_differs(before: str, after: str, marks: list[str]) -> None:
    found = page(changed(on(Kind.FUNCTION, "f"), body=(before, after)))
    assert found.texts("small") == ["only white space differs"]
    assert found.texts("mark") == marks


def test_a_long_list_shows_which_value_moved() -> None:
    values = tuple(f"value_{number}" for number in range(20))
    moved = (*values[:10], values[11], values[10], *values[12:])
    found = page(changed(on(Kind.ENUM, "e"), values=(values, moved)))
    assert (found.texts("del"), found.texts("ins")) == (["value_11"], ["value_11"])


def test_nothing_is_not_the_word_for_it() -> None:
    found = page(changed(on(Kind.COLUMN, "c", "t"), default=(None, "(none)")))
    assert found.texts("i", "absent") == ["(none)"]
    assert found.texts("ins") == ["(none)"]


def test_long_lines_do_not_take_long() -> None:
    before, after = (" OR ".join(f"{name} = {n}" for n in range(5_000)) for name in ("a", "b"))
    found = page(changed(on(Kind.VIEW, "v"), definition=(f"SELECT {before}", f"SELECT {after}")))
    assert found.texts("mark")


@given(
    st.text(st.sampled_from(" \n\t'$-/*\"<>&;aB1_(\r\u202e\u00e9") | st.characters(), max_size=60),
    st.sampled_from(["body", "definition", "comment"]),
)
def test_colours_never_change_a_text(text: str, attribute: str) -> None:
    lines = [Page(f"<p>{painted(line)}</p>").raw("p") for line in pieces_by_line(text, attribute)]
    assert lines == [visible(line) for line in text.split("\n")]


@given(st.lists(st.integers(0, 24), max_size=6, unique=True))
def test_marks_are_where_they_were_asked_for(borders: list[int]) -> None:
    text = "SELECT 'x' AS y, 12 -- z"
    ordered = sorted(borders)
    marks = tuple(zip(ordered[::2], ordered[1::2], strict=False))
    found = Page(f"<p>{painted(pieces_by_line(text, 'definition')[0], marks)}</p>")
    assert "".join("".join(texts) for tag, _, texts in found.elements if tag == "mark").replace("·", " ") == "".join(
        text[begin:end] for begin, end in marks
    )


def test_the_command_prints_the_page_and_nothing_else(databases: Databases, tmp_path: Path) -> None:
    before = databases.fresh("CREATE TABLE t (id integer);")
    after = databases.fresh('CREATE TABLE t (id bigint, "<b>" text);')
    answer = Command(tmp_path, tmp_path / "data")("diff", before.url, after.url, "--format", "html")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("<!DOCTYPE html>")
    found = Page(answer.out)
    assert "type integer bigint" in found.texts("div", "attribute")
    assert '+ added column "<b>"' in found.texts("h4")
