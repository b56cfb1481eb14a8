"""The playground's page: how soon it can be used, how fast a command becomes a form, how many can sit in it."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, Page

from bot.core.clock import TurnedClock
from bot.playground.run import Playground
from bot.settings import Settings
from tests.bench.figures import Figure, percentile
from tests.playground.browsing import browsing, chromium

STARTS, COMMANDS, PEOPLE, MESSAGES = 3, 30, 50, 1000
USABLE, TO_FORM = 3.0, 150.0  # seconds, ms; the promise


async def measure() -> list[Figure]:
    path = chromium()
    if path is None:
        sys.stderr.write("page: not measured, there is no Chromium on the PATH\n")
        return []
    async with browsing(path) as browser:
        usable = [await _start(browser) for _ in range(STARTS)]
        with tempfile.TemporaryDirectory(prefix="flipside-bench-"):
            playground = Playground(Settings(_env_file=None, log_level="error"), TurnedClock())
            await playground.open(0)
            try:
                forms = await _forms(browser, playground)
                heard = await _heard_by_all(playground)
                frames = await _scroll(browser, playground)
            finally:
                await playground.close()
    return [
        Figure("page: start of the process to a usable page", statistics.median(usable), "s", most=USABLE),
        Figure("page: command typed to its form on screen, p50", percentile(forms, 50), "ms", most=TO_FORM),
        Figure("page: command typed to its form on screen, p99", percentile(forms, 99), "ms"),
        Figure(f"page: a message seen by the last of {PEOPLE} people", heard, "ms"),
        Figure(f"page: frame while scrolling {MESSAGES} messages, p95", percentile(frames, 95), "ms"),
    ]


async def _seat(browser: Browser, url: str, person: str = "U0LENA") -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.goto(f"{url}/#/{person}")
    await page.locator("[data-composer]").first.wait_for()
    return page


async def _start(browser: Browser) -> float:
    """Seconds from the start of the process until somebody can type."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            cwd=folder,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PLAYGROUND_PORT": "0", "PATH": ""},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdout is not None
        try:
            await process.stdout.readline()
            url = (await process.stdout.readline()).decode().split()[1]
            page = await _seat(browser, url)
            seconds = time.perf_counter() - started
            await page.close()
        finally:
            process.terminate()
            await process.wait()
    return seconds


async def _forms(browser: Browser, playground: Playground) -> list[float]:
    """Milliseconds from Enter to the form on screen, as the browser's own driver sees it."""
    page = await _seat(browser, playground.url)
    box, dialog = page.locator("[data-composer]").first, page.get_by_role("dialog")
    took = []
    for _ in range(COMMANDS):
        await box.fill("/mentor program")
        started = time.perf_counter()
        await box.press("Enter")
        await dialog.wait_for()
        took.append((time.perf_counter() - started) * 1000)
        await page.keyboard.press("Escape")
        await dialog.wait_for(state="detached")
    await page.close()
    return took


async def _heard_by_all(playground: Playground) -> float:
    """Milliseconds until a message has reached everybody, on as many lines as there are people."""
    slack = playground.slack
    channel = next(one.id for one in slack.workspace.conversations.values() if one.name == "general")
    everybody = [person.id for person in slack.people if not person.member.is_bot]
    async with aiohttp.ClientSession() as http:
        lines = [await http.ws_connect(f"{slack.url}/page/live") for _ in range(PEOPLE)]
        for place, line in enumerate(lines):
            watched = {everybody[place % len(everybody)]: [channel]}
            await line.send_str(json.dumps({"n": 1, "do": "watch", "people": watched}))
        await asyncio.gather(*(_until(line, '"answers":[{') for line in lines))
        started = time.perf_counter()
        hearing = [asyncio.create_task(_until(line, "hear me")) for line in lines]
        await slack.person(everybody[0]).say(channel, "hear me")
        await asyncio.gather(*hearing)
        took = (time.perf_counter() - started) * 1000
        for line in lines:
            await line.close()
    return took


async def _until(line: aiohttp.ClientWebSocketResponse, text: str) -> None:
    async with asyncio.timeout(20):
        while text not in (await line.receive_str()).replace(" ", "" if text.startswith('"') else " "):
            pass


async def _scroll(browser: Browser, playground: Playground) -> list[float]:
    """Milliseconds between frames while a long conversation is scrolled from end to end."""
    slack = playground.slack
    channel = next(one.id for one in slack.workspace.conversations.values() if one.name == "reverse-mentoring")
    for number in range(MESSAGES):
        await slack.person("U0MAYA").say(channel, f"Message {number} about lamps, and a little more to read")
    page = await _seat(browser, playground.url, f"U0LENA/{channel}")
    await page.get_by_text(f"Message {MESSAGES - 1} ").first.wait_for()
    frames: list[float] = await page.evaluate(
        """async () => {
            const box = [...document.querySelectorAll("*")].find(
                (one) => one.scrollHeight > one.clientHeight * 5 && getComputedStyle(one).overflowY !== "visible");
            const frames = [];
            let last = await new Promise(requestAnimationFrame);
            for (let step = 0; step < 120; step += 1) {
                box.scrollTop = box.scrollHeight * (1 - step / 120);
                const now = await new Promise(requestAnimationFrame);
                frames.push(now - last);
                last = now;
            }
            return frames;
        }"""
    )
    await page.close()
    return frames
