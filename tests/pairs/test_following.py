import pytest
from sqlalchemy import select

from bot.core.changes import note
from bot.core.outbox import OutboxRow
from bot.enrolment.changes import SideChanged
from bot.pairs.usecases import HasPartner
from bot.people.changes import AccountChanged
from bot.people.model import Person
from tests.office import Office


async def told(office: Office, kind: str) -> list[str]:
    async with office.edge.transaction() as db:
        return sorted(await db.scalars(select(OutboxRow.recipient).where(OutboxRow.kind == kind)))


async def test_a_partner_hears_of_a_closed_account_where_nothing_else_of_the_person_changed(office: Office) -> None:
    async with office.edge.transaction() as db:
        (await db.get_one(Person, office.ids["henrik"])).is_active = False
        note(db, AccountChanged(office.ids["henrik"]))
    assert await told(office, "partner_gone") == ["U0MAYA"]


async def test_nobody_changes_sides_under_a_pair_where_nothing_else_of_the_person_changed(office: Office) -> None:
    with pytest.raises(HasPartner):
        async with office.edge.transaction() as db:
            note(db, SideChanged(office.program_id, office.ids["henrik"]))
