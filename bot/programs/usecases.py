from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.changes import Noted, follows, note
from bot.core.editing import Merge, merge
from bot.core.outbox import post
from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.core.words import plainly
from bot.people.model import Person
from bot.people.usecases import meet_all
from bot.programs.announcing import announce
from bot.programs.changes import PairingStopped, ProgramChanged
from bot.programs.kinds import LEAD_ADDED, PROGRAM_CREATED, SEASON_ENDS
from bot.programs.model import Footing, Program, ProgramCounts, ProgramLead, Style
from bot.programs.queries import is_lead, leads_of, programs_led_by
from bot.programs.rules.cadence import Cadence
from bot.programs.rules.lifecycle import PLANNING, ProgramState, may_go
from bot.workspaces.creators import Creators
from bot.workspaces.model import Workspace

SLACKBOT = "USLACKBOT"


class NotAllowedToCreate(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "In this workspace only a few people can create programs. Ask whoever looks after Flipside to start "
                "one, or to add you."
            )
        )


class NotALead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is for the people who lead a program, and you don't lead this one. To see what you can do, type "
                "/mentor help."
            )
        )


class AlreadyClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This program is closed already."))


class ProgramClosed(Refusal):
    """For a form; a button says AlreadyClosed."""

    def __init__(self) -> None:
        super().__init__(
            _("This program has closed in the meantime. What you typed is still here, should you want to copy it.")
        )


class ProgramDeleted(Refusal):
    """For a button; a form says ProgramGone."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This program was deleted in the meantime, so there's nothing left to do here. To see where things "
                "stand, type /mentor status."
            )
        )


class ProgramGone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("This program was deleted in the meantime. What you typed is still here, should you want to copy it.")
        )


class NotNow(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The program has moved on since. To see where it stands, type /mentor program."))


class SeasonOver(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This day has passed. Please choose one that is still to come."), field="ends_on")


class NoLeadLeft(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A program needs at least one person who leads it."), field="leads")


class CannotLead(Refusal):
    """Slack's menu of people has no filter: apps and closed accounts stand in it."""

    def __init__(self) -> None:
        wrong = _("An app or a closed account can't lead a program. Please choose people who work here.")
        super().__init__(wrong, field="leads")


@dataclass(frozen=True)
class NewProgram:
    """What a lead decides when creating a program; the rest has defaults. `leads` are Slack ids."""

    name: str
    need: str
    cadence: Cadence
    session_minutes: int
    leads: Sequence[str]
    channel_id: str | None
    style: Style = Style.INFORMAL
    footing: Footing = Footing.ROLES
    opens: bool = True  # at once, or stays a draft


def check_may_create(person: Person, creators: Creators) -> None:
    if creators != "everyone" and person.slack_id not in creators:
        raise NotAllowedToCreate


async def create_program(
    db: AsyncSession, creator: Person, team_id: str, new: NewProgram, creators: Creators, now: datetime
) -> Program:
    """A draft, or a program that is open for sign-up and announced. Its creator leads it, and it speaks as they do."""
    check_may_create(creator, creators)
    program = Program(
        team_id=team_id,
        name=new.name,
        need=new.need,
        style=new.style,
        footing=new.footing,
        cadence=new.cadence,
        session_minutes=new.session_minutes,
        channel_id=new.channel_id,
        language=creator.language,
        state=ProgramState.DRAFT,
        created_at=now,
    )
    db.add(program)
    leads = await _new_leads(db, team_id, [creator.slack_id, *new.leads], now)
    await db.flush()
    db.add(ProgramCounts(program_id=program.id))
    db.add_all(ProgramLead(program_id=program.id, person_id=lead.id) for lead in leads)
    await post(db, [PROGRAM_CREATED.to(lead, program.id, due=now) for lead in leads], now)
    if new.opens:
        await _enter(db, program, ProgramState.OPEN, now)
    return program


async def move_on(db: AsyncSession, person: Person, program_id: int, to: ProgramState, now: datetime) -> Program:
    """One step in a program's life; its pairs are seen to by `pairs`. Raises NotALead, AlreadyClosed, NotNow."""
    program = await lock_led_program(db, person, program_id)
    if not may_go(program.state, to):
        raise NotNow
    await _enter(db, program, to, now)
    return program


async def _enter(db: AsyncSession, program: Program, state: ProgramState, now: datetime) -> None:
    program.state = state
    if state not in PLANNING:
        note(db, PairingStopped(program.id))
    if state is ProgramState.OPEN:
        await announce(db, program, now)


async def delete_draft(db: AsyncSession, person: Person, program_id: int) -> str:
    """Nobody has joined a draft, so nothing is lost but the draft. Returns its name."""
    program = await lock_led_program(db, person, program_id)
    if program.state is not ProgramState.DRAFT:
        raise NotNow
    for table in (ProgramLead, ProgramCounts):
        await db.execute(delete(table).where(table.program_id == program.id))
    await db.delete(program)
    return program.name


async def values_of(db: AsyncSession, program: Program, names: Sequence[str]) -> dict[str, Any]:
    """A program's values as its forms show them; `leads` are Slack ids, sorted."""
    values = {name: getattr(program, name) for name in names if name != "leads"}
    if "leads" in names:
        values["leads"] = sorted(lead.slack_id for lead in await leads_of(db, program.id))
    return values


async def edit_program(
    db: AsyncSession,
    person: Person,
    program_id: int,
    typed: Mapping[str, Any],
    opened_with: Mapping[str, str],
    now: datetime,
) -> tuple[Program, Merge]:
    """Stores what this lead changed, unless another changed some of it meanwhile; says what of both there is.

    Raises ProgramGone, ProgramClosed, NotALead, NoLeadLeft, CannotLead.
    """
    program = await db.get(Program, program_id, with_for_update=True, populate_existing=True)
    if program is None:
        raise ProgramGone
    if program.state is ProgramState.CLOSED:
        raise ProgramClosed
    if not await is_lead(db, program.id, person.id):
        raise NotALead
    merged = merge(await values_of(db, program, list(typed)), typed, opened_with)
    if merged.conflicts or not merged.changed:
        return program, merged
    if (ends_on := merged.changed.get("ends_on")) and ends_on < now.astimezone(person.hours.zone).date():
        raise SeasonOver
    changed = dict(merged.changed)
    if "leads" in changed:
        await _set_leads(db, program, changed.pop("leads"), now)
    for name, value in changed.items():
        setattr(program, name, value)
    program.version += 1
    program.changed_by = person.slack_id
    if "channel_id" in changed and program.state is ProgramState.OPEN:
        await announce(db, program, now)
    if {"ends_on", "leads"} & merged.changed.keys() and program.ends_on is not None:
        await db.flush()
        await _plan_season_end(db, program, now)
    return program, merged


async def _new_leads(db: AsyncSession, team_id: str, slack_ids: Sequence[str], now: datetime) -> list[Person]:
    """Raises CannotLead."""
    workspace = await db.get(Workspace, team_id)
    apps = {SLACKBOT, workspace.bot_user_id if workspace else SLACKBOT}
    if apps & set(slack_ids):
        raise CannotLead
    leads = await meet_all(db, team_id, slack_ids, now)
    if not all(lead.is_active for lead in leads):
        raise CannotLead
    return leads


async def _set_leads(db: AsyncSession, program: Program, slack_ids: Sequence[str], now: datetime) -> None:
    if not slack_ids:
        raise NoLeadLeft
    before = {lead.id: lead for lead in await leads_of(db, program.id)}
    known = {lead.slack_id: lead for lead in before.values()}
    new = await _new_leads(db, program.team_id, [one for one in slack_ids if one not in known], now)
    leads = {lead.id: lead for lead in [*(known[one] for one in slack_ids if one in known), *new]}
    gone = [person_id for person_id in before if person_id not in leads]
    await db.execute(delete(ProgramLead).where(ProgramLead.program_id == program.id, ProgramLead.person_id.in_(gone)))
    db.add_all(ProgramLead(program_id=program.id, person_id=lead.id) for lead in new)
    # Whoever was removed and comes back hears it again.
    await post(db, [LEAD_ADDED.to(lead, program.id, version=program.version, due=now) for lead in new], now)


async def _plan_season_end(db: AsyncSession, program: Program, now: datetime) -> None:
    """Each lead is reminded in the morning of the last day; a row for a day that was changed since dies quietly."""
    assert program.ends_on is not None
    rows = []
    for lead in await leads_of(db, program.id):
        due = max(now, lead.hours.morning(program.ends_on))
        rows.append(SEASON_ENDS.to(lead, program.id, version=program.version, due=due))
    await post(db, rows, now)


_COUNTS = cast(Table, ProgramCounts.__table__)
_ONE_MORE = update(_COUNTS).where(_COUNTS.c.program_id == bindparam("program")).values(changes=_COUNTS.c.changes + 1)


@follows(ProgramChanged)
async def outdate_counts(db: AsyncSession, noted: Noted, _now: datetime) -> None:
    """Whatever changed in a program, what was counted there no longer holds."""
    for program_id in sorted(change.program_id for change in noted.of(ProgramChanged)):
        await db.execute(_ONE_MORE, {"program": program_id})


async def program_to_lead(db: AsyncSession, person: Person, name: str) -> Program | None:
    """The unfinished program that this lead means; None where they lead several and have to choose."""
    led = await programs_led_by(db, person.id)
    if not led:
        raise NotALead
    if len(led) == 1:
        return led[0]
    wanted = [program for program in led if plainly(program.name) == plainly(name)]
    return wanted[0] if len(wanted) == 1 else None


async def lock_led_program(db: AsyncSession, person: Person, program_id: int) -> Program:
    """For a lead's button: the program, locked against a second press.

    Raises ProgramDeleted, NotALead, AlreadyClosed.
    """
    program = await db.get(Program, program_id, with_for_update=True, populate_existing=True)
    if program is None:
        raise ProgramDeleted
    if not await is_lead(db, program.id, person.id):
        raise NotALead
    if program.state is ProgramState.CLOSED:
        raise AlreadyClosed
    return program
