from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.directory.search import Page, SkillOffer
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.rules.lifecycle import PLANNING, PUBLIC
from bot.skills.model import USUAL_MASTERY, AddedSkill, PersonSkill, Side

MOST_CHOICES = 10
TO_MERGE = 10  # additions that a lead sees at a time
MOST_TYPED = 100  # characters that are looked at; no skill has a longer name

# Who is in the directory: has a place in a program that has begun and is not closed, and is here.
_HAS_A_PLACE = (
    Enrolment.state == EnrolmentState.ENROLLED,
    Program.team_id == bindparam("team"),
    Program.state.in_(PUBLIC),
)
_IS_HERE = (Person.is_active, Person.paused_until.is_(None), Person.erased_at.is_(None))

# Statements are built once. Light rows of everybody who offers a skill, paged in Python, are one pass over the tables:
# a page, the count and the departments, each asked for alone, would be three. The department of whoever is in the
# directory is looked up row by row, since PostgreSQL would rather read all people to join them (12 ms instead of 7,
# with 50,000). None: is not in it.
_DEPARTMENT = (
    select(func.coalesce(Person.department, ""))
    .join(Enrolment, Enrolment.person_id == Person.id)
    .join(Program, Program.id == Enrolment.program_id)
    .where(Person.id == PersonSkill.person_id, *_IS_HERE, *_HAS_A_PLACE)
    .limit(1)
    .correlate(PersonSkill)
    .scalar_subquery()
)
_MASTERY = func.coalesce(PersonSkill.level, USUAL_MASTERY)
_OFFERS = (
    select(PersonSkill.person_id, _MASTERY, _DEPARTMENT)
    .where(PersonSkill.skill == bindparam("skill"), PersonSkill.side == Side.OFFERS)
    .order_by(_MASTERY.desc(), PersonSkill.person_id)
)
_PLACES = select(Enrolment.person_id).join(Program, Program.id == Enrolment.program_id).where(*_HAS_A_PLACE)
_COUNTS = (
    select(PersonSkill.skill, func.count())
    .where(
        PersonSkill.side == bindparam("side"),
        PersonSkill.person_id.in_(select(Person.id).where(*_IS_HERE, Person.id.in_(_PLACES))),
    )
    .group_by(PersonSkill.skill)
)


_Theirs = aliased(Enrolment)
_TO_ASK = (
    select(_Theirs.person_id)
    .join(Enrolment, (Enrolment.program_id == _Theirs.program_id) & (Enrolment.role != _Theirs.role))
    .join(Program, Program.id == Enrolment.program_id)
    .where(
        Enrolment.person_id == bindparam("reader", type_=Integer),
        Enrolment.state == EnrolmentState.ENROLLED,
        Program.self_chosen,
        Program.state.in_(PLANNING),
        _Theirs.person_id.in_(bindparam("people", expanding=True)),
        _Theirs.state == EnrolmentState.ENROLLED,
    )
)


@dataclass(frozen=True)
class Found:
    """What was typed may mean one skill, several to choose from, or none: then `nearest` are spelled most like it.

    All are slugs; `labels` and `offered`, how many people teach it, are by slug.
    """

    typed: str
    skill: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    choices: Sequence[str] = ()
    nearest: Sequence[str] = ()
    offered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """A page of those who offer a skill, each with their mastery. `to_merge` is for the eyes of a lead.

    `to_ask` are ids of those whom the reader may ask to be a pair. `is_unused`: nobody has it or wishes for it.
    """

    label: str
    page: Page
    people: Sequence[tuple[Person, int]]
    to_merge: AddedSkill | None = None
    is_unused: bool = False
    to_ask: Collection[int] = ()


@dataclass(frozen=True)
class Addition:
    """A skill that the catalogue lacked, and how many of those in the directory have it; `is_unused`: nobody at all."""

    skill: AddedSkill
    offers: int
    wishes: int
    is_unused: bool = False


@dataclass(frozen=True)
class SkillsOverview:
    """How many people offer what, by slug. `wished` and `additions`, the latest first, are for the eyes of a lead."""

    labels: Mapping[str, str] = field(repr=False)
    offered: Mapping[str, int]
    is_lead: bool = False
    wished: Mapping[str, int] = field(default_factory=dict)
    additions: Sequence[Addition] = ()


async def offers_of(db: AsyncSession, team_id: str, skill: str) -> list[SkillOffer]:
    """By whoever is in the directory: who knows it best first, then who came first."""
    found = await db.execute(_OFFERS, {"team": team_id, "skill": skill})
    return [SkillOffer(person, mastery, department) for person, mastery, department in found if department is not None]


async def count_people(
    db: AsyncSession, team_id: str, side: Side, skills: Collection[str] | None = None
) -> dict[str, int]:
    """How many of those in the directory offer, or wish for, each of these skills, or of all; none that nobody does."""
    counts = _COUNTS if skills is None else _COUNTS.where(PersonSkill.skill.in_(skills))
    found = await db.execute(counts, {"team": team_id, "side": side})
    return {row[0]: row[1] for row in found}


async def may_be_asked(db: AsyncSession, reader: Person, ids: Collection[int]) -> set[int]:
    """Those of a page who learn where the reader teaches, or the reverse, in a program in which people ask each other.

    Whether they have a place free is nobody's business yet.
    """
    if reader.paused_until is not None or not ids:
        return set()
    return set(await db.scalars(_TO_ASK, {"reader": reader.id, "people": list(ids)}))


async def people_with(db: AsyncSession, ids: Collection[int]) -> dict[int, Person]:
    found = await db.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in found}


async def unused_of(db: AsyncSession, slugs: Collection[str]) -> set[str]:
    used = await db.scalars(select(PersonSkill.skill).where(PersonSkill.skill.in_(slugs)).distinct())
    return set(slugs) - set(used)


async def lock_additions(db: AsyncSession, team_id: str) -> Sequence[AddedSkill]:
    """What the workspace added, as it is now. Two who merge take turns, or each could merge into the other's."""
    found = await db.scalars(
        select(AddedSkill)
        .where(AddedSkill.team_id == team_id)
        .order_by(AddedSkill.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()
