"""People of the office who ask each other, and all that one of them can see of it."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message, Tell
from bot.core.changes import note
from bot.core.outbox import OutboxRow
from bot.core.refusals import Refusal
from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.letters import LETTERS
from bot.offers.jobs import finish_offers
from bot.offers.model import Forbidden, Offer, OfferState, Reply
from bot.offers.usecases import answer_offer, take_back
from bot.pairs.model import Pair
from bot.people.changes import PersonChanged
from bot.people.model import Block, Person
from bot.people.usecases import Profile, meet, save_profile
from bot.privacy.facts import everything_about
from bot.privacy.views import export_file
from bot.programs.model import Program
from bot.requests.usecases import ask_somebody
from bot.requests.views import asked as answer_to_asker
from bot.status.queries import totals
from bot.status.usecases import look_over
from bot.status.views import status
from tests.office import Office
from tests.the_table import COMMAND_LABELS

WORDS = "Shall we look at <!channel> *podcasts*?"


async def people_may_ask(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Program, office.program_id)).self_chosen = True


async def joins(office: Office, handle: str, role: Role, *, capacity: int = 1, level: int | None = None) -> None:
    """A newcomer, or somebody who changes what they said."""
    said_level = level or (2 if role is Role.MENTOR else 6)
    said = SignUp(office.program_id, role, said_level, "Sales", ["ai-ethics"], ["ai-ethics"], capacity)
    async with office.edge.transaction() as db:
        person = await meet(db, "T1", f"U0{handle.upper()}", office.clock.now())
        office.ids[handle] = person.id
        await sign_up(db, person, said, office.clock.now())


async def asks(office: Office, asker: str, asked: str, message: str = WORDS) -> int:
    """Returns the number of the request."""
    slack_id = f"U0{asked.upper()}"
    up = await office.does(
        asker, lambda db, one: ask_somebody(db, one, office.program_id, slack_id, message, office.clock.now())
    )
    office.ids["request"] = up.offer.id
    return up.offer.id


async def refused(office: Office, asker: str, asked: str) -> Refusal:
    try:
        await asks(office, asker, asked)
    except Refusal as refusal:
        return refusal
    raise AssertionError("was not refused")


async def answers(office: Office, handle: str, answer: Reply, number: int | None = None) -> None:
    offer_id = number or office.ids["request"]
    await office.does(handle, lambda db, one: answer_offer(db, one, offer_id, answer, office.clock.now()))


async def takes_back(office: Office, handle: str, number: int | None = None) -> None:
    offer_id = number or office.ids["request"]
    await office.does(handle, lambda db, one: take_back(db, one, offer_id))


async def offer(office: Office, number: int | None = None) -> Offer:
    async with office.edge.transaction() as db:
        return await db.get_one(Offer, number or office.ids["request"])


async def state(office: Office, number: int | None = None) -> OfferState:
    return (await offer(office, number)).state


async def time_is_over(office: Office) -> None:
    office.clock.turn_to(max(office.clock.now(), (await offer(office)).answer_by))
    await finish_offers(office.edge)


async def is_pair(office: Office, mentor: str, mentee: str) -> bool:
    async with office.edge.transaction() as db:
        couple = Pair.mentor_id == office.ids[mentor], Pair.mentee_id == office.ids[mentee]
        return len((await db.scalars(select(Pair).where(*couple))).all()) == 1


async def told(office: Office, kind: str) -> list[str]:
    async with office.edge.transaction() as db:
        rows = await db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.recipient))
        return [row.recipient for row in rows]


async def blocks(office: Office, handle: str, other: str) -> None:
    async with office.edge.transaction() as db:
        db.add(Block(person_id=office.ids[handle], other_id=office.ids[other]))


async def blocks_in_profile(office: Office, handle: str, other: str) -> None:
    """As they do it, at any time."""

    async def deed(db: AsyncSession, one: Person) -> None:
        said = Profile(
            None, None, None, None, one.languages, one.work_starts, one.work_ends, one.work_days, "", [slack_id(other)]
        )
        await save_profile(db, one, said, office.clock.now())

    await office.does(handle, deed)


def slack_id(handle: str) -> str:
    return f"U0{handle.upper()}"


async def lead_rules_out(office: Office, mentor: str, mentee: str) -> None:
    async with office.edge.transaction() as db:
        couple = {"mentor_id": office.ids[mentor], "mentee_id": office.ids[mentee]}
        db.add(Forbidden(program_id=office.program_id, **couple))
        note(db, *map(PersonChanged, couple.values()))


async def stored_about(office: Office, handle: str) -> dict[str, Any]:
    """What their file holds."""
    facts = await everything_about(office.edge.transaction, office.ids[handle])
    assert facts is not None
    return facts


async def all_that_is_seen(office: Office, handle: str) -> list[Any]:
    """Status, file, and every message with its moment; and what the lead's status counts.

    Whom they blocked themselves is left out of the file, and so is how often a lead ruled somebody out for them.
    """
    seen: list[Any] = []
    file = await stored_about(office, handle)
    del file["not_to_be_paired_with"], file["ruled_out_by_leads"]
    async with office.edge.transaction() as db:
        person = await db.get_one(Person, office.ids[handle])
        seen.append(shown(status(await look_over(db, person), COMMAND_LABELS)))
        seen.append(export_file(file, office.clock.now()))
        rows = await db.scalars(select(OutboxRow).where(OutboxRow.recipient == person.slack_id).order_by(OutboxRow.id))
        for row in rows.all():
            made = await LETTERS[row.kind].compose(db, row, office.clock.now())
            words = shown(made) if isinstance(made, Message) else str(made)
            seen.append((row.kind, row.due_at, row.fate, words))
        seen.append(await totals(db, office.program_id))
    return seen


def shown(made: Message | Tell) -> str:
    return json.dumps((made.message if isinstance(made, Tell) else made).arguments())


async def answer_on_asking(office: Office, asker: str, asked: str) -> str:
    slack_id = f"U0{asked.upper()}"

    async def does(db: Any, person: Person) -> str:
        up = await ask_somebody(db, person, office.program_id, slack_id, WORDS, office.clock.now())
        office.ids["request"] = up.offer.id
        return shown(answer_to_asker(up, person))

    try:
        return await office.does(asker, does)
    except Refusal as refusal:
        return refusal.text


A_BREAK = timedelta(days=30)
