"""People as a company has them: levels as a pyramid, a few time zones and languages, skills that differ in demand."""

import random
from datetime import date

from bot.matching.search.engine.model import Candidate, Id, Rules, Task

TODAY = date(2026, 3, 4)
# zone, languages beside English, share
PLACES = (
    ("Europe/Oslo", "no", 25),
    ("Europe/Berlin", "de", 15),
    ("Europe/London", "", 12),
    ("Europe/Madrid", "es", 8),
    ("America/New_York", "es", 12),
    ("America/Los_Angeles", "", 8),
    ("America/Sao_Paulo", "pt", 5),
    ("Asia/Kolkata", "hi", 8),
    ("Asia/Singapore", "zh", 4),
    ("Australia/Sydney", "", 3),
)
SKILLS = tuple(f"skill-{number}" for number in range(40))
DEMAND = tuple(1 / (1 + number) for number in range(40))
SUPPLY = tuple(1 / (3 + (number * 7) % 40) for number in range(40))
DEPARTMENTS = tuple(f"department-{number}" for number in range(12))
NO_ENGLISH = 0.15  # share of those with another language who do not speak it


def crowd(
    mentors: int, mentees: int, seed: int = 1, rules: Rules | None = None, capacities: tuple[int, ...] = (1,)
) -> Task:
    chance = random.Random(seed)
    juniors = tuple(_person(chance, 10_000_000 + n, (1, 2, 3), capacities) for n in range(mentors))
    seniors = tuple(_person(chance, 20_000_000 + n, (4, 5, 5, 6, 3, 2), (1,)) for n in range(mentees))
    return Task(juniors, seniors, TODAY, rules or Rules(), _managers(chance, juniors, seniors))


def _person(chance: random.Random, number: int, levels: tuple[int, ...], capacities: tuple[int, ...]) -> Candidate:
    zone, language, _ = chance.choices(PLACES, [share for *_, share in PLACES])[0]
    without_english = language and chance.random() < NO_ENGLISH
    languages = {language} if language else set()
    return Candidate(
        id=number,
        level=chance.choice(levels),
        department=chance.choice(DEPARTMENTS),
        timezone=zone,
        languages=frozenset(languages if without_english else languages | {"en"}),
        offers={skill: chance.randint(1, 5) for skill in _some(chance, SUPPLY, 4)},
        wishes={skill: place for place, skill in enumerate(_some(chance, DEMAND, 3), start=1)},
        capacity=chance.choice(capacities),
        location=zone.rpartition("/")[2],
    )


def _some(chance: random.Random, shares: tuple[float, ...], most: int) -> list[str]:
    return list(dict.fromkeys(chance.choices(SKILLS, shares, k=chance.randint(1, most))))


def _managers(chance: random.Random, juniors: tuple[Candidate, ...], seniors: tuple[Candidate, ...]) -> dict[Id, Id]:
    """Everybody reports to somebody senior of their department, and those to one who is no candidate."""
    heads: dict[str, list[Candidate]] = {}
    for senior in seniors:
        heads.setdefault(senior.department, []).append(senior)
    managers: dict[Id, Id] = {senior.id: 1 for senior in seniors}
    for junior in juniors:
        if bosses := heads.get(junior.department):
            managers[junior.id] = chance.choice(bosses).id
    return managers
