"""The playground goes away and comes back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from tests.playground.page.stage import Stage, send


@asynccontextmanager
async def started_anew(stage: Stage) -> AsyncIterator[Stage]:
    """Another playground at the same address, with nothing in it."""
    port = stage.slack.port
    await stage.close_server()
    again = Stage(stage._browser)
    await again.open(port)
    try:
        yield again
    finally:
        await again.close_server()
        await stage.open(port)


async def test_the_page_says_that_the_playground_is_gone_and_goes_on_when_it_is_back(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    port, gone = stage.slack.port, maya.get_by_role("alert").filter(has_text="The playground cannot be reached.")
    await stage.close_server()
    await expect(gone).to_be_visible()
    await stage.open(port)
    await expect(gone).to_have_count(0)
    async with started_anew(stage) as again:
        await expect(maya.get_by_text("It's empty again.")).to_be_visible()
        await send(maya, "Still here")
        await expect(maya.get_by_role("article")).to_contain_text("Still here")
        assert [message.text for message in again.maya.messages()] == ["Still here"]


async def test_a_playground_that_has_started_over_says_so_and_asks_no_question_of_before(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("button", name="Under the hood").click()
    await send(maya, "/kitchen menu")
    await maya.get_by_role("button", name="Throw away").click()
    await expect(maya.get_by_role("alertdialog")).to_be_visible()
    async with started_anew(stage):
        await expect(maya.get_by_text("The playground has started over. It's empty again.")).to_be_visible()
        await expect(maya.get_by_role("alertdialog")).to_have_count(0)
        await expect(maya.get_by_role("article")).to_have_count(0)


async def test_what_somebody_writes_in_one_tab_is_in_their_other_tab_as_well(stage: Stage) -> None:
    one, other = await stage.seat("U0MAYA"), await stage.seat("U0MAYA")
    await other.get_by_role("group", name="Messages in #general").focus()
    await one.get_by_role("textbox", name="Message #general").press_sequentially("Half a sentence")
    box = other.get_by_role("textbox", name="Message #general")
    await expect(box).to_have_value("Half a sentence")
    await one.keyboard.press("Enter")
    await expect(box).to_have_value("")
