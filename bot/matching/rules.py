"""Who may be paired with whom, and how well they fit. Pure: no database, no Slack, no clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

# Out of 100. Skills weigh most: matching by skill is what practitioners report to work.
SKILLS, DEPARTMENT, SENIORITY = 70, 15, 15
FULL_GAP = 3  # levels apart from which a wider gap adds nothing


@dataclass(frozen=True)
class Candidate:
    """Somebody to be paired. `capacity` is how many more partners they can take."""

    id: int
    level: int
    department: str
    offers: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    capacity: int = 1
    languages: frozenset[str] = frozenset()  # none: not said
    works: frozenset[int] = frozenset()  # hours of the week in UTC, 0 for midnight before Monday; none: not known


@dataclass(frozen=True)
class Guidelines:
    """What a program asks of every pair. `min_gap` in levels, `min_overlap` in hours of a working day."""

    min_gap: int = 1
    department: str = "any"  # or "same", or "different"
    min_overlap: int = 0
    needs_language: bool = False


USUAL = Guidelines()
DAYS = 5  # of a working week, over which shared hours are spread


@dataclass(frozen=True)
class Couple:
    """A pair that the rules allow. `score` is 0 to 100; `reasons` are facts that a view can put into words."""

    mentor: int
    mentee: int
    score: int
    reasons: dict[str, Any] = field(hash=False, compare=False)


def allowed(mentor: Candidate, mentee: Candidate, guidelines: Guidelines = USUAL) -> bool:
    """A mentor is always the more junior one, nobody their own partner. What is not known stands in nobody's way."""
    if mentor.id == mentee.id or mentee.level - mentor.level < max(1, guidelines.min_gap):
        return False
    if guidelines.needs_language and mentor.languages and mentee.languages and not mentor.languages & mentee.languages:
        return False
    same = mentor.department.casefold() == mentee.department.casefold()
    if guidelines.department != "any" and same != (guidelines.department == "same"):
        return False
    if not (guidelines.min_overlap and mentor.works and mentee.works):
        return True
    return len(mentor.works & mentee.works) >= guidelines.min_overlap * DAYS


def fit(mentor: Candidate, mentee: Candidate) -> Couple:
    covered = len(mentee.wishes & mentor.offers)
    gap = mentee.level - mentor.level
    apart = mentor.department.casefold() != mentee.department.casefold()
    score = SENIORITY * min(gap, FULL_GAP) / FULL_GAP + DEPARTMENT * apart
    if mentee.wishes:
        score += SKILLS * covered / len(mentee.wishes)
    reasons = {
        "offers": sorted(mentor.offers),
        "covered": covered,
        "wishes": len(mentee.wishes),
        "gap": gap,
        "apart": apart,
    }
    return Couple(mentor.id, mentee.id, round(score), reasons)


def couples(
    mentors: Sequence[Candidate],
    mentees: Sequence[Candidate],
    never: Collection[tuple[int, int]] = (),
    guidelines: Guidelines = USUAL,
) -> list[Couple]:
    """Every pair that the rules allow, `never` (mentor, mentee) left out."""
    return [
        fit(mentor, mentee)
        for mentor in mentors
        for mentee in mentees
        if allowed(mentor, mentee, guidelines) and (mentor.id, mentee.id) not in never
    ]
