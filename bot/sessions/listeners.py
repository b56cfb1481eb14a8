from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal
from bot.core.calls import DIGITS, Call, OddButton, number_of
from bot.pairs.queries import active_pairs_of
from bot.pairs.usecases import PartnerLeft
from bot.people.model import Person
from bot.sessions import usecases, views
from bot.sessions.queries import coming_sessions


async def choose_agenda(db: AsyncSession, person: Person) -> Answer:
    """`/mentor agenda`: the form at once, or a choice for somebody with several partners."""
    pairs = [up for up in await active_pairs_of(db, person.id) if person in up.agenda_owners]
    running = {up.pair.id: up for up in pairs if up.is_running}
    if pairs and not running:
        raise PartnerLeft
    partners = {pair_id: up.partner_of(person.id).slack_id for pair_id, up in running.items()}
    sessions = await coming_sessions(db, list(running))
    coming = sorted(sessions.values(), key=lambda session: (session.starts_at, session.id))
    if not coming:
        raise usecases.NoSession
    if len(coming) > 1:
        return views.which_session([(session, partners[session.pair_id]) for session in coming])
    return OpenModal(views.AgendaForm.modal(coming[0], partners[coming[0].pair_id]))


async def begin_agenda(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up = await usecases.own_coming_session(db, person, number_of(call))
    usecases.check_owns_agenda(person, up)
    return OpenModal(views.AgendaForm.modal(session, up.partner_of(person.id).slack_id))


async def submit_agenda(db: AsyncSession, person: Person, form: views.AgendaForm, now: datetime) -> Answer:
    await usecases.post_agenda(db, person, form.session_id, form.agenda, now)
    return None


async def agree_to_agenda(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    session_id, _, version = call.value.partition(":")
    if not (session_id.isdigit() and version.isdigit() and len(call.value) < DIGITS * 2):
        raise OddButton
    session, up = await usecases.agree_to_agenda(db, person, int(session_id), int(version), now)
    return views.agreed(session, up.partner_of(person.id).slack_id)


async def begin_topic(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up = await usecases.own_coming_session(db, person, number_of(call))
    usecases.check_may_propose(person, up)
    return OpenModal(views.TopicForm.modal(session, up.partner_of(person.id).slack_id))


async def submit_topic(db: AsyncSession, person: Person, form: views.TopicForm, now: datetime) -> Answer:
    await usecases.propose_topic(db, person, form.session_id, form.topic, now)
    return None


async def begin_move(db: AsyncSession, person: Person, call: Call) -> Answer:
    session, up = await usecases.own_coming_session(db, person, number_of(call))
    usecases.check_may_move(person, up)
    return OpenModal(views.MoveForm.modal(session, up.partner_of(person.id).slack_id, person.tz))


async def submit_move(db: AsyncSession, person: Person, form: views.MoveForm, now: datetime) -> Answer:
    await usecases.move_session(db, person, form.session_id, form.starts_at(person.tz), now)
    return None
