"""What the rules and the scores say of couples that a lead names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.refusals import Refusal
from bot.core.sentences import _
from bot.matching.search.engine.facts import reasons
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate
from bot.matching.search.pool import fit_among, pool_of
from bot.matching.told import Facts, told_broken
from bot.people.model import Person
from bot.people.queries import find_person
from bot.programs.model import Program
from bot.programs.wording import wording


class RulesBroken(Refusal):
    """Its text says which."""


class NotFree(Refusal):
    def __init__(self, role: str, field: str | None) -> None:
        super().__init__(
            _(
                "They can't be a {role} here right now: not in this program as one, on a break, skipping this round, "
                "or without a free place."
            ),
            role=role,
            field=field,
        )


@dataclass(frozen=True)
class Judged:
    """Two who break no rule. `most` is how many points each thing can add, as in the `parts` of the reasons."""

    mentor: Candidate
    mentee: Candidate
    reasons: dict[str, Any]
    most: Mapping[str, int]

    @property
    def score(self) -> int:
        return sum(self.reasons["parts"].values())


@dataclass(frozen=True)
class Price:
    """Scores of the pairs that go, and of those that come. `is_paid` says whether it was done."""

    before: Sequence[int]
    after: Sequence[int]
    is_paid: bool

    @property
    def loss(self) -> int:
        return sum(self.before) - sum(self.after)


async def judge(
    db: AsyncSession,
    program: Program,
    couples: Sequence[tuple[int, int]],
    now: datetime,
    *,
    fields: tuple[str, str],
) -> list[Judged]:
    """Each couple (mentor and mentee, by id), as a search would say. Raises NotFree, RulesBroken under these fields."""
    words, people = wording(program), {person for couple in couples for person in couple}
    fit: Fit = await fit_among(db, await pool_of(db, program, now), people)
    mentors = {one.id: one for one in fit.task.mentors}
    mentees = {one.id: one for one in fit.task.mentees}
    judged = []
    for mentor, mentee in couples:
        if mentor not in mentors:
            raise NotFree(words.junior, fields[0])
        if mentee not in mentees:
            raise NotFree(words.senior, fields[1])
        if broken := fit.broken(mentors[mentor], mentees[mentee]):
            raise RulesBroken(told_broken(broken, _facts(fit, mentors[mentor], mentees[mentee])), field=fields[1])
        why = reasons(fit, mentors[mentor], mentees[mentee])
        judged.append(Judged(mentors[mentor], mentees[mentee], why, fit.points))
    return judged


def _facts(fit: Fit, mentor: Candidate, mentee: Candidate) -> Facts:
    rules = fit.rules
    apart = mentee.level - mentor.level
    return Facts(apart, fit.minutes(mentor, mentee), rules.min_gap, rules.min_overlap, rules.department == "same")


async def couple_named(db: AsyncSession, program: Program, couple: tuple[str, str]) -> tuple[Person, Person]:
    """Mentor and mentee behind two Slack ids. Raises NotFree, for a form with the fields `mentor` and `mentee`."""
    words = wording(program)
    mentor, mentee = [await find_person(db, program.team_id, one) for one in couple]
    if mentor is None:
        raise NotFree(words.junior, "mentor")
    if mentee is None:
        raise NotFree(words.senior, "mentee")
    return mentor, mentee
