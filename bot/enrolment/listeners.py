from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call
from bot.enrolment.queries import enrolments_of
from bot.enrolment.usecases import SignUp, programs_to_join, sign_up
from bot.enrolment.views import SignupForm
from bot.people.model import Person
from bot.skills.model import Side
from bot.skills.queries import skills_of


async def begin_signup(db: AsyncSession, person: Person, call: Call) -> Answer:
    programs = await programs_to_join(db, call.team_id)
    skills = await skills_of(db, [person.id])
    enrolled = await enrolments_of(db, person.id)
    return OpenModal(
        SignupForm.modal(
            programs,
            person,
            {side: skills.get((person.id, side), []) for side in Side},
            enrolled[0].Enrolment if enrolled else None,
        )
    )


async def submit_signup(db: AsyncSession, person: Person, form: SignupForm, now: datetime) -> Answer:
    said = SignUp(form.program_id, form.role, form.level, form.department, form.offers, form.wishes, form.capacity)
    await sign_up(db, person, said, now)
    return None
