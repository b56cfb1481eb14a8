"""Two people whom a lead pairs directly, without a search: both are asked, as those of a published pair are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.core.words import plainly
from bot.matching.search.judging import Judged, RulesBroken, couple_named, judge
from bot.matching.search.usecases import NothingToMatch
from bot.matching.told import told_broken
from bot.offers.taken import are_asked
from bot.offers.usecases import Couple, make_offers
from bot.pairs.queries import are_paired
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.queries import programs_led_by
from bot.programs.rules.lifecycle import PLANNING
from bot.programs.usecases import NotALead, lock_led_program
from bot.skills.model import Side
from bot.skills.queries import labels_of, skills_of


class PairAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(_("These two are a pair already."), field="mentee")


class AskedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(_("I'm asking these two already. Once both accept, I'll introduce them."), field="mentee")


@dataclass(frozen=True)
class Weighed:
    """Two who may be paired, and how they fit; `offers` are labels of what the mentor can teach."""

    program: Program
    mentor: Person
    mentee: Person
    judged: Judged
    offers: Sequence[str]


async def programs_to_pair_in(db: AsyncSession, person: Person, name: str) -> Sequence[Program]:
    """The one that this lead means, or all in which they can make pairs. Raises NotALead, NothingToMatch."""
    led = await programs_led_by(db, person.id)
    if not led:
        raise NotALead
    named = [program for program in led if plainly(program.name) == plainly(name)]
    meant = named if len(named) == 1 else led
    if not (planning := [program for program in meant if program.state in PLANNING]):
        raise NothingToMatch(meant[0])
    return planning


async def weigh_pair(
    db: AsyncSession, lead: Person, program_id: int, couple: tuple[str, str], now: datetime
) -> Weighed:
    """What speaks for two people, by their Slack ids, mentor first; nobody is asked yet.

    Raises NotALead, AlreadyClosed, NothingToMatch, PairAlready, AskedAlready, NotFree, RulesBroken.
    """
    program = await lock_led_program(db, lead, program_id)
    if program.state not in PLANNING:
        raise NothingToMatch(program)
    mentor, mentee = await couple_named(db, program, couple)
    ids = mentor.id, mentee.id
    if mentor.id == mentee.id:
        raise RulesBroken(told_broken(["person"]), field="mentee")
    if await are_paired(db, program.id, ids):
        raise PairAlready
    if await are_asked(db, program.id, ids):
        raise AskedAlready
    (judged,) = await judge(db, program, [ids], now, fields=("mentor", "mentee"))
    offered = (await skills_of(db, [mentor.id])).get((mentor.id, Side.OFFERS), [])
    labels = await labels_of(db, program.team_id, offered)
    return Weighed(program, mentor, mentee, judged, [labels.get(skill, skill) for skill in offered])


async def ask_both(db: AsyncSession, lead: Person, program_id: int, couple: tuple[str, str], now: datetime) -> Weighed:
    """Offers them to one another. The program stays as it is: one pair by hand ends no sign-up and no round.

    Raises what `weigh_pair` does, since much may have changed in between.
    """
    weighed = await weigh_pair(db, lead, program_id, couple, now)
    offered = Couple(weighed.mentor, weighed.mentee, weighed.judged.score, weighed.judged.reasons)
    await make_offers(db, weighed.program, [offered], now)
    return weighed
