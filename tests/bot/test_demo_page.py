"""Somebody opens the demo's page in a real browser, approves a deployment, and reads what was changed by hand."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.demo import Play, Stage, stage

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
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


def test_somebody_approves_on_the_page_and_learns_of_a_change_by_hand(
    page: Page, staged: Stage, tmp_path: Path
) -> None:
    def seen(text: str) -> None:
        expect(page.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)

    def shot(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        if folder := os.environ.get("SCHEMABOT_SCREENSHOTS"):
            shutil.copy(tmp_path / f"{name}.png", Path(folder) / f"demo-{name}.png")

    play = Play(staged)
    play.push_to_develop()
    assert play.is_over("staging", PATIENCE_MS / 1_000)
    play.push_to_main()
    seen("Deploy to production?")
    shot("asked")
    page.get_by_role("button", name="Approve").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("production")
    shot("confirm")
    dialog.get_by_role("button", name="Approve").click()
    seen("production equals the files and staging")
    shot("deployed")
    play.change_production()
    seen("production drifted")
    shot("drifted")
    composer = page.get_by_role("textbox").last
    composer.fill("/schema diff")
    composer.press("Enter")
    seen("staging → production: 13 differences")
    seen("payments_read_own")
    shot("answer")
