from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call
from bot.workspaces import views
from bot.workspaces.creators import Creators, check_names_creators, name_creators
from bot.workspaces.forms import CreatorsForm


async def begin_creators(db: AsyncSession, call: Call, creators: Creators) -> Answer:
    await check_names_creators(db, call.team_id, call.user_id)
    return OpenModal(CreatorsForm.modal(frozenset() if creators == "everyone" else creators))


async def submit_creators(db: AsyncSession, call: Call, form: CreatorsForm) -> Answer:
    await name_creators(db, call.team_id, call.user_id, form.creators)
    return views.creators_saved(form.creators)
