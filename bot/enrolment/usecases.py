from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.enrolment.model import Enrolment, Role
from bot.enrolment.queries import program_with_enrolment
from bot.people.model import Person
from bot.programs.model import Program, ProgramState
from bot.programs.queries import open_programs
from bot.programs.usecases import ProgramClosed
from bot.skills.model import Side
from bot.skills.usecases import set_skills


class NoProgramOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "No program is open right now. Want to start one? Type /mentor program, or ask the colleague who "
            "looks after learning where you work."
        )


@dataclass(frozen=True)
class SignUp:
    """What somebody says of themselves; `skills` are slugs they teach or wish for, by side."""

    program_id: int
    role: Role
    level: int
    department: str
    offers: Sequence[str]
    wishes: Sequence[str]
    capacity: int


async def programs_to_join(db: AsyncSession, team_id: str) -> Sequence[Program]:
    """Raises NoProgramOpen when there are none."""
    programs = await open_programs(db, team_id)
    if not programs:
        raise NoProgramOpen
    return programs


async def sign_up(db: AsyncSession, person: Person, sign_up: SignUp, now: datetime) -> Enrolment:
    """Enrols somebody, or brings up to date what they said before. Raises ProgramClosed."""
    program, enrolment = await program_with_enrolment(db, sign_up.program_id, person.id)
    if program is None or program.state is ProgramState.CLOSED or program.team_id != person.team_id:
        raise ProgramClosed
    is_first = person.level is None  # nothing was said before that would have to be replaced
    person.level = sign_up.level
    person.department = sign_up.department
    if enrolment is None:
        enrolment = Enrolment(program_id=program.id, person_id=person.id, enrolled_at=now, times_saved=0)
        db.add(enrolment)
    enrolment.role = sign_up.role
    enrolment.times_saved += 1
    enrolment.capacity = sign_up.capacity if sign_up.role is Role.MENTOR else 1
    await db.flush()
    said = {Side.OFFERS: sign_up.offers, Side.WISHES: sign_up.wishes}
    await set_skills(db, person.id, said, is_first=is_first)
    changes(db).programs.add(program.id)
    confirmation = OutboxRow(
        key=f"signed_up:{enrolment.id}:{enrolment.times_saved}",
        team_id=program.team_id,
        kind="signed_up",
        recipient=person.slack_id,
        subject_id=enrolment.id,
        due_at=now,
    )
    await post(db, [confirmation], now, are_new=True)
    return enrolment
