from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call, number_of
from bot.directory import usecases, views
from bot.directory.forms import MergeForm
from bot.directory.search import Search
from bot.people.model import Person, stranger
from bot.programs.first_steps import first_step
from bot.workspaces.creators import Creators


async def show_skills(db: AsyncSession, known: Person | None, call: Call, creators: Creators) -> Answer:
    """`/mentor skills`: what there is, or who offers what was typed."""
    reader = known or stranger(call.team_id, call.user_id)
    if not call.text:
        return views.overview(await usecases.look_around(db, reader), await first_step(db, reader, creators))
    found = await usecases.find_skill(db, reader.team_id, call.text)
    if found.skill is None:
        return views.which_skill(found)
    return views.listing(await usecases.look_up(db, reader, Search(found.skill)), reader)


async def choose_skill(db: AsyncSession, known: Person | None, call: Call) -> Answer:
    reader = known or stranger(call.team_id, call.user_id)
    return views.listing(await usecases.look_up(db, reader, Search(call.value)), reader)


async def turn_page(db: AsyncSession, known: Person | None, call: Call) -> Answer:
    """To another page, or to those who fit a filter."""
    reader = known or stranger(call.team_id, call.user_id)
    return views.listing(await usecases.look_up(db, reader, Search.read(call.value)), reader, in_place=True)


async def begin_merge(db: AsyncSession, person: Person, call: Call) -> Answer:
    return OpenModal(MergeForm.modal(await usecases.addition_to_merge(db, person, number_of(call))))


async def submit_merge(db: AsyncSession, person: Person, form: MergeForm) -> Answer:
    return views.merged(*await usecases.merge_addition(db, person, form.added_id, form.into))


async def delete_skill(db: AsyncSession, person: Person, call: Call) -> Answer:
    return views.deleted(await usecases.delete_addition(db, person, number_of(call)))
