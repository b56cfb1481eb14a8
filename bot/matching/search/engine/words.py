"""Reasons in words, for a file that people read. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.matching.search.engine.model import Unmatched, WhatIf

MASTERY = {1: "beginner", 2: "basic", 3: "good", 4: "very good", 5: "expert"}
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# The ones that company directories mostly hold; others are shown as they were written.
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
OBSTACLES = {
    "department": "the department rule were off",
    "language": "a shared language were not asked for",
    "overlap": "working hours did not have to overlap",
}


def told_reasons(reasons: dict[str, Any]) -> str:
    """As the mentee would hear it."""
    facts = [*_wishes(reasons), *_returned(reasons), *_languages(reasons["languages"]), _distance(reasons)]
    if reasons["hours"] is not None:
        facts.append(f"{reasons['hours']:g} {_plural('hour', reasons['hours'])} a day at work together")
    return "; ".join(fact for fact in facts if fact)


def _wishes(reasons: dict[str, Any]) -> list[str]:
    if not reasons["wishes"]:
        return ["teaches none of your wishes"] if reasons["wished"] else []
    rare = set(reasons["rare"])
    taught = []
    for skill, priority, level in reasons["wishes"]:
        wish = f"your {PLACES.get(priority, f'number {priority}')} wish"
        few = ", which few can teach" if skill in rare else ""
        taught.append(f"{_skill(skill)} at {MASTERY.get(level, level)} level, {wish}{few}")
    return [f"teaches {', and '.join(taught)}"]


def _returned(reasons: dict[str, Any]) -> list[str]:
    skills = [_skill(skill) for skill, *_ in reasons["returned"]]
    return [f"would like to learn {_listed(skills)} from you"] if skills else []


def _languages(codes: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(LANGUAGES.get(code, code) for code in codes))
    return [f"both speak {_listed(names)}"] if names else []


def _distance(reasons: dict[str, Any]) -> str:
    gap = reasons["gap"]
    levels = f"{_number(abs(gap))} {_plural('level', gap)} apart" if gap else "on the same level"
    if reasons["apart"] is None:
        return levels
    return f"{levels}, {'different departments' if reasons['apart'] else 'same department'}"


def told_lack(one: Unmatched) -> str:
    """Why somebody has nobody. Said of facts only, and never of the person."""
    if not one.has_place:
        return "has no place free"
    other = "mentee" if one.role == "mentor" else "mentor"
    if one.fitting:
        taken = f"{one.fitting:,} {_plural(other, one.fitting)} would suit"
        offering = f" ({one.offering:,} with a skill asked for)" if one.offering else ""
        return f"{taken}{offering}, and {_all(one.fitting)} matched with others in the best result"
    ways = [f"{count:,} would if {OBSTACLES[rule]}" for rule, count in sorted(one.without.items()) if rule in OBSTACLES]
    if one.nearest_gap is not None:
        ways.insert(0, f"{one.at_gap:,} would if the level gap were {one.nearest_gap}")
    reason = f"no {other} is allowed by the rules"
    return f"{reason}; {'; '.join(ways)}" if ways else f"{reason}, nor would be with any one of them looser"


def _all(count: int) -> str:
    return "is" if count == 1 else "all are"


def told_what_if(one: WhatIf) -> str:
    change = {
        "gap": f"with a level gap of {one.value}",
        "department": "with any two departments",
        "language": "without asking for a shared language",
        "overlap": "without overlapping hours",
        "capacity": "with one place more for each mentor",
    }[one.rule]
    if not one.more:
        return f"{change}, nobody more would be matched" + ("" if one.exact else " as far as could be seen")
    return f"{change}, {'' if one.exact else 'at least '}{one.more:,} more would be matched"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _skill(slug: str) -> str:
    return slug.replace("-", " ").replace("_", " ")


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _plural(word: str, count: float) -> str:
    return word if abs(count) == 1 else f"{word}s"
