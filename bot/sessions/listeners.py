from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, ReplaceModal, Tell
from bot.core.calls import DIGITS, Call, OddButton, number_of
from bot.enrolment.queries import standing_of
from bot.pairs.queries import PairUp, active_pairs_of
from bot.pairs.usecases import PartnerLeft
from bot.people.model import Person
from bot.sessions import usecases, views
from bot.sessions.forms import AgendaForm, MoveForm, TopicForm
from bot.sessions.model import Session
from bot.sessions.queries import coming_sessions


async def choose_agenda(db: AsyncSession, known: Person | None) -> Answer:
    """`/mentor agenda`: the form at once, or a choice for somebody with several partners."""
    if known is None:
        return views.nothing_to_prepare(takes_part=False)
    return await _choose_agenda(db, known)


async def _choose_agenda(db: AsyncSession, person: Person) -> Answer:
    pairs = await active_pairs_of(db, person.id)
    if not pairs:
        return views.nothing_to_prepare(takes_part=bool(await standing_of(db, person.id)))
    running = {up.pair.id: up for up in pairs if up.is_running}
    if not running:
        raise PartnerLeft
    found = await coming_sessions(db, list(running))
    coming = sorted(found.values(), key=lambda session: (session.starts_at, session.id))
    partners = {pair_id: up.partner_of(person.id).slack_id for pair_id, up in running.items()}
    own = [session for session in coming if person in running[session.pair_id].agenda_owners]
    if not coming:
        raise usecases.NoSession
    if len(own) == 1:
        return OpenModal(AgendaForm.modal(own[0], partners[own[0].pair_id]))
    shown = views.which_session if own else views.partners_agenda
    return shown([(session, partners[session.pair_id]) for session in own or coming])


async def begin_agenda(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up, partner = await _to_come(db, person, call)
    usecases.check_owns_agenda(person, up)
    return OpenModal(AgendaForm.modal(session, partner, instead=session.id != number_of(call)))


async def submit_agenda(db: AsyncSession, person: Person, form: AgendaForm, now: datetime) -> Answer:
    """Where it has changed since the form was opened, the form comes back with what was typed, and says so."""
    session, up = await usecases.own_coming_session(db, person, form.session_id)
    usecases.check_owns_agenda(person, up)
    if form.would_overwrite(session):
        return ReplaceModal(AgendaForm.modal(session, up.partner_of(person.id).slack_id, typed=form.agenda))
    session, up = await usecases.post_agenda(db, person, form.session_id, form.agenda, now)
    return views.posted(session, up.partner_of(person.id).slack_id)


async def agree_to_agenda(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    number, _, version = call.value.partition(":")
    if not (call.value.isascii() and number.isdigit() and version.isdigit() and len(call.value) < DIGITS * 2):
        raise OddButton
    session, up = await usecases.own_coming_session(db, person, int(number))
    partner, both_own_it = up.partner_of(person.id).slack_id, len(up.agenda_owners) > 1
    if session.agenda_version != int(version) and session.agenda is not None:
        newest = views.agenda_posted(session, partner, both_own_it=both_own_it, newest=True)
        return Tell(newest, replace=True)
    session, _ = await usecases.agree_to_agenda(db, person, session.id, int(version), now)
    return views.agreed(session, partner, both_own_it=both_own_it)


async def begin_topic(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up, partner = await _to_come(db, person, call)
    usecases.check_may_propose(person, up)
    return OpenModal(TopicForm.modal(session, partner, instead=session.id != number_of(call)))


async def submit_topic(db: AsyncSession, person: Person, form: TopicForm, now: datetime) -> Answer:
    """As with the agenda."""
    session, up = await usecases.own_coming_session(db, person, form.session_id)
    usecases.check_may_propose(person, up)
    if form.would_overwrite(session):
        return ReplaceModal(TopicForm.modal(session, up.partner_of(person.id).slack_id, typed=form.topic))
    session, up = await usecases.propose_topic(db, person, form.session_id, form.topic, now)
    return views.proposed(session, up.partner_of(person.id).slack_id)


async def begin_move(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up, partner = await _to_come(db, person, call)
    usecases.check_may_move(person, up)
    return OpenModal(MoveForm.modal(session, partner, person.tz, instead=session.id != number_of(call)))


async def submit_move(db: AsyncSession, person: Person, form: MoveForm, now: datetime) -> Answer:
    """What was moved meanwhile, and a time outside somebody's hours, are asked about first; a second press means it."""
    starts_at = form.starts_at(person.tz)
    session, up = await usecases.own_coming_session(db, person, form.session_id)
    usecases.check_may_move(person, up)
    if form.would_overwrite(session, person.tz):
        partner = up.partner_of(person.id).slack_id
        return ReplaceModal(MoveForm.moved_meanwhile_modal(session, partner, person.tz, starts_at))
    move = await usecases.move_session(db, person, form.session_id, starts_at, now, anyway=form.is_meant)
    if move.outside_for and not form.is_meant:
        return ReplaceModal(MoveForm.doubted_modal(move.session, person, starts_at, move.outside_for))
    return views.moved(move.session, move.up.partner_of(person.id).slack_id, move.was)


async def _to_come(db: AsyncSession, person: Person, call: Call) -> tuple[Session, PairUp, str]:
    """With the partner's Slack id."""
    session, up = await usecases.own_session_to_come(db, person, number_of(call))
    return session, up, up.partner_of(person.id).slack_id
