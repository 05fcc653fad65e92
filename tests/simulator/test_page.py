"""The page in a real browser: people type, click, read threads, and nothing anybody wrote becomes markup."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = "<img src=x onerror=alert(1)> </script><script>alert(2)</script> <javascript:alert(3)|click>"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]


@pytest.fixture
def page(bolted: Any) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page()
        troubles: list[str] = []
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on("dialog", lambda dialog: troubles.append(dialog.message))
        opened.on("request", lambda request: _local(request.url, troubles))
        opened.goto(f"{bolted.server.page_url}#as=U0ANNA")
        yield opened
        browser.close()
    assert troubles == []


def _local(url: str, troubles: list[str]) -> None:
    if not url.startswith("http://127.0.0.1:"):
        troubles.append(f"external request: {url}")


def test_a_person_works_on_the_page(bolted: Any, page: Page) -> None:
    client = bolted.handler.app.client
    composer = page.get_by_label("Message #schema")
    composer.fill("/sch")
    expect(page.get_by_role("option")).to_contain_text("diff [A] [B]")
    composer.press("Tab")
    composer.press_sequentially("deploy")
    composer.press("Enter")
    expect(page.get_by_text("You said deploy")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_visible()

    page.get_by_role("button", name="Reject").click()
    modal = page.get_by_role("dialog", name="Reject")
    modal.get_by_label("Reason").fill("bad")
    modal.get_by_role("button", name="Reject").click()
    expect(modal.get_by_role("alert")).to_have_text("Say why.")
    expect(modal.get_by_label("Reason")).to_have_value("bad")
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)

    page.get_by_role("button", name="Deploy").click()
    page.get_by_role("dialog").get_by_role("button", name="Deploy").click()
    expect(page.get_by_text("Deployed")).to_be_visible()

    anna = bolted.server.person("anna")
    deployed = next(message for message in anna.sees("#schema") if message.text == "Deployed")
    client.files_upload_v2(channel="C0SCHEMA", thread_ts=deployed.ts, content="select 1;", filename="plan.sql")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("select 1;")).to_be_visible()
    expect(thread.get_by_label("Download plan.sql")).to_be_visible()
    thread.get_by_label("Reply").fill("Thanks, @ben & all")
    thread.get_by_label("Reply").press("Enter")
    expect(thread.get_by_text("Thanks, @ben & all")).to_be_visible()
    reply = next(
        message for message in anna.sees("#schema") if message.thread_ts == deployed.ts and "Thanks" in message.text
    )
    assert reply.text == "Thanks, <@U0BEN> &amp; all"

    page.get_by_role("radio", name="Ben Okafor").click()
    expect(page.get_by_text("You said deploy")).to_have_count(0)


def test_what_anybody_wrote_stays_text(bolted: Any, page: Page) -> None:
    client = bolted.handler.app.client
    plain = {"type": "plain_text", "text": HOSTILE}
    blocks = [
        {"type": "header", "text": plain},
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}},
        {"type": "markdown", "text": f"# {HOSTILE}\n[x](javascript:alert(4))\n| a |\n|---|\n| {HOSTILE} |"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "<b>x</b>"}}]},
    ]
    posted = client.chat_postMessage(channel="#schema", text=HOSTILE, blocks=blocks)
    client.chat_postMessage(channel="#schema", text=f"{HOSTILE}\n```{HOSTILE}```")
    client.files_upload_v2(channel="C0SCHEMA", content=HOSTILE, filename="<img src=x>.html", title=HOSTILE)
    message = page.locator(f'[data-ts="{posted["ts"]}"]')
    expect(message.get_by_role("button", name="<b>x</b>")).to_be_visible()
    expect(page.get_by_label("Download <img src=x>.html")).to_be_visible()

    assert page.locator("#messages script, #messages [onerror]").count() == 0
    assert page.locator("#messages img[src='x']").count() == 0
    assert page.locator("#messages a[href^='javascript']").count() == 0
    assert message.inner_text().count("onerror=alert(1)") == 5
