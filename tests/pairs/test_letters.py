"""What is told of a pair is asked again when it is delivered, since it may have come otherwise."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.composing import words_of
from bot.core.kinds import Address
from bot.core.languages import speaking
from bot.core.outbox import OutboxRow, post
from bot.enrolment.unreached import TOLD_AGAIN_AFTER
from bot.letters import LETTERS
from bot.pairs import letters
from bot.pairs.absences import come_back, take_break, wake_people
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import INTRODUCTION, PAIR_ENDED
from bot.people.model import Person
from bot.people.readers import readership
from bot.programs.model import Program
from bot.programs.rules.cadence import Cadence
from bot.programs.usecases import NewProgram, create_program
from tests.office import Office
from tests.pairs.beside import opened_beside, told
from tests.pseudo import catalogue_with

Letter = Callable[[AsyncSession, OutboxRow, datetime], Awaitable[Message | None]]


async def read(office: Office, letter: Letter, kind: str, recipient: str) -> str | None:
    """What somebody would read if the newest message of that kind were delivered now; None for nothing."""
    async with office.edge.transaction() as db:
        rows = select(OutboxRow).where(OutboxRow.kind == kind, OutboxRow.recipient == recipient)
        row = (await db.scalars(rows.order_by(OutboxRow.id.desc()).limit(1))).one()
        message = await letter(db, row, office.clock.now())
        return None if message is None else str(message.arguments()["text"])


async def rests(office: Office, handle: str) -> None:
    now = office.clock.now()
    await office.does(handle, lambda db, one: take_break(db, one, now + timedelta(days=7), now))


async def ends(office: Office) -> None:
    async with office.edge.transaction() as db:
        await end_pairs(db, [office.pair_id], PAIR_ENDED, office.clock.now())


async def test_two_who_are_no_longer_a_pair_are_not_introduced(office: Office) -> None:
    both = "U0MAYA,U0HENRIK"
    said = await read(office, letters.introduction, "introduction", both)
    assert said is not None
    assert "Digital natives" in said
    await ends(office)
    assert await read(office, letters.introduction, "introduction", both) is None


HELLO = "Hello {mentor} and {mentee}! You're a pair in {program}."
GERMAN = catalogue_with({HELLO: "Hallo {mentor} und {mentee}! Ihr seid ein Paar in {program}."}, "de")


async def test_two_who_share_no_language_read_the_programs(office: Office) -> None:
    async def introduced() -> str:
        async with office.edge.transaction() as db:
            row = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "introduction"))).one()
            said = await words_of(db, row, LETTERS["introduction"], readership, office.clock.now())
        assert isinstance(said, Message)
        return str(said.arguments()["text"])

    async def reads(handle: str, locale: str) -> None:
        async with office.edge.transaction() as db:
            (await db.get_one(Person, office.ids[handle])).locale = locale

    office.clock.turn_to(office.clock.now() + timedelta(hours=2))
    with speaking("de", GERMAN):
        await reads("maya", "de-DE")
        assert "Ihr seid ein Paar" not in await introduced()
        async with office.edge.transaction() as db:
            (await db.get_one(Program, office.program_id)).language = "de"
        assert "Ihr seid ein Paar" in await introduced()
        await reads("maya", "en-GB")
        assert "Ihr seid ein Paar" not in await introduced(), "they share English"


async def test_a_program_speaks_as_whoever_created_it(office: Office) -> None:
    rules = NewProgram("Neu", "Ein Bedarf.", Cadence.WEEKLY, 60, [], None)
    with speaking("de", GERMAN):
        async with office.edge.transaction() as db:
            lena = await db.get_one(Person, office.ids["lena"])
            assert (await create_program(db, lena, "T1", rules, "everyone", office.clock.now())).language == "en"
            lena.locale = "de-AT"
            assert (await create_program(db, lena, "T1", rules, "everyone", office.clock.now())).language == "de"


async def test_a_break_that_is_over_by_now_is_not_told(office: Office) -> None:
    await rests(office, "maya")
    assert await read(office, letters.partner_on_break, "partner_on_break", "U0HENRIK") is not None
    await office.does("maya", lambda db, maya: come_back(db, maya, office.clock.now()))
    assert await read(office, letters.partner_on_break, "partner_on_break", "U0HENRIK") is None
    assert await read(office, letters.partner_back, "partner_back", "U0HENRIK") is not None
    await rests(office, "maya")
    assert await read(office, letters.partner_back, "partner_back", "U0HENRIK") is None


async def test_a_break_whose_time_was_over_before_its_message_went_out_is_not_told(office: Office) -> None:
    """Whether or not anybody has been woken since."""
    await rests(office, "maya")
    office.clock.turn(timedelta(days=7) - timedelta(seconds=1))
    assert await read(office, letters.partner_on_break, "partner_on_break", "U0HENRIK") is not None
    office.clock.turn(timedelta(seconds=1))
    assert await read(office, letters.partner_on_break, "partner_on_break", "U0HENRIK") is None
    async with office.edge.transaction() as db:
        await wake_people(db, office.clock.now())
    assert await read(office, letters.partner_on_break, "partner_on_break", "U0HENRIK") is None
    assert await read(office, letters.partner_back, "partner_back", "U0HENRIK") is not None


async def test_nobody_hears_of_a_partner_who_left_slack_once_they_left_it_too(
    office: Office,
) -> None:
    await office.leaves_slack("maya")
    assert await read(office, letters.partner_gone, "partner_gone", "U0HENRIK") is not None
    await office.leaves_slack("henrik")
    assert await read(office, letters.partner_gone, "partner_gone", "U0HENRIK") is None


async def test_of_an_ended_pair_only_those_who_are_still_here_hear(office: Office) -> None:
    await ends(office)
    await office.leaves_slack("maya")
    assert await read(office, letters.pair_ended, "pair_ended", "U0HENRIK") is not None
    assert await read(office, letters.pair_ended, "pair_ended", "U0MAYA") is None


async def unreached(office: Office, team_id: str, pair_id: int, both: str) -> None:
    """Slack opens no conversation for another message to both."""
    now = office.clock.now()
    async with office.edge.transaction() as db:
        at = int(now.timestamp())
        await post(db, [INTRODUCTION.to(Address(team_id, both), pair_id, version=at, due=now)], now)
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.version == at))).one()
        await letters.introduced_alone(db, row, now)


async def test_where_slack_opens_no_conversation_each_hears_alone_and_the_leads_of_that_program_hear_why(
    office: Office,
) -> None:
    beside = await opened_beside(office)
    await unreached(office, "T2", beside.far_pair_id, "U0FAR,U0AWAY")
    assert [one for one in await told(office, "introduction") if "," not in one[1]] == [
        ("T2", "U0AWAY"), ("T2", "U0FAR"),
    ]  # fmt: skip
    assert await told(office, "pair_unreached") == [("T2", "U0LENA")]


async def test_leads_hear_of_a_pair_that_cannot_be_reached_once_in_a_while(office: Office) -> None:
    both = "U0MAYA,U0HENRIK"
    await unreached(office, "T1", office.pair_id, both)
    office.clock.turn(TOLD_AGAIN_AFTER - timedelta(seconds=1))
    await unreached(office, "T1", office.pair_id, both)
    assert await told(office, "pair_unreached") == [("T1", "U0LENA")]
    office.clock.turn(timedelta(seconds=1))
    await unreached(office, "T1", office.pair_id, both)
    assert await told(office, "pair_unreached") == [("T1", "U0LENA")] * 2
    await ends(office)
    assert await read(office, letters.pair_unreached, "pair_unreached", "U0LENA") is None
