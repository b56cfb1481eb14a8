"""What a search found out about people, in the words that a lead reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.blocks import listed
from bot.people.languages import LANGUAGES

OBSTACLES = {
    "department": "if departments did not matter",
    "language": "without asking for a shared language",
    "overlap": "without shared working hours",
}

FEW_OFFERS = 2
OFFERS_SHOWN = 4  # of one person; Slack refuses a message of some 13,000 characters

# By the rule that two people break; what is between the two of them alone is not told apart.
BETWEEN_TWO = (
    "I may not pair these two: they were a pair or proposed as one before, work in one reporting line, or it was "
    "ruled out by somebody."
)
BROKEN = {
    "person": "Nobody can be paired with themselves.",
    "line": BETWEEN_TWO,
    "never": BETWEEN_TWO,
    "gap": "They are not as many levels apart as the rules of this program ask for.",
    "department": "Their departments do not fit the rules of this program.",
    "language": "They share no language that both speak.",
    "overlap": "They do not work at the same time for as long as the rules of this program ask for.",
}


def told_broken(rules: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(BROKEN[rule] for rule in rules))


def told_reasons(reasons: Mapping[str, Any], offers: Sequence[str] = ()) -> str:
    """`offers` are labels of what the mentor can teach."""
    facts = _reasons(reasons, tells_wishes=len(offers) > FEW_OFFERS)
    return ". ".join(_sentence(fact) for fact in (_offers(offers), *facts) if fact) + "."


def _offers(labels: Sequence[str]) -> str:
    shown = [*labels[:OFFERS_SHOWN], f"{len(labels) - OFFERS_SHOWN} more"] if len(labels) > OFFERS_SHOWN else labels
    return f"offers {_and(shown)}" if labels else ""


def _reasons(reasons: Mapping[str, Any], *, tells_wishes: bool) -> list[str]:
    """What a lead may know: skills that are offered are public, wishes are not, so they are only counted.

    And not even that where somebody offers so little that the count would say which wish it is.
    """
    facts = [_covered(len(reasons["wishes"]), reasons["wished"], reasons["wishes"])] if tells_wishes else []
    if reasons["returned"]:
        facts.append("would learn something in return")
    if reasons["languages"]:
        facts.append(f"both speak {_and([LANGUAGES.get(code, code) for code in reasons['languages']])}")
    levels = "one level" if reasons["gap"] == 1 else f"{reasons['gap']} levels"
    place = {True: ", different departments", False: ", the same department", None: ""}[reasons["apart"]]
    facts.append(f"{levels} apart{place}")
    if reasons["hours"] is not None:
        facts.append(_hours(reasons["hours"]))
    return facts


def _covered(covered: int, wished: int, wishes: Sequence[Sequence[Any]]) -> str:
    if not covered:
        return "no wish is covered yet; they would choose a topic together"
    if covered == wished:
        return "covers every wish"
    first = ", the first among them" if wishes[0][1] == 1 else ""
    return f"covers {covered} of {wished} wishes{first}"


def _hours(hours: float) -> str:
    return f"{hours:g} shared working {'hour' if hours == 1 else 'hours'} a day" if hours else "no shared working hours"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _and(labels: Sequence[str]) -> str:
    return "".join(str(part) for part in listed(labels))


def told_lack(facts: Mapping[str, Any]) -> str:
    """Facts only, and never about the person."""
    if facts.get("freed"):
        return "is free again, since a pair was changed by hand."
    if not facts["has_place"]:
        return "has no place free."
    if facts["fitting"]:
        would = "1 person would suit" if facts["fitting"] == 1 else f"{facts['fitting']:,} people would suit"
        return f"{would}, matched with others in the best result."
    ways = []
    if facts["nearest_gap"] is not None:
        ways.append(f"{facts['at_gap']:,} would if the level gap were {facts['nearest_gap']}")
    ways += [f"{count:,} would {OBSTACLES[rule]}" for rule, count in facts["without"].items() if rule in OBSTACLES]
    return f"nobody is allowed by your rules; {'; '.join(ways)}." if ways else "nobody is allowed by your rules yet."


def told_what_if(one: Mapping[str, Any]) -> str:
    change = {
        "gap": f"With {one['value']} levels apart" if one["value"] != 1 else "With one level apart",
        "department": "With any two departments",
        "language": "Without asking for a shared language",
        "overlap": "Without shared working hours",
        "capacity": "With one place more for everybody who teaches",
    }[one["rule"]]
    people = "person" if one["more"] == 1 else "people"
    return f"{change}, {'' if one['exact'] else 'at least '}{one['more']:,} more {people} would have a partner."
