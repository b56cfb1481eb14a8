"""All that is stored about one person, table by table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Row
from bot.core.deliveries import Delivery
from bot.core.outbox import OutboxRow
from bot.core.outcomes import Conversation
from bot.enrolment.model import Enrolment
from bot.feedback.model import CheckIn
from bot.matching.model import Alone, MatchRun, Proposal
from bot.mixers.model import Mixer, MixerGuest
from bot.offers.model import NOES, Forbidden, Offer, OfferState, Reply
from bot.offers.queries import OfferUp, offers_ever_to
from bot.pairs.model import Pair
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.people.model import Person, RosterEntry, RosterUpload
from bot.people.queries import blocked_by
from bot.programs.model import Program, ProgramLead
from bot.programs.queries import leads_of, programs_led_by
from bot.sessions.model import Session
from bot.sessions.queries import sessions_of
from bot.skills.queries import labels_of, own_skills
from bot.workspaces.creators import creators_in, names_creators

Facts = dict[str, Any]


async def everything_about(db: AsyncSession, person: Person) -> Facts:
    """By section. Of their partners it has Slack ids and what both sides have seen, nothing else."""
    return {
        "profile": await _profile(db, person),
        "roster": await _roster(db, person),
        "workspace": await _workspace(db, person),
        "not_to_be_paired_with": await blocked_by(db, person.id),
        "skills": await _skills(db, person),
        "enrolments": await _enrolments(db, person),
        "programs_led": await _programs_led(db, person),
        "programs_changed_last": await _named(db, Program.changed_by == person.slack_id, person),
        "pairs": await _pairs(db, person),
        "offers": [_offer(up, person) for up in await offers_ever_to(db, person.id) if _was_told(up.offer, person)],
        "match_proposals": await _count_proposals(db, person),
        "ruled_out_by_leads": await _count_forbidden(db, person),
        "searches_without_a_partner": await _searches_alone(db, person),
        "searches_asked_for": await _searches(db, person),
        "mixers": await _mixers(db, person),
        "mixers_started": await _mixers_started(db, person),
        "roster_uploads": await _uploads(db, person),
        "messages": [_facts(row, "kind", "due_at", "fate", "settled_at") for row in await messages_to(db, person)],
        "conversations": [_facts(row, "members", "channel_id") for row in await conversations_with(db, person)],
        "forms_sent": [_facts(row, "key", "seen_at") for row in await deliveries_of(db, person)],
    }


async def leaderless_without(db: AsyncSession, person: Person) -> Sequence[Program]:
    """Unfinished programs that this person leads, and nobody else whose account is active."""
    alone = []
    for program in await programs_led_by(db, person.id):
        if not any(lead.is_active and lead.id != person.id for lead in await leads_of(db, program.id)):
            alone.append(program)
    return alone


async def pair_ids_ever(db: AsyncSession, person_id: int) -> Sequence[int]:
    theirs = or_(Pair.mentor_id == person_id, Pair.mentee_id == person_id)
    return (await db.scalars(select(Pair.id).where(theirs).order_by(Pair.id))).all()


async def messages_to(db: AsyncSession, person: Person) -> Sequence[OutboxRow]:
    """To them alone, or to a group that they are in."""
    found = await db.scalars(
        select(OutboxRow)
        .where(OutboxRow.team_id == person.team_id, OutboxRow.recipient.contains(person.slack_id, autoescape=True))
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )
    return [row for row in found if person.slack_id in row.recipient.split(",")]


async def conversations_with(db: AsyncSession, person: Person) -> Sequence[Conversation]:
    members = Conversation.members
    found = await db.scalars(
        select(Conversation)
        .where(Conversation.team_id == person.team_id, members.contains(person.slack_id, autoescape=True))
        .order_by(members)
    )
    return [row for row in found if person.slack_id in row.members.split(",")]


async def deliveries_of(db: AsyncSession, person: Person) -> Sequence[Delivery]:
    """Forms that they submitted; of everything else no more than a number of Slack's is noted."""
    mark = f":{person.slack_id}:"
    found = await db.scalars(
        select(Delivery).where(Delivery.key.contains(mark, autoescape=True)).order_by(Delivery.seen_at, Delivery.key)
    )
    return found.all()


def _facts(row: Row, *names: str) -> Facts:
    return {name: getattr(row, name) for name in names}


def _all_facts(row: Row, *, without: Sequence[str]) -> Facts:
    """Every column, so that one that comes to a table later is not forgotten here."""
    return _facts(row, *[column.key for column in inspect(type(row)).column_attrs if column.key not in without])


async def _profile(db: AsyncSession, person: Person) -> Facts:
    manager = await db.get(Person, person.manager_id) if person.manager_id is not None else None
    return _all_facts(person, without=("id", "manager_id")) | {"manager": _shown(manager)}


def _shown(somebody: Person | None) -> str | None:
    """Slack id; of those who were erased there is none."""
    return None if somebody is None or somebody.erased_at is not None else somebody.slack_id


async def _workspace(db: AsyncSession, person: Person) -> Facts:
    creators = await creators_in(db, person.team_id, "everyone")
    return {
        "named_to_create_programs": creators != "everyone" and person.slack_id in creators,
        "installed_flipside": await names_creators(db, person.team_id, person.slack_id),
    }


async def _roster(db: AsyncSession, person: Person) -> Facts | None:
    entry = await db.scalar(select(RosterEntry).where(RosterEntry.person_id == person.id))
    if entry is None:
        return None
    manager = await db.get(RosterEntry, entry.manager_id) if entry.manager_id is not None else None
    facts = _all_facts(entry, without=("id", "team_id", "manager_id", "person_id"))
    return facts | {"manager_email": manager and manager.email}


async def _skills(db: AsyncSession, person: Person) -> list[Facts]:
    labels = await labels_of(db, person.team_id)
    return [
        {"name": labels.get(one.skill, one.skill)} | _all_facts(one, without=("person_id",))
        for one in await own_skills(db, person.id)
    ]


async def _enrolments(db: AsyncSession, person: Person) -> list[Facts]:
    found = await db.execute(
        select(Enrolment, Program.name)
        .join(Program, Program.id == Enrolment.program_id)
        .where(Enrolment.person_id == person.id)
        .order_by(Enrolment.id)
    )
    return [
        {"program": name} | _all_facts(enrolment, without=("id", "program_id", "person_id"))
        for enrolment, name in found
    ]


async def _programs_led(db: AsyncSession, person: Person) -> list[str]:
    led = select(ProgramLead.program_id).where(ProgramLead.person_id == person.id)
    return await _named(db, Program.id.in_(led), person)


async def _named(db: AsyncSession, which: Any, person: Person) -> list[str]:
    found = await db.scalars(select(Program.name).where(Program.team_id == person.team_id, which).order_by(Program.id))
    return list(found)


async def _pairs(db: AsyncSession, person: Person) -> list[Facts]:
    ups = await pairs_with_ids(db, await pair_ids_ever(db, person.id))
    sessions = await sessions_of(db, [up.pair.id for up in ups])
    given = await db.scalars(select(CheckIn).where(CheckIn.person_id == person.id))
    answers = {answer.session_id: answer for answer in given}
    return [_pair(up, person, sessions[up.pair.id], answers) for up in ups]


def _pair(up: PairUp, person: Person, sessions: Sequence[Session], answers: dict[int, CheckIn]) -> Facts:
    return {
        "program": up.program.name,
        "role": "mentor" if up.mentor.id == person.id else "mentee",
        "partner": _shown(up.partner_of(person.id)),
        **_all_facts(up.pair, without=("id", "program_id", "mentor_id", "mentee_id")),
        "sessions": [_session(session, answers.get(session.id)) for session in sessions],
    }


# Of the reasons, what both were told.
TOLD = ("wishes", "returned", "languages", "gap", "apart", "hours")


def _was_told(offer: Offer, person: Person) -> bool:
    """A request that was kept from them says more about somebody else: whom they asked, and who ruled it out."""
    return offer.answer_of(person.id) is not Reply.UNHEARD


def _offer(up: OfferUp, person: Person) -> Facts:
    """Without what the partner answered, and without the state, from which that could be seen."""
    answer = up.offer.answer_of(person.id)
    is_open = up.offer.state is OfferState.OPEN and answer not in NOES
    # Whoever asks is not shown what the other wishes for before they are a pair.
    knows_why = up.offer.state is OfferState.ACCEPTED or not up.offer.is_asker(person.id)
    return {
        "program": up.program.name,
        "partner": _shown(up.partner_of(person.id)),
        "asked_by_you": up.offer.is_asker(person.id) if up.offer.is_request else None,
        "message": up.offer.message,
        "your_answer": None if answer is Reply.OVER else answer,
        "is_open": is_open,
        "became_a_pair": up.offer.state is OfferState.ACCEPTED,
        "reasons": {name: up.offer.reasons[name] for name in TOLD if name in up.offer.reasons and knows_why},
        **_facts(up.offer, "offered_at", "answer_by"),
    }


def _session(session: Session, answer: CheckIn | None) -> Facts:
    facts = _all_facts(session, without=("id", "pair_id"))
    return facts | {"own_check_in": answer and _all_facts(answer, without=("id", "session_id", "person_id"))}


async def _searches_alone(db: AsyncSession, person: Person) -> list[dict[str, Any]]:
    found = await db.scalars(select(Alone).where(Alone.person_id == person.id).order_by(Alone.run_id))
    return [{"search": one.run_id, "facts": one.facts} for one in found]


async def _count_proposals(db: AsyncSession, person: Person) -> int:
    """How often they were proposed; with whom and why is for the leads, who may have decided otherwise."""
    theirs = or_(Proposal.mentor_id == person.id, Proposal.mentee_id == person.id)
    return await db.scalar(select(func.count()).select_from(Proposal).where(theirs)) or 0


async def _count_forbidden(db: AsyncSession, person: Person) -> int:
    """How many people a lead never wants them paired with. Who they are is for the leads, as with proposals."""
    theirs = or_(Forbidden.mentor_id == person.id, Forbidden.mentee_id == person.id)
    return await db.scalar(select(func.count()).select_from(Forbidden).where(theirs)) or 0


async def _searches(db: AsyncSession, person: Person) -> list[Facts]:
    found = await db.execute(
        select(MatchRun, Program.name)
        .join(Program, Program.id == MatchRun.program_id)
        .where(MatchRun.asked_by == person.slack_id, Program.team_id == person.team_id)
        .order_by(MatchRun.id)
    )
    return [{"program": name} | _facts(run, "asked_at", "state") for run, name in found]


async def _mixers(db: AsyncSession, person: Person) -> list[Facts]:
    found = await db.execute(
        select(Mixer, Program.name, MixerGuest)
        .join(Program, Program.id == Mixer.program_id)
        .join(MixerGuest, MixerGuest.mixer_id == Mixer.id)
        .where(MixerGuest.person_id == person.id)
        .order_by(Mixer.id)
    )
    return [_mixer(mixer, name) | _all_facts(guest, without=("mixer_id", "person_id")) for mixer, name, guest in found]


async def _mixers_started(db: AsyncSession, person: Person) -> list[Facts]:
    found = await db.execute(
        select(Mixer, Program.name)
        .join(Program, Program.id == Mixer.program_id)
        .where(Mixer.asked_by == person.slack_id, Program.team_id == person.team_id)
        .order_by(Mixer.id)
    )
    return [_mixer(mixer, name) for mixer, name in found]


def _mixer(mixer: Mixer, program: str) -> Facts:
    return {"program": program} | _facts(mixer, "plan", "gathers_until", "state")


async def _uploads(db: AsyncSession, person: Person) -> list[Facts]:
    found = await db.scalars(
        select(RosterUpload)
        .where(RosterUpload.team_id == person.team_id, RosterUpload.asked_by == person.slack_id)
        .order_by(RosterUpload.id)
    )
    return [_facts(upload, "file_id", "asked_at", "state") for upload in found]
