"""Everything without a mouse."""

from playwright.async_api import Page, expect

from tests.playground.page.stage import Stage, send


async def focused(page: Page) -> str:
    """The accessible words of what has the focus."""
    found = await page.evaluate(
        "(e => e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"
    )
    return str(found)


async def test_a_form_is_opened_filled_and_sent_by_keys_alone(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    keys = maya.keyboard
    await expect(maya.get_by_role("textbox", name="Message #general")).to_be_focused()
    await keys.press("F6")
    assert await focused(maya) == "+1 hour: turn the clock forward"
    await keys.press("F6")
    await expect(maya.get_by_role("textbox", name="Message #general")).to_be_focused()
    await keys.type("/ki")
    await keys.press("Enter")
    await keys.type("form")
    await keys.press("Enter")
    await expect(maya.get_by_label("One line")).to_be_focused()
    await keys.type("Soup")
    for _ in range(4):
        await keys.press("Tab")
    await expect(maya.get_by_label("Address (optional)")).to_be_focused()
    fruit = maya.get_by_role("combobox", name="Fruit (optional)")
    await fruit.focus()
    await keys.type("ch")
    await keys.press("Enter")
    await expect(fruit).to_have_value("Cherry")
    await maya.get_by_role("radio", name="Small").focus()
    await keys.press("ArrowDown")
    await expect(maya.get_by_role("radio", name="Large")).to_be_checked()
    await maya.get_by_label("One line").focus()
    await keys.press("Enter")
    await expect(maya.get_by_role("dialog")).to_have_count(0)
    await expect(maya.get_by_role("textbox", name="Message #general")).to_be_focused()
    assert stage.kitchen.heard[0]["static"]["static"]["selected_option"]["value"] == "cherry"


async def test_the_focus_stays_in_a_modal_and_esc_closes_the_menu_before_the_modal(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/kitchen taste")
    dialog = maya.get_by_role("dialog", name="Taste")
    await expect(dialog).to_be_visible()
    seen = []
    for _ in range(5):
        seen.append(await focused(maya))
        await maya.keyboard.press("Tab")
    assert seen == ["How is it? (optional)", "Cancel", "Next", "Close", "How is it? (optional)"]
    await maya.keyboard.press("Shift+Tab")
    await maya.keyboard.press("Shift+Tab")
    assert await focused(maya) == "Close"
    await maya.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await send(maya, "/kitchen form")
    await maya.get_by_role("combobox", name="Fruit (optional)").press("ArrowDown")
    await expect(maya.get_by_role("listbox")).to_be_visible()
    await maya.keyboard.press("Escape")
    await expect(maya.get_by_role("listbox")).to_have_count(0)
    await expect(maya.get_by_role("dialog", name="Everything")).to_be_visible()
    await maya.keyboard.press("Escape")
    await expect(maya.get_by_role("dialog")).to_have_count(0)


async def test_enter_sends_and_shift_enter_starts_a_line(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("textbox", name="Message #general").focus()
    await maya.keyboard.type("one")
    await maya.keyboard.press("Shift+Enter")
    await maya.keyboard.type("two")
    await maya.keyboard.press("Enter")
    await expect(maya.get_by_role("article").locator("p").last).to_have_text("one\ntwo", use_inner_text=True)


async def test_somebody_else_is_picked_and_put_beside_by_keys(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("button", name="Side by side").press("Enter")
    await expect(maya.get_by_role("searchbox", name="Search people")).to_be_focused()
    await maya.keyboard.type("stig")
    await maya.keyboard.press("Enter")
    await expect(maya.get_by_role("region", name="Slack of Stig Aune")).to_be_visible()
    await expect(maya.get_by_role("region", name="Slack of Maya Kvist")).to_be_visible()
    left, right = maya.locator("[data-composer]").first, maya.locator("[data-composer]").last
    await left.focus()
    await maya.keyboard.press("F6")
    await expect(right).to_be_focused()
    await maya.keyboard.type("From beside")
    await maya.keyboard.press("Enter")
    seen = maya.get_by_role("region", name="Slack of Maya Kvist").get_by_role("article")
    await expect(seen).to_contain_text("From beside")
    await maya.reload()
    await expect(maya.get_by_role("region", name="Slack of Stig Aune")).to_be_visible()


async def test_menus_open_move_and_close_by_keys(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/kitchen menu")
    more = maya.get_by_role("button", name="More actions")
    await more.press("Enter")
    await expect(maya.get_by_role("menuitem", name="Copy")).to_be_focused()
    await maya.keyboard.press("ArrowDown")
    await expect(maya.get_by_role("menuitem", name="Print")).to_be_focused()
    await maya.keyboard.press("Escape")
    await expect(more).to_be_focused()
    await expect(maya.get_by_role("menu")).to_have_count(0)
