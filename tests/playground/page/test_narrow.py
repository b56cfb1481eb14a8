"""A screen 390 pixels wide."""

from playwright.async_api import Page, expect

from tests.playground.page.stage import Stage, send

PHONE = {"width": 390, "height": 800}


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= 390"))


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
