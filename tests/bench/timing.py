"""What people do to be timed, and the two times that count: until the ack, and until they see the answer."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.playground.slack import Actor, EnvelopeSent, Receipt, Record, StandIn

PATIENCE = 10.0  # seconds


@dataclass(frozen=True)
class Times:
    """Milliseconds, from when Slack sends the envelope. `visible` is None for what has no answer."""

    ack: float
    visible: float | None = None


class Deed(Protocol):
    """Something that different people do one after the other, counted from 0 and never the same number twice."""

    async def prepare(self, numbers: range) -> None:
        """All that comes before and is not timed."""

    async def do(self, number: int) -> Times: ...


class Watch:
    """Knows when the last envelope left."""

    def __init__(self, slack: StandIn) -> None:
        self._sent = 0.0
        slack.observe(self._note)

    def since_sent(self) -> float:
        """Milliseconds."""
        return (time.perf_counter() - self._sent) * 1000

    def _note(self, record: Record) -> None:
        if isinstance(record, EnvelopeSent):
            self._sent = time.perf_counter()


class Inbox:
    """Somebody's direct message with the app, from now on."""

    def __init__(self, person: Actor, slack: StandIn) -> None:
        conversation = slack.workspace.direct(person.id)
        self.channel, self._messages = conversation.id, conversation.messages
        self._before = len(self._messages)
        self._slack = slack

    async def more(self) -> None:
        """Waits until there is more in it than at first."""
        await self._slack.until(lambda: len(self._messages) > self._before, PATIENCE)


def in_time(delivery: Receipt) -> float:
    """Milliseconds until the ack. Raises RuntimeError where there was none: then there is nothing to measure."""
    if not delivery.ok:
        raise RuntimeError(f"not acknowledged: {delivery.error}")
    return delivery.seconds * 1000


async def ask(person: Actor, line: str, slack: StandIn) -> float:
    """Types a command there and waits until the answer is there, too. Returns the milliseconds until the ack."""
    inbox = Inbox(person, slack)
    ack = in_time(await person.command(line, inbox.channel))
    await inbox.more()
    return ack


class Command:
    """A slash command, typed by one after the other of these people, over and over."""

    def __init__(self, line: str, people: Sequence[Actor], slack: StandIn, *, is_answered: bool = True) -> None:
        self._line = line
        self._people = people
        self._slack = slack
        self._is_answered = is_answered
        self._watch = Watch(slack)

    async def prepare(self, numbers: range) -> None:
        pass

    async def do(self, number: int) -> Times:
        person = self._people[number % len(self._people)]
        if not self._is_answered:
            return Times(in_time(await person.command(self._line)))
        ack = await ask(person, self._line, self._slack)
        return Times(ack, self._watch.since_sent())
