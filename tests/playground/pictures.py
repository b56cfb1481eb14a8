"""Takes the pictures of the main screens for the README: `make pictures`."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Page

from bot.core.clock import TurnedClock
from bot.playground.run import Playground
from bot.settings import Settings
from tests.playground.browsing import browsing, chromium
from tests.workplace import MONDAY

IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


async def _seat(browser: Browser, playground: Playground, address: str, size: dict[str, int], dark: bool) -> Page:
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]}, color_scheme="dark" if dark else "light"
    )
    await context.add_init_script("localStorage.setItem('playground-hint-seen', 'yes')")
    page = await context.new_page()
    await page.goto(f"{playground.url}/#/{address}")
    await page.locator(".place-head").first.wait_for()
    return page


async def _command(page: Page, line: str) -> None:
    box = page.locator("[data-composer]").first
    await box.fill(line)
    await box.press("Enter")


async def take() -> None:
    path = chromium()
    if path is None:
        sys.exit("No Chromium on the PATH: apt-get install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    playground = Playground(Settings(_env_file=None), TurnedClock(MONDAY))
    await playground.open(0)
    try:
        async with browsing(path) as browser:
            await _of_a_beginning(browser, playground)
            await playground.seed()
            await _of_a_season(browser, playground)
    finally:
        await playground.close()


async def _of_a_beginning(browser: Browser, playground: Playground) -> None:
    page = await _seat(browser, playground, "U0LENA", DESK, dark=False)
    await _command(page, "/mentor program")
    await page.get_by_role("dialog").wait_for()
    await page.screenshot(path=IMAGES / "program.png")
    await page.keyboard.press("Escape")  # Slack minds a second form on top of it
    await page.get_by_role("dialog").wait_for(state="hidden")
    await page.context.close()


async def _of_a_season(browser: Browser, playground: Playground) -> None:
    page = await _seat(browser, playground, "U0LENA", DESK, dark=False)  # a season ends at the lead's status
    await page.get_by_text("Pairs that need help:", exact=True).wait_for()
    await page.screenshot(path=IMAGES / "status.png")
    page = await _seat(browser, playground, "U0MAYA/home/U0LENA/home", DESK, dark=True)
    await page.get_by_text("Pairs that need help:", exact=True).wait_for()
    await page.screenshot(path=IMAGES / "side-by-side.png")
    page = await _seat(browser, playground, "U0MAYA", DESK, dark=False)
    await _command(page, "/mentor agenda")
    await page.get_by_role("dialog").wait_for()
    await page.screenshot(path=IMAGES / "agenda.png")
    page = await _seat(browser, playground, "U0HENRIK/home", PHONE, dark=False)
    await page.get_by_text("You meet next").first.wait_for()
    await page.screenshot(path=IMAGES / "phone.png")


if __name__ == "__main__":
    asyncio.run(take())
