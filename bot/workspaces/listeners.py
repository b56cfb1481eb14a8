from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import Call
from bot.workspaces import views
from bot.workspaces.creators import Creators, check_names_creators, name_creators
from bot.workspaces.forms import CreatorsForm
from bot.workspaces.usecases import end_installation


async def begin_creators(db: AsyncSession, call: Call, creators: Creators) -> Answer:
    await check_names_creators(db, call.team_id, call.user_id)
    return OpenModal(CreatorsForm.modal(frozenset() if creators == "everyone" else creators))


async def submit_creators(db: AsyncSession, call: Call, form: CreatorsForm) -> Answer:
    await name_creators(db, call.team_id, call.user_id, form.creators)
    return views.creators_saved(form.creators)


async def app_uninstalled(db: AsyncSession, call: Call, now: datetime) -> Answer:
    await end_installation(db, _place(call), _happened_at(call, now))
    return None


async def tokens_revoked(db: AsyncSession, call: Call, now: datetime) -> Answer:
    """Whoever takes a token of their own away has not taken the bot's."""
    if (call.payload["event"].get("tokens") or {}).get("bot"):
        await end_installation(db, _place(call), _happened_at(call, now))
    return None


def _place(call: Call) -> str:
    """What was installed: for one workspace, or for an organization, of which Slack may name a workspace, too."""
    authorized = next(iter(call.payload.get("authorizations") or ()), call.payload)
    enterprise_id = str(authorized.get("enterprise_id") or "")
    return enterprise_id if authorized.get("is_enterprise_install") else call.team_id or enterprise_id


def _happened_at(call: Call, now: datetime) -> datetime:
    """Slack may tell of it late, and after the bot was installed anew."""
    seconds = call.payload.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else now
