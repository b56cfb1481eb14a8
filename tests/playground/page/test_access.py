"""axe-core finds nothing serious on the main screens, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.playground.page.stage import Stage, send

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
looks = pytest.mark.parametrize("look", ["light", "dark"])


async def findings(page: Page) -> list[str]:
    """What is serious or critical, with the first element that it is found in."""
    await page.evaluate(AXE)
    result: dict[str, Any] = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['id']}: {found['nodes'][0]['html']} ({found['nodes'][0]['failureSummary']})"
        for found in result["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@looks
async def test_a_conversation(stage: Stage, look: str) -> None:
    maya = await stage.seat("U0MAYA", color_scheme=look, hint=True, viewport={"width": 1280, "height": 3000})
    await stage.stig.say(stage.general, "Hello <@U0MAYA>")
    for what in ("blocks", "charts", "menu", "secret"):
        await send(maya, f"/kitchen {what}")
    await expect(maya.get_by_text("Only you know.", exact=True).first).to_be_visible()
    await expect(maya.get_by_text("Pick a fruit")).to_be_visible()
    assert await findings(maya) == []


@looks
async def test_a_form_with_errors_and_an_open_menu(stage: Stage, look: str) -> None:
    maya = await stage.seat("U0MAYA", color_scheme=look, viewport={"width": 1280, "height": 2400})
    await send(maya, "/kitchen form")
    await maya.get_by_role("button", name="Serve").click()
    await expect(maya.get_by_text("Please complete this required field.")).to_be_visible()
    await maya.get_by_role("combobox", name="Fruits (optional)").click()
    await maya.get_by_role("option", name="Apple").click()
    assert await findings(maya) == []


@looks
async def test_two_people_the_home_tab_and_the_drawer(stage: Stage, look: str) -> None:
    page = await stage.seat("U0MAYA", "home", "U0STIG", stage.general, color_scheme=look)
    await page.get_by_role("button", name="Under the hood").click()
    await send(page, "/kitchen bad")
    await expect(page.get_by_text("chat.postMessage: invalid_blocks")).to_be_visible()
    await expect(page.get_by_role("heading", name="Welcome to the kitchen")).to_be_visible()
    assert await findings(page) == []


@looks
async def test_the_cast_on_a_narrow_screen(stage: Stage, look: str) -> None:
    maya = await stage.seat("U0MAYA", color_scheme=look, viewport={"width": 390, "height": 800})
    await maya.get_by_role("button", name="Show conversations").click()
    assert await findings(maya) == []
    await maya.get_by_role("button", name="Maya Kvist 09:00 · Trainee").click()
    await expect(maya.get_by_role("dialog", name="Who do you want to be?")).to_be_visible()
    assert await findings(maya) == []


async def test_the_look_can_be_chosen_and_stays(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", color_scheme="light")
    await maya.get_by_role("button", name="Dark colours").click()
    await maya.reload()
    await expect(maya.get_by_role("button", name="Light colours")).to_be_visible()
    assert await maya.evaluate("document.documentElement.dataset.look") == "dark"
