"""The playground goes away and comes back."""

from playwright.async_api import expect

from tests.playground.page.stage import Stage


async def test_the_page_says_that_the_playground_is_gone_and_goes_on_when_it_is_back(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    port = stage.slack.port
    await stage.close_server()
    await expect(maya.get_by_role("alert").filter(has_text="The playground cannot be reached.")).to_be_visible()
    again = Stage(stage._browser)
    await again.open(port)
    try:
        await expect(maya.get_by_role("alert")).to_have_count(0)
        await maya.get_by_role("textbox", name="Message #general").fill("Still here")
        await maya.keyboard.press("Enter")
        await expect(maya.get_by_role("article")).to_contain_text("Still here")
        assert [message.text for message in again.maya.messages()] == ["Still here"]
    finally:
        await again.close_server()
        await stage.open(port)
