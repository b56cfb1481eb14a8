"""A kind of message, declared once with its policy; and the only way to make a row of the outbox."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import Fate, NewRow, OutboxRow, newest, post


class Topic(enum.StrEnum):
    """What somebody may choose to hear of, or not."""

    PROGRAM = "program"  # its life, for whoever leads it
    PLACE = "place"  # one's own place in a program
    PAIR = "pair"
    SESSION = "session"
    AGENDA = "agenda"
    CHECK_IN = "check-in"
    MIXER = "mixer"
    ASKED_FOR = "asked for"  # the answer to what they have just done


class Urgency(enum.StrEnum):
    IN_HOURS = "in hours"  # rings in the hours of whoever reads it, after their break
    AT_ONCE = "at once"  # they wait for it, having just asked for it; or it stands in a channel


class Addressee(Protocol):
    """A person, or an Address."""

    @property
    def team_id(self) -> str: ...
    @property
    def slack_id(self) -> str: ...


@dataclass(frozen=True)
class Address:
    """Where a message goes: `slack_id` is of one person, of several joined by commas (their group), or of a channel."""

    team_id: str
    slack_id: str


@dataclass(frozen=True)
class Kind:
    """`about` says of what a message of the kind tells: its subject's sort, with its own ids ("session", "pair", …).

    `undelivered` says who hears of one that cannot be delivered. Of a kind that `folds` the newest says it all: of
    several about one subject that wait for one recipient, only that one is sent. A nudge (`is_nudge`) is what a state
    calls for: it is made and taken back as the state changes. `topic` is what readers choose by; `may_wait` says that
    it may come with others, once a day, where somebody wants it so; `is_capped`, that it counts against how much
    somebody wants to hear in a week. So far nobody can choose, and nothing is held back by the last three.
    """

    name: str
    about: str
    topic: Topic
    undelivered: str
    urgency: Urgency = Urgency.IN_HOURS
    folds: bool = False
    is_nudge: bool = False
    is_capped: bool = False
    may_wait: bool = False

    def to(
        self,
        reader: Addressee,
        subject_id: int,
        *,
        due: datetime,
        version: int = 0,
        pair_id: int | None = None,
        is_urgent: bool = False,
    ) -> NewRow:
        """A row that tells `reader` of the subject from `due` on; with another `version` it is told again.

        Versions are numbers that grow, such as a count of changes, so that no message is taken for one sent before.
        One that `is_urgent` keeps no hours and overtakes others, as where it would come too late tomorrow. `pair_id`
        is where it is to be found by the pair.
        """
        return NewRow(
            key=self.key(reader.slack_id, subject_id, version),
            team_id=reader.team_id,
            kind=self.name,
            recipient=reader.slack_id,
            about=self.about,
            subject_id=subject_id,
            version=version,
            pair_id=pair_id,
            is_nudge=self.is_nudge,
            is_urgent=is_urgent,
            due_at=due,
        )

    def key(self, recipient: str, subject_id: int, version: int = 0) -> str:
        return f"{self.name}:{subject_id}:{version}:{recipient}"


async def send_again(db: AsyncSession, kind: Kind, reader: Addressee, subject_id: int, now: datetime) -> None:
    """For somebody's button: what waits for another try is tried at once, what was given up or done is made anew.

    Its version is above zero from then on: somebody waits to hear how it went.
    """
    last = await newest(db, kind.name, subject_id, reader.slack_id)
    version = last.version + 1 if last else 1
    if last is None or last.fate is not Fate.WAITING:
        await post(db, [kind.to(reader, subject_id, version=version, due=now)], now)
        return
    last.try_again(now)
    last.version = version
    changes(db).work_is_due = True


async def post_to_many(
    db: AsyncSession, kind: Kind, team_id: str, readers: Select[str], subject_id: int, now: datetime
) -> int:
    """A row for each of the people whose Slack ids are selected, in one statement; to nobody before. Returns how many.

    However many they are: a form has to be answered within three seconds.
    """
    slack_id = readers.subquery().c[0]
    before, after = kind.key("|", subject_id).split("|")
    values = {
        "team_id": team_id,
        "kind": kind.name,
        "about": kind.about,
        "subject_id": subject_id,
        "due_at": now,
        "try_at": now,
    }
    columns = {name: literal(value, OutboxRow.__table__.c[name].type) for name, value in values.items()}
    rows = select(literal(before) + slack_id + literal(after), slack_id, *columns.values())
    written = await db.execute(
        insert(OutboxRow).from_select(["key", "recipient", *columns], rows).returning(OutboxRow.id)
    )
    changes(db).work_is_due = True
    return len(written.all())
