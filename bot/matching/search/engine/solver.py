"""From people to proposals with their reasons, and the certificate that there are no better ones.

Takes seconds of pure computing, holds the interpreter lock and imports what is heavy: it belongs into a process of
its own, see `child`.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import replace

import numpy as np

from bot.matching.search.engine.facts import reasons
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.flow import Integers
from bot.matching.search.engine.model import Candidate, Certificate, Couple, Id, ProposedPair, Result, Task, Unmatched
from bot.matching.search.engine.pricing import Best, Unproven, best
from bot.matching.search.engine.reasons import lonely_mentees, lonely_mentors
from bot.matching.search.engine.search import Cover, Most, highest_floor, most
from bot.matching.search.engine.survey import Survey, survey
from bot.matching.search.engine.table import Table
from bot.matching.search.engine.what_ifs import what_ifs

SAMPLED_FROM = 4_000  # people of a side from which on the floor is first guessed by a sample of them
SAMPLE = 4_000  # of each side
LEFT_OUT = 0.003  # of the sample's matches

STAGES = ("looking at every pair", "matching the most people", "raising the floor", "finding the best", "explaining")


class BadTask(ValueError):
    """The task contradicts itself. The text names whom it is about."""


def solve(task: Task, tell: Callable[[str], None] = lambda _: None) -> Result:
    """The best proposals; `tell` hears each of STAGES as it begins. Raises BadTask, or Unproven (a bug)."""
    task = _in_order(task)
    check(task)
    began = [time.perf_counter()]

    def begin(stage: str) -> None:
        began.append(time.perf_counter())
        tell(stage)

    fit, left = Fit(task), without_pinned(task)
    table = Table(left, fit)
    begin(STAGES[0])
    guess = _guess(left, fit)
    seen = survey(table, _capacities(left), guess)
    begin(STAGES[1])
    full = most(table, seen.pool, guess)
    begin(STAGES[2])
    floor, pool, proof = highest_floor(table, seen, full.pool, full.matching.count, guess)
    begin(STAGES[3])
    found = best(table, seen, pool, floor, full.matching.count, [(0, full.cover), (floor + 1, proof)])
    certificate = _certificate(seen, full, floor, proof, found)
    begin(STAGES[4])
    couples = _couples(left, found) | task.pinned
    proposals = _proposals(fit, couples)
    unmatched = _unmatched(table, task, seen, couples)
    ifs = what_ifs(table, pool, full.matching.count)
    began.append(time.perf_counter())
    seconds = {stage: round(began[at + 2] - began[at + 1], 3) for at, stage in enumerate(STAGES)}
    return Result(proposals, unmatched, ifs, replace(certificate, seconds=seconds))


def allowed_pairs(task: Task) -> Iterator[tuple[Id, Id, int]]:
    """Every (mentor, mentee, score) that the rules allow, by mentee and mentor."""
    task = _in_order(task)
    check(task)
    table = Table(task, Fit(task))
    for at, mentee in enumerate(task.mentees):
        row = table.exact_row(at)
        for column in np.flatnonzero(row >= 0).tolist():
            yield task.mentors[column].id, mentee.id, int(row[column])


def check(task: Task) -> None:
    """Raises BadTask for people who come twice, and for pins that break a rule or take a place that is not there."""
    mentors, mentees = ({one.id: one for one in side} for side in (task.mentors, task.mentees))
    if len(mentors) < len(task.mentors) or len(mentees) < len(task.mentees):
        twice = [
            one for side in (task.mentors, task.mentees) for one, n in Counter(p.id for p in side).items() if n > 1
        ]
        raise BadTask(f"{twice[0]} is in the task twice")
    fit = Fit(task) if task.pinned else None
    for mentor, mentee in sorted(task.pinned, key=repr):
        if mentor not in mentors or mentee not in mentees:
            raise BadTask(f"{mentor} and {mentee} are pinned, and not both in the task")
        if fit and (broken := fit.broken(mentors[mentor], mentees[mentee])):
            raise BadTask(f"{mentor} and {mentee} are pinned, and that breaks the rule: {', '.join(broken)}")
    taken, given = (Counter(couple[side] for couple in task.pinned) for side in (0, 1))
    for mentor, count in taken.items():
        if count > mentors[mentor].capacity:
            raise BadTask(f"{mentor} is pinned to more people than they have places")
    if any(count > 1 for count in given.values()):
        raise BadTask(f"{max(given, key=lambda one: given[one])} is pinned to more than one mentor")


def without_pinned(task: Task) -> Task:
    """What is left to be solved: people with a place that no pin takes."""
    taken, given = Counter(mentor for mentor, _ in task.pinned), {mentee for _, mentee in task.pinned}
    left = (replace(mentor, capacity=mentor.capacity - taken[mentor.id]) for mentor in task.mentors)
    mentees = tuple(mentee for mentee in task.mentees if mentee.id not in given)
    return replace(task, mentors=tuple(mentor for mentor in left if mentor.capacity > 0), mentees=mentees)


def _in_order(task: Task) -> Task:
    """By id, so that the order in which people come decides nothing."""
    mentors, mentees = (
        tuple(sorted(side, key=lambda one: (isinstance(one.id, str), one.id))) for side in (task.mentors, task.mentees)
    )
    return replace(task, mentors=mentors, mentees=mentees)


def _capacities(task: Task) -> Integers:
    """Nobody can have more partners than there are, and a huge number would only cost memory."""
    return np.array([min(mentor.capacity, len(task.mentees)) for mentor in task.mentors], np.int64)


def _guess(task: Task, fit: Fit) -> int:
    """What the floor probably is, from every n-th person of each side; 0 where finding it outright is quick.

    In a sample a few people lack the partners whom they have among all, so it may leave those few out.
    """
    most_people = max(len(task.mentors), len(task.mentees))
    if most_people < SAMPLED_FROM:
        return 0
    step = max(4, -(-most_people // SAMPLE))
    some = replace(task, mentors=task.mentors[::step], mentees=task.mentees[::step])
    table = Table(some, fit)
    seen = survey(table, _capacities(some))
    full = most(table, seen.pool)
    enough = full.matching.count - int(LEFT_OUT * full.matching.count)
    return highest_floor(table, seen, full.pool, enough)[0]


def _certificate(seen: Survey, full: Most, floor: int, proof: Cover, found: Best) -> Certificate:
    matched = full.matching.count
    used = np.bincount(found.matching.partner[found.matching.partner >= 0], minlength=len(seen.pool.capacities))
    dual = found.prices.total(matched, seen.pool.capacities)
    if found.matching.count != matched or full.cover.size != matched or (used > seen.pool.capacities).any():
        raise Unproven(f"{found.matching.count} matched, {matched} at most, a cover of {full.cover.size}")
    if matched and proof.size >= matched:
        raise Unproven(f"a floor above {floor} may cost nobody a match")
    if dual != found.total:
        raise Unproven(f"a total of {found.total}, and prices of {dual}")
    pairs = len(seen.fitting_mentees) * len(seen.fitting_mentors)
    allowed = int(seen.fitting_mentees.sum())
    return Certificate(
        matched,
        full.cover.size,
        floor,
        proof.size,
        found.total,
        dual,
        pairs=pairs,
        allowed=allowed,
        rounds=found.passes,
    )


def _couples(task: Task, found: Best) -> set[Couple]:
    partners = zip(found.matching.partner.tolist(), task.mentees, strict=True)
    return {(task.mentors[at].id, mentee.id) for at, mentee in partners if at >= 0}


def _proposals(fit: Fit, couples: Set[Couple]) -> tuple[ProposedPair, ...]:
    mentees = {mentee.id: mentee for mentee in fit.task.mentees}
    by_mentor: dict[Id, list[Candidate]] = {}
    for mentor_id, mentee_id in couples:
        by_mentor.setdefault(mentor_id, []).append(mentees[mentee_id])
    told = []
    for mentor in fit.task.mentors:
        for mentee in sorted(by_mentor.get(mentor.id, ()), key=lambda one: (isinstance(one.id, str), one.id)):
            why = reasons(fit, mentor, mentee)
            told.append(ProposedPair(mentor.id, mentee.id, sum(why["parts"].values()), why))
    return tuple(told)


def _unmatched(table: Table, task: Task, seen: Survey, couples: Set[Couple]) -> tuple[Unmatched, ...]:
    """Mentors first, each side by id."""
    taught, learning = {mentor for mentor, _ in couples}, {mentee for _, mentee in couples}
    mentors = [at for at, one in enumerate(table.task.mentors) if one.id not in taught]
    mentees = [at for at, one in enumerate(table.task.mentees) if one.id not in learning]
    full = [Unmatched(one.id, "mentor", has_place=False) for one in task.mentors if one.capacity < 1]
    return (
        *full,
        *lonely_mentors(table, mentors, seen.fitting_mentors),
        *lonely_mentees(table, mentees, seen.fitting_mentees),
    )
