"""What comes back is seen, wherever one was reading."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.playground.page.stage import Stage, send

sizes = pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])


async def reading_further_up(stage: Stage, viewport: ViewportSize) -> Page:
    """Maya at the top of a long conversation that begins with the menu."""
    maya = await stage.seat("U0MAYA", viewport=viewport)
    await send(maya, "/kitchen menu")
    await expect(maya.get_by_text("Pick a fruit")).to_be_visible()
    for number in range(60):
        await stage.stig.say(stage.general, f"Message number {number}")
    await expect(maya.get_by_text("Message number 59", exact=True)).to_be_in_viewport()
    await maya.get_by_role("group", name="Messages in #general").evaluate("box => box.scrollTo(0, 0)")
    await expect(maya.get_by_role("button", name="Answer me")).to_be_in_viewport()
    return maya


@sizes
async def test_the_answer_to_a_command_is_scrolled_to(stage: Stage, viewport: ViewportSize) -> None:
    maya = await reading_further_up(stage, viewport)
    await send(maya, "/kitchen secret")
    await expect(maya.get_by_text("Only you know.", exact=True).first).to_be_in_viewport()


@sizes
async def test_the_answer_to_a_button_is_scrolled_to(stage: Stage, viewport: ViewportSize) -> None:
    maya = await reading_further_up(stage, viewport)
    await maya.get_by_role("button", name="Answer me").click()
    await expect(maya.get_by_text("Here is your answer.", exact=True).first).to_be_in_viewport()


@sizes
async def test_what_somebody_writes_is_scrolled_to(stage: Stage, viewport: ViewportSize) -> None:
    maya = await reading_further_up(stage, viewport)
    await send(maya, "My own words")
    await expect(maya.get_by_text("My own words", exact=True).first).to_be_in_viewport()


async def test_what_others_write_meanwhile_scrolls_nobody(stage: Stage) -> None:
    maya = await reading_further_up(stage, {"width": 1280, "height": 800})
    await maya.get_by_role("button", name="No answer").click()
    await stage.stig.say(stage.general, "Not for you")
    await expect(maya.locator("[aria-live=polite]").filter(has_text="Stig Aune: Not for you")).to_have_count(1)
    await expect(maya.get_by_role("button", name="Answer me")).to_be_in_viewport()
