"""The whole journey in a browser: the real bot, the real page, and two people in two tabs."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from bot.core.clock import TurnedClock
from bot.playground.run import Playground
from bot.settings import Settings
from tests.workplace import MONDAY


class Desk:
    """Somebody's tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.get_by_role("dialog")

    async def types(self, line: str) -> None:
        box = self.page.locator("[data-composer]").first
        await box.fill(line)
        await box.press("Enter")

    async def picks(self, label: str, option: str) -> None:
        menu = self.dialog.get_by_role("combobox", name=re.compile("^" + re.escape(label)))
        await menu.click()
        await menu.fill(option)
        await self.page.get_by_role("option", name=option, exact=True).click()
        if await menu.get_attribute("aria-expanded") == "true":
            await menu.press("Escape")

    async def submits(self, label: str) -> None:
        await self.dialog.get_by_role("button", name=label, exact=True).click()
        await expect(self.dialog).to_have_count(0)

    async def presses(self, label: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def goes_to(self, place: str) -> None:
        await self.page.get_by_role("navigation").get_by_text(place, exact=True).first.click()

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("main, section").get_by_text(text).last).to_be_visible()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    playground = Playground(Settings(_env_file=None), TurnedClock(MONDAY))
    await playground.open(0)
    yield playground
    await playground.close()


async def seat(browser: Browser, playground: Playground, address: str) -> Desk:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.goto(f"{playground.url}/#/{address}")
    await page.locator(".place-head").first.wait_for()
    return Desk(page)


async def sign_up(desk: Desk, role: str, level: str, department: str, question: str, skill: str) -> None:
    await desk.types("/mentor signup")
    await desk.dialog.get_by_label(role).check()
    await desk.picks("Your seniority level", level)
    await desk.dialog.get_by_label("Your department").fill(department)
    await desk.picks(question, skill)
    await desk.dialog.get_by_role("button", name="Sign up", exact=True).click()
    await desk.submits("Save")  # the second page, as it is


async def test_two_people_in_two_tabs_go_the_whole_way(browser: Browser, playground: Playground) -> None:
    lena = await seat(browser, playground, "U0LENA")
    maya, henrik = await seat(browser, playground, "U0MAYA"), await seat(browser, playground, "U0HENRIK")

    await lena.types("/mentor program")
    await lena.dialog.get_by_label("Name").fill("Digital natives")
    await lena.dialog.get_by_label("Which business need does it serve?").fill("Young customers do not know us.")
    await lena.submits("Create")

    mentor, mentee = "Mentor: I teach somebody more senior", "Mentee: I learn from somebody more junior"
    video = "Short video (Reels, Shorts, TikTok)"
    await sign_up(maya, mentor, "Professional", "Marketing", "What could you teach?", video)
    await sign_up(henrik, mentee, "Director or head of", "Sales", "What would you like to learn?", video)

    await lena.types("/mentor match")
    await lena.goes_to("Flipside")
    await lena.goes_to("Messages")
    await lena.presses("Publish 1 pair")
    await lena.presses("Publish")
    await lena.sees("Digital natives: 1 pair published")

    for one in (maya, henrik):
        await one.goes_to("Flipside")
        await one.goes_to("Messages")
        await one.presses("Accept")
    await maya.goes_to("general")
    await maya.types("/mentor agenda")
    await maya.dialog.get_by_label("What will you talk about?").fill("Scrolling <!channel> together")
    await maya.submits("Post")
    await henrik.sees("Scrolling <!channel> together")
    await henrik.presses("Looks good")
    await henrik.sees("You said it looks good.")

    await lena.page.get_by_role("button", name="+1 week").click()
    await lena.page.get_by_role("button", name="+1 day").click()
    await henrik.presses("Yes, we met")
    await henrik.sees("Good to hear that you and")
    await lena.goes_to("general")
    await lena.types("/mentor status")
    await lena.sees("1 of 1 so far")


async def test_a_season_and_starting_over(browser: Browser, playground: Playground) -> None:
    lena = await seat(browser, playground, "U0LENA")
    await playground.seed()
    await lena.types("/mentor status")
    await lena.sees("9 running")
    await playground.start_over()
    again = await seat(browser, playground, "U0LENA")
    await again.types("/mentor status")
    await again.sees("There's no program here yet.")
