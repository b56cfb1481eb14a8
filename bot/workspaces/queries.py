from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.workspaces.model import Installation, Workspace


async def installation_in(db: AsyncSession, team_id: str, enterprise_id: str = "") -> Installation | None:
    """The workspace's own, else the one for its whole organization; None where there is none by now.

    `enterprise_id` is what Slack says of a workspace that the bot may not have met; of one it has, it knows it.
    """
    own = await db.get(Installation, team_id)
    if own is not None and own.ended_at is None:
        return own
    if not enterprise_id:
        workspace = await db.get(Workspace, team_id)
        enterprise_id = workspace.enterprise_id if workspace else ""
    for_all = await db.get(Installation, enterprise_id) if enterprise_id else None
    return for_all if for_all is not None and for_all.ended_at is None else None


async def installations(db: AsyncSession) -> Sequence[Installation]:
    """All that have not ended, locked: a token may be about to be renewed."""
    return (await db.scalars(select(Installation).where(Installation.ended_at.is_(None)).with_for_update())).all()
