from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    code,
    heading,
    italic,
    listed,
    paragraph,
    small,
    who,
)
from bot.matching.model import Alone, MatchRun, Proposal
from bot.people.languages import LANGUAGES
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.wording import wording

SHOWN = 20  # proposals in one message, which Slack takes up to some 13,000 characters
ALONE_SHOWN = 8
FEW_OFFERS = 2
OFFERS_SHOWN = 4  # of one person; Slack refuses a message of some 13,000 characters
OBSTACLES = {
    "department": "if departments did not matter",
    "language": "without asking for a shared language",
    "overlap": "without shared working hours",
}
WHAT_IFS_SHOWN = 3


@dataclass(frozen=True)
class Proposed:
    """Two people who would fit; `offers` are labels of what the mentor can teach."""

    proposal: Proposal
    mentor: Person
    mentee: Person
    offers: Sequence[str] = ()


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("You lead several programs. Which one shall I find pairs for?")]
    blocks += [buttons(button(program.name, "match_program", program.id)) for program in programs[:SHOWN]]
    return Tell(Message(blocks))


def gap_too_wide(wanted: int, junior: int, senior: int) -> str:
    apart = senior - junior
    ways = f"Choose {apart} or less, or invite" if apart > 0 else "Invite"
    return (
        f"With {wanted} levels apart nobody could be paired right now: the most junior level is {junior}, the most "
        f"senior {senior}. {ways} people first. Press Save again to keep it all the same."
    )


def looking(program: Program) -> Tell:
    return Tell(
        Message([paragraph("Looking for the best pairs in ", bold(program.name), ". I will write to you in a moment.")])
    )


def proposals_ready(
    program: Program,
    run: MatchRun,
    proposed: Sequence[Proposed],
    total: int,
    alone: Sequence[tuple[Alone, Person]],
) -> Message:
    if not total:
        return _no_proposals(program, run, alone)
    count = "1 pair" if total == 1 else f"{total:,} pairs"
    blocks: list[Block] = [heading(f"{program.name}: {count} proposed"), paragraph(*_proof(run.proof))]
    blocks += [paragraph(*_proposal(one)) for one in proposed[:SHOWN]]
    if total > SHOWN:
        blocks.append(small(f"And {total - SHOWN:,} more."))
    blocks += _left_over(program, run, alone)
    blocks.append(
        buttons(
            button(
                f"Publish {count}",
                "publish_proposals",
                run.id,
                style="primary",
                ask_first=(
                    "Publish these pairs?",
                    "Both sides of each are asked, alone, and have five working days. Once both accept, I introduce "
                    "them. "
                    "The program is running from now on.",
                    "Publish",
                ),
            )
        )
    )
    return Message(blocks)


def _proof(proof: Mapping[str, Any]) -> list[Part]:
    looked = f"all {proof['allowed']:,} pairs that your rules allow" if proof.get("allowed") else "all pairs"
    return [
        "No other set of pairs would match more people, or fit them better",
        f": I checked {looked}, and the sums prove it. The pair that fits least has {proof.get('floor', 0)} of 100. ",
        "Nobody has been told yet.",
    ]


def proposals_failed(program: Program) -> Message:
    return Message(
        [
            paragraph(
                "I could not work out pairs for ",
                bold(program.name),
                ". Nothing was changed. Please try ",
                code("/mentor match"),
                " again; if it fails again, tell whoever looks after Flipside.",
            )
        ]
    )


def published(program: Program, couples: Sequence[Proposed]) -> Tell:
    """Takes the place of the proposals, whose button has done its work."""
    pairs = "1 pair" if len(couples) == 1 else f"{len(couples)} pairs"
    blocks: list[Block] = [
        heading(f"{program.name}: {pairs} published"),
        paragraph(
            "I am asking both sides of each now, alone. They have five working days; once both accept I introduce "
            "them. Who declines stays between them and me."
        ),
    ]
    blocks += [paragraph(who(one.mentor.slack_id), " for ", who(one.mentee.slack_id)) for one in couples[:SHOWN]]
    if len(couples) > SHOWN:
        blocks.append(small(f"And {len(couples) - SHOWN} more."))
    return Tell(Message(blocks), replace=True)


def _no_proposals(program: Program, run: MatchRun, alone: Sequence[tuple[Alone, Person]]) -> Message:
    words = wording(program)
    waiting = [
        [f"Waiting for a partner: {words.count_juniors(run.unmatched_mentors)}."],
        [f"Waiting for a partner: {words.count_seniors(run.unmatched_mentees)}."],
    ]
    return Message(
        [
            heading(f"{program.name}: no pairs yet"),
            bullets(*waiting),
            *_why_alone(alone),
            *_what_ifs(run),
            paragraph(
                "A pair needs two people on different levels, by your matching rules, both with a place free, who "
                "were not a pair before. Invite a few more people to ",
                code("/mentor signup"),
                ".",
            ),
        ]
    )


def _proposal(one: Proposed) -> list[Part]:
    facts = _reasons(one.proposal.reasons, tells_wishes=len(one.offers) > FEW_OFFERS)
    said = ". ".join(_sentence(fact) for fact in (_offers(one.offers), *facts) if fact)
    return [
        who(one.mentor.slack_id),
        " for ",
        who(one.mentee.slack_id),
        f": fits {one.proposal.score} of 100. ",
        italic(f"{said}."),
    ]


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


def _left_over(program: Program, run: MatchRun, alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    words = wording(program)
    left: list[Part] = []
    if run.unmatched_mentors:
        left.append(words.count_juniors(run.unmatched_mentors))
    if run.unmatched_mentees:
        left.append(words.count_seniors(run.unmatched_mentees))
    if not left:
        return []
    said = paragraph(*listed(left), " would still be waiting for a partner: they stay in, and are looked at next time.")
    return [said, *_why_alone(alone), *_what_ifs(run)]


def _why_alone(alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    lines: list[Sequence[Part]] = [[who(person.slack_id), ": ", _lack(one.facts)] for one, person in alone]
    return [bullets(*lines)] if lines else []


def _lack(facts: Mapping[str, Any]) -> str:
    """Facts only, and never about the person."""
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


def _what_ifs(run: MatchRun) -> list[Block]:
    lines: list[Sequence[Part]] = [[_what_if(one)] for one in run.what_ifs[:WHAT_IFS_SHOWN]]
    return [paragraph("What your rules cost:"), bullets(*lines)] if lines else []


def _what_if(one: Mapping[str, Any]) -> str:
    change = {
        "gap": f"With {one['value']} levels apart" if one["value"] != 1 else "With one level apart",
        "department": "With any two departments",
        "language": "Without asking for a shared language",
        "overlap": "Without shared working hours",
        "capacity": "With one place more for everybody who teaches",
    }[one["rule"]]
    people = "person" if one["more"] == 1 else "people"
    return f"{change}, {'' if one['exact'] else 'at least '}{one['more']:,} more {people} would have a partner."
