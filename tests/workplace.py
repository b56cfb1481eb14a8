"""A workspace with the real bot in it, for journeys: real payloads by a real door, and what people see."""

import os
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

from sqlalchemy import update

from bot.core.clock import TurnedClock
from bot.manifest import MANIFEST
from bot.matching.model import MatchRun, RunState
from bot.playground.slack import Actor, PostedMessage, Violation
from bot.playground.stage import Stage
from bot.settings import Door, Settings

__all__ = ["MANIFEST", "MENTEE", "MENTOR", "MONDAY", "PROGRAM", "Workplace"]

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)

T = TypeVar("T")

MENTOR = {
    "role": "mentor",
    "level": "2",
    "department": "Marketing",
    "offers": ["short-video", "prompting"],
}
MENTEE = {
    "role": "mentee",
    "level": "6",
    "department": "Sales",
    "wishes": ["short-video"],
}
PROGRAM = {"name": "Digital natives", "need": "Young customers do not know us.", "cadence": "every_two_weeks"}


class Workplace(Stage):
    """Lena leads; Maya is a junior in Oslo, Henrik a senior there, Wei a senior in Singapore, Zoe a trainee."""

    def __init__(
        self,
        database_url: str,
        *,
        door: Door = Door.SOCKET_MODE,
        rotates_tokens: bool = False,
        **settings: Any,
    ) -> None:
        # An ack may take its time here: what it must not exceed is a figure of the benchmark, not of a test.
        super().__init__(
            Settings(_env_file=None, slack_call_log=os.environ.get("SLACK_CALL_LOG"), **settings),
            TurnedClock(MONDAY),
            database_url=database_url,
            ack_timeout=30,
            door=door,
            rotates_tokens=rotates_tokens,
        )
        self.lena = self._add("lena", "Europe/Berlin")
        self.maya = self._add("maya", "Europe/Oslo")
        self.zoe = self._add("zoe", "Europe/Oslo")
        self.henrik = self._add("henrik", "Europe/Oslo")
        self.wei = self._add("wei", "Asia/Singapore")
        members = [person.id for person in self.slack.people]
        self.channel = self.slack.add_channel("mentoring", members=[*members, self.slack.bot_user_id])
        self.violations: list[Violation] = []
        self.slack.observe(self._note)

    def _add(self, handle: str, tz: str) -> Actor:
        return self.slack.add_person(f"U0{handle.upper()}", name=handle, real_name=handle.title(), tz=tz)

    def _note(self, record: object) -> None:
        if isinstance(record, Violation):
            self.violations.append(record)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def do(self, deed: Awaitable[T]) -> T:
        """Waits until what followed from a deed has happened too."""
        done = await deed
        await self.settled()
        return done

    async def says(self, person: Actor, line: str) -> str:
        """Types a command. Returns what the person newly sees, of messages only."""
        before = len(person.messages())
        await self.do(person.command(line))
        return "\n".join(person.read(message) for message in person.messages()[before:])

    async def met(self, *people: Actor) -> None:
        """They have begun something, so that the bot has asked Slack who they are."""
        for person in people:
            await self.do(person.command("/mentor profile"))
            await person.close_modal()

    async def submits(self, person: Actor, entries: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Fills in and submits the form that is open. Returns the errors under its fields."""
        await self.do(person.submit(entries or {}))
        return dict(person.modal.errors) if person.modal else {}

    async def signs_up(self, person: Actor, entries: Mapping[str, Any]) -> None:
        """What is known of them is not asked again; the second page they leave as it is."""
        await self.do(person.command("/mentor signup"))
        assert person.modal is not None
        asked = {block["block_id"] for block in person.modal.blocks if "block_id" in block}
        known = {"level", "department"} - asked
        assert await self.submits(person, {name: value for name, value in entries.items() if name not in known}) == {}
        await person.close_modal()

    async def has_program(self, **more: Any) -> None:
        await self.do(self.lena.command("/mentor program new"))
        assert await self.submits(self.lena, PROGRAM | more) == {}

    async def has_pair(self) -> None:
        """Maya mentors Henrik; their first session is on Monday 8 March at ten in Oslo."""
        await self.has_program()
        await self.signs_up(self.maya, MENTOR)
        await self.signs_up(self.henrik, MENTEE)
        await self.do(self.lena.command("/mentor match"))
        await self.publishes(self.maya, self.henrik)

    async def publishes(self, *people: Actor) -> None:
        """Lena publishes what is proposed, and these people accept."""
        await self.do(self.lena.click("publish_proposals"))
        for person in people:
            await self.do(person.click("Accept"))

    async def others_search(self, deed: Awaitable[T]) -> None:
        """The search for pairs that is asked for by this is taken by another process, for five minutes."""
        start, self.bot.edge.start_work = self.bot.edge.start_work, lambda: None
        await deed
        await self.slack.settled()
        async with self.bot.edge.transaction() as db:
            asked = update(MatchRun).where(MatchRun.state == RunState.ASKED)
            await db.execute(asked.values(leased_until=self.clock.now() + timedelta(minutes=5)))
        self.bot.edge.start_work = start
        await self.settled()

    def seen_by(self, person: Actor) -> str:
        """All that somebody has been shown in messages, in words."""
        return "\n".join(person.read(message) for message in person.messages())

    def newest(self, person: Actor) -> PostedMessage:
        return person.messages()[-1]
