from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, ReplaceModal, Rewrite, Tell
from bot.core.blocks import Part
from bot.core.calls import DIGITS, Call, OddButton, number_of
from bot.enrolment.model import Role
from bot.matching.model import MatchRun, Proposal, ProposalState
from bot.matching.review import pairing, pairing_views, publishing, usecases, views
from bot.matching.review.forms import CoupleForm, Place, SwapForm
from bot.matching.review.pages import forbidden_at, review_at, waiting_at
from bot.matching.review.queries import free_people, mentees_but
from bot.matching.search.usecases import who_is_missing
from bot.matching.search.views import somebody_missing
from bot.matching.spots import Order, Spot
from bot.people.model import Person
from bot.programs.first_step_views import leads_nothing
from bot.programs.first_steps import first_step
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.workspaces.creators import Creators

PRESSED = {
    "pin": ProposalState.PINNED,
    "unpin": ProposalState.PROPOSED,
    "leave_out": ProposalState.LEFT_OUT,
    "put_back": ProposalState.PROPOSED,
}


async def publish_proposals(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program, published = await publishing.publish_proposals(db, person, number_of(call), now)
    return Tell(views.published(program, published), replace=True)


async def show_page(db: AsyncSession, person: Person, call: Call) -> Answer:
    """Another page, another order, or the first page again."""
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return await _shown(db, run, spot)


async def show_waiting(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return Tell(views.waiting(await waiting_at(db, run, spot)), replace=True)


async def show_forbidden(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return Tell(views.forbidden(await forbidden_at(db, run, spot)), replace=True)


async def set_state(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    return await _shown(db, await usecases.set_state(db, person, spot.id, PRESSED[call.name]), spot)


async def forbid_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    return await _shown(db, await usecases.forbid(db, person, spot.id), spot)


async def allow_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    numbers = call.value.split(".")
    if len(numbers) != 3 or not all(one.isascii() and one.isdigit() and len(one) <= DIGITS for one in numbers):
        raise OddButton
    run_id, mentor, mentee = (int(number) for number in numbers)
    run = await usecases.allow(db, person, run_id, mentor, mentee)
    found = await forbidden_at(db, run, Spot(run.id, Order.BEST, 1))
    return Tell(views.forbidden(found), replace=True) if found.total else await _shown(db, run, found.spot)


async def begin_swap(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, _, proposal = await usecases.lock_proposal(db, person, spot.id)
    mentor = await db.get_one(Person, proposal.mentor_id)
    mentee = await db.get_one(Person, proposal.mentee_id)
    others = await mentees_but(db, proposal)
    return OpenModal(SwapForm.modal(spot, _place(call), (mentor.slack_id, mentee.slack_id), others))


async def submit_swap(db: AsyncSession, person: Person, form: SwapForm, now: datetime) -> Answer:
    run, price = await usecases.swap(db, person, form.spot.id, form.other, now, anyway=form.confirmed)
    if price.is_paid:
        return await _rewritten(db, run, form.spot, form.place, views.swapped(form.couple, form.other))
    notice = views.price_of_swap(price)
    others = await mentees_but(db, await db.get_one(Proposal, form.spot.id))
    return ReplaceModal(SwapForm.modal(form.spot, form.place, form.couple, others, form.other, notice))


async def begin_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    program, _ = await usecases.lock_open_run(db, person, spot.id)
    return OpenModal(CoupleForm.modal(program, spot, _place(call), await free_people(db, program.id)))


async def submit_couple(db: AsyncSession, person: Person, form: CoupleForm, now: datetime) -> Answer:
    run, price = await usecases.pair_by_hand(db, person, form.spot.id, form.couple, now, anyway=form.confirmed)
    if price.is_paid:
        return await _rewritten(db, run, form.spot, form.place, views.paired_by_hand(form.couple))
    notice = views.price_by_hand(price)
    program = await db.get_one(Program, run.program_id)
    free = await free_people(db, program.id)
    return ReplaceModal(CoupleForm.modal(program, form.spot, form.place, free, form.couple, notice))


async def begin_pairing(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    if not await programs_led_by(db, person.id):
        return leads_nothing(await first_step(db, person, creators))
    programs = await pairing.programs_to_pair_in(db, person, call.text)
    if len(programs) == 1 and (missing := await who_is_missing(db, person, programs[0].id)):
        return somebody_missing(programs[0], missing)
    free = await free_people(db, programs[0].id) if len(programs) == 1 else dict.fromkeys(Role, ())
    return OpenModal(pairing_views.PairForm.modal(programs, free))


async def submit_pairing(db: AsyncSession, person: Person, form: pairing_views.PairForm, now: datetime) -> Answer:
    weighed = await pairing.weigh_pair(db, person, form.program_id, form.couple, now)
    return ReplaceModal(pairing_views.AskBothForm.modal(weighed))


async def ask_both(db: AsyncSession, person: Person, form: pairing_views.AskBothForm, now: datetime) -> Answer:
    return pairing_views.asking_both(await pairing.ask_both(db, person, form.program_id, form.couple, now))


async def _shown(db: AsyncSession, run: MatchRun, spot: Spot) -> Tell:
    return Tell(views.review(await review_at(db, run, spot)), replace=True)


async def _rewritten(db: AsyncSession, run: MatchRun, spot: Spot, place: Place, done: Sequence[Part]) -> Rewrite:
    return Rewrite(*place, views.review(await review_at(db, run, spot), done))


def _place(call: Call) -> Place:
    container = call.payload.get("container") or {}
    return str(container.get("channel_id") or ""), str(container.get("message_ts") or "")
