"""Writing, commands, what only one person sees, and what is new."""

import pytest
from playwright.async_api import expect

from tests.playground.page.stage import Stage, send

impatient = pytest.mark.parametrize("ack_timeout", [0.3])
HOSTILE = [
    "<!channel> & <!here>",
    "<img src=x onerror=\"window.hurt = 'yes'\">",
    "<script>window.hurt = 'yes'</script>",
    "&lt;b&gt; &amp;amp;",
    "\u202eright to left\u202c and שלום",
    "{{7*7}} ${7*7} `not closed *nor this",
]


async def test_what_one_writes_the_other_reads_in_their_own_tab(stage: Stage) -> None:
    maya, stig = await stage.seat("U0MAYA"), await stage.seat("U0STIG")
    await send(maya, "Soup is ready, @stig")
    line = stig.get_by_role("article").filter(has_text="Soup is ready")
    await expect(line).to_contain_text("@Stig Aune")
    await expect(line).to_contain_text("Maya Kvist")
    # Nine in Oslo is three at night in New York, which counts to twelve.
    await expect(line.locator("time")).to_have_text("3:00 AM")
    await expect(maya.get_by_role("article").locator("time")).to_have_text("09:00")


async def test_hostile_words_are_shown_as_they_were_typed(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    for text in HOSTILE:
        await send(maya, text)
        await expect(maya.locator("article p").last).to_have_text(text)
    assert await maya.evaluate("window.hurt") is None
    assert await maya.locator(".message img, .message script").count() == 0


async def test_three_thousand_letters_without_a_space_stay_inside_the_page(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "x" * 3000)
    await expect(maya.get_by_role("article")).to_contain_text("x" * 3000)
    assert await maya.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_only_one_sees_an_ephemeral_answer(stage: Stage) -> None:
    maya, stig = await stage.seat("U0MAYA"), await stage.seat("U0STIG")
    await send(maya, "/kitchen secret")
    await expect(maya.get_by_role("article")).to_contain_text("Only visible to you")
    await send(maya, "Ask me")
    await expect(stig.get_by_text("Ask me", exact=True)).to_be_visible()
    await expect(stig.get_by_text("Only you know.")).to_have_count(0)


async def test_a_command_that_is_none_gets_slacks_own_answer(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/nonsense")
    await expect(maya.get_by_role("article")).to_contain_text("/nonsense is not a valid command.")


@impatient
async def test_an_app_that_never_answers_a_command_gets_slacks_line(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/silent")
    words = '/silent failed with the error "operation_timeout"'
    await expect(maya.get_by_role("article")).to_contain_text(words)


async def test_the_box_completes_commands_and_what_their_hint_lists(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    box = maya.get_by_role("textbox", name="Message #general")
    await box.press_sequentially("/ki")
    await expect(maya.get_by_role("option")).to_have_text(
        "/kitchen [form | blocks | charts | wait]Everything on the menu"
    )
    await box.press("Enter")
    await expect(box).to_have_value("/kitchen ")
    await box.press_sequentially("ch")
    await box.press("Tab")
    await expect(box).to_have_value("/kitchen charts")


async def test_an_unsent_message_is_there_again_after_a_reload(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("textbox", name="Message #general").fill("Half a thou")
    await stage.slack.settled()
    await maya.reload()
    await expect(maya.get_by_role("textbox", name="Message #general")).to_have_value("Half a thou")


async def test_unread_messages_are_marked_for_each_person_until_they_are_seen(stage: Stage) -> None:
    maya, stig = await stage.seat("U0MAYA", "home"), await stage.seat("U0STIG")
    entry = maya.get_by_role("navigation").get_by_role("button", name="general")
    await send(stig, "First")
    await expect(entry).to_have_accessible_name("general unread")
    await send(stig, "For you, @maya")
    await expect(entry).to_have_accessible_name("general 2 unread")
    await maya.get_by_role("button", name="Maya Kvist").click()
    await expect(maya.get_by_role("button", name="Lena Vogt").first).to_contain_text("2")
    await maya.keyboard.press("Escape")
    await entry.click()
    await expect(maya.get_by_text("First")).to_be_visible()
    await expect(maya.get_by_role("separator", name="New messages")).to_be_visible()
    await expect(entry).to_have_accessible_name("general")


async def test_a_thousand_messages_are_there_and_few_are_drawn(stage: Stage) -> None:
    for number in range(1000):
        await stage.stig.say(stage.general, f"Message number {number}")
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_text("Message number 999")).to_be_visible()
    assert await maya.locator("article").count() < 120
    log = maya.get_by_role("group", name="Messages in #general")
    await log.evaluate("box => box.scrollTo(0, box.scrollHeight / 2)")
    await expect(maya.get_by_text("Message number 999")).to_have_count(0)
    assert await maya.locator("article").count() < 120
    await log.evaluate("box => box.scrollTo(0, 0)")
    await expect(maya.get_by_text("Message number 0", exact=True)).to_be_visible()
    for number in range(1000, 1100):
        await stage.stig.say(stage.general, f"Message number {number}")
    # What came in meanwhile may not have arrived yet, and a scroll to the end goes to the end of what has.
    end = await log.element_handle()
    await maya.wait_for_function(
        "box => { box.scrollTo(0, box.scrollHeight); return box.textContent.includes('Message number 1099'); }", arg=end
    )
    await expect(maya.get_by_text("Message number 1099", exact=True)).to_be_visible()
    assert await maya.locator("article").count() < 120


async def test_reading_further_up_is_not_disturbed_by_what_comes_in(stage: Stage) -> None:
    for number in range(200):
        await stage.stig.say(stage.general, f"Message number {number}")
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_text("Message number 199")).to_be_visible()
    log = maya.get_by_role("group", name="Messages in #general")
    await log.evaluate("box => box.scrollTo(0, 2000)")
    await expect(maya.get_by_text("Message number 199")).to_have_count(0)
    before = await log.evaluate("box => box.scrollTop")
    await stage.stig.say(stage.general, "One more")
    await expect(maya.locator("[aria-live=polite]").filter(has_text="Stig Aune: One more")).to_have_count(1)
    assert abs(await log.evaluate("box => box.scrollTop") - before) < 4


async def test_a_channel_can_be_joined(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("button", name="More channels").click()
    await maya.get_by_role("navigation").get_by_role("button", name="random").click()
    await maya.get_by_role("button", name="Join channel").click()
    await expect(maya.get_by_role("textbox", name="Message #random")).to_be_visible()
    assert "U0MAYA" in stage.slack.workspace.conversations[stage.random].members
