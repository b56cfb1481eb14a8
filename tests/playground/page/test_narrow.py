"""A screen 390 pixels wide."""

import pytest
from playwright.async_api import Page, expect

from tests.playground.page.stage import Stage, send

PHONE = {"width": 390, "height": 800}


# The page cuts off what is too wide, so that nothing scrolls: whatever can be pressed must end before the edge.
BEYOND_THE_EDGE = """
[...document.querySelectorAll("button, a, input, textarea")]
  .filter((one) => one.checkVisibility() && !one.closest(".row, .table-frame, .visually-hidden, .sidebar"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  .map((one) => one.outerHTML.slice(0, 90))
"""


async def fits(page: Page) -> bool:
    assert await page.evaluate(BEYOND_THE_EDGE) == []
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_the_sidebar_is_a_sheet(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport=PHONE)
    await expect(maya.get_by_role("navigation")).to_be_hidden()
    await maya.get_by_role("button", name="Show conversations").click()
    await expect(maya.get_by_role("button", name="Maya Kvist 09:00 · Trainee")).to_be_focused()
    await maya.keyboard.press("Escape")
    await expect(maya.get_by_role("navigation")).to_be_hidden()
    await maya.get_by_role("button", name="Show conversations").click()
    await maya.get_by_role("navigation").get_by_role("button", name="Kitchen").click()
    await expect(maya.get_by_role("heading", name="Welcome to the kitchen")).to_be_visible()
    assert await fits(maya)


async def test_messages_charts_and_forms_fit(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport=PHONE)
    await send(maya, "/kitchen blocks")
    await send(maya, "/kitchen charts")
    await expect(maya.get_by_text("Sessions as area", exact=True).first).to_be_visible()
    assert await fits(maya)
    await send(maya, "/kitchen form")
    await maya.get_by_label("One line").fill("Soup")
    await maya.get_by_role("button", name="Serve").click()
    await expect(maya.get_by_role("dialog")).to_have_count(0)
    assert await fits(maya)


@pytest.mark.parametrize("width", [320, 360, 390])
async def test_the_bar_fits(stage: Stage, width: int) -> None:
    lena = await stage.seat("U0LENA", hint=True, viewport={"width": width, "height": 844})
    await expect(lena.get_by_role("button", name="More")).to_be_in_viewport(ratio=1)
    await expect(lena.get_by_role("group", name="Clock")).to_contain_text("Mon 1 Mar 2027")
    assert await fits(lena)


async def test_who_sits_there_is_said_and_can_be_changed(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", "home", viewport=PHONE)
    await expect(maya.get_by_text("Maya Kvist", exact=True).last).to_be_in_viewport(ratio=1)
    await maya.get_by_role("button", name="Maya Kvist Trainee").click()
    await maya.get_by_role("dialog").get_by_role("button", name="Stig Aune").first.click()
    await expect(maya.get_by_role("button", name="Stig Aune CFO")).to_be_in_viewport(ratio=1)


async def test_what_waits_elsewhere_is_marked_where_the_sidebar_is_away(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", "home", viewport=PHONE)
    await expect(maya.get_by_role("button", name="Show conversations", exact=True)).to_be_visible()
    await stage.stig.say(stage.general, "News")
    await expect(maya.get_by_role("button", name="Show conversations, some of them unread")).to_be_visible()


async def test_what_the_bar_has_no_room_for_is_in_menus(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport=PHONE)
    await maya.get_by_role("button", name="Turn the clock").click()
    await maya.get_by_role("menuitem", name="+1 day").click()
    await expect(maya.get_by_role("group", name="Clock")).to_contain_text("Tue 2 Mar 2027")
    await maya.get_by_role("button", name="More").click()
    await maya.get_by_role("menuitem", name="Under the hood").click()
    await expect(maya.get_by_role("complementary", name="Under the hood")).to_be_visible()
    assert await fits(maya)
    await maya.get_by_role("button", name="Close the drawer").click()
    await expect(maya.get_by_role("complementary")).to_have_count(0)


async def test_first_steps_are_shown_once_with_the_apps_own_command(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", hint=True)
    card = maya.get_by_role("complementary", name="First steps")
    await expect(card).to_contain_text("You are Maya Kvist")
    await expect(card).to_contain_text("/kitchen form")
    await card.get_by_role("button", name="Got it").click()
    await expect(card).to_have_count(0)
    await maya.reload()
    await expect(maya.get_by_role("button", name="Maya Kvist")).to_be_visible()
    await expect(card).to_have_count(0)
