"""Modals: every kind of input, errors, reloads, views on views."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.playground.page.dishes import FRUIT, field
from tests.playground.page.stage import Stage, send


async def opened(stage: Stage, command: str = "/kitchen form") -> Page:
    """Maya's tab with the form open."""
    maya = await stage.seat("U0MAYA")
    await send(maya, command)
    await expect(maya.get_by_role("dialog")).to_be_visible()
    return maya


async def pick(page: Page, label: str, *options: str, typed: str = "") -> None:
    """Open a menu by its label, type, and choose; a menu for several stays open and is closed by Esc."""
    menu = page.get_by_role("combobox", name=label, exact=True)
    await menu.click()
    for option in options:
        await menu.fill(typed)
        await page.get_by_role("option", name=option).click()
    if await menu.get_attribute("aria-expanded") == "true":
        await menu.press("Escape")


def held(stage: Stage, block: str) -> Any:
    """What the stand-in keeps of a field of Maya's modal, without its type."""
    view = stage.maya.modal
    assert view is not None
    (state,) = view.state[block].values()
    return next(value for key, value in state.items() if key != "type")


def values_of(chosen: list[dict[str, Any]]) -> list[str]:
    return [option["value"] for option in chosen]


async def test_what_is_typed_reaches_the_app(stage: Stage) -> None:
    maya = await opened(stage)
    typed = {
        "One line": "Soup",
        "Several lines": "with\nbread",
        "Number": "7",
        "Email": "maya@example.com",
        "Address": "https://example.com/x",
        "Date": "2027-03-08",
        "Time": "14:30",
    }
    for label, text in typed.items():
        await maya.get_by_role("dialog").get_by_label(label).first.fill(text)
    moment = maya.get_by_role("group", name="Moment")
    await moment.get_by_label("Date").fill("2027-07-01")
    await moment.get_by_label("Time").fill("09:15")
    await maya.get_by_role("button", name="Serve").click()
    await expect(maya.get_by_role("dialog")).to_have_count(0)
    (heard,) = stage.kitchen.heard
    told = [heard[block][block] for block in ("line", "lines", "number", "email", "url")]
    assert [state["value"] for state in told] == list(typed.values())[:5]
    assert heard["date"]["date"]["selected_date"] == "2027-03-08"
    assert heard["time"]["time"]["selected_time"] == "14:30"
    # A quarter past nine in an Oslo summer.
    assert heard["moment"]["moment"]["selected_date_time"] == 1_814_426_100


async def test_menus_of_one_choice_reach_the_app(stage: Stage) -> None:
    maya = await opened(stage)
    await pick(maya, "Fruit (optional)", "Pear", typed="pe")
    await pick(maya, "Dish (optional)", "Lemon")
    await pick(maya, "City (optional)", "Bergen", typed="ber")
    await pick(maya, "Person (optional)", "Stig Aune", typed="stig")
    await pick(maya, "Conversation (optional)", "#general")
    await pick(maya, "Channel (optional)", "#random")
    assert held(stage, "static")["value"] == "pear"
    assert held(stage, "grouped")["value"] == "lemon"
    assert held(stage, "external")["value"] == "bergen"
    assert held(stage, "user") == "U0STIG"
    assert held(stage, "conversation") == stage.general
    assert held(stage, "channel") == stage.random
    await maya.get_by_role("button", name="Clear Pear").click()
    await expect(maya.get_by_role("button", name="Clear Pear")).to_have_count(0)
    assert held(stage, "static") is None


async def test_menus_of_several_choices_reach_the_app(stage: Stage) -> None:
    maya = await opened(stage)
    await pick(maya, "Fruits (optional)", "Apple", "Cherry")
    await pick(maya, "Cities (optional)", "Berlin", "Bergen", typed="ber")
    await pick(maya, "People (optional)", "Stig Aune", "Lena Vogt")
    await pick(maya, "Conversations (optional)", "#general")
    await pick(maya, "Channels (optional)", "#general", "#random")
    assert values_of(held(stage, "many_static")) == ["apple", "cherry"]
    assert values_of(held(stage, "many_external")) == ["berlin", "bergen"]
    assert held(stage, "many_users") == ["U0STIG", "U0LENA"]
    assert held(stage, "many_conversations") == [stage.general]
    assert held(stage, "many_channels") == [stage.general, stage.random]
    await maya.get_by_role("button", name="Remove Apple").click()
    await expect(maya.get_by_role("button", name="Remove Apple")).to_have_count(0)
    async with asyncio.timeout(10):
        while values_of(held(stage, "many_static")) != ["cherry"]:
            await maya.evaluate("0")  # a trip to the page and back: what it sends comes just after what it shows


async def test_groups_of_options_carry_their_labels(stage: Stage) -> None:
    maya = await opened(stage)
    await maya.get_by_role("combobox", name="Dish (optional)").click()
    await expect(maya.get_by_role("group", name="Sour").get_by_role("option")).to_have_count(2)
    await maya.keyboard.press("Escape")
    menu = maya.get_by_role("combobox", name="Cities (optional)")
    await menu.click()
    await expect(maya.get_by_text("Type 2 more characters to search")).to_be_visible()
    await menu.fill("os")
    await expect(maya.get_by_role("group", name="Cities").get_by_role("option")).to_have_text(["Oslo"])


async def test_choices_rich_text_and_files_reach_the_app(stage: Stage) -> None:
    maya = await opened(stage)
    await maya.get_by_role("radio", name="Large").check()
    await maya.get_by_role("checkbox", name="Salt").check()
    await maya.get_by_role("checkbox", name="Pepper").check()
    await maya.get_by_role("checkbox", name="Salt").uncheck()
    editor = maya.get_by_role("textbox", name="Recipe")
    await editor.press_sequentially("Boil ")
    await maya.get_by_role("button", name="Bold").click()
    await editor.press_sequentially("water")
    await maya.get_by_role("button", name="Bulleted list").click()
    await editor.press("Enter")
    await editor.press_sequentially("Stir")
    upload = maya.get_by_label("Pictures (optional)")
    await upload.set_input_files({"name": "pot.txt", "mimeType": "text/plain", "buffer": b"a pot"})
    await expect(maya.get_by_role("button", name="Remove pot.txt")).to_be_visible()
    await upload.set_input_files({"name": "pan.txt", "mimeType": "text/plain", "buffer": b"a pan"})
    await expect(maya.get_by_role("button", name="Remove pan.txt")).to_be_visible()
    await maya.get_by_role("button", name="Remove pot.txt").click()
    await expect(maya.get_by_role("button", name="Remove pot.txt")).to_have_count(0)
    assert held(stage, "radio")["value"] == "large"
    assert values_of(held(stage, "check")) == ["pepper"]
    boil = [{"type": "text", "text": "Boil "}, {"type": "text", "text": "water", "style": {"bold": True}}]
    stir = [{"type": "text", "text": "Stir", "style": {"bold": True}}]
    items = [{"type": "rich_text_section", "elements": words} for words in (boil, stir)]
    assert held(stage, "rich")["elements"] == [
        {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}
    ]
    assert [file["name"] for file in held(stage, "files")] == ["pan.txt"]


async def test_a_field_error_stands_under_its_field_and_keeps_what_was_typed(stage: Stage) -> None:
    maya = await opened(stage)
    line, number = maya.get_by_label("One line"), maya.get_by_label("Number (optional)")
    await number.fill("many")
    await maya.get_by_role("button", name="Serve").click()
    await expect(line).to_have_accessible_description("At least two letters. ⚠ Please complete this required field.")
    await expect(number).to_have_accessible_description("⚠ Please enter a whole number.")
    await expect(line).to_be_focused()
    await number.fill("3")
    await expect(number).not_to_have_attribute("aria-invalid", "true")
    await line.fill("wrong")
    await maya.get_by_role("button", name="Serve").click()
    await expect(maya.get_by_text("The app does not like that.")).to_be_visible()
    await expect(line).to_have_value("wrong")
    await expect(number).to_have_value("3")


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
async def test_a_text_over_its_limit_leaves_the_form_to_the_mouse(stage: Stage, viewport: ViewportSize) -> None:
    maya = await stage.seat("U0MAYA", viewport=viewport)
    await send(maya, "/kitchen form")
    await maya.get_by_label("One line").fill("x" * 83)
    await expect(maya.get_by_text("-3", exact=True)).to_be_in_viewport(ratio=1)
    await maya.get_by_label("Several lines (optional)").click()
    await maya.get_by_role("button", name="Serve").click()
    await expect(maya.get_by_text("Please enter no more than 80 characters.")).to_be_in_viewport()
    await maya.get_by_role("button", name="Leave").click()
    await expect(maya.get_by_role("dialog")).to_have_count(0)


async def test_the_field_to_begin_with_is_one_to_fill_in(stage: Stage) -> None:
    """Neither the cross of what is chosen already, nor the radio button that is not."""
    first = field("fruit", "Fruit", "multi_static_select", options=FRUIT, initial_options=FRUIT[:1])
    second = field("size", "Size", "radio_buttons", options=FRUIT, initial_option=FRUIT[1])
    maya = await opened(stage, "/kitchen taste")
    view = stage.maya.modal
    assert view is not None
    for blocks, begins in (([first], "[role=combobox]"), ([second], "[type=radio]")):
        stage.slack.workspace.views.update(view, {**view.payload, "blocks": blocks})
        await maya.reload()
        await expect(maya.get_by_role("dialog").locator(f"{begins}:focus")).to_be_visible()
    await expect(maya.get_by_role("radio", name="Pear")).to_be_focused()


async def test_a_half_filled_form_is_there_again_after_a_reload(stage: Stage) -> None:
    maya = await opened(stage)
    await maya.get_by_label("Several lines (optional)").press_sequentially("Half a recipe")
    await pick(maya, "Fruits (optional)", "Apple")
    await maya.get_by_role("radio", name="Large").check()
    await maya.get_by_role("textbox", name="Recipe").press_sequentially("Boil")
    await expect(maya.get_by_role("button", name="Remove Apple")).to_be_visible()
    await maya.reload()
    await expect(maya.get_by_label("Several lines (optional)")).to_have_value("Half a recipe")
    await expect(maya.get_by_role("button", name="Remove Apple")).to_be_visible()
    await expect(maya.get_by_role("radio", name="Large")).to_be_checked()
    await expect(maya.get_by_role("textbox", name="Recipe")).to_have_text("Boil")


async def test_typing_goes_on_undisturbed_while_the_app_updates_the_view(stage: Stage) -> None:
    maya = await opened(stage, "/kitchen taste")
    field = maya.get_by_label("How is it? (optional)")
    await field.press_sequentially("Salty, ")
    view = stage.maya.modal
    assert view is not None
    stage.slack.workspace.views.update(view, {**view.payload, "title": {"type": "plain_text", "text": "Well?"}})
    await expect(maya.get_by_role("dialog", name="Well?")).to_be_visible()
    await maya.keyboard.type("but good")
    await expect(field).to_have_value("Salty, but good")


async def test_a_view_is_pushed_on_another_and_both_are_cleared(stage: Stage) -> None:
    maya = await opened(stage, "/kitchen taste")
    await maya.get_by_role("button", name="Next", exact=True).click()
    await expect(maya.get_by_role("dialog", name="Second helping")).to_be_visible()
    await maya.get_by_role("button", name="Cancel").click()
    await expect(maya.get_by_role("dialog", name="Taste")).to_be_visible()
    await maya.get_by_role("button", name="Next", exact=True).click()
    await expect(maya.get_by_role("dialog", name="Second helping")).to_be_visible()
    await maya.get_by_role("button", name="Next", exact=True).click()
    await expect(maya.get_by_role("dialog")).to_have_count(0)
    assert stage.maya.modal is None


async def test_a_form_is_filled_in_by_one_person_in_two_tabs(stage: Stage) -> None:
    maya = await opened(stage, "/kitchen taste")
    again = await stage.seat("U0MAYA")
    await maya.get_by_label("How is it? (optional)").fill("Good")
    await expect(again.get_by_label("How is it? (optional)")).to_have_value("Good")
