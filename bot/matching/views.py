from collections.abc import Mapping, Sequence
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
from bot.matching.model import MatchRun, Proposal
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.wording import wording

SHOWN = 40  # proposals in one message; Slack takes 50 blocks, and each is one

Proposed = tuple[Proposal, Person, Person]


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
    program: Program, run: MatchRun, proposed: Sequence[Proposed], total: int, labels: Mapping[str, str]
) -> Message:
    """`labels` are those of skills, by slug."""
    if not total:
        return _no_proposals(program, run)
    count = "1 pair" if total == 1 else f"{total} pairs"
    blocks: list[Block] = [
        heading(f"{program.name}: {count} proposed"),
        paragraph("No other set of pairs would match more people, or fit them better. Nobody has been told yet."),
    ]
    blocks += [paragraph(*_proposal(*one, labels)) for one in proposed[:SHOWN]]
    if total > SHOWN:
        blocks.append(small(f"And {total - SHOWN} more."))
    if left := _left_over(program, run):
        blocks.append(paragraph(*left))
    blocks.append(
        buttons(
            button(
                f"Publish {count}",
                "publish_proposals",
                run.id,
                style="primary",
                ask_first=(
                    "Publish these pairs?",
                    "Each two will be introduced to one another at once, and the program is running from then on.",
                    "Publish",
                ),
            )
        )
    )
    return Message(blocks)


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
        paragraph("I am introducing each two to one another now."),
    ]
    blocks += [paragraph(who(mentor.slack_id), " for ", who(mentee.slack_id)) for _, mentor, mentee in couples[:SHOWN]]
    if len(couples) > SHOWN:
        blocks.append(small(f"And {len(couples) - SHOWN} more."))
    return Tell(Message(blocks), replace=True)


def _no_proposals(program: Program, run: MatchRun) -> Message:
    words = wording(program)
    waiting = [
        [f"Waiting for a partner: {words.count_juniors(run.unmatched_mentors)}."],
        [f"Waiting for a partner: {words.count_seniors(run.unmatched_mentees)}."],
    ]
    return Message(
        [
            heading(f"{program.name}: no pairs yet"),
            bullets(*waiting),
            paragraph(
                "A pair needs two people on different levels, by your matching rules, both with a place free, who "
                "were not a pair before. Invite a few more people to ",
                code("/mentor signup"),
                ".",
            ),
        ]
    )


def _proposal(proposal: Proposal, mentor: Person, mentee: Person, labels: Mapping[str, str]) -> list[Part]:
    said = _reasons(proposal.reasons, labels)
    return [
        who(mentor.slack_id),
        " for ",
        who(mentee.slack_id),
        f": fits {proposal.score} of 100. ",
        italic(said),
    ]


def _reasons(reasons: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What a lead may know: skills that are offered are public, wishes are not, so they are only counted."""
    offers = _and([labels.get(slug, slug) for slug in reasons["offers"]])
    gap = "One level" if reasons["gap"] == 1 else f"{reasons['gap']} levels"
    place = "different departments" if reasons["apart"] else "the same department"
    return f"Offers {offers}. {_covered(reasons['covered'], reasons['wishes'])} {gap} apart, {place}."


def _covered(covered: int, wishes: int) -> str:
    if not covered:
        return "No wish is covered yet; they would choose a topic together."
    return "Covers every wish." if covered == wishes else f"Covers {covered} of {wishes} wishes."


def _and(labels: Sequence[str]) -> str:
    return "".join(str(part) for part in listed(labels))


def _left_over(program: Program, run: MatchRun) -> list[Part]:
    words = wording(program)
    left = []
    if run.unmatched_mentors:
        left.append(words.count_juniors(run.unmatched_mentors))
    if run.unmatched_mentees:
        left.append(words.count_seniors(run.unmatched_mentees))
    if not left:
        return []
    return [
        *listed(left),
        " would still be waiting for a partner: they stay in, and are looked at next time.",
    ]
