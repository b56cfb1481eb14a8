from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import note
from bot.core.kinds import Address, send_again
from bot.core.outbox import Fate, OutboxRow, newest, post
from bot.core.refusals import Refusal
from bot.core.sentences import ONE_BY_ONE, Plain, _, chained, ngettext
from bot.enrolment.model import Enrolment
from bot.enrolment.places import leave
from bot.enrolment.queries import programs_of, standing_of
from bot.offers.ending import withdraw_offers_to
from bot.pairs.ending import end_pairs
from bot.pairs.kinds import PARTNER_LEFT
from bot.pairs.model import Pair
from bot.pairs.queries import active_pairs_of
from bot.people.model import Person
from bot.privacy import removal
from bot.privacy.kinds import EXPORT, EXPORT_FAILED
from bot.privacy.queries import leaderless_without
from bot.programs.changes import ProgramChanged
from bot.programs.model import Program
from bot.workspaces.creators import forget_person
from bot.workspaces.model import Workspace

ONE_FILE = timedelta(minutes=1)  # in which a second press gets no second file


class NothingStored(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I have nothing stored about you, so there's nothing to send and nothing to erase."))


class OnlyLead(Refusal):
    def __init__(self, programs: Sequence[str]) -> None:
        said = ngettext(
            "You're the only one here who leads {programs}. Before I can erase you, please add another lead to it, or "
            "close it: type /mentor program. You can delete a draft there. Nothing was changed.",
            "You're the only one here who leads {programs}. Before I can erase you, please add another lead to each of "
            "them, or close it: type /mentor program. You can delete a draft there. Nothing was changed.",
            len(programs),
        )
        names: list[Plain] = [_("“{name}”").given({"name": name}) for name in programs]
        super().__init__(said, programs=chained(ONE_BY_ONE, names))


async def ask_for_export(db: AsyncSession, person: Person, now: datetime) -> None:
    """Everything stored about somebody comes as a file in their direct message; once for presses that follow quickly.

    One that waits for another try is tried at once. Raises NothingStored.
    """
    if person.erased_at is not None:
        raise NothingStored
    last = await newest(db, EXPORT.name, person.id, person.slack_id)
    if last is None or last.fate is not Fate.SENT or now - last.due_at >= ONE_FILE:
        await send_again(db, EXPORT, person, person.id, now)


async def tell_export_failed(db: AsyncSession, undelivered: OutboxRow, now: datetime) -> None:
    """Each time it fails in another way, or after another press."""
    reader = Address(undelivered.team_id, undelivered.recipient)
    await post(db, [EXPORT_FAILED.to(reader, undelivered.id, version=undelivered.attempts, due=now)], now)


async def erase(db: AsyncSession, person: Person, now: datetime) -> int:
    """Ends their pairs, gives up their places, removes what is stored about them; counts stay, without a person.

    Returns how many pairs ended. Raises NothingStored, OnlyLead.
    """
    await _lock(db, person)
    if person.erased_at is not None:
        raise NothingStored
    if alone := await leaderless_without(db, person):
        raise OnlyLead([program.name for program in alone])
    pairs = [up.pair.id for up in await active_pairs_of(db, person.id)]
    await end_pairs(db, pairs, PARTNER_LEFT, now, not_told=person.id)
    await withdraw_offers_to(db, person, now)
    for _enrolment, program in await standing_of(db, person.id):
        await leave(db, person, program.id, now)
    programs = await db.scalars(select(Enrolment.program_id).where(Enrolment.person_id == person.id))
    note(db, *map(ProgramChanged, programs))
    await removal.remove_what_they_said(db, person)
    await removal.remove_from_what_they_led(db, person)
    await removal.remove_from_rosters(db, person)
    await db.flush()
    await removal.remove_messages(db, person)
    await forget_person(db, person.team_id, person.slack_id)
    removal.make_nobody(person, now)
    return len(pairs)


async def _lock(db: AsyncSession, person: Person) -> None:
    """As everywhere: the program before the pair, and both before the person, so that no two wait for each other.

    The workspace comes first, since an import of its roster may be about to write what it says of this person.
    """
    programs = [program.id for program, *_ in await programs_of(db, person)]
    pairs = [up.pair.id for up in await active_pairs_of(db, person.id)]
    team = Workspace.team_id == person.team_id
    await db.execute(select(Workspace.team_id).where(team).with_for_update(key_share=True))
    await db.execute(select(Program.id).where(Program.id.in_(programs)).order_by(Program.id).with_for_update())
    await db.execute(select(Pair.id).where(Pair.id.in_(pairs)).order_by(Pair.id).with_for_update())
    await db.refresh(person, with_for_update=True)
