from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.answers import Answer, OpenModal, ReplaceModal, Rewrite, Tell
from bot.core.blocks import Part
from bot.core.calls import DIGITS, Call, OddButton, number_of
from bot.enrolment.model import Role, RoundAnswer
from bot.matching import pairing, pairing_views, review, review_views, round_views, rounds, usecases, views
from bot.matching.forms import CoupleForm, Place, SwapForm
from bot.matching.model import MatchRun, Proposal, ProposalState
from bot.matching.pages import Spot, forbidden_at, review_at, waiting_at
from bot.matching.queries import Order, free_people, mentees_but
from bot.people.model import Person
from bot.programs.first_step_views import leads_nothing
from bot.programs.first_steps import first_step
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.programs.rule_forms import RulesForm
from bot.programs.saving import save_part
from bot.programs.usecases import Creators, lock_led_program, program_to_lead

PRESSED = {
    "pin": ProposalState.PINNED,
    "unpin": ProposalState.PROPOSED,
    "leave_out": ProposalState.LEFT_OUT,
    "put_back": ProposalState.PROPOSED,
}


ROUND_ANSWERS = {"in_this_round": RoundAnswer.IN, "skip_this_round": RoundAnswer.SKIPS}
REMIND = {"remind", "reminder", "ask"}


async def ask_for_match(db: AsyncSession, person: Person, call: Call, creators: Creators, now: datetime) -> Answer:
    if not await programs_led_by(db, person.id):
        return leads_nothing(await first_step(db, person, creators))
    first, _, name = call.text.partition(" ")
    if first.lower() in REMIND:
        return await _begin_round(db, person, await program_to_lead(db, person, name), now)
    program = await program_to_lead(db, person, call.text)
    if program is None:
        return views.which_program(await programs_led_by(db, person.id))
    return await _look(db, person, program.id, now)


async def ask_for_match_in(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _look(db, person, number_of(call), now)


async def _look(db: AsyncSession, person: Person, program_id: int, now: datetime) -> Answer:
    if missing := await usecases.who_is_missing(db, person, program_id):
        return views.somebody_missing(await db.get_one(Program, program_id), missing)
    await usecases.ask_for_proposals(db, person, program_id, now)
    return views.looking(await db.get_one(Program, program_id))


async def begin_round(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    return await _begin_round(db, person, await lock_led_program(db, person, number_of(call)), now)


async def _begin_round(db: AsyncSession, person: Person, program: Program | None, now: datetime) -> Answer:
    if program is None:
        return round_views.which_program_to_ask(await programs_led_by(db, person.id))
    return OpenModal(round_views.RoundForm.modal(program, person, await rounds.counts_of(db, program.id), now))


async def submit_round(db: AsyncSession, person: Person, form: round_views.RoundForm, now: datetime) -> Answer:
    return round_views.asking(*await rounds.ask_who_is_in(db, person, form.program_id, form.day, now))


async def answer_round(db: AsyncSession, person: Person, call: Call) -> Answer:
    answer = ROUND_ANSWERS[call.name]
    return round_views.answered(*await rounds.answer_round(db, person, number_of(call), answer))


async def match_again(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    """Around what is pinned; the proposals that were there make room."""
    run = await usecases.ask_for_proposals(db, person, number_of(call), now)
    return views.looking(await db.get_one(Program, run.program_id), in_place=True)


async def stop_search(db: AsyncSession, person: Person, call: Call) -> Answer:
    return Tell(views.stopped(*await usecases.stop_search(db, person, number_of(call))), replace=True)


async def submit_rules(db: AsyncSession, person: Person, form: RulesForm, now: datetime) -> Answer:
    """Rules that leave nobody to pair are doubted now, not when matching finds nobody; a second press saves them."""
    if not form.confirmed and (doubt := await usecases.doubt_about_gap(db, person, form.program_id, form.values)):
        notice = views.gap_too_wide(*doubt)
        again = RulesForm.modal(form.program_id, form.values, form.opened_with, notice=notice, confirmed=True)
        return ReplaceModal(again)
    return await save_part(db, person, form, now)


async def publish_proposals(db: AsyncSession, person: Person, call: Call, now: datetime) -> Answer:
    program, published = await usecases.publish_proposals(db, person, number_of(call), now)
    return Tell(review_views.published(program, published), replace=True)


async def show_page(db: AsyncSession, person: Person, call: Call) -> Answer:
    """Another page, another order, or the first page again."""
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return await _shown(db, run, spot)


async def show_waiting(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return Tell(review_views.waiting(await waiting_at(db, run, spot)), replace=True)


async def show_forbidden(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, run = await usecases.lock_open_run(db, person, spot.id)
    return Tell(review_views.forbidden(await forbidden_at(db, run, spot)), replace=True)


async def set_state(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    return await _shown(db, await review.set_state(db, person, spot.id, PRESSED[call.name]), spot)


async def forbid_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    return await _shown(db, await review.forbid(db, person, spot.id), spot)


async def allow_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    numbers = call.value.split(".")
    if len(numbers) != 3 or not all(one.isascii() and one.isdigit() and len(one) <= DIGITS for one in numbers):
        raise OddButton
    run_id, mentor, mentee = (int(number) for number in numbers)
    run = await review.allow(db, person, run_id, mentor, mentee)
    found = await forbidden_at(db, run, Spot(run.id, Order.BEST, 1))
    return Tell(review_views.forbidden(found), replace=True) if found.total else await _shown(db, run, found.spot)


async def begin_swap(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    _, _, proposal = await review.lock_proposal(db, person, spot.id)
    mentor = await db.get_one(Person, proposal.mentor_id)
    mentee = await db.get_one(Person, proposal.mentee_id)
    others = await mentees_but(db, proposal)
    return OpenModal(SwapForm.modal(spot, _place(call), (mentor.slack_id, mentee.slack_id), others))


async def submit_swap(db: AsyncSession, person: Person, form: SwapForm, now: datetime) -> Answer:
    run, price = await review.swap(db, person, form.spot.id, form.other, now, anyway=form.confirmed)
    if price.is_paid:
        return await _rewritten(db, run, form.spot, form.place, review_views.swapped(form.couple, form.other))
    notice = review_views.price_of_swap(price)
    others = await mentees_but(db, await db.get_one(Proposal, form.spot.id))
    return ReplaceModal(SwapForm.modal(form.spot, form.place, form.couple, others, form.other, notice))


async def begin_couple(db: AsyncSession, person: Person, call: Call) -> Answer:
    spot = Spot.read(call.value)
    program, _ = await usecases.lock_open_run(db, person, spot.id)
    return OpenModal(CoupleForm.modal(program, spot, _place(call), await free_people(db, program.id)))


async def submit_couple(db: AsyncSession, person: Person, form: CoupleForm, now: datetime) -> Answer:
    run, price = await review.pair_by_hand(db, person, form.spot.id, form.couple, now, anyway=form.confirmed)
    if price.is_paid:
        return await _rewritten(db, run, form.spot, form.place, review_views.paired_by_hand(form.couple))
    notice = review_views.price_by_hand(price)
    program = await db.get_one(Program, run.program_id)
    free = await free_people(db, program.id)
    return ReplaceModal(CoupleForm.modal(program, form.spot, form.place, free, form.couple, notice))


async def begin_pairing(db: AsyncSession, person: Person, call: Call, creators: Creators) -> Answer:
    if not await programs_led_by(db, person.id):
        return leads_nothing(await first_step(db, person, creators))
    programs = await pairing.programs_to_pair_in(db, person, call.text)
    if len(programs) == 1 and (missing := await usecases.who_is_missing(db, person, programs[0].id)):
        return views.somebody_missing(programs[0], missing)
    free = await free_people(db, programs[0].id) if len(programs) == 1 else dict.fromkeys(Role, ())
    return OpenModal(pairing_views.PairForm.modal(programs, free))


async def submit_pairing(db: AsyncSession, person: Person, form: pairing_views.PairForm, now: datetime) -> Answer:
    weighed = await pairing.weigh_pair(db, person, form.program_id, form.couple, now)
    return ReplaceModal(pairing_views.AskBothForm.modal(weighed))


async def ask_both(db: AsyncSession, person: Person, form: pairing_views.AskBothForm, now: datetime) -> Answer:
    return pairing_views.asking_both(await pairing.ask_both(db, person, form.program_id, form.couple, now))


async def _shown(db: AsyncSession, run: MatchRun, spot: Spot) -> Tell:
    return Tell(review_views.review(await review_at(db, run, spot)), replace=True)


async def _rewritten(db: AsyncSession, run: MatchRun, spot: Spot, place: Place, done: Sequence[Part]) -> Rewrite:
    return Rewrite(*place, review_views.review(await review_at(db, run, spot), done))


def _place(call: Call) -> Place:
    container = call.payload.get("container") or {}
    return str(container.get("channel_id") or ""), str(container.get("message_ts") or "")
