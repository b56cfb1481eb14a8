from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.held_up import problem_to_everybody, try_everybody_again
from bot.enrolment.queries import programs_of
from bot.offers.queries import offers_to
from bot.people.model import Person, stranger
from bot.programs.first_steps import first_step
from bot.programs.model import Program, ProgramCounts
from bot.programs.queries import is_lead
from bot.programs.usecases import NotALead, ProgramDeleted
from bot.status.queries import Led, Overview, Totals, own_pairs, pairs_in_trouble, totals
from bot.workspaces.creators import Creators, names_creators

COUNTED = {field.name for field in fields(Totals)}


async def look_over(db: AsyncSession, person: Person, creators: Creators = "everyone") -> Overview:
    """All that `/mentor status`, `/mentor help` and the Home tab show one person."""
    programs = await programs_of(db, person)
    is_creator = creators != "everyone" and person.slack_id in creators
    may_mend = person.is_admin or is_creator or any(lead is not None for _, _, lead, _ in programs)
    return Overview(
        person=person,
        led=[await _led(db, program, counts) for program, counts, lead, _ in programs if lead is not None],
        places=[(enrolment, program) for program, _, _, enrolment in programs if enrolment is not None],
        pairs=await own_pairs(db, person.id),
        offers=await offers_to(db, person.id),
        refused=await problem_to_everybody(db, person.team_id) if may_mend else None,
        first_step=None if programs else await first_step(db, person, creators),
        creators=await _to_decide(db, person.team_id, person.slack_id, creators),
    )


async def figures_of(db: AsyncSession, lead: Person, program_id: int) -> Led:
    """Raises ProgramDeleted, NotALead."""
    program, counts = await db.get(Program, program_id), await db.get(ProgramCounts, program_id)
    if program is None or counts is None:
        raise ProgramDeleted
    if not await is_lead(db, program.id, lead.id):
        raise NotALead
    return await _led(db, program, counts)


async def send_what_waits(db: AsyncSession, person: Person, creators: Creators, now: datetime) -> None:
    """What Slack refused to everybody is tried again at once."""
    if (await look_over(db, person, creators)).refused:
        await try_everybody_again(db, person.team_id, now)


async def look_at_nothing(db: AsyncSession, team_id: str, user_id: str, creators: Creators) -> Overview:
    """What somebody sees whom the bot does not know, and does not come to know by their looking."""
    step = await first_step(db, stranger(team_id, user_id), creators)
    return Overview(None, [], [], [], first_step=step, creators=await _to_decide(db, team_id, user_id, creators))


async def _to_decide(db: AsyncSession, team_id: str, user_id: str, creators: Creators) -> Creators | None:
    return creators if await names_creators(db, team_id, user_id) else None


async def _led(db: AsyncSession, program: Program, counts: ProgramCounts) -> Led:
    if counts.counted == counts.changes and counts.counts.keys() == COUNTED:  # an older version counted less
        counted = Totals(**counts.counts)
    else:
        # The number of changes was read before they are counted: one that comes in between is counted again.
        counted = await totals(db, program.id)
        counts.counts, counts.counted = asdict(counted), counts.changes
    return Led(program, counted, await pairs_in_trouble(db, program.id) if counted.pairs_in_trouble else [])
