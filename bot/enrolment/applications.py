"""What a lead reads of those who apply, a page at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.calls import DIGITS, OddButton
from bot.enrolment.model import Enrolment
from bot.enrolment.places import ApplicationWithdrawn
from bot.enrolment.queries import applications, count_applications
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import is_lead, programs_led_by
from bot.programs.usecases import NotALead
from bot.skills.model import Side
from bot.skills.queries import labels_of, skills_of

A_PAGE = 6  # each has up to 1,200 characters of the 9,000 that a message takes
ACCEPTED, IN_PLAY = "a", "w"

_NUMBER = f"([0-9]{{1,{DIGITS}}})"
_VALUE = re.compile(rf"{_NUMBER}(?:\.([{ACCEPTED}{IN_PLAY}])\.{_NUMBER}\.{_NUMBER})?")


@dataclass(frozen=True)
class ApplicationSpot:
    """Where in the list somebody is, as the value of a button.

    `id` is of an application, 0 for none; `program_id` 0 for all that they lead.
    """

    id: int = 0
    accepted: bool = False
    page: int = 1
    program_id: int = 0

    @property
    def value(self) -> str:
        return f"{self.id}.{ACCEPTED if self.accepted else IN_PLAY}.{self.page}.{self.program_id}"

    @classmethod
    def read(cls, value: str) -> Self:
        """Also a bare id, as in a message about one application. Raises OddButton for what no button carries."""
        found = _VALUE.fullmatch(value)
        if found is None:
            raise OddButton
        number, which, page, program = found.groups()
        return cls(int(number), which == ACCEPTED, int(page or 1), int(program or 0))


@dataclass(frozen=True)
class Application:
    """What a lead sees of somebody who wants to join."""

    enrolment: Enrolment
    person: Person
    offers: Sequence[str]  # labels


@dataclass(frozen=True)
class Listed:
    """A page of applications to programs that somebody leads. `accepted` is of how many the answers can be read."""

    led: Sequence[Program]
    spot: ApplicationSpot
    pages: int
    shown: Sequence[tuple[Program, Application]]
    accepted: int = 0


async def applications_at(db: AsyncSession, lead: Person, spot: ApplicationSpot) -> Listed:
    """A page that is not there any more stands for the last one. Raises NotALead."""
    led = await programs_led_by(db, lead.id)
    if spot.program_id:
        led = [program for program in led if program.id == spot.program_id]
    if not led:
        raise NotALead
    ids = [program.id for program in led]
    accepted = await count_applications(db, ids, accepted=True)
    total = accepted if spot.accepted else await count_applications(db, ids)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(spot.page, 1), pages)
    found = await applications(db, ids, A_PAGE, after=(page - 1) * A_PAGE, accepted=spot.accepted)
    labels = await labels_of(db, lead.team_id)
    known = await skills_of(db, [person.id for _, person, _ in found])
    shown = [
        (
            program,
            Application(enrolment, person, [labels.get(one, one) for one in known.get((person.id, Side.OFFERS), ())]),
        )
        for enrolment, person, program in found
    ]
    return Listed(led, replace(spot, id=0, page=page), pages, shown, accepted)


async def application_to_read(db: AsyncSession, lead: Person, enrolment_id: int) -> tuple[Program, Enrolment, Person]:
    """For a lead of the program, whatever was answered. Raises NotALead, ApplicationWithdrawn."""
    enrolment = await db.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise ApplicationWithdrawn
    if not await is_lead(db, enrolment.program_id, lead.id):
        raise NotALead
    if not enrolment.answers:
        raise ApplicationWithdrawn
    program = await db.get_one(Program, enrolment.program_id)
    return program, enrolment, await db.get_one(Person, enrolment.person_id)
