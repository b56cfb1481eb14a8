"""Small tasks that hypothesis draws, with every rule in play, and what a search by trying everything says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from hypothesis import strategies as st

from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate, Id, Rules, Task, Weights

SKILLS = ("ai", "video", "data", "agile")
ZONES = ("Europe/Oslo", "America/New_York", "Asia/Tokyo", "")
LANGUAGES = ("en", "no", "ja")
WEIGHTS = st.builds(Weights, **{name: st.sampled_from((0, 0, 1, 3, 60, 100)) for name in Weights.__dataclass_fields__})


@st.composite
def people(draw: st.DrawFn, first: int, most: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            id=first + place,
            level=draw(st.integers(1, 5)),
            department=draw(st.sampled_from(("Sales", "IT", "it", ""))),
            timezone=draw(st.sampled_from(ZONES)),
            languages=draw(st.frozensets(st.sampled_from(LANGUAGES), max_size=2)),
            offers=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=3)),
            wishes=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), max_size=3)),
            capacity=draw(st.integers(1, 2)),
            starts=draw(st.sampled_from((9, 9, 7, 20))),
            ends=draw(st.sampled_from((17, 17, 15, 4))),
            days=draw(st.sampled_from(("01234", "01234", "6012", "45"))),
            location=draw(st.sampled_from(("Oslo", "oslo", "Tokyo", ""))),
        )
        for place in range(draw(st.integers(0, most)))
    )


@st.composite
def tasks(draw: st.DrawFn, most: int = 4) -> Task:
    mentors, mentees = draw(people(1, most)), draw(people(101, most))
    ids = [one.id for one in (*mentors, *mentees)]
    bosses = [*ids, 900, 901]
    couples = [(mentor.id, mentee.id) for mentor, mentee in product(mentors, mentees)]
    managers: dict[Id, Id] = {}
    if ids:
        managers = draw(st.dictionaries(st.sampled_from(bosses), st.sampled_from(bosses), max_size=3))
    return Task(
        mentors,
        mentees,
        draw(st.sampled_from((date(2026, 1, 15), date(2026, 3, 20), date(2026, 7, 15)))),
        Rules(
            min_gap=draw(st.integers(0, 2)),
            min_overlap=draw(st.sampled_from((0, 1, 2.5))),
            needs_language=draw(st.booleans()),
            department=draw(st.sampled_from(("any", "any", "same", "different"))),
            background=draw(st.sampled_from(("any", "similar", "different"))),
            weights=draw(st.just(Weights()) | WEIGHTS),
        ),
        managers,
        draw(st.frozensets(st.sampled_from(couples), max_size=3)) if couples else frozenset(),
    )


@dataclass(frozen=True, order=True)
class Worth:
    """Of a set of couples, in the order of the three objectives."""

    matched: int
    floor: int
    total: int


def scores(task: Task) -> dict[tuple[Id, Id], int]:
    """Of every couple that breaks no rule, by the definition itself."""
    fit = Fit(task)
    return {
        (mentor.id, mentee.id): fit.score(mentor, mentee)
        for mentor, mentee in product(task.mentors, task.mentees)
        if not fit.broken(mentor, mentee)
    }


def best_by_trying_all(task: Task) -> Worth:
    worth = scores(task)
    places = {mentor.id: mentor.capacity for mentor in task.mentors}
    best = Worth(0, 0, 0)

    def try_from(at: int, chosen: Sequence[int]) -> None:
        nonlocal best
        if at == len(task.mentees):
            best = max(best, Worth(len(chosen), min(chosen, default=0), sum(chosen)))
            return
        try_from(at + 1, chosen)
        for mentor in task.mentors:
            score = worth.get((mentor.id, task.mentees[at].id))
            if score is not None and places[mentor.id]:
                places[mentor.id] -= 1
                try_from(at + 1, (*chosen, score))
                places[mentor.id] += 1

    try_from(0, ())
    return best
