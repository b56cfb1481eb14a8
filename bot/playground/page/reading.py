"""What a Slack client keeps for each person beside the workspace: how far they have read, and unsent words."""

from collections.abc import Iterator
from itertools import islice

from bot.playground.slack import Actor, Channel, ChannelKind, PostedMessage, StandIn
from bot.playground.slack.conversations import NO_MESSAGE

MOST_COUNTED = 100  # unread messages; Slack writes 99+ for more, and long histories would be counted for nothing
HISTORY = 86_400.0  # seconds: what is older than this when a program is seeded counts as read


class Reading:
    """Kept on the server, so that a reload shows the same marks and the same half-written message."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._read: dict[tuple[str, str], str] = {}
        self._drafts: dict[tuple[str, str], str] = {}

    def read_until(self, person: str, channel: str) -> str:
        """The timestamp of the last message that they have read."""
        return self._read.get((person, channel), NO_MESSAGE)

    def read(self, person: str, channel: str, ts: str) -> bool:
        """Whether the mark moved: it never moves back."""
        if ts <= self.read_until(person, channel):
            return False
        self._read[person, channel] = ts
        return True

    def draft(self, person: str, channel: str) -> str:
        return self._drafts.get((person, channel), "")

    def keep_draft(self, person: str, channel: str, text: str) -> None:
        if text:
            self._drafts[person, channel] = text
        else:
            self._drafts.pop((person, channel), None)

    def unread(self, person: Actor, place: Channel) -> list[PostedMessage]:
        """The newest of what others have written since. Slack marks nothing unread for what only they see."""
        return list(islice(self._unread(person.id, place), MOST_COUNTED))

    def total(self, person: Actor) -> int:
        """Unread messages in all their conversations."""
        return sum(len(self.unread(person, place)) for place in person.conversations())

    def calls(self, person: Actor, place: Channel, unread: list[PostedMessage]) -> bool:
        """Whether the unread ones count on the badge: every direct message, and in channels those that name them."""
        if place.kind in {ChannelKind.DIRECT, ChannelKind.GROUP}:
            return bool(unread)
        marks = (f"<@{person.id}", "<!channel", "<!here", "<!everyone")
        return any(mark in message.text for message in unread for mark in marks)

    def forget(self) -> None:
        """The workspace has been emptied."""
        self._read.clear()
        self._drafts.clear()

    def take_history_as_read(self) -> None:
        """After a seed, only the last day is news."""
        recent = f"{self._slack.workspace.now() - HISTORY:.6f}"
        for person in (one for team in self._slack.teams for one in team.people):
            for place in person.conversations():
                old = [ts for ts in place.messages if ts < recent]
                if old:
                    self.read(person.id, place.id, old[-1])

    def _unread(self, person: str, place: Channel) -> Iterator[PostedMessage]:
        mark = self.read_until(person, place.id)
        for ts in reversed(place.messages):
            if ts <= mark:
                return
            message = place.messages[ts]
            if not (message.deleted or message.ephemeral or message.user == person):
                yield message
