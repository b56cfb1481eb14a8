"""All that is stored about one person, table by table."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import OpenTransaction, Row
from bot.core.pieces import in_pieces
from bot.enrolment.model import Enrolment
from bot.feedback.model import CheckIn
from bot.matching.model import Alone, MatchRun, Proposal
from bot.mixers.model import Mixer, MixerGuest
from bot.offers.model import NOES, Forbidden, Offer, OfferState, Reply
from bot.offers.queries import OfferUp, offers_ever_to
from bot.pairs.queries import PairUp, pairs_with_ids
from bot.people.model import Person, RosterEntry, RosterUpload
from bot.people.queries import blocked_by
from bot.privacy.queries import conversations_with, deliveries_of, messages_to, pair_ids_ever
from bot.programs.model import Program, ProgramLead
from bot.sessions.model import Session
from bot.sessions.queries import sessions_of
from bot.skills.queries import labels_of, own_skills
from bot.workspaces.creators import creators_in, names_creators

Facts = dict[str, Any]
Section = Callable[[AsyncSession, Person], Awaitable[Any]]

PAIRS_AT_A_TIME = 10  # with all their sessions


class _Erased(Exception):
    pass


async def everything_about(opened: OpenTransaction, person_id: int) -> Facts | None:
    """By section. Of their partners it has Slack ids and what both sides have seen, nothing else.

    Read in several transactions: it may be much, and nobody is to wait for it. None for somebody who is erased, or
    comes to be meanwhile.
    """

    async def read(section: Section) -> Any:
        async with opened() as db:
            return await section(db, await _still_there(db, person_id))

    try:
        facts = {name: await read(section) for name, section in SECTIONS.items()}
        pair_ids, facts["pairs"] = facts["pairs"], []
        for some in in_pieces(pair_ids, PAIRS_AT_A_TIME):
            facts["pairs"] += await read(partial(_pairs, pair_ids=some))
    except _Erased:
        return None
    return facts


async def _still_there(db: AsyncSession, person_id: int) -> Person:
    person = await db.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise _Erased
    return person


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


async def _pairs(db: AsyncSession, person: Person, pair_ids: Sequence[int]) -> list[Facts]:
    ups = await pairs_with_ids(db, pair_ids)
    sessions = await sessions_of(db, [up.pair.id for up in ups])
    theirs = Session.pair_id.in_(pair_ids), CheckIn.person_id == person.id
    given = await db.scalars(select(CheckIn).join(Session, Session.id == CheckIn.session_id).where(*theirs))
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


async def _blocked(db: AsyncSession, person: Person) -> Sequence[str]:
    return await blocked_by(db, person.id)


async def _changed_last(db: AsyncSession, person: Person) -> list[str]:
    return await _named(db, Program.changed_by == person.slack_id, person)


async def _pair_ids(db: AsyncSession, person: Person) -> Sequence[int]:
    return await pair_ids_ever(db, person.id)


async def _offers(db: AsyncSession, person: Person) -> list[Facts]:
    return [_offer(up, person) for up in await offers_ever_to(db, person.id) if _was_told(up.offer, person)]


async def _messages(db: AsyncSession, person: Person) -> list[Facts]:
    return [_facts(row, "kind", "due_at", "fate", "settled_at") for row in await messages_to(db, person)]


async def _conversations(db: AsyncSession, person: Person) -> list[Facts]:
    return [_facts(row, "members", "channel_id") for row in await conversations_with(db, person)]


async def _forms_sent(db: AsyncSession, person: Person) -> list[Facts]:
    return [_facts(row, "key", "seen_at") for row in await deliveries_of(db, person)]


SECTIONS: dict[str, Section] = {
    "profile": _profile,
    "workspace": _workspace,
    "roster": _roster,
    "not_to_be_paired_with": _blocked,
    "skills": _skills,
    "enrolments": _enrolments,
    "programs_led": _programs_led,
    "programs_changed_last": _changed_last,
    "pairs": _pair_ids,
    "offers": _offers,
    "match_proposals": _count_proposals,
    "ruled_out_by_leads": _count_forbidden,
    "searches_without_a_partner": _searches_alone,
    "searches_asked_for": _searches,
    "mixers": _mixers,
    "mixers_started": _mixers_started,
    "roster_uploads": _uploads,
    "messages": _messages,
    "conversations": _conversations,
    "forms_sent": _forms_sent,
}
