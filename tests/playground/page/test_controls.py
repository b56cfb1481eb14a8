"""Buttons, menus and pickers in messages and on the Home tab."""

import pytest
from playwright.async_api import Page, expect

from tests.playground.page.stage import Stage, send


async def served(stage: Stage) -> Page:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/kitchen menu")
    await expect(maya.get_by_text("Pick a fruit")).to_be_visible()
    return maya


async def test_a_message_changes_in_place(stage: Stage) -> None:
    maya = await served(stage)
    await maya.get_by_role("button", name="Change this message").click()
    await expect(maya.get_by_role("article")).to_contain_text("It was changed in place.")
    await expect(maya.get_by_role("article")).to_have_count(1)
    # Slack marks changed text, but not changed blocks.
    await expect(maya.get_by_text("(edited)")).to_be_visible()


async def test_a_confirm_dialog_asks_first(stage: Stage) -> None:
    maya = await served(stage)
    await maya.get_by_role("button", name="Throw away").click()
    question = maya.get_by_role("alertdialog", name="Really?")
    await expect(question).to_contain_text("This cannot be undone.")
    await question.get_by_role("button", name="Better not").click()
    await expect(question).to_have_count(0)
    assert stage.kitchen.heard == []
    await expect(maya.get_by_role("button", name="Throw away")).to_be_focused()
    await maya.get_by_role("button", name="Throw away").click()
    await maya.get_by_role("button", name="Do it").click()
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["action_id"] == "danger"


async def test_an_overflow_menu_tells_what_was_chosen(stage: Stage) -> None:
    maya = await served(stage)
    await maya.get_by_role("button", name="More actions").click()
    await maya.get_by_role("menuitem", name="Print").click()
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["selected_option"]["value"] == "print"


async def test_menus_that_share_an_action_id_are_told_apart_by_their_blocks(stage: Stage) -> None:
    maya = await served(stage)
    second = maya.get_by_role("combobox", name="Fruit").nth(1)
    await second.click()
    await maya.get_by_role("option", name="Cherry").click()
    await expect(second).to_have_value("Cherry")
    await expect(maya.get_by_role("combobox", name="Fruit").first).to_have_value("")
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["block_id"] == "pick_two"
    await expect(second).to_have_attribute("aria-busy", "false")
    await expect(second).to_have_value("Cherry")
    await maya.reload()
    await expect(maya.get_by_role("combobox", name="Fruit").nth(1)).to_have_value("Cherry")


async def test_pickers_in_messages_tell_the_app(stage: Stage) -> None:
    maya = await served(stage)
    await maya.get_by_label("Date").fill("2027-04-01")
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["selected_date"] == "2027-04-01"
    whom = maya.get_by_role("combobox", name="Whom")
    await whom.click()
    await maya.get_by_role("option", name="Stig Aune").click()
    await maya.get_by_role("option", name="Lena Vogt").click()
    await whom.press("Escape")
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 2)
    assert stage.kitchen.heard[1]["selected_users"] == ["U0STIG", "U0LENA"]
    await maya.get_by_role("checkbox", name="Cold").check()
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 3)
    assert stage.kitchen.heard[2]["selected_options"][0]["value"] == "cold"


async def test_a_text_field_in_a_message_tells_the_app_when_enter_is_pressed(stage: Stage) -> None:
    maya = await served(stage)
    spice = maya.get_by_label("Which spice? (optional)")
    await spice.press_sequentially("Saffron")
    await maya.reload()
    await expect(spice).to_have_value("Saffron")
    assert stage.kitchen.heard == []
    await spice.press("Enter")
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["value"] == "Saffron"


@pytest.mark.parametrize("ack_timeout", [0.3])
async def test_a_button_that_nobody_answers_is_told_of(stage: Stage) -> None:
    maya = await served(stage)
    stage.slack.trouble.lose_acks()
    await maya.get_by_role("button", name="No answer").click()
    words = "Kitchen did not answer in time (operation_timeout)."
    await expect(maya.get_by_role("status").filter(has_text=words)).to_be_visible()


async def test_the_home_tab_is_published_and_its_buttons_work(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("navigation").get_by_role("button", name="Kitchen").click()
    await expect(maya.get_by_role("heading", name="Welcome to the kitchen")).to_be_visible()
    await maya.get_by_role("button", name="Taste").click()
    await stage.slack.until(lambda: len(stage.kitchen.heard) == 1)
    assert stage.kitchen.heard[0]["action_id"] == "home_button"
    await maya.get_by_role("button", name="Messages").click()
    await expect(maya.get_by_role("textbox", name="Message Kitchen")).to_be_visible()
