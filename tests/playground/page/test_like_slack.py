"""Places, sizes and colours as Slack's client has them."""

from dataclasses import dataclass

import pytest
from playwright.async_api import Locator, ViewportSize, expect

from bot.playground.page import serve_page
from bot.playground.page.mischief import Mischief
from bot.playground.slack import StandIn
from bot.playground.slack.trouble import Mishaps
from tests.playground.page.kitchen import MANIFEST, Kitchen
from tests.playground.page.stage import Stage, send

sizes = pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
looks = pytest.mark.parametrize("look", ["light", "dark"])
PRIMARY, DANGER = "rgb(0, 122, 90)", "rgb(224, 30, 90)"
WHITE, DARK = "rgb(255, 255, 255)", "rgb(21, 25, 27)"


async def height(button: Locator) -> float:
    return float(await button.evaluate("it => it.getBoundingClientRect().height"))


@looks
async def test_buttons_are_as_high_and_as_coloured_as_slacks(stage: Stage, look: str) -> None:
    maya = await stage.seat("U0MAYA", color_scheme=look)
    await send(maya, "/kitchen menu")
    for label, colour in (("Change this message", PRIMARY), ("Throw away", DANGER)):
        button = maya.get_by_role("button", name=label)
        await expect(button).to_have_css("background-color", colour)
        await expect(button).to_have_css("color", WHITE)
        assert await height(button) == 28
    assert await height(maya.get_by_role("button", name="No answer")) == 28
    await send(maya, "/kitchen form")
    for label, colour in (("Serve", PRIMARY), ("Leave", WHITE if look == "light" else DARK)):
        button = maya.get_by_role("dialog").get_by_role("button", name=label, exact=True)
        assert await height(button) == 36
        await expect(button).to_have_css("background-color", colour)


@sizes
async def test_the_page_opens_in_a_channel_with_a_box_to_write_in(stage: Stage, viewport: ViewportSize) -> None:
    stage.slack.add_channel("aardvarks", members=[stage.maya.id])
    page = await stage.seat(viewport=viewport)
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_visible()


@sizes
@pytest.mark.parametrize("is_read_only", [True, False])
async def test_the_apps_messages_have_a_box_unless_the_manifest_says_read_only(
    stage: Stage, viewport: ViewportSize, is_read_only: bool
) -> None:
    features = MANIFEST["features"]
    app_home = features["app_home"] | {"messages_tab_read_only_enabled": is_read_only}
    manifest = MANIFEST | {"features": features | {"app_home": app_home}}
    await stage.close_server()
    stage.slack = StandIn(manifest, now=lambda: stage.controls.now().timestamp())
    serve_page(stage.slack, stage.controls)
    stage.slack.add_person("U0MAYA", name="maya", real_name="Maya Kvist")
    await stage.slack.start()
    stage.kitchen = Kitchen(stage.slack)
    await stage.kitchen.start()
    maya = await stage.seat("U0MAYA", "home", viewport=viewport)
    await expect(maya.get_by_role("heading", name="Welcome to the kitchen")).to_be_visible()
    await expect(maya.locator("[data-composer]")).to_have_count(0)
    await expect(maya.get_by_text("Sending messages to this app has been turned off.")).to_have_count(0)
    await maya.get_by_role("button", name="Messages").click()
    await expect(maya.get_by_text("This is the very beginning")).to_be_visible()
    await expect(maya.locator("[data-composer]")).to_have_count(0 if is_read_only else 1)
    closed = maya.get_by_text("Sending messages to this app has been turned off.")
    await expect(closed).to_have_count(1 if is_read_only else 0)


async def test_two_panes_say_who_sits_in_them(stage: Stage) -> None:
    page = await stage.seat("U0MAYA", stage.general, "U0STIG", stage.general)
    for name in ("Maya Kvist", "Stig Aune"):
        pane = page.get_by_role("region", name=f"Slack of {name}")
        await expect(pane.locator(".who-bar").get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="Close the side of Stig Aune").click()
    await expect(page.get_by_role("region", name="Slack of Stig Aune")).to_have_count(0)
    await expect(page.get_by_role("button", name="Maya Kvist 09:00 · Trainee")).to_be_visible()


def test_trouble_that_the_stand_in_learns_shows_up_by_itself() -> None:
    @dataclass
    class Worse(Mishaps):
        stale_state: bool = False

        def ghosts(self, times: int = 1) -> None:
            """A socket too many."""
            self._counters["ghosts"] = times

    slack = StandIn(MANIFEST)
    slack.trouble = Worse()
    mischief = Mischief(slack)
    offered = {told["name"]: told for told in (*mischief.state()["switches"], *mischief.state()["strikes"])}
    assert offered["ghosts"] == {"name": "ghosts", "label": "Ghosts", "detail": "A socket too many."}
    assert {"rate_limits", "duplicate_deliveries", "lose_acks", "slow_api"} <= set(offered)
    mischief.switch("stale_state", on=True)
    mischief.strike("ghosts")
    assert slack.trouble.stale_state
    assert slack.trouble.strikes("ghosts")


def test_a_switch_that_is_turned_takes_no_other_trouble_back() -> None:
    slack = StandIn(MANIFEST)
    mischief = Mischief(slack)
    mischief.strike("lose_acks")
    mischief.switch("rate_limits", on=True)
    mischief.switch("rate_limits", on=False)
    assert not slack.trouble.rate_limits
    assert slack.trouble.strikes("ack")
