"""What a search found out about people, in whole sentences: for a lead, and for whoever runs it on a file. Pure.

What is between two people alone is not told apart, and nothing is said of a person but facts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.sentences import Part, Sentence, _, all_of, ngettext, say, together
from bot.people.rules.languages import LANGUAGES, SAME

# What the rules are called in the form where a lead sets them.
RULES = {
    "gap": _("levels apart"),
    "department": _("departments"),
    "language": _("shared language"),
    "overlap": _("hours that both work"),
}

LEAST_GAP = 1  # that the form takes: the junior side is always the more junior one
FEW_OFFERS = 2
OFFERS_SHOWN = 4  # of one person; Slack refuses a message of some 13,000 characters

BETWEEN_TWO = _(
    "I can't pair these two: they were a pair or proposed as one before, work in one reporting line, or somebody "
    "ruled it out."
)
WHERE = _("Your matching rules don't allow it. To change them, type /mentor program and press Matching rules.")
ONE_AND_NEXT = _("{first} {next}")

FITS = _("{mentor} → {mentee}: fits {score} of 100. {reasons}")
NO_WISH = _("Covers no wish yet: they'd choose a topic together.")
NOBODY_FITS = _("Nobody fits your rules.")
IF_SO = _("{change}: {result}")


@dataclass(frozen=True)
class Facts:
    """Of two people: how many levels apart they are and how many minutes both work; and what the program asks for."""

    gap: int
    minutes: int | None
    min_gap: int
    min_overlap: float
    same_department: bool


def told_broken(rules: Sequence[str], facts: Facts | None = None) -> Sentence:
    """By the names of what two people break; `facts` are of the two, for rules that a lead has set."""
    first, *others = dict.fromkeys(_broken(rule, facts) for rule in rules)
    for sentence in [*others, *([WHERE] if RULES.keys() & set(rules) else [])]:
        first = ONE_AND_NEXT.given({"first": first, "next": sentence})
    return first


def _broken(rule: str, facts: Facts | None) -> Sentence:
    if rule == "person":
        return _("Nobody can be paired with themselves.")
    if rule not in RULES or facts is None:
        return BETWEEN_TWO
    if rule == "language":
        return _("They share no language.")
    if rule == "department":
        return _("They're in different departments.") if facts.same_department else _("They're in the same department.")
    if rule == "overlap":
        said = _("They're at work at the same time for {hours} a day; it takes {needed}.")
        hours = round((facts.minutes or 0) / 60, 1)
        return said.given({"hours": _hours(hours), "needed": _hours(facts.min_overlap)})
    if facts.gap < 0:
        return _("The one who teaches is the more senior of the two.")
    if not facts.gap:
        return _("They're on the same level; it takes a gap of {needed}.").given({"needed": facts.min_gap})
    apart = ngettext(
        "They're only {count} level apart; it takes {needed}.",
        "They're only {count} levels apart; it takes {needed}.",
        facts.gap,
    )
    return apart.given({"needed": facts.min_gap})


def _hours(hours: float) -> Sentence:
    return ngettext("{hours} hour", "{hours} hours", several(hours)).given({"hours": hours})


def several(hours: float) -> int:
    """What a part of an hour counts as where languages tell one from several."""
    return int(hours) if hours == int(hours) else 2


def told_reasons(reasons: Mapping[str, Any], offers: Sequence[str] = ()) -> str:
    """What a lead may know: skills that are offered are public, wishes are not, so they are only counted.

    And not even that where somebody offers so little that the count would say which wish it is. `offers` are labels of
    what the mentor can teach.
    """
    facts: list[Part] = []
    if offers:
        facts.append(_offers(offers))
    if len(offers) > FEW_OFFERS:
        facts.append(_covered(reasons["wishes"], reasons["wished"]))
    if reasons["returned"]:
        facts.append(_("Would learn something in return."))
    return str(together(*facts, *told_of_both(reasons)))


def told_of_both(reasons: Mapping[str, Any]) -> list[Part]:
    """What has nothing to do with skills, a sentence each."""
    facts: list[Part] = []
    if reasons["languages"]:
        names = dict.fromkeys(LANGUAGES.get(SAME.get(code, code), code) for code in reasons["languages"])
        facts.append(say(_("Both speak {languages}."), languages=all_of([*names])))
    facts.append(_distance(reasons["gap"], reasons["apart"]))
    if hours := reasons["hours"]:
        shared = ngettext("{hours} shared working hour a day.", "{hours} shared working hours a day.", several(hours))
        facts.append(say(shared, hours=hours))
    elif hours is not None:
        facts.append(_("No shared working hours."))
    return facts


def _offers(labels: Sequence[str]) -> Part:
    shown: list[Part] = [*labels[:OFFERS_SHOWN]]
    if (more := len(labels) - OFFERS_SHOWN) > 0:
        shown.append(ngettext("{count} more", "{count} more", more))
    return say(_("Offers {skills}."), skills=all_of(shown))


def _covered(wishes: Sequence[Sequence[Any]], wished: int) -> Part:
    if not wishes:
        return NO_WISH
    if len(wishes) == wished:
        return _("Covers every wish.")
    if wishes[0][1] == 1:
        said = ngettext(
            "Covers {covered} of {count} wish, the first among them.",
            "Covers {covered} of {count} wishes, the first among them.",
            wished,
        )
    else:
        said = ngettext("Covers {covered} of {count} wish.", "Covers {covered} of {count} wishes.", wished)
    return say(said, covered=len(wishes))


def _distance(gap: int, apart: bool | None) -> Sentence:
    if apart is None:
        return ngettext("{count} level apart.", "{count} levels apart.", gap)
    if apart:
        return ngettext(
            "{count} level apart, different departments.", "{count} levels apart, different departments.", gap
        )
    return ngettext("{count} level apart, the same department.", "{count} levels apart, the same department.", gap)


def told_lack(facts: Mapping[str, Any], least_gap: int = LEAST_GAP) -> Part:
    """Why somebody has nobody, without their name. `least_gap` is the smallest one that can be asked for.

    Whom a rule lets through, and something between two people does not, is told of nobody.
    """
    if facts.get("freed"):
        return _("Free again, since a pair was changed by hand.")
    if not facts["has_place"]:
        return _("No free place.")
    if facts["fitting"]:
        return ngettext(
            "{count} person would suit, and is matched with somebody else in the best result.",
            "{count} people would suit, and are matched with others in the best result.",
            facts["fitting"],
        )
    if ways := _ways(facts, least_gap):
        return together(NOBODY_FITS, *ways)
    if broken := _ruled_out(facts):
        counted = [say(_("{rule} ({count})"), rule=RULES[rule], count=count) for rule, count in broken.items()]
        said = _("With everybody, more than one of them stands in the way: {rules}.")
        return together(NOBODY_FITS, say(said, rules=all_of(counted)))
    return _("There's nobody to pair them with right now.")


def blames_rules(facts: Mapping[str, Any]) -> bool:
    """Whether a lead could find them somebody by changing the rules."""
    return bool(not facts.get("freed") and not facts["fitting"] and (_ways(facts, LEAST_GAP) or _ruled_out(facts)))


def _ways(facts: Mapping[str, Any], least_gap: int) -> list[Part]:
    """What one looser rule would do."""
    ways: list[Part] = []
    if (nearest := facts["nearest_gap"]) is not None and nearest >= least_gap:
        ways.append(say(IF_SO, change=_looser("gap", nearest), result=_would_fit(facts["at_gap"])))
    elif nearest is not None:
        ways.append(_no_more(facts["without"]["gap"], facts["role"]))
    for rule, count in facts["without"].items():
        if rule in RULES and rule != "gap":
            ways.append(say(IF_SO, change=_looser(rule), result=_would_fit(count)))
    return ways


def _would_fit(count: int) -> Sentence:
    return ngettext("{count} person would fit.", "{count} people would fit.", count)


def _no_more(count: int, role: str) -> Sentence:
    if role == "mentor":
        return ngettext(
            "{count} person fits otherwise, but isn't more senior.",
            "{count} people fit otherwise, but aren't more senior.",
            count,
        )
    return ngettext(
        "{count} person fits otherwise, but isn't more junior.",
        "{count} people fit otherwise, but aren't more junior.",
        count,
    )


def _ruled_out(facts: Mapping[str, Any]) -> Mapping[str, int]:
    broken = facts.get("broken") or {}  # which older searches did not count
    return {rule: broken[rule] for rule in RULES if rule in broken}


def _looser(rule: str, gap: int = 0) -> Sentence:
    """What would be different; what that would do goes on after it."""
    match rule:
        case "gap":
            return ngettext("With {count} level apart", "With {count} levels apart", gap)
        case "department":
            return _("With any two departments")
        case "language":
            return _("Without a shared language")
        case "overlap":
            return _("Without shared working hours")
        case _:
            return _("With one more place for everybody who teaches")


def told_what_if(one: Mapping[str, Any]) -> str:
    if one["exact"]:
        more = ngettext(
            "{count} more person would have a partner.", "{count} more people would have a partner.", one["more"]
        )
    else:
        more = ngettext(
            "at least {count} more person would have a partner.",
            "at least {count} more people would have a partner.",
            one["more"],
        )
    return say(IF_SO, change=_looser(one["rule"], one["value"]), result=more)
