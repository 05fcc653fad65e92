"""Somebody opens the demo's page in a real browser, types the command, and reads the answer."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.demo import Stage, stage

pytestmark = pytest.mark.browser

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.fixture
def staged() -> Iterator[Stage]:
    with stage(lambda _: None) as ready:
        yield ready


@pytest.fixture
def page(staged: Stage) -> Iterator[Page]:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have a browser: apt-get install chromium")
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(staged.workspace.page_url)
        yield opened
        browser.close()


def test_the_command_is_typed_on_the_page_and_the_answer_is_read_there(page: Page, tmp_path: Path) -> None:
    expect(page.get_by_role("article").first).to_be_visible()  # the page listens when it shows what there is
    composer = page.get_by_role("textbox").last
    composer.fill("/schema diff")
    composer.press("Enter")

    expect(page.get_by_text("staging → production: 13 differences")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("payments_read_own").first).to_be_visible()
    expect(page.get_by_text("Intern can look").first).to_be_visible()
    page.screenshot(path=tmp_path / "answer.png", full_page=True)
    if folder := os.environ.get("SCHEMABOT_SCREENSHOTS"):
        shutil.copy(tmp_path / "answer.png", Path(folder) / "demo-answer.png")
