"""The page answers to this machine alone, and runs nothing but its own code."""

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from playwright.async_api import expect
from yarl import URL

from tests.playground.page.stage import Stage

FOREIGN = {"Origin": "https://elsewhere.example"}


async def test_the_page_allows_its_own_code_only(stage: Stage) -> None:
    async with ClientSession() as session, session.get(f"{stage.slack.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        page = await answer.text()
    assert "<script>" not in page
    assert " style=" not in page


async def test_pages_and_names_from_elsewhere_get_nothing(stage: Stage) -> None:
    url = stage.slack.url
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError, match="403"):
            await session.ws_connect(f"{url}/page/live", headers=FOREIGN)
        async with session.post(f"{url}/page/files", headers=FOREIGN, data={"as": "U0MAYA"}) as answer:
            assert answer.status == 403
        async with session.get(f"{url}/", headers={"Host": "elsewhere.example"}) as answer:
            assert answer.status == 403


async def test_only_the_pages_own_files_are_handed_out(stage: Stage) -> None:
    async with ClientSession() as session:
        for path in ("../routes.py", "%2e%2e/routes.py", "js/%2e%2e/%2e%2e/routes.py", "js"):
            async with session.get(URL(f"{stage.slack.url}/page/{path}", encoded=True)) as answer:
                assert answer.status == 404


async def test_a_shared_file_is_a_download_and_never_a_page(stage: Stage) -> None:
    client = stage.kitchen.app.client
    content = "<script>window.hurt = 1</script>"
    shared = await client.files_upload_v2(channel=stage.general, filename="menu.html", content=content)
    url = f"{stage.slack.url}/page/files/{shared['file']['id']}"
    async with ClientSession() as session, session.get(url) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_role("link", name="menu.html")).to_have_attribute("download", "menu.html")


async def test_a_link_that_is_no_address_is_shown_and_cannot_be_followed(stage: Stage) -> None:
    client = stage.kitchen.app.client
    blocks = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "go",
                    "text": {"type": "plain_text", "text": "Go"},
                    "url": "javascript:window.hurt=1",
                }
            ],
        }
    ]
    await client.chat_postMessage(channel=stage.general, text="<javascript:window.hurt=1|press>")
    await client.chat_postMessage(channel=stage.general, text="Go", blocks=blocks)
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_text("<javascript:window.hurt=1|press>")).to_be_visible()
    await maya.get_by_role("button", name="Go", exact=True).click()
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert await maya.evaluate("window.hurt") is None
    assert await maya.locator("a[href^=javascript]").count() == 0
