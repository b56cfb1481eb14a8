"""Why these two: facts that a view can put into words. Pure, and light enough for the bot itself."""

from typing import Any

from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.hours import HOUR
from bot.matching.search.engine.model import Candidate


def reasons(fit: Fit, mentor: Candidate, mentee: Candidate) -> dict[str, Any]:
    """`wishes` and `returned` hold [skill, priority, offered level], the first wish first; `hours` are those shared."""
    minutes = fit.minutes(mentor, mentee)
    parts = fit.parts(mentor, mentee)
    return {
        "wishes": _covered(mentee, mentor),
        "wished": len(mentee.wishes),
        "returned": _covered(mentor, mentee),
        "rare": sorted(fit.rare & mentor.offers.keys() & mentee.wishes.keys()),
        "languages": sorted(mentor.languages & mentee.languages),
        "gap": mentee.level - mentor.level,
        "apart": _are_apart(mentor.department, mentee.department),
        "hours": None if minutes is None else round(minutes / HOUR, 1),
        "parts": parts,
    }


def _covered(learner: Candidate, teacher: Candidate) -> list[list[Any]]:
    both = sorted((learner.wishes[skill], skill) for skill in learner.wishes.keys() & teacher.offers.keys())
    return [[skill, priority, teacher.offers[skill]] for priority, skill in both]


def _are_apart(one: str, other: str) -> bool | None:
    return one.casefold() != other.casefold() if one and other else None
