import asyncio

from bot.enrolment.model import Role
from bot.enrolment.usecases import SignUp, sign_up
from bot.people.model import Person
from bot.people.queries import find_person
from bot.people.usecases import meet
from bot.privacy.usecases import erase
from tests.office import Office

TIMES = 10


async def test_nothing_that_somebody_sends_while_they_are_erased_comes_back(office: Office) -> None:
    now = office.clock.now()

    async def signs_up(slack_id: str) -> None:
        async with office.edge.transaction() as db:
            person = await meet(db, "T1", slack_id, now, hold=True)
            await asyncio.sleep(0)  # the other one gets its chance
            said = SignUp(office.program_id, Role.MENTEE, 6, "Secret", [], ["agile"], 1)
            await sign_up(db, person, said, now)

    async def is_erased(slack_id: str) -> None:
        async with office.edge.transaction() as db:
            person = await find_person(db, "T1", slack_id)
            assert person is not None
            await erase(db, person, now)

    for number in range(TIMES):
        slack_id = f"U0RACE{number}"
        async with office.edge.transaction() as db:
            person_id = (await meet(db, "T1", slack_id, now)).id
        # PostgreSQL may find that the two wait for each other, and send one of them back to try again.
        await asyncio.gather(signs_up(slack_id), is_erased(slack_id), return_exceptions=True)
        async with office.edge.transaction() as db:
            left = await db.get_one(Person, person_id)
            assert left.erased_at is None or left.department is None
