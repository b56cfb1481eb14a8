"""Who may create programs: as the setting says, until whoever installed the bot there by its page names them."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.workspaces.model import Workspace
from bot.workspaces.queries import installation_in

Creators = Literal["everyone"] | frozenset[str]


class NotTheInstaller(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Only the person who installed Flipside here can choose who may create programs."))


async def creators_in(db: AsyncSession, team_id: str, setting: Creators) -> Creators:
    """An empty list of names stands for everyone."""
    workspace = await db.get(Workspace, team_id)
    if workspace is None or workspace.creators is None:
        return setting
    return frozenset(workspace.creators) or "everyone"


async def names_creators(db: AsyncSession, team_id: str, slack_id: str) -> bool:
    """Whether this person does."""
    installation = await installation_in(db, team_id)
    return installation is not None and installation.installer_id == slack_id


async def check_names_creators(db: AsyncSession, team_id: str, slack_id: str) -> None:
    """Raises NotTheInstaller."""
    if not await names_creators(db, team_id, slack_id):
        raise NotTheInstaller


async def name_creators(db: AsyncSession, team_id: str, installer_id: str, slack_ids: Sequence[str]) -> None:
    """None named: everyone may. Raises NotTheInstaller."""
    await check_names_creators(db, team_id, installer_id)
    workspace = await db.get_one(Workspace, team_id, with_for_update=True)
    workspace.creators = list(dict.fromkeys(slack_ids))


async def forget_person(db: AsyncSession, team_id: str, slack_id: str) -> None:
    """They are erased: whoever was named in their place stays; nobody names creators until it is installed anew."""
    workspace = await db.get(Workspace, team_id)
    if workspace is not None and workspace.creators is not None and slack_id in workspace.creators:
        workspace.creators = [named for named in workspace.creators if named != slack_id]
    installation = await installation_in(db, team_id)
    if installation is not None and installation.installer_id == slack_id:
        installation.installer_id = ""
