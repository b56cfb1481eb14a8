from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, button, buttons, code, command_button, heading, paragraph, who
from bot.matching.model import Alone, MatchRun
from bot.matching.search.queries import Missing
from bot.matching.spots import Order, Spot
from bot.matching.told import blames_rules, told_lack, told_what_if
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.wording import counted, wording

SHOWN = 30  # lines in one message; Slack takes 50 blocks, and each is one
WHAT_IFS_SHOWN = 3

# What a search is doing, by what its process says it begins with.
STAGES = {
    "looking at every pair": "I look at every pair of people that your rules allow",
    "matching the most people": "I find out how many people can be matched",
    "raising the floor": "I make the pair that fits least as happy as can be",
    "finding the best": "I find the best pairs of all",
    "explaining": "I put the reasons together",
}


def look_again(program: Program) -> dict[str, Any]:
    return button("Look for pairs", "match_program", program.id)


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("You lead several programs. Which one shall I find pairs for?")]
    blocks += [buttons(button(program.name, "match_program", program.id)) for program in programs[:SHOWN]]
    return Tell(Message(blocks))


def gap_too_wide(wanted: int, junior: int, senior: int) -> str:
    apart = senior - junior
    ways = f"Choose {apart} or less, or invite" if apart > 0 else "Invite"
    return (
        f"With {counted(wanted, 'level')} apart nobody could be paired right now: the most junior level is {junior}, "
        f"the most senior {senior}. {ways} people first. Press Save again to keep it all the same."
    )


def looking(program: Program, *, in_place: bool = False) -> Tell:
    """Without a button: nobody can change this answer once the result is there."""
    said = paragraph("Looking for the best pairs in ", bold(program.name), ". I will write to you in a moment.")
    return Tell(Message([said]), replace=in_place)


def progress(program: Program, run: MatchRun) -> Message:
    """For a search that takes longer than a moment."""
    said: list[Part] = ["I'm still looking for the best pairs in ", bold(program.name), "."]
    if run.stage in STAGES:
        said.append(f" Step {list(STAGES).index(run.stage) + 1} of {len(STAGES)}: {STAGES[run.stage]}.")
    return Message([paragraph(*said), buttons(button("Cancel", "stop_search", run.id))])


def search_over(program: Program) -> Message:
    return Message([paragraph("I have looked at every pair in ", bold(program.name), ". What I found comes below.")])


def search_failed(program: Program) -> Message:
    return Message([paragraph("I could not work out pairs for ", bold(program.name), ". More about it comes below.")])


def proposals_published(program: Program) -> Message:
    said = paragraph("These pairs in ", bold(program.name), " are published, and both sides of each have been asked.")
    return Message([said, buttons(command_button("Show my status", "status"))])


def closed(program: Program) -> Message:
    return Message([paragraph(bold(program.name), " has closed, so there are no pairs to make any more.")])


def proposals_replaced(program: Program) -> Message:
    said = "These proposals for ", bold(program.name), " make room for newer ones, which come further down."
    return Message([paragraph(*said)])


def stopped(program: Program, before: MatchRun | None) -> Message:
    """`before` is the run whose proposals are good again."""
    said: list[Part] = ["I have stopped looking for pairs in ", bold(program.name), ". Nothing was changed."]
    if before is None:
        return Message([paragraph(*said)])
    show = button("Show the earlier proposals", "show_proposals", Spot(before.id, Order.BEST, 1).value)
    return Message([paragraph(*said, " The proposals from before are good again."), buttons(show)])


def proposals_failed(program: Program) -> Message:
    return Message(
        [
            paragraph(
                "I could not work out pairs for ",
                bold(program.name),
                ". Nothing was changed. Please try again; if it fails again, tell whoever looks after Flipside.",
            ),
            buttons(look_again(program)),
        ]
    )


def no_proposals(program: Program, run: MatchRun, alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    words = wording(program)
    waiting = [
        [f"Waiting for a partner: {words.count_juniors(run.unmatched_mentors)}."],
        [f"Waiting for a partner: {words.count_seniors(run.unmatched_mentees)}."],
    ]
    return [heading(f"{program.name}: no pairs yet"), bullets(*waiting), *why_alone(program, alone), *what_ifs(run)]


def why_alone(program: Program, alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    """With the way to the rules, where it is the rules."""
    if not alone:
        return []
    lines: list[Sequence[Part]] = [[who(person.slack_id), ": ", told_lack(one.facts)] for one, person in alone]
    if not any(blames_rules(one.facts) for one, _ in alone):
        return [bullets(*lines)]
    return [bullets(*lines), buttons(matching_rules(program))]


def matching_rules(program: Program) -> dict[str, Any]:
    return button("Matching rules", "edit_rules", program.id)


def somebody_missing(program: Program, missing: Missing) -> Tell:
    """Before any search: there is nobody to pair, or only one side of it."""
    words = wording(program)
    sides = [words.count_juniors(missing.free.mentors), words.count_seniors(missing.free.mentees)]
    blocks: list[Block] = [
        heading(f"{program.name}: no pairs yet"),
        paragraph(f"Free for a partner right now: {sides[0]} and {sides[1]}. {_why_missing(program, missing)}"),
    ]
    if missing.applied:
        show = command_button("Show applications", "applications", style="primary")
        return Tell(
            Message([*blocks, paragraph(f"{_applied(missing.applied)} waiting for your answer."), buttons(show)])
        )
    blocks.append(
        paragraph("A pair takes one of each. Ask people to sign up: they type ", code("/mentor signup"), " anywhere.")
    )
    return Tell(Message(blocks))


def _applied(number: int) -> str:
    return "1 person has applied and is" if number == 1 else f"{number:,} people have applied and are"


def _why_missing(program: Program, missing: Missing) -> str:
    words = wording(program)
    none = [
        (missing.free.mentors, missing.mentors, words.junior),
        (missing.free.mentees, missing.mentees, words.senior),
    ]
    gone = [(signed_up, word) for free, signed_up, word in none if not free]
    if not any(signed_up for signed_up, _ in gone):
        return "Nobody has signed up yet." if len(gone) == len(none) else f"No {gone[0][1]} has signed up yet."
    return "Whoever else signed up has a partner already, is being asked, or sits this one out."


def what_ifs(run: MatchRun) -> list[Block]:
    lines: list[Sequence[Part]] = [[told_what_if(one)] for one in run.what_ifs[:WHAT_IFS_SHOWN]]
    return [paragraph("What your rules cost:"), bullets(*lines)] if lines else []
