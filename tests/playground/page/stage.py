"""A workspace with the kitchen app in it and the page on top, and browser tabs in which people sit."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, Page

from bot.playground.page import serve_page
from bot.playground.slack import StandIn
from tests.playground.page.kitchen import MANIFEST, Kitchen

PATIENCE = 15_000  # milliseconds: a machine with much else to do is slow, and only a failure waits for so long
START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


class Clockwork:
    """Stands in for whoever runs the playground; keeps what it was asked for in `done`."""

    title = "Kitchen playground"
    is_open = True
    doors: Sequence[str] = ("Socket Mode", "HTTP")
    door = "Socket Mode"

    def __init__(self) -> None:
        self.time = START
        self.done: list[Any] = []
        self.seeded = asyncio.Event()
        self.seeded.set()
        self.refusal = ""
        self.look_at: tuple[str, str] | None = None

    def now(self) -> datetime:
        return self.time

    async def turn(self, by: timedelta) -> None:
        self.done.append(by)
        self.time += by

    async def turn_to_next(self) -> datetime | None:
        self.done.append("next")
        self.time += timedelta(hours=30)
        return self.time

    async def seed(self, tell: Callable[[str], None]) -> tuple[str, str] | None:
        """Takes until `seeded` is set, and asks to look at `look_at`."""
        self.done.append("seed")
        tell("Week 1 of 8")
        await self.seeded.wait()
        if self.refusal:
            raise ValueError(self.refusal)
        return self.look_at

    async def start_over(self) -> None:
        self.done.append("over")
        self.time = START

    async def use_door(self, door: str) -> None:
        self.done.append(door)
        self.door = door


class Stage:
    """Maya and Lena in Europe, Stig in New York; all in #general, Lena alone in #random."""

    def __init__(self, browser: Browser, ack_timeout: float = 3.0) -> None:
        self.controls = Clockwork()
        self.slack = StandIn(MANIFEST, now=lambda: self.controls.now().timestamp(), ack_timeout=ack_timeout)
        serve_page(self.slack, self.controls)
        self._browser = browser
        self._pages: list[Page] = []
        self.complaints: list[str] = []
        self.maya = self._add("maya", "Maya Kvist", "Europe/Oslo", "nb-NO", "Trainee")
        self.stig = self._add("stig", "Stig Aune", "America/New_York", "en-US", "CFO")
        self.lena = self._add("lena", "Lena Vogt", "Europe/Berlin", "de-DE", "Head of People")
        everybody = [person.id for person in self.slack.people]
        self.general = self.slack.add_channel("general", members=[*everybody, self.slack.bot_user_id])
        self.random = self.slack.add_channel("random", members=[self.lena.id])
        self.kitchen: Kitchen

    def _add(self, name: str, real_name: str, tz: str, locale: str, title: str) -> Any:
        return self.slack.add_person(
            f"U0{name.upper()}", name=name, real_name=real_name, tz=tz, locale=locale, title=title
        )

    async def open(self, port: int = 0) -> None:
        await self.slack.start(port)
        self.kitchen = Kitchen(self.slack)
        await self.kitchen.start()
        await self.slack.connected()

    async def close(self) -> None:
        for page in self._pages:
            await page.context.close()
        await self.close_server()

    async def close_server(self) -> None:
        await self.kitchen.stop()
        await self.slack.stop()

    async def seat(self, *address: str, hint: bool = False, **context: Any) -> Page:
        """A tab of its own, at the address of a person and a place; `context` is Playwright's."""
        options = {"viewport": {"width": 1280, "height": 800}, **context}
        browser_context = await self._browser.new_context(**options)
        browser_context.set_default_timeout(PATIENCE)
        if not hint:
            await browser_context.add_init_script("localStorage.setItem('playground-hint-seen', 'yes')")
        page = await browser_context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        self._pages.append(page)
        await page.goto(f"{self.slack.url}/#/{'/'.join(address)}")
        await page.locator(".place-head").first.wait_for()
        return page

    def _hear(self, message: Any) -> None:
        # A picture that cannot be fetched is part of the show; anything else is a fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


async def send(page: Page, text: str) -> None:
    """Type into the message box and press Enter."""
    box = page.locator("[data-composer]").first
    await box.fill(text)
    await box.press("Enter")
