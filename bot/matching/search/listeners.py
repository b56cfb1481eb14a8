from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, ReplaceModal, Tell
from bot.core.calls import Call, number_of
from bot.matching.search import usecases, views
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rule_forms import RulesForm
from bot.programs.saving import save_part


async def ask_for_match_in(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await look(db, person, number_of(call), now)


async def look(db: AsyncSession, person: Person, program_id: int, now: datetime) -> Answer:
    if missing := await usecases.who_is_missing(db, person, program_id):
        return views.somebody_missing(await db.get_one(Program, program_id), missing)
    await usecases.ask_for_proposals(db, person, program_id, now)
    return views.looking(await db.get_one(Program, program_id))


async def match_again(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    """Around what is pinned; the proposals that were there make room."""
    run = await usecases.ask_for_proposals(db, person, number_of(call), now)
    return views.looking(await db.get_one(Program, run.program_id), in_place=True)


async def stop_search(db: AsyncSession, person: Person, call: Call) -> Answer:
    return Tell(views.stopped(*await usecases.stop_search(db, person, number_of(call))), replace=True)


async def submit_rules(db: AsyncSession, person: Person, form: RulesForm, now: datetime) -> Answer:
    """Rules that leave nobody to pair are doubted now, not when matching finds nobody; a second press saves them."""
    if not form.confirmed and (doubt := await usecases.doubt_about_gap(db, person, form.program_id, form.values)):
        notice = views.gap_too_wide(*doubt)
        again = RulesForm.modal(form.program_id, form.values, form.opened_with, notice=notice, confirmed=True)
        return ReplaceModal(again)
    return await save_part(db, person, form, now)
