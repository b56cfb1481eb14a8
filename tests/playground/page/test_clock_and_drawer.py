"""The playground's own controls: clock, program, what goes on under the hood."""

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, ViewportSize, expect

from tests.playground.page.stage import Stage, send


async def test_the_clock_shows_the_day_of_the_person_and_turns_forward(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    clock = maya.get_by_role("group", name="Clock")
    await expect(clock).to_contain_text("Mon 1 Mar 2027 09:00")
    for name, words in (
        ("+1 hour: turn the clock forward", "Mon 1 Mar 2027 10:00"),
        ("+1 day: turn the clock forward", "Tue 2 Mar 2027 10:00"),
        ("+1 week: turn the clock forward", "Tue 9 Mar 2027 10:00"),
        ("Next nudge: turn the clock to it", "Wed 10 Mar 2027 16:00"),
    ):
        await clock.get_by_role("button", name=name).click()
        await expect(clock).to_contain_text(words)
    assert stage.controls.done == [timedelta(hours=1), timedelta(days=1), timedelta(weeks=1), "next"]
    await expect(maya.get_by_role("status").filter(has_text="It is now Wednesday, March 10th, 16:00.")).to_be_visible()


async def test_a_program_is_seeded_and_everything_starts_over_when_that_is_confirmed(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("button", name="Seed").click()
    await stage.slack.until(lambda: stage.controls.done == ["seed"])
    over = maya.get_by_role("button", name="Start over")
    await over.click()
    await maya.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    await over.click()
    await maya.get_by_role("alertdialog").get_by_role("button", name="Start over").click()
    await expect(maya.get_by_role("group", name="Clock")).to_contain_text("Mon 1 Mar 2027 09:00")
    await stage.slack.until(lambda: stage.controls.done == ["seed", "over"])


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
async def test_seeding_says_how_far_it_is_and_goes_where_there_is_something_to_see(
    stage: Stage, viewport: ViewportSize
) -> None:
    stage.controls.seeded.clear()
    stage.controls.look_at = (stage.lena.id, stage.general)
    await stage.lena.say(stage.general, "How it goes")
    page = await stage.seat("U0MAYA", "home", viewport=viewport)
    await seed(page)
    await expect(page.get_by_role("status").filter(has_text="Filling in a program. Week 1 of 8…")).to_be_in_viewport()
    await expect(page.get_by_role("main")).to_have_attribute("inert", "")
    stage.controls.seeded.set()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await expect(page.get_by_role("region", name="Slack of Lena Vogt").get_by_text("How it goes")).to_be_in_viewport()
    await expect(page.get_by_text("Filling in a program.")).to_have_count(0)


async def test_what_cannot_be_seeded_is_said_and_moves_nobody(stage: Stage) -> None:
    stage.controls.refusal = "There's a program here already."
    page = await stage.seat("U0MAYA", "home")
    await seed(page)
    await expect(page.get_by_text("There's a program here already.")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("region", name="Slack of Maya Kvist")).to_be_visible()
    await expect(page.get_by_role("button", name="Seed")).to_be_enabled()


async def seed(page: Page) -> None:
    more = page.get_by_role("button", name="More", exact=True)
    if await more.is_visible():
        await more.click()
        await page.get_by_role("menuitem", name="Fill with a program").click()
    else:
        await page.get_by_role("button", name="Seed").click()


async def test_what_runs_the_playground_may_offer_less(stage: Stage) -> None:
    stage.controls.seed = None  # type: ignore[assignment, method-assign]
    stage.controls.turn = None  # type: ignore[assignment, method-assign]
    maya = await stage.seat("U0MAYA")
    await expect(maya.get_by_role("button", name="Start over")).to_be_visible()
    await expect(maya.get_by_role("button", name="Seed")).to_have_count(0)
    await expect(maya.get_by_role("button", name="+1 day")).to_have_count(0)


async def test_the_drawer_shows_payloads_their_answers_and_what_slack_minds(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await send(maya, "/kitchen bad")
    hood = maya.get_by_role("button", name="Under the hood, 1 against Slack's rules")
    await hood.click()
    lines = maya.get_by_role("list", name="Traffic, newest first").get_by_role("listitem")
    command = lines.filter(has_text="/kitchen bad")
    await expect(command).to_contain_text(" ms")
    await expect(lines.filter(has_text="chat.postMessage: invalid_blocks")).to_contain_text("refused")
    await lines.filter(has_text="chat.postMessage: invalid_blocks").get_by_role("button").click()
    await expect(maya.get_by_text("missing required field: text")).to_be_visible()
    await command.get_by_role("button").click()
    await expect(command).to_contain_text('"type": "slash_commands"')
    # What is sent while it is open comes in by itself.
    await send(maya, "/kitchen soup")
    await expect(lines.filter(has=maya.get_by_text("response_url", exact=True))).to_have_count(1)
    await maya.get_by_role("button", name="Violations 1").click()
    await expect(lines).to_have_count(1)
    # What Slack would refuse is not drawn.
    await expect(maya.get_by_role("article")).to_have_count(1)


async def test_switches_make_trouble_and_end_it(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    await maya.get_by_role("button", name="Under the hood").click()
    limits = maya.get_by_role("switch", name="Rate limits")
    await limits.check()
    await maya.get_by_role("switch", name="Duplicates").check()
    await expect(maya.get_by_role("switch", name="Duplicates")).to_be_checked()
    await limits.uncheck()
    await expect(limits).not_to_be_checked()
    trouble = stage.slack.trouble
    assert (trouble.rate_limits, trouble.duplicate_deliveries) == (False, 1)
    again = await stage.seat("U0STIG")
    await again.get_by_role("button", name="Under the hood").click()
    await expect(again.get_by_role("switch", name="Duplicates")).to_be_checked()


async def test_a_dropped_socket_is_told_of_until_the_app_is_back(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA")
    stage.slack.trouble.refuse_tickets(1000)
    await maya.get_by_role("button", name="Under the hood").click()
    await maya.get_by_role("button", name="Drop the socket").click()
    await expect(maya.get_by_text("Kitchen is not connected.")).to_be_visible()


async def test_fifty_tabs_follow_along(stage: Stage) -> None:
    async with ClientSession() as session, AsyncExitStack() as tabs:
        live = f"{stage.slack.url}/page/live"
        sockets = [await tabs.enter_async_context(session.ws_connect(live)) for _ in range(50)]
        for socket in sockets:
            assert {name for name, _ in (await socket.receive_json())["patches"]} >= {"world", "clock", "unread"}
        await stage.lena.say(stage.general, "All of you")
        for socket in sockets:
            frames = [await socket.receive_json(timeout=5)]
            while not any(patch[0] == "unread" for patch in frames[-1]["patches"]):
                frames.append(await socket.receive_json(timeout=5))
            assert ["unread", {"U0MAYA": 1, "U0STIG": 1, "U0LENA": 0}] in frames[-1]["patches"]
