from datetime import datetime, timedelta

from sqlalchemy import select

from bot.core.answers import Document, Message
from bot.core.composing import words_of
from bot.core.outbox import OutboxRow
from bot.letters import LETTERS
from bot.mixers.model import Mixer
from bot.mixers.queries import invitation
from bot.people.readers import readership
from tests.mixers.rounds import (
    WEEK,
    invited,
    joins,
    takes_a_break,
)
from tests.office import Office


async def composed(office: Office, handle: str) -> Message | Document | datetime | None:
    """What somebody's invitation becomes at this moment."""
    async with office.edge.transaction() as db:
        found = await db.scalars(
            select(OutboxRow).where(OutboxRow.kind == "mixer_invited", OutboxRow.recipient == f"U0{handle.upper()}")
        )
        return await words_of(db, found.one(), LETTERS["mixer_invited"], readership, office.clock.now())


async def test_an_invitation_comes_neither_to_who_said_yes_already_nor_to_who_is_away(office: Office) -> None:
    office.clock.turn(timedelta(hours=2))  # 10:00, in everybody's working hours
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya")
    await takes_a_break(office, "zoe", office.clock.now() + 2 * WEEK)
    await office.leaves_slack("henrik")
    assert [await composed(office, handle) for handle in ("maya", "zoe", "henrik")] == [None] * 3
    assert isinstance(await composed(office, "wei"), Message)
    office.clock.turn(WEEK)
    assert await composed(office, "wei") is None, "it is too late"


async def test_an_invitation_waits_for_the_morning_unless_that_is_too_late(office: Office) -> None:
    office.clock.turn(timedelta(hours=12))  # 20:00 UTC, in nobody's working hours
    await invited(office)
    later = await composed(office, "wei")
    assert isinstance(later, datetime)
    assert later == office.clock.now() + timedelta(hours=13)
    mixer_id = await invited(office)
    async with office.edge.transaction() as db:
        found = await db.scalars(
            select(OutboxRow).where(OutboxRow.subject_id == mixer_id, OutboxRow.kind == "mixer_invited")
        )
        row = found.first()
        assert row is not None
        (await db.get_one(Mixer, mixer_id)).gathers_until = later
        said = await words_of(db, row, LETTERS["mixer_invited"], readership, office.clock.now())
        assert isinstance(said, Message)


async def test_an_invitation_tells_numbers_only(office: Office) -> None:
    mixer_id = await invited(office)
    await joins(office, mixer_id, "maya", "zoe")
    seen = await office.does("lena", lambda db, lena: invitation(db, lena, mixer_id))
    assert seen.guests == 2
    assert not [name for name in vars(seen) if name not in {"mixer", "program", "guests", "is_guest", "is_lead"}]
