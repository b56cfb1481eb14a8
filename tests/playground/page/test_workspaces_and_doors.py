"""More than one workspace, and more than one way to the app."""

from playwright.async_api import expect

from bot.playground.slack import Actor
from tests.playground.page.stage import Stage, send
from tests.playground.page.test_narrow import PHONE, fits


def add_bakery(stage: Stage) -> Actor:
    """A second workspace, with Odd alone in it."""
    bakery = stage.slack.add_workspace("T0BAKERY", "Bakery")
    odd = bakery.add_person("U0ODD", name="odd", real_name="Odd Hansen", title="Baker")
    bakery.add_channel("flour", members=[odd.id, bakery.bot_user_id])
    return odd


async def test_one_workspace_needs_no_way_to_another(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_role("button", name="Workspace:")).to_have_count(0)


async def test_somebody_walks_into_another_workspace_and_back(stage: Stage) -> None:
    odd = add_bakery(stage)
    page = await stage.seat("U0MAYA")
    await page.get_by_role("button", name="Workspace: Playground").click()
    await page.get_by_role("menuitemcheckbox", name="Bakery").click()
    await expect(page.get_by_role("heading", name="flour")).to_be_visible()
    await send(page, "/kitchen secret")
    await expect(page.get_by_text("Only you know.", exact=True)).to_be_visible()
    assert len(odd.messages()) == 1
    await page.get_by_role("button", name="Odd Hansen").first.click()
    await expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Workspace: Bakery").click()
    await page.get_by_role("menuitemcheckbox", name="Playground").click()
    await expect(page.get_by_role("button", name="Maya Kvist", exact=False).first).to_be_visible()


async def test_another_door_is_asked_about_before_all_begins_anew(stage: Stage) -> None:
    page = await stage.seat("U0MAYA")
    for answer in ("Cancel", "Change it"):
        await page.get_by_role("button", name="Door: Socket Mode").click()
        await page.get_by_role("menuitemcheckbox", name="HTTP").click()
        await page.get_by_role("alertdialog").get_by_role("button", name=answer).click()
        await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Door: HTTP")).to_be_visible()
    assert stage.controls.done == ["HTTP"]


async def test_both_are_in_the_menu_where_the_bar_is_narrow(stage: Stage) -> None:
    add_bakery(stage)
    page = await stage.seat("U0MAYA", viewport=PHONE)
    await page.get_by_role("button", name="More").click()
    await expect(page.get_by_role("menuitem", name="Door: HTTP")).to_be_visible()
    assert await fits(page)
    await page.get_by_role("menuitem", name="Go to Bakery").click()
    await expect(page.get_by_role("button", name="Odd Hansen Baker")).to_be_in_viewport(ratio=1)


async def test_the_bar_fits_with_both_where_it_is_just_wide_enough(stage: Stage) -> None:
    add_bakery(stage)
    page = await stage.seat("U0MAYA", viewport={"width": 1280, "height": 800})
    await expect(
        page.get_by_role("button", name="Light colours").or_(page.get_by_role("button", name="Dark colours"))
    ).to_be_in_viewport(ratio=1)
    assert await fits(page)
