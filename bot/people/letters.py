from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Message
from bot.core.composing import Letter
from bot.core.outbox import OutboxRow
from bot.people import views
from bot.people.kinds import ROSTER_CHECKED, ROSTER_IMPORTED
from bot.people.model import Finding, RosterUpload, UploadState


async def roster_checked(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    upload = await db.get_one(RosterUpload, row.subject_id)
    if not upload.report:  # a newer one took its place
        return None
    if upload.report["finding"] in (Finding.CHANGES, Finding.IMPORTED) and upload.state is not UploadState.CHECKED:
        return None  # answered, so it reached them although Slack said otherwise
    return views.roster_checked(upload)


async def roster_imported(db: AsyncSession, row: OutboxRow, _now: datetime) -> Message | None:
    upload = await db.get_one(RosterUpload, row.subject_id)
    return views.roster_imported(upload) if upload.report else None


LETTERS = (Letter(ROSTER_CHECKED, roster_checked), Letter(ROSTER_IMPORTED, roster_imported))
