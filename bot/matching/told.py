"""What a search found out about people, in the words that a lead reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.blocks import listed
from bot.people.rules.languages import LANGUAGES
from bot.programs.wording import count_people, counted

# What the rules are called in the form where a lead sets them.
RULES = {
    "gap": "levels apart",
    "department": "departments",
    "language": "shared language",
    "overlap": "hours that both work",
}

LEAST_GAP = 1  # that the form takes: the junior side is always the more junior one
FEW_OFFERS = 2
OFFERS_SHOWN = 4  # of one person; Slack refuses a message of some 13,000 characters

# What is between two people alone is not told apart.
BETWEEN_TWO = (
    "I may not pair these two: they were a pair or proposed as one before, work in one reporting line, or it was "
    "ruled out by somebody."
)
WHERE = "That's one of your matching rules: /mentor program, Matching rules."


@dataclass(frozen=True)
class Facts:
    """Of two people: how many levels apart they are and how many minutes both work; and what the program asks for."""

    gap: int
    minutes: int | None
    min_gap: int
    min_overlap: float
    same_department: bool


def told_broken(rules: Sequence[str], facts: Facts | None = None) -> str:
    """By the names of what two people break; `facts` are of the two, for rules that a lead has set."""
    said = dict.fromkeys(_broken(rule, facts) for rule in rules)
    return " ".join([*said, *([WHERE] if RULES.keys() & set(rules) else [])])


def _broken(rule: str, facts: Facts | None) -> str:
    if rule == "person":
        return "Nobody can be paired with themselves."
    if rule not in RULES or facts is None:
        return BETWEEN_TWO
    if rule == "language":
        return "They share no language."
    if rule == "department":
        return f"They're in {'different departments' if facts.same_department else 'the same department'}."
    if rule == "overlap":
        hours = counted_hours(round((facts.minutes or 0) / 60, 1))
        return f"They're at work at the same time for {hours} a day; it takes {counted_hours(facts.min_overlap)}."
    if facts.gap < 0:
        return "The one who teaches is the more senior of the two."
    apart = "on the same level" if not facts.gap else f"only {counted(facts.gap, 'level')} apart"
    return f"They're {apart}; it takes {facts.min_gap}."


def counted_hours(hours: float) -> str:
    return f"{hours:g} {'hour' if hours == 1 else 'hours'}"


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
    levels = counted(reasons["gap"], "level")
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
    """Facts only, and never about the person. Goes on after their name.

    Whom a rule lets through, and something between two people does not, is told of nobody.
    """
    if facts.get("freed"):
        return "is free again, since a pair was changed by hand."
    if not facts["has_place"]:
        return "has no place free."
    if facts["fitting"]:
        would = f"{count_people(facts['fitting'])} would suit"
        return f"{would}, matched with others in the best result."
    if ways := _ways(facts):
        return f"nobody fits your rules. {' '.join(ways)}"
    if broken := _ruled_out(facts):
        named = _and([f"{RULES[rule]} ({count:,})" for rule, count in broken.items()])
        return f"nobody fits your rules. With everybody more than one stands in the way: {named}."
    return "there's nobody to pair them with right now."


def blames_rules(facts: Mapping[str, Any]) -> bool:
    """Whether a lead could find them somebody by changing the rules."""
    return bool(not facts.get("freed") and not facts["fitting"] and (_ways(facts) or _ruled_out(facts)))


def _ways(facts: Mapping[str, Any]) -> list[str]:
    """What one looser rule would do."""
    ways = []
    if (nearest := facts["nearest_gap"]) is not None and nearest >= LEAST_GAP:
        ways.append(f"Levels apart: {count_people(facts['at_gap'])} would at {nearest}.")
    elif nearest is not None:
        ways.append(f"Levels apart: {_no_more(facts['without']['gap'], facts['role'])}.")
    for rule, count in facts["without"].items():
        if rule in RULES and rule != "gap":
            ways.append(f"{RULES[rule].capitalize()}: {count_people(count)} would without that rule.")
    return ways


def _no_more(count: int, role: str) -> str:
    fit = "fits otherwise, but isn't" if count == 1 else "fit otherwise, but aren't"
    return f"{count_people(count)} {fit} more {'senior' if role == 'mentor' else 'junior'}"


def _ruled_out(facts: Mapping[str, Any]) -> Mapping[str, int]:
    broken = facts.get("broken") or {}  # which older searches did not count
    return {rule: broken[rule] for rule in RULES if rule in broken}


def told_what_if(one: Mapping[str, Any]) -> str:
    change = {
        "gap": f"With {one['value']} levels apart" if one["value"] != 1 else "With one level apart",
        "department": "With any two departments",
        "language": "Without asking for a shared language",
        "overlap": "Without shared working hours",
        "capacity": "With one place more for everybody who teaches",
    }[one["rule"]]
    more = counted(one["more"], "more person", "more people")
    return f"{change}, {'' if one['exact'] else 'at least '}{more} would have a partner."
