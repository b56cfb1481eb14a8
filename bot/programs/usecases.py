from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Changes
from bot.core.outbox import OutboxRow, post
from bot.core.refusals import Refusal
from bot.core.words import plainly
from bot.people.model import Person
from bot.people.usecases import meet_all
from bot.programs.cadence import Cadence
from bot.programs.model import Program, ProgramCounts, ProgramLead, ProgramState
from bot.programs.queries import is_lead, programs_led_by

Creators = Literal["everyone"] | frozenset[str]


class NotAllowedToCreate(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "In this workspace only a few people can create programs. Ask whoever looks after Flipside to do it, "
            "or to add you."
        )


class NotALead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "This is for the people who lead a program, and you lead none that is running. "
            "Type /mentor help to see what you can do."
        )


class AlreadyClosed(Refusal):
    def __init__(self) -> None:
        super().__init__("This program is closed already.")


class ProgramClosed(Refusal):
    """For a form; a button says AlreadyClosed."""

    def __init__(self) -> None:
        super().__init__(
            "This program has closed in the meantime. What you typed is still here, should you want to copy it."
        )


@dataclass(frozen=True)
class Rules:
    """What a lead decides about a program. `leads` are Slack ids."""

    name: str
    need: str
    cadence: Cadence
    session_minutes: int
    leads: Sequence[str]
    channel_id: str | None


def check_may_create(person: Person, creators: Creators) -> None:
    if creators != "everyone" and person.slack_id not in creators:
        raise NotAllowedToCreate


async def create_program(
    db: AsyncSession, creator: Person, team_id: str, rules: Rules, creators: Creators, now: datetime
) -> Program:
    """Opens a program for sign-up and announces it in its channel. Its creator is one of its leads."""
    check_may_create(creator, creators)
    program = Program(
        team_id=team_id,
        name=rules.name,
        need=rules.need,
        cadence=rules.cadence,
        session_minutes=rules.session_minutes,
        channel_id=rules.channel_id,
        created_at=now,
    )
    db.add(program)
    leads = await meet_all(db, team_id, [creator.slack_id, *rules.leads], now)
    await db.flush()
    db.add(ProgramCounts(program_id=program.id))
    db.add_all(ProgramLead(program_id=program.id, person_id=lead.id) for lead in leads)
    rows = [_row("program_created", program, lead.slack_id, now) for lead in leads]
    if program.channel_id:
        rows.append(_row("program_announced", program, program.channel_id, now))
    await post(db, rows, now)
    return program


async def lead_told_unannounced(db: AsyncSession, program: Program, leads: Sequence[Person], now: datetime) -> None:
    await post(db, [_row("program_unannounced", program, lead.slack_id, now) for lead in leads], now)


async def outdate_counts(db: AsyncSession, noted: Changes, _now: datetime) -> None:
    """Whatever changed in a program, what was counted there no longer holds. The last of the reconcilers."""
    for program_id in sorted(noted.programs):
        counts = ProgramCounts.program_id == program_id
        await db.execute(
            update(ProgramCounts)
            .where(counts)
            .values(changes=ProgramCounts.changes + 1)
            .execution_options(synchronize_session=False)
        )


async def program_to_lead(db: AsyncSession, person: Person, name: str) -> Program | None:
    """The open program that this lead means; None where they lead several and have to choose."""
    led = await programs_led_by(db, person.id)
    if not led:
        raise NotALead
    if len(led) == 1:
        return led[0]
    wanted = [program for program in led if plainly(program.name) == plainly(name)]
    return wanted[0] if len(wanted) == 1 else None


async def lock_led_program(db: AsyncSession, person: Person, program_id: int) -> Program:
    """For a lead's button: the program, locked against a second press. Raises NotALead, AlreadyClosed."""
    program = await db.get(Program, program_id, with_for_update=True)
    if program is None or not await is_lead(db, program.id, person.id):
        raise NotALead
    if program.state is ProgramState.CLOSED:
        raise AlreadyClosed
    return program


def _row(kind: str, program: Program, recipient: str, now: datetime) -> OutboxRow:
    return OutboxRow(
        key=f"{kind}:{program.id}:{recipient}",
        team_id=program.team_id,
        kind=kind,
        recipient=recipient,
        subject_id=program.id,
        due_at=now,
    )
