"""The HTML of a comparison in a real browser: by mouse and keyboard, on phone and paper, and without JavaScript."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from sync.compare import AttributeChange, Change, Difference
from sync.diff import Comparison
from sync.model import Diagnostic, Identity, Kind, Value
from sync.report.html import as_html

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
HOSTILE = "<img src=x onerror=alert(1)></script></style><script>alert(2)</script><!-- \" ' \u202e\x1b[2J"
LONG = "a_name_without_any_place_to_break_it_" * 4
BODY = (
    "BEGIN\n  -- {0}\n"
    + "\n".join(f"  PERFORM step({n}, '{'x' * n * 4}');" for n in range(30))
    + "\n  RETURN {0};\nEND"
)

# Every text that can be seen, with less contrast to what is behind it than WCAG 2.2 AA (1.4.3) asks of small text.
TOO_FAINT = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return rgb(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0,0,0)' : 'rgb(255,255,255)');
  };
  const found = [];
  for (const one of document.body.querySelectorAll('*')) {
    const said = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!said || !one.checkVisibility() || one.closest('script, option')) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind(one))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${one.className || one.tagName}: ${one.textContent.slice(0, 40)}`);
  }
  return found;
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]


def difference(change: Change, kind: Kind, name: str, relation: str = "", **values: tuple[Value, Value]) -> Difference:
    pairs = tuple(AttributeChange(attribute, old, new) for attribute, (old, new) in values.items())
    return Difference(change, Identity(kind, "public", relation, name), pairs)


SAMPLE = Comparison(
    "staging",
    HOSTILE,
    (
        difference(Change.CHANGED, Kind.TABLE, "orders", row_security=(False, True)),
        difference(Change.CHANGED, Kind.COLUMN, "id", "orders", type=("integer", "bigint"), default=(None, "0")),
        difference(Change.ADDED, Kind.COLUMN, "discount", "orders", type=(None, "numeric"), not_null=(None, True)),
        difference(Change.REMOVED, Kind.COLUMN, "note", "orders", type=("text", None), not_null=(False, None)),
        difference(Change.CHANGED, Kind.FUNCTION, "total", body=(BODY.format("old"), BODY.format("new"))),
        difference(Change.CHANGED, Kind.FUNCTION, "blank", body=("SELECT 1", "SELECT  1 -- 'x'\r")),
        difference(
            Change.ADDED,
            Kind.FUNCTION,
            "made",
            arguments=(None, ""),
            language=(None, "sql"),
            body=(None, BODY.format("made")),
        ),
        difference(Change.ADDED, Kind.TABLE, HOSTILE, persistence=(None, HOSTILE)),
        difference(Change.ADDED, Kind.COLUMN, HOSTILE, HOSTILE, type=(None, HOSTILE)),
        difference(
            Change.CHANGED, Kind.VIEW, LONG, definition=(f"SELECT '{HOSTILE}'", f"SELECT '{HOSTILE * 3}', {LONG}")
        ),
    ),
    (Diagnostic("not-compared", f"staging: {HOSTILE}{LONG}"),),
    0.0,
)


@dataclass
class Visit:
    """Opens comparisons, and keeps whatever a page that loads nothing and runs nothing of others must not do."""

    browser: Browser
    folder: Path
    troubles: list[str]

    def __call__(self, comparison: Comparison = SAMPLE, hash_: str = "", width: int = 1280, **options: Any) -> Page:
        """The page, opened at the fragment `hash_` in a context with these options of Playwright."""
        file = self.folder / "page.html"
        file.write_text(as_html(comparison), encoding="utf-8")
        page = self.browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self._requested(request.url, file.as_uri()))
        page.goto(f"{file.as_uri()}{hash_}")
        return page

    def _requested(self, url: str, allowed: str) -> None:
        if url.partition("#")[0] != allowed and url != "data:,":
            self.troubles.append(f"request: {url}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    visiting = Visit(browser, tmp_path, [])
    yield visiting
    for context in browser.contexts:
        context.close()
    assert visiting.troubles == []


def shown(page: Page) -> list[str | None]:
    return [one.get_attribute("data-name") for one in page.locator(".difference:visible").all()]


def count(page: Page) -> Locator:
    return page.get_by_role("status")


def test_a_search_finds_names_and_definitions_and_is_kept_by_the_address(visit: Visit) -> None:
    page = visit()
    expect(count(page)).to_have_text("9 of 9 shown")
    search = page.get_by_role("searchbox", name="Search names and definitions")
    search.fill("ORDERS dis")
    expect(count(page)).to_have_text("1 of 9 shown")
    assert shown(page) == ["public.orders/discount"]
    expect(page.locator(".group:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"#q=ORDERS\+dis$"))
    page.reload()
    expect(search).to_have_value("ORDERS dis")
    expect(count(page)).to_have_text("1 of 9 shown")
    search.fill("perform step(7")
    expect(count(page)).to_have_text("2 of 9 shown")
    search.fill("nowhere")
    expect(page.get_by_text("No difference matches these filters.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(count(page)).to_have_text("9 of 9 shown")
    expect(search).to_be_focused()
    assert "#" not in page.url


def test_a_search_opens_what_hides_the_only_place(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#groups details:not(.group)[open]")).to_have_count(1)
    page.get_by_role("searchbox").fill("integer")
    expect(count(page)).to_have_text("1 of 9 shown")
    expect(page.locator(".fold[open], .all[open]")).to_have_count(0)
    page.get_by_role("searchbox").fill("step(9")
    expect(page.locator(".fold[open]")).to_have_count(1)
    marked = page.evaluate("[...CSS.highlights.get('found')].map(String)")
    assert set(marked) == {"step(9"}
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_role("button", name="Collapse all").click()
    page.get_by_role("searchbox").fill("numeric")
    expect(page.get_by_text("numeric").first).to_be_visible()


def test_a_link_opens_what_its_sender_saw(visit: Visit) -> None:
    page = visit(hash_="#kind=column&change=added%2Cremoved")
    assert shown(page) == ["public.orders/discount", "public.orders/note"]
    expect(page.get_by_label("Kind", exact=True)).to_have_value("column")
    expect(page.get_by_role("button", name="removed")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="changed")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="removed").click()
    assert shown(page) == ["public.orders/discount"]


def test_a_count_shows_what_it_counts_and_the_way_back_leads_back(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="Show 2 changed function").click()
    assert shown(page) == ["public.blank()", "public.total()"]
    expect(page.get_by_role("link", name="Show 2 changed function")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Show 1 removed of all kinds").click()
    assert shown(page) == ["public.orders/note"]
    page.go_back()
    expect(count(page)).to_have_text("2 of 9 shown")
    page.go_back()
    expect(count(page)).to_have_text("9 of 9 shown")


def test_an_address_that_nobody_made_shows_everything(visit: Visit) -> None:
    page = visit(hash_=f"#kind=nothing&change=exploded&x={'y' * 50}&%E0%A4%A")
    expect(count(page)).to_have_text("9 of 9 shown")


def test_the_keyboard_does_all(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the differences")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="added")).to_have_attribute("aria-pressed", "true")
    expect(count(page)).to_have_text("3 of 9 shown")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("a/b")
    expect(search).to_have_value("a/b")
    expect(count(page)).to_have_text("0 of 9 shown")
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(count(page)).to_have_text("3 of 9 shown")
    page.keyboard.press("Escape")
    expect(count(page)).to_have_text("9 of 9 shown")
    page.locator(".group > summary").first.focus()
    assert page.locator(".group > summary").first.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".group").first).not_to_have_attribute("open", "")


def test_all_groups_close_and_open(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Collapse all").click()
    assert shown(page) == []
    expect(page.locator(".group > summary:visible")).to_have_count(6)
    page.get_by_role("button", name="Expand all").click()
    assert len(shown(page)) == 9


def test_what_a_database_says_does_nothing(visit: Visit) -> None:
    page = visit(hash_="#q=onerror")
    expect(count(page)).to_have_text("2 of 9 shown")
    assert page.locator("img, [onerror], iframe, object, embed, form, base").count() == 0
    assert page.locator("script, style").count() == 2
    expect(page.locator("h3", has_text="onerror=alert(1)></script></style><script>").first).to_be_visible()
    assert page.title().count("<U+202E>\\x1b[2J") == 1


def test_no_other_script_could_run(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    (trouble,) = visit.troubles
    assert "violates the following Content Security Policy directive" in trouble
    visit.troubles.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(visit: Visit, scheme: str) -> None:
    for comparison in (SAMPLE, Comparison("a", "b", (), SAMPLE.diagnostics, 0.0)):
        page = visit(comparison, hash_="#change=added", color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.evaluate(TOO_FAINT) == []
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") is (scheme == "light")


def test_a_phone_shows_a_above_b_and_never_scrolls_sideways(visit: Visit) -> None:
    for width in (1280, 768, 641, 375, 360, 320):
        page = visit(width=width)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        old, new = (page.locator(tag).first.bounding_box() for tag in ("del", "ins"))
        assert old is not None
        assert new is not None
        assert (new["y"] > old["y"], new["x"] > old["x"]) == ((True, False) if width <= 640 else (False, True))
        alike = page.locator(".row.alike").first.locator(".cell:visible")
        expect(alike).to_have_count(1 if width <= 640 else 2)


def test_without_javascript_all_is_there_and_no_filter(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert len(shown(page)) == 9
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("link", name="Show")).to_have_count(0)
    page.locator(".fold > summary").first.click()
    expect(page.get_by_text("PERFORM step(7").first).to_be_visible()


def test_paper_shows_everything_and_no_control(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    page.get_by_role("button", name="Collapse all").click()
    page.emulate_media(media="print")
    assert len(shown(page)) == 9
    expect(page.locator(".along dl").first).to_be_visible()
    expect(page.locator(".fold .row").first).to_be_visible()
    expect(page.locator("input:visible, select:visible, button:visible")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.get_by_label("Kind", exact=True).select_option("column")
    page.emulate_media(media="print")
    expect(page.get_by_text("3 of 9 shown")).to_be_visible()


def test_what_is_closed_is_opened_for_the_printer_and_closed_again(visit: Visit) -> None:
    page = visit()
    closed = page.locator("details:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(before)


def test_nothing_moves_for_who_asked_for_that(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    still = "getComputedStyle(document.querySelector('.group > summary'), '::before').transitionDuration"
    assert page.evaluate(still) == "0s"
    assert visit(reduced_motion="no-preference").evaluate(still) != "0s"


def test_thousands_of_differences_open_and_filter(visit: Visit) -> None:
    many = tuple(
        difference(Change.CHANGED, Kind.COLUMN, f"c{n % 10}", f"table_{n // 10}", type=("integer", f"numeric({n})"))
        for n in range(5_000)
    )
    page = visit(Comparison("a", "b", many, (), 0.0))
    expect(count(page)).to_have_text("5,000 of 5,000 shown")
    page.get_by_label("Kind", exact=True).select_option("column")
    started = time.monotonic()
    page.get_by_role("searchbox").fill("numeric(4321)")
    expect(count(page)).to_have_text("1 of 5,000 shown")
    assert time.monotonic() - started < 10
    assert shown(page) == ["public.table_432/c1"]
