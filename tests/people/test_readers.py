"""When a message may ring."""

from datetime import UTC, datetime, timedelta
from gettext import NullTranslations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.kinds import Address, Kind, Topic
from bot.core.languages import speaking
from bot.core.outbox import OutboxRow, post
from bot.core.reading import Reader
from bot.pairs.absences import come_back, take_break
from bot.people.model import Person
from bot.people.readers import readership, rings_at
from bot.people.rules.hours import DAY_ENDS, DAY_STARTS, WORK_DAYS
from bot.people.usecases import learn_profile, meet
from tests.office import Office

HELLO = Kind("hello", "greeting", Topic.PAIR, "nobody: it is a test")
MONDAY_NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ZONES = ["Europe/Oslo", "Asia/Singapore", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"]


def somebody(tz: str, *, away_until: datetime | None = None, days: str = WORK_DAYS) -> Person:
    return Person(tz=tz, work_starts=DAY_STARTS, work_ends=DAY_ENDS, work_days=days, paused_until=away_until)


def test_two_hear_of_it_when_both_work() -> None:
    oslo, singapore = somebody("Europe/Oslo"), somebody("Asia/Singapore")
    assert rings_at([oslo, singapore], MONDAY_NOON) == datetime(2027, 3, 2, 8, tzinfo=UTC), "nine in Oslo, 16 there"


def test_two_who_share_no_hour_hear_of_it_when_the_first_works() -> None:
    oslo, angeles = somebody("Europe/Oslo", days="01"), somebody("America/Los_Angeles", days="23")
    assert rings_at([oslo, angeles], MONDAY_NOON) == MONDAY_NOON
    assert rings_at([angeles, oslo], MONDAY_NOON) == datetime(2027, 3, 3, 17, tzinfo=UTC)


def test_nothing_rings_during_a_break() -> None:
    until = MONDAY_NOON + timedelta(days=20)
    assert rings_at([somebody("Europe/Oslo", away_until=until)], MONDAY_NOON) >= until


@given(zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=3), hours=st.integers(0, 24 * 14))
def test_it_never_rings_outside_the_hours_of_all_or_else_of_the_first(zones: list[str], hours: int) -> None:
    people, now = [somebody(zone) for zone in zones], MONDAY_NOON + timedelta(hours=hours)
    moment = rings_at(people, now)
    assert moment >= now
    assert people[0].next_good_hour(moment) == moment


async def test_who_is_deactivated_or_unknown_or_a_channel(office: Office) -> None:
    await office.leaves_slack("henrik")
    async with office.edge.transaction() as db:
        now = office.clock.now()
        gone = await readership(db, "T1", "U0HENRIK", now)
        both = await readership(db, "T1", "U0MAYA,U0HENRIK", now)
        channel = await readership(db, "T1", "C0NEWS", now)
        unknown = await readership(db, "T1", "U0NOBODY", now)
    assert (gone.is_there, both.is_there, channel.is_there, unknown.is_there) == (False, True, True, True)
    assert channel.rings_at == unknown.rings_at == now
    assert channel.reader is unknown.reader is None
    assert both.reader == Reader(None, now), "one zone would be wrong for the other"


async def test_a_group_reads_the_language_that_all_of_it_share(office: Office) -> None:
    async def read(*recipients: str) -> str | None:
        async with office.edge.transaction() as db:
            reader = (await readership(db, "T1", ",".join(recipients), office.clock.now())).reader
        return None if reader is None else reader.language

    async with office.edge.transaction() as db:
        for slack_id in ("U0MAYA", "U0HENRIK"):
            person = await meet(db, "T1", slack_id, office.clock.now())
            person.locale = "de-DE"
    with speaking("de", NullTranslations()):
        assert await read("U0MAYA") == await read("U0MAYA", "U0HENRIK") == "de"
        assert await read("U0MAYA", "U0LENA") is None
        assert await read("U0MAYA", "U0NOBODY") is None, "nobody knows what the other reads"
    assert await read("U0MAYA") == "en", "a language that the bot does not speak"


async def test_a_message_that_waits_for_hours_nobody_knew_rings_once_they_are_known(office: Office) -> None:
    async with office.edge.transaction() as db:
        now = office.clock.now()
        newcomer = await meet(db, "T1", "U0NEW", now)
        await post(db, [HELLO.to(newcomer, 1, due=now)], now)
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.recipient == "U0NEW"))).one()
        row.try_at = (await readership(db, "T1", "U0NEW", now)).rings_at
        assert row.try_at > now
    async with office.edge.transaction() as db:
        await learn_profile(db, await db.get_one(Person, newcomer.id), {"tz": "Europe/Oslo"})
    async with office.edge.transaction() as db:
        found = await db.scalars(select(OutboxRow).where(OutboxRow.recipient == "U0NEW"))
        assert found.one().try_at == now


async def test_who_comes_back_early_hears_at_once_what_waited_for_the_end_of_the_break(office: Office) -> None:
    now = office.clock.now()
    await office.does("maya", lambda db, maya: take_break(db, maya, now + timedelta(days=20), now))
    async with office.edge.transaction() as db:
        await post(db, [HELLO.to(Address("T1", "U0MAYA"), 1, due=now)], now)
        row = (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "hello"))).one()
        row.try_at = now + timedelta(days=20)
    await office.does("maya", lambda db, maya: come_back(db, maya, now))
    async with office.edge.transaction() as db:
        assert (await db.scalars(select(OutboxRow).where(OutboxRow.kind == "hello"))).one().try_at == now
