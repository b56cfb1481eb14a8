"""A roster file on its way, driven through the use cases as Lena and the job would."""

from typing import Any

from sqlalchemy import select

from bot.core.outbox import OutboxRow
from bot.people.model import Person, RosterEntry, RosterUpload
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import RosterFile, read_roster
from bot.people.uploads import bring_roster, take_upload, use_file
from tests.office import Office

MAYA = "maya@x.com,Maya,lena@x.com,Sales,3,Oslo"
LENA = "lena@x.com,Lena,,,5,"


def file_of(*lines: str) -> RosterFile:
    return read_roster("\n".join([",".join(COLUMNS), *lines]).encode())


async def brings(office: Office, file_id: str = "F1") -> int:
    """Lena, an admin of the workspace, brings a file. Returns the number of the upload."""
    async with office.edge.transaction() as db:
        lena = await db.get_one(Person, office.ids["lena"])
        lena.is_admin = True
        await bring_roster(db, lena, file_id, "everyone", office.clock.now())
        await db.flush()
        return (await db.scalars(select(RosterUpload.id).order_by(RosterUpload.id.desc()).limit(1))).one()


async def answers(office: Office, answer: Any, upload_id: int) -> None:
    await office.does("lena", lambda db, lena: answer(db, lena, upload_id, "everyone"))


async def takes(office: Office) -> int | None:
    async with office.edge.transaction() as db:
        upload = await take_upload(db, "T1", office.clock.now())
        return upload.id if upload else None


async def uses(office: Office, upload_id: int, *lines: str) -> None:
    """What the job does with the file that it fetched."""
    async with office.edge.transaction() as db:
        await use_file(db, upload_id, file_of(*lines), office.clock.now())


async def is_checked(office: Office, *lines: str) -> int:
    upload_id = await brings(office)
    assert await takes(office) == upload_id
    await uses(office, upload_id, *lines)
    return upload_id


async def seen(office: Office, upload_id: int) -> RosterUpload:
    async with office.edge.transaction() as db:
        return await db.get_one(RosterUpload, upload_id)


async def messages(office: Office) -> list[str]:
    async with office.edge.transaction() as db:
        found = await db.scalars(select(OutboxRow.key).where(OutboxRow.kind.like("roster_%")).order_by(OutboxRow.id))
        return list(found)


async def roster(office: Office) -> set[str | None]:
    async with office.edge.transaction() as db:
        return set(await db.scalars(select(RosterEntry.email).where(RosterEntry.team_id == "T1")))
