"""Applications a page at a time, and whose answers stay readable."""

import pytest

from bot.core.calls import OddButton
from bot.enrolment.applications import A_PAGE, ApplicationSpot, Listed, application_to_read, applications_at
from bot.enrolment.model import EnrolmentState, Role
from bot.enrolment.places import ApplicationWithdrawn, answer_application, leave
from bot.enrolment.usecases import SignUp, sign_up
from bot.people.usecases import meet
from bot.programs.model import Entry, Program
from bot.programs.usecases import NotALead
from tests.office import Office


async def by_application(office: Office, applicants: int) -> list[int]:
    """Their enrolments' ids."""
    async with office.edge.transaction() as db:
        program = await db.get_one(Program, office.program_id)
        program.entry, program.questions = Entry.APPLICATION, ["Why?"]
    ids = []
    for number in range(applicants):
        async with office.edge.transaction() as db:
            person = await meet(db, "T1", f"U0APPLICANT{number}", office.clock.now())
            said = SignUp(office.program_id, Role.MENTOR, 2, "Sales", ["ai-ethics"], [], 1, answers=[f"{number}"])
            ids.append((await sign_up(db, person, said, office.clock.now()))[0].id)
    return ids


async def seen(office: Office, spot: ApplicationSpot) -> Listed:
    return await office.does("lena", lambda db, lena: applications_at(db, lena, spot))


async def answers(office: Office, enrolment_id: int, answer: EnrolmentState) -> None:
    now = office.clock.now()
    await office.does("lena", lambda db, lena: answer_application(db, lena, enrolment_id, answer, now))


async def test_all_of_them_are_found_page_by_page_each_once(office: Office) -> None:
    ids = await by_application(office, A_PAGE + 2)
    first, second = [await seen(office, ApplicationSpot(page=page)) for page in (1, 2)]
    assert (first.pages, second.pages) == (2, 2)
    assert [one.enrolment.id for _, one in [*first.shown, *second.shown]] == ids


async def test_a_page_that_is_gone_stands_for_the_last_one(office: Office) -> None:
    await by_application(office, 2)
    assert (await seen(office, ApplicationSpot(page=9))).spot.page == 1


async def test_the_answers_of_whoever_was_accepted_stay_readable_for_leads(office: Office) -> None:
    accepted, declined = await by_application(office, 2)
    await answers(office, accepted, EnrolmentState.ENROLLED)
    await answers(office, declined, EnrolmentState.DECLINED)
    assert (await seen(office, ApplicationSpot())).accepted == 1
    (one,) = (await seen(office, ApplicationSpot(accepted=True))).shown
    assert one[1].enrolment.id == accepted, "and none of those who answered nothing"
    _, enrolment, _ = await office.does("lena", lambda db, lena: application_to_read(db, lena, accepted))
    assert enrolment.answers == [{"question": "Why?", "answer": "0"}]
    with pytest.raises(NotALead):
        await office.does("maya", lambda db, maya: application_to_read(db, maya, accepted))


async def test_who_leaves_takes_their_answers_along(office: Office) -> None:
    (accepted,) = await by_application(office, 1)
    await answers(office, accepted, EnrolmentState.ENROLLED)
    async with office.edge.transaction() as db:
        person = await meet(db, "T1", "U0APPLICANT0", office.clock.now())
        await leave(db, person, office.program_id, office.clock.now())
    assert (await seen(office, ApplicationSpot())).accepted == 0
    with pytest.raises(ApplicationWithdrawn):
        await office.does("lena", lambda db, lena: application_to_read(db, lena, accepted))


async def test_a_program_of_somebody_else_is_in_no_list(office: Office) -> None:
    await by_application(office, 1)
    with pytest.raises(NotALead):
        await office.does("maya", lambda db, maya: applications_at(db, maya, ApplicationSpot()))
    with pytest.raises(NotALead):
        await seen(office, ApplicationSpot(program_id=office.program_id + 1))


def test_a_button_carries_where_in_the_list_it_stands() -> None:
    spot = ApplicationSpot(12, accepted=True, page=3, program_id=4)
    assert ApplicationSpot.read(spot.value) == spot
    assert ApplicationSpot.read("12") == ApplicationSpot(12), "as in a message about one application"
    for odd in ("", "x", "1.w", "1.x.1.1", "1.w.1.1.1", "9" * 12, "²"):
        with pytest.raises(OddButton):
            ApplicationSpot.read(odd)
