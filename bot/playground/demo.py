"""A whole journey, played through against the stand-in and printed: what each person did, and what they saw."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from bot.core.clock import TurnedClock
from bot.playground.cast.people import COMPANY, move_in
from bot.playground.slack import Actor, ChannelKind, PostedMessage
from bot.playground.stage import Stage
from bot.settings import Settings

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # a Monday
NEWLINE = "\n"
WIDTH = 100  # characters, of the rule above a chapter


class Storyteller:
    """Prints what somebody does, and then whatever anybody has newly come to see."""

    def __init__(self, stage: Stage, out: TextIO) -> None:
        self._stage = stage
        self._out = out
        self._told: set[tuple[str, str, str]] = set()

    def chapter(self, title: str) -> None:
        now = self._stage.clock.now()
        self._print(f"\n\n── {title} ── {now:%A} {now.day} {now:%B %Y} ".ljust(WIDTH, "─"))

    async def types(self, handle: str, line: str) -> None:
        self._print(f"\n{_name(handle)} types {line}")
        await self._person(handle).command(line)
        await self._tell_news()

    async def fills(self, handle: str, entries: Mapping[str, Any]) -> None:
        person = self._person(handle)
        assert person.modal is not None, f"{handle} has no form open"
        self._print(f"\n{_name(handle)} fills in the form “{person.modal.title}”")
        for label, value in entries.items():
            said = ", ".join(value) if isinstance(value, list) else str(value)
            self._indented(f"{label}: {said.replace(NEWLINE, ' / ')}")
        await person.submit(entries)
        assert person.modal is None or not person.modal.errors, person.modal.errors
        await self._tell_news()

    async def leaves_it_at_that(self, handle: str) -> None:
        """The next page of a form may stay as it is."""
        person = self._person(handle)
        assert person.modal is not None
        self._print(f"\n{_name(handle)} leaves “{person.modal.title}” as it is")
        await person.close_modal()

    async def presses(self, handle: str, label: str) -> None:
        self._print(f"\n{_name(handle)} presses [{label}]")
        await self._person(handle).click(label)
        await self._tell_news()

    async def turns_to(self, moment: datetime, title: str) -> None:
        """Turns the clock, and tells what happened on the way."""
        await self._stage.turn_to(moment)
        self.chapter(title)
        await self._tell_news()

    async def _tell_news(self) -> None:
        await self._stage.settled()
        for one in COMPANY:
            person = self._person(one.handle)
            for message in person.messages():
                self._tell(person, message)

    def _tell(self, reader: Actor, message: PostedMessage) -> None:
        news = (message.channel, message.ts, message.text)  # the same for all who are in the conversation
        if news in self._told:
            return
        self._told.add(news)
        where = next(c for c in reader.conversations() if c.id == message.channel)
        others = [_name(self._stage.slack.person(m).name) for m in where.members if m != self._stage.slack.bot_user_id]
        match ChannelKind.DIRECT if message.ephemeral else where.kind:
            case ChannelKind.DIRECT:
                place = f"{_name(reader.name)} sees at {_clock(message, reader)}"
            case ChannelKind.GROUP:
                place = f"{' and '.join(others)} see, with the times of {_name(reader.name)}"
            case _:
                place = f"Everybody in #{where.name} sees"
        self._print(f"\n  {place}:")
        for line in reader.read(message).splitlines():
            self._indented(line)

    def _person(self, handle: str) -> Actor:
        return self._stage.slack.person(f"U0{handle.upper()}")

    def _indented(self, line: str) -> None:
        self._print(f"    │ {line}")

    def _print(self, line: str) -> None:
        print(line, file=self._out)


def _clock(message: PostedMessage, reader: Actor) -> str:
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(reader.member.clock_zone)).strftime("%H:%M")


def _name(handle: str) -> str:
    return next(one.name.split()[0] for one in COMPANY if one.handle == handle)


async def demo(settings: Settings, out: TextIO = sys.stdout) -> int:
    """The same text at every run. Returns the exit status."""
    stage = Stage(settings, TurnedClock(START))
    move_in(stage.slack)
    await stage.open()
    try:
        await _play(Storyteller(stage, out))
    finally:
        await stage.close()
    return 0


async def _play(story: Storyteller) -> None:
    story.chapter("A program begins")
    await story.types("lena", "/mentor program")
    await story.fills(
        "lena",
        {
            "Name": "Digital natives",
            "Which business need does it serve?": "We sell lamps to people under 30 and do not know how they choose.",
            "How often does a pair meet?": "Every two weeks",
            "How long is a session?": "60 minutes",
            "Where should I announce it?": "#reverse-mentoring",
        },
    )
    await _sign_up(story)

    story.chapter("Who fits whom")
    await story.types("lena", "/mentor match")
    await story.presses("lena", "Publish 2 pairs")
    for handle in ("maya", "zoe", "henrik", "wei"):
        await story.presses(handle, "Accept")

    await story.turns_to(START + timedelta(days=4, hours=2), "The working day before: no agenda yet")
    await story.presses("maya", "Post the agenda")
    await story.fills("maya", {"What will you talk about?": "How I find a lamp: ten minutes of scrolling together"})
    await story.presses("henrik", "Propose a topic")
    await story.fills("henrik", {"What would you like to talk about?": "Why nobody clicks our videos. *Honestly.*"})
    await story.presses("maya", "Change the agenda")
    await story.fills("maya", {"What will you talk about?": "1. Scrolling together\n2. Three of our videos, honestly"})
    await story.presses("henrik", "Looks good")

    await story.turns_to(START + timedelta(days=7, hours=3), "The session is over")
    await story.presses("maya", "Yes, we met")
    await story.presses("henrik", "Yes, we met")
    await story.types("maya", "/mentor status")

    await story.turns_to(START + timedelta(days=8), "How it goes")
    await story.types("lena", "/mentor sttaus")
    await story.types("lena", "/mentor status")


async def _sign_up(story: Storyteller) -> None:
    story.chapter("People sign up")
    await story.types("maya", "/mentor signup")
    await story.fills(
        "maya",
        {
            "How do you want to take part?": "Mentor: I teach somebody more senior",
            "Your seniority level": "Professional",
            "Your department": "Marketing",
            "What could you teach?": ["Short video (Reels, Shorts, TikTok)"],
            "Anything else you could teach?": "promting, Beekeeping on roofs",
        },
    )
    await story.fills("maya", {"How well do you know it? Short video (Reels, Shorts, TikTok)": "Expert"})
    await story.types("zoe", "/mentor signup")
    await story.fills(
        "zoe",
        {
            "How do you want to take part?": "Mentor: I teach somebody more senior",
            "Your seniority level": "Starting out (intern, apprentice, trainee)",
            "Your department": "Finance",
            "What could you teach?": ["What Gen Z buys, and why", "AI assistants in daily work"],
            "What would you like to learn?": ["How start-ups work"],
        },
    )
    await story.leaves_it_at_that("zoe")
    await story.types("henrik", "/mentor  SignUp")
    await story.fills(
        "henrik",
        {
            "How do you want to take part?": "Mentee: I learn from somebody more junior",
            "Your seniority level": "Director or head of",
            "Your department": "Sales",
            "What would you like to learn?": ["Short video (Reels, Shorts, TikTok)"],
        },
    )
    await story.fills(
        "henrik",
        {"What would you like to ask? Short video (Reels, Shorts, TikTok)": "Why does nobody watch ours to the end?"},
    )
    await story.types("wei", "/mentor signup")
    await story.fills(
        "wei",
        {
            "How do you want to take part?": "Mentee: I learn from somebody more junior",
            "Your seniority level": "Director or head of",
            "Your department": "Sales",
            "What would you like to learn?": ["AI assistants in daily work", "What Gen Z buys, and why"],
        },
    )
    await story.leaves_it_at_that("wei")
