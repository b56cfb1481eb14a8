"""Who is found in the directory, what typed text finds, and what becomes of a skill that is merged."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Tell
from bot.core.calls import Call, OddButton
from bot.core.words import words_of
from bot.directory import listeners
from bot.directory.queries import SkillsOverview
from bot.directory.search import Search
from bot.directory.usecases import (
    look_around,
    look_up,
)
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.pairs.absences import come_back, leave_program, take_break
from bot.people.model import Person
from bot.people.usecases import meet
from bot.playground.slack import message_faults
from bot.programs.model import Program
from bot.programs.rules.lifecycle import ProgramState
from bot.skills.model import PersonSkill, Side
from bot.skills.rules.catalogue import LABELS
from bot.skills.usecases import set_skills, skills_named
from tests.directory.finding import finds, found, names_found
from tests.office import Office

Deed = Callable[[AsyncSession, Person], Awaitable[object]]


async def test_whoever_has_a_place_is_listed_and_who_knows_it_best_stands_first(office: Office) -> None:
    async def is_expert(db: AsyncSession, person: Person) -> None:
        await db.execute(
            update(PersonSkill)
            .where(PersonSkill.person_id == person.id, PersonSkill.side == Side.OFFERS)
            .values(level=5)
        )

    assert await names_found(office) == ["maya", "zoe", "henrik", "wei"]
    await office.does("henrik", is_expert)
    assert await names_found(office) == ["henrik", "maya", "zoe", "wei"]
    assert await names_found(office, Search("ai-ethics", least=4)) == ["henrik"]


async def pauses(db: AsyncSession, person: Person) -> None:
    now = person.met_at
    await take_break(db, person, now + timedelta(days=3), now)


async def is_deactivated(_db: AsyncSession, person: Person) -> None:
    person.is_active = False


async def is_erased(_db: AsyncSession, person: Person) -> None:
    person.erased_at = person.met_at


async def offers_something_else(db: AsyncSession, person: Person) -> None:
    await set_skills(db, person.id, {Side.OFFERS: ["agile"], Side.WISHES: ["ai-ethics"]})


def _place_becomes(state: EnrolmentState) -> Deed:
    async def change(db: AsyncSession, person: Person) -> None:
        await db.execute(update(Enrolment).where(Enrolment.person_id == person.id).values(state=state))

    return change


VANISHING: dict[str, Deed] = {
    "who pauses": pauses,
    "whose account is deactivated": is_deactivated,
    "who is erased": is_erased,
    "who no longer offers it": offers_something_else,
} | {f"whose place is {state.value}": _place_becomes(state) for state in EnrolmentState if state != "enrolled"}


@pytest.mark.parametrize("why", VANISHING)
async def test_who_cannot_be_asked_is_not_in_the_directory(office: Office, why: str) -> None:
    await office.does("zoe", VANISHING[why])
    assert await names_found(office) == ["maya", "henrik", "wei"]
    overview: SkillsOverview = await office.does("lena", look_around)
    assert overview.offered["ai-ethics"] == 3


async def test_who_comes_back_is_listed_again_and_who_leaves_is_not(office: Office) -> None:
    now = office.clock.now()
    await office.does("zoe", pauses)
    await office.does("zoe", lambda db, zoe: come_back(db, zoe, now))
    assert "zoe" in await names_found(office)
    await office.does("zoe", lambda db, zoe: leave_program(db, zoe, office.program_id, now))
    assert "zoe" not in await names_found(office)


@pytest.mark.parametrize("state", ProgramState)
async def test_only_programs_that_have_begun_and_are_not_closed_count(office: Office, state: ProgramState) -> None:
    async with office.edge.transaction() as db:
        await db.execute(update(Program).values(state=state))
    is_listed = state not in {ProgramState.DRAFT, ProgramState.CLOSED}
    assert len((await found(office)).people) == (4 if is_listed else 0)


async def test_who_has_a_place_in_two_programs_is_listed_and_counted_once(office: Office) -> None:
    async with office.edge.transaction() as db:
        first = await db.get_one(Program, office.program_id)
        second = Program(
            team_id="T1",
            name="Second",
            need="A need.",
            cadence=first.cadence,
            session_minutes=30,
            created_at=first.created_at,
        )
        db.add(second)
        await db.flush()
        mine = select(Enrolment).where(Enrolment.person_id == office.ids["maya"])
        place = (await db.scalars(mine)).one()
        db.add(
            Enrolment(
                program_id=second.id,
                person_id=place.person_id,
                role=place.role,
                state=EnrolmentState.ENROLLED,
                enrolled_at=place.enrolled_at,
            )
        )
    assert (await names_found(office)).count("maya") == 1
    assert (await office.does("oscar", look_around)).offered == {"ai-ethics": 4}


async def test_another_workspace_sees_nobody_of_this_one(office: Office) -> None:
    async with office.edge.transaction() as db:
        stranger = await meet(db, "T2", "U0STRANGER", office.clock.now())
        assert (await look_up(db, stranger, Search("ai-ethics"))).people == []
        assert (await look_around(db, stranger)).offered == {}


@pytest.mark.parametrize("slug", ["nonsense", "added-999", "x" * 5000, "🦊", ""])
async def test_a_button_for_a_skill_that_is_not_there_is_an_odd_one(office: Office, slug: str) -> None:
    with pytest.raises(OddButton):
        await found(office, Search(slug))


async def test_an_addition_of_another_workspace_is_not_found(office: Office) -> None:
    async with office.edge.transaction() as db:
        (slug,) = await skills_named(db, "T2", ["Beekeeping"], office.clock.now())
    with pytest.raises(OddButton):
        await found(office, Search(slug))


async def test_a_synonym_or_a_slip_finds_the_skill_and_a_beginning_lets_choose(office: Office) -> None:
    assert (await finds(office, "tik tok")).skill == "short-video"
    assert (await finds(office, "podcats")).skill == "podcasts"
    several = await finds(office, "ai")
    assert several.skill == "ai-assistants", "its very name"
    several = await finds(office, "risks a")
    assert several.skill == "ai-ethics", "the only one that begins so"
    several = await finds(office, "data")
    assert several.skill is None
    assert "data-viz" in several.choices
    assert len(several.choices) <= 10


async def test_what_nobody_knows_gets_what_is_spelled_most_like_it(office: Office) -> None:
    unknown = await finds(office, "hakatoon")
    assert (unknown.skill, unknown.choices) == (None, [])
    assert len(unknown.nearest) <= 3
    assert (await finds(office, "¿¿¿")).nearest == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("hakatoon", "hackathons"),
        ("potdcats", "podcasts"),
        ("nchahaltikeiten", "sustainability"),
        ("viedo eidting on fone", "phone-video"),
        ("Social Meida Marketting", "social-media"),
    ],
)
async def test_more_slips_than_are_forgiven_get_what_is_meant_proposed(office: Office, typed: str, slug: str) -> None:
    found = await finds(office, typed)
    assert found.skill is None
    assert slug in found.nearest


async def test_a_skill_like_no_other_gets_nothing_proposed(office: Office) -> None:
    assert (await finds(office, "piano")).nearest == []


TYPED = (
    st.text()
    | st.sampled_from(sorted(LABELS.values()))
    | st.builds(lambda label, end: label[:end], st.sampled_from(sorted(LABELS.values())), st.integers(1, 12))
    | st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=5), st.integers(100, 2000))
    | st.sampled_from(
        ["<!channel>", "<@U0LENA>", "*b* _i_", "%", "'; drop table people", "\u202eevil", "\x00", "﷽" * 400]
    )
)


@given(typed=TYPED)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_gets_an_answer_that_slack_takes(office: Office, typed: str) -> None:
    call = Call("command", "skills", "T1", "U0LENA", (), text=words_of(f"skills {typed}")[1])
    answer = await office.does("lena", lambda db, lena: listeners.show_skills(db, lena, call, "everyone"))
    assert isinstance(answer, Tell)
    assert list(message_faults(answer.message.arguments()["blocks"])) == []
