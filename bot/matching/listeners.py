from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ReplaceModal
from bot.core.calls import Call, number_of
from bot.matching import usecases, views
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.programs.rule_forms import RulesForm
from bot.programs.saving import save_part
from bot.programs.usecases import program_to_lead


async def ask_for_match(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program = await program_to_lead(db, person, call.text)
    if program is None:
        return views.which_program(await programs_led_by(db, person.id))
    await usecases.ask_for_proposals(db, person, program.id, now)
    return views.looking(program)


async def ask_for_match_in(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    run = await usecases.ask_for_proposals(db, person, number_of(call), now)
    return views.looking(await db.get_one(Program, run.program_id))


async def submit_rules(db: AsyncSession, person: Person, form: RulesForm, now: datetime) -> Answer:
    """Rules that leave nobody to pair are doubted now, not when matching finds nobody; a second press saves them."""
    if not form.confirmed and (doubt := await usecases.doubt_about_gap(db, person, form.program_id, form.values)):
        notice = views.gap_too_wide(*doubt)
        again = RulesForm.modal(form.program_id, form.values, form.opened_with, notice=notice, confirmed=True)
        return ReplaceModal(again)
    return await save_part(db, person, form, now)


async def publish_proposals(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program, published = await usecases.publish_proposals(db, person, number_of(call), now)
    return views.published(program, [views.Proposed(*one) for one in published])
