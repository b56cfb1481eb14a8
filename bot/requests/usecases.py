"""One of two asks the other to be a pair. The program's rules hold, and what is confidential stays so.

Whoever asks must not find out who signed up or took a break, what the other had answered before, or who ruled them
out: where one of these stands between the two, the request is made all the same, and ends as silence does.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.enrolment.model import Enrolment, Role, RoundAnswer
from bot.matching.search.engine.facts import reasons
from bot.matching.search.pool import fit_among, pool_of
from bot.offers.apart import are_ruled_out
from bot.offers.model import Offer, OfferState, Reply
from bot.offers.queries import OfferUp
from bot.offers.taken import places_in_use
from bot.offers.usecases import Couple, answer_offer, hold, make_request
from bot.pairs.rules.lifecycle import PairState
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.requests.queries import offers_between, pairs_between, places_to_ask_from, requests_since

# Beside those that keep a place, so many can be taken back in these days: enough for a slip of the finger, and too
# little to ring everybody's bell.
TAKEN_BACK, LATELY = 4, timedelta(days=7)
THEMSELVES = _("That's you. Please choose someone else.")
ONE_AFTER_ANOTHER = _("{first} {next}")


class NowhereToAsk(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Right now you're in no program where people ask each other. Where leads propose the pairs, I'll write "
                "as soon as there's a partner for you. /mentor status shows where you stand."
            )
        )


class OnABreak(Refusal):
    def __init__(self) -> None:
        super().__init__(_("You're on a break. End it with /mentor return; then you can ask someone."))


class SkipsRound(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _("You're skipping this round in {program}. You can ask someone once its pairs are published."),
            program=program.name,
        )


class AsksThemselves(Refusal):
    def __init__(self) -> None:
        super().__init__(THEMSELVES, field="whom")


class CannotBeAsked(Refusal):
    """One text for whatever the reason is, so that nobody reads out of it who signed up, left, or is on a break."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            _("They can't be asked in {program} at the moment. Is there someone else?"),
            program=program.name,
            field="whom",
        )


class WaitingAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("You've already asked them, and your request is waiting. It's in /mentor status."), field="whom"
        )


class ProposedAlready(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _("I've already proposed the two of you as a match in {program}. You can reply in /mentor status."),
            program=program.name,
            field="whom",
        )


class AskedBefore(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _(
                "The two of you were asked before about being a pair in {program}, so I won't ask again. Is there "
                "someone else?"
            ),
            program=program.name,
            field="whom",
        )


class AskedLately(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("You asked them only a few days ago. Please wait a week before you ask again."), field="whom"
        )


class WerePair(Refusal):
    def __init__(self, program: Program, *, still: bool) -> None:
        if still:
            said = _("The two of you are already a pair in {program}.")
        else:
            said = _(
                "The two of you were a pair in {program} before, and I don't pair anyone twice. Is there someone else?"
            )
        super().__init__(said, program=program.name, field="whom")


class NoPlaceToKeep(Refusal):
    def __init__(self, program: Program) -> None:
        super().__init__(
            _(
                "All your places in {program} are taken, or kept while someone replies. You can wait for a reply, or "
                "take a request back in /mentor status."
            ),
            program=program.name,
        )


class AskedManyLately(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You've asked a lot of people lately. Please give them time to reply; you can ask someone else next "
                "week."
            )
        )


APART = {
    "person": THEMSELVES,
    "line": _("You two work in one reporting line, and nobody is paired within one."),
    "gap": _("Your levels aren't as far apart as this program asks for."),
    "department": _("Your departments don't fit what this program asks for."),
    "language": _("As far as I know, you share no language. If you do, say so in your profile."),
    "overlap": _(
        "You two don't work at the same time for as long as this program asks for. Your hours are in your profile."
    ),
}


class RulesKeepApart(Refusal):
    def __init__(self, broken: Sequence[str]) -> None:
        said, *more = [APART[rule] for rule in broken]
        for other in more:
            said = ONE_AFTER_ANOTHER.given({"first": said, "next": other})
        super().__init__(said, field="whom")


async def places_to_ask(db: AsyncSession, person: Person) -> Sequence[tuple[Enrolment, Program]]:
    """Where somebody may ask: before the form opens, and when it is sent. Raises NowhereToAsk, OnABreak."""
    places = await places_to_ask_from(db, person.id)
    if not places:
        raise NowhereToAsk
    if person.paused_until is not None:
        raise OnABreak
    return [(enrolment, program) for enrolment, program in places]


async def ask_somebody(
    db: AsyncSession, asker: Person, program_id: int, whom: str, message: str, now: datetime
) -> OfferUp:
    """Asks somebody, by their Slack id. Where they have asked this person already, it accepts: the two are a pair.

    Raises NowhereToAsk, OnABreak, SkipsRound, AsksThemselves, CannotBeAsked, WaitingAlready, ProposedAlready,
    AskedBefore, AskedLately, WerePair, NoPlaceToKeep, AskedManyLately, RulesKeepApart, and NoPlaceToGive where it
    accepts.
    """
    asked = await find_person(db, asker.team_id, whom)
    await hold(db, [program_id], [asker.id, asked.id] if asked else [asker.id])
    enrolment, program = await _place(db, asker, program_id)
    if asked is None:
        raise CannotBeAsked(program)
    if asked.id == asker.id:
        raise AsksThemselves
    before = await offers_between(db, program.id, asker.id, asked.id)
    if (theirs := _open_request(before, asked)) and theirs.answer_of(asker.id) is None:
        return await answer_offer(db, asker, theirs.id, Reply.YES, now)
    _check_history(before, await pairs_between(db, program.id, asker.id, asked.id), asker, program, now)
    mentor, mentee = (asker, asked) if enrolment.role is Role.MENTOR else (asked, asker)
    may_hear = not await are_ruled_out(db, (program.id, mentor.id, mentee.id))
    if theirs is not None and may_hear:  # kept from this person while something stood between the two
        theirs.note(asker.id, None)
        return await answer_offer(db, asker, theirs.id, Reply.YES, now)
    if enrolment.round_answer is RoundAnswer.SKIPS:
        raise SkipsRound(program)
    if enrolment.capacity <= (await places_in_use(db, program.id, [asker.id]))[asker.id]:
        raise NoPlaceToKeep(program)
    if await requests_since(db, program.id, asker.id, now - LATELY) >= enrolment.capacity + TAKEN_BACK:
        raise AskedManyLately
    couple = await _couple(db, program, mentor, mentee, now)
    is_heard = may_hear and not _has_declined(before, asked)
    return await make_request(db, program, couple, enrolment.role, message, now, is_heard=is_heard)


async def _place(db: AsyncSession, asker: Person, program_id: int) -> tuple[Enrolment, Program]:
    for enrolment, program in await places_to_ask(db, asker):
        if program.id == program_id:
            return enrolment, program
    raise NowhereToAsk


def _open_request(before: Sequence[Offer], asker: Person) -> Offer | None:
    return next((one for one in before if one.state is OfferState.OPEN and one.is_asker(asker.id)), None)


def _has_declined(before: Sequence[Offer], asked: Person) -> bool:
    """Then they are not asked anew; where it had ended before its time, this is not seen from outside."""
    return any(offer.answer_of(asked.id) is Reply.NO for offer in before)


def _check_history(
    before: Sequence[Offer], pairs: Sequence[PairState], asker: Person, program: Program, now: datetime
) -> None:
    """Refuses by nothing but what the asker knows: not by an answer of the other, nor by what was kept from them."""
    if pairs:
        raise WerePair(program, still=PairState.ACTIVE in pairs)
    for offer in before:
        answer, is_own = offer.answer_of(asker.id), offer.is_asker(asker.id)
        if answer in (Reply.UNHEARD, Reply.OVER):
            continue
        if offer.state is OfferState.OPEN and is_own:
            raise WaitingAlready
        if offer.state is OfferState.OPEN and answer is not Reply.NO:
            raise ProposedAlready(program)
        if offer.state is not OfferState.WITHDRAWN:
            raise AskedBefore(program)
        if is_own and now < offer.answer_by:
            raise AskedLately


async def _couple(db: AsyncSession, program: Program, mentor: Person, mentee: Person, now: datetime) -> Couple:
    """The two, and how they fit by the program's rules. Raises CannotBeAsked, RulesKeepApart."""
    pool = await pool_of(db, program, now)
    open_to_all = replace(pool, task=replace(pool.task, never=frozenset()))  # what is confidential is looked at apart
    fit = await fit_among(db, open_to_all, (mentor.id, mentee.id))
    teaching = {one.id: one for one in fit.task.mentors}
    learning = {one.id: one for one in fit.task.mentees}
    if mentor.id not in teaching or mentee.id not in learning:
        raise CannotBeAsked(program)
    if broken := fit.broken(teaching[mentor.id], learning[mentee.id]):
        raise RulesKeepApart(broken)
    why = reasons(fit, teaching[mentor.id], learning[mentee.id])
    return Couple(mentor, mentee, sum(why["parts"].values()), why)
