from collections.abc import Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, bold, bullets, button, buttons, code, command_button, heading, paragraph, who
from bot.core.sentences import Sentence, _, ngettext, say, together
from bot.matching.model import Alone, MatchRun
from bot.matching.search.queries import Missing
from bot.matching.spots import Order, Spot
from bot.matching.told import blames_rules, told_lack, told_what_if
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.wording import wording

SHOWN = 30  # lines in one message; Slack takes 50 blocks, and each is one
WHAT_IFS_SHOWN = 3

NO_PAIRS_YET = _("{program}: no pairs yet")
LONE = _("{person}: {why}")
# What a search is doing, by what its process says it begins with.
STAGES = {
    "looking at every pair": _("I'm looking at every pair of people that your rules allow."),
    "matching the most people": _("I'm finding out how many people can be matched."),
    "raising the floor": _("I'm making the weakest fit as good as it can be."),
    "finding the best": _("I'm finding the best pairs of all."),
    "explaining": _("I'm putting the reasons together."),
}


def look_again(program: Program) -> dict[str, Any]:
    return button(_("Look for pairs"), "match_program", program.id)


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph(_("You lead several programs. Which one should I look for pairs in?"))]
    blocks += [buttons(button(program.name, "match_program", program.id)) for program in programs[:SHOWN]]
    return Tell(Message(blocks))


def gap_too_wide(wanted: int, junior: int, senior: int) -> str:
    nobody = ngettext(
        "With {count} level apart, nobody could be paired right now: the most junior level is {junior}, the most "
        "senior {senior}.",
        "With {count} levels apart, nobody could be paired right now: the most junior level is {junior}, the most "
        "senior {senior}.",
        wanted,
    )
    if (apart := senior - junior) > 0:
        way = say(_("Choose {most} or less, or invite people first."), most=apart)
    else:
        way = say(_("Invite people first."))
    anyway = _("To keep it anyway, press Save again.")
    return str(together(say(nobody, junior=junior, senior=senior), way, anyway))


def looking(program: Program, *, in_place: bool = False) -> Tell:
    """Without a button: nobody can change this answer once the result is there."""
    said = _said(_("I'm looking for the best pairs in {program}. I'll write to you in a moment."), program)
    return Tell(Message([said]), replace=in_place)


def _said(sentence: Sentence, program: Program) -> Block:
    return paragraph(say(sentence, program=bold(program.name)))


def progress(program: Program, run: MatchRun) -> Message:
    """For a search that takes longer than a moment."""
    said = say(_("I'm still looking for the best pairs in {program}."), program=bold(program.name))
    if run.stage in STAGES:
        step = list(STAGES).index(run.stage) + 1
        stage = say(_("Step {step} of {steps}: {stage}"), step=step, steps=len(STAGES), stage=STAGES[run.stage])
        said = together(said, stage)
    return Message([paragraph(said), buttons(button(_("Cancel"), "stop_search", run.id))])


def search_over(program: Program) -> Message:
    return Message([_said(_("I've looked at every pair in {program}. What I found comes below."), program)])


def search_failed(program: Program) -> Message:
    return Message([_said(_("I couldn't work out pairs for {program}. More about it comes below."), program)])


def proposals_published(program: Program) -> Message:
    said = _said(_("These pairs in {program} are published, and I've asked both sides of each."), program)
    return Message([said, buttons(command_button(_("Show my status"), "status"))])


def closed(program: Program) -> Message:
    return Message([_said(_("{program} has closed, so there are no more pairs to make."), program)])


def proposals_replaced(program: Program) -> Message:
    said = _("These proposals for {program} have made room for newer ones, further down.")
    return Message([_said(said, program)])


def stopped(program: Program, before: MatchRun | None) -> Message:
    """`before` is the run whose proposals are good again."""
    if before is None:
        return Message([_said(_("I've stopped looking for pairs in {program}. Nothing has changed."), program)])
    said = _("I've stopped looking for pairs in {program}. Nothing has changed: your earlier proposals stand.")
    show = button(_("Show the earlier proposals"), "show_proposals", Spot(before.id, Order.BEST, 1).value)
    return Message([_said(said, program), buttons(show)])


def proposals_failed(program: Program) -> Message:
    said = _(
        "I couldn't work out pairs for {program}. Nothing has changed. Please try again; if it fails again, tell "
        "whoever looks after Flipside."
    )
    return Message([_said(said, program), buttons(look_again(program))])


def no_proposals(program: Program, run: MatchRun, alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    words, waiting = wording(program), _("Waiting for a partner: {people}.")
    sides = [words.count_juniors(run.unmatched_mentors), words.count_seniors(run.unmatched_mentees)]
    return [
        heading(say(NO_PAIRS_YET, program=program.name)),
        bullets(*[say(waiting, people=side) for side in sides]),
        *why_alone(program, alone),
        *what_ifs(run),
    ]


def why_alone(program: Program, alone: Sequence[tuple[Alone, Person]]) -> list[Block]:
    """With the way to the rules, where it is the rules."""
    if not alone:
        return []
    lines = [say(LONE, person=who(person.slack_id), why=[told_lack(one.facts)]) for one, person in alone]
    if not any(blames_rules(one.facts) for one, _person in alone):
        return [bullets(*lines)]
    return [bullets(*lines), buttons(matching_rules(program))]


def matching_rules(program: Program) -> dict[str, Any]:
    return button(_("Matching rules"), "edit_rules", program.id)


def somebody_missing(program: Program, missing: Missing) -> Tell:
    """Before any search: there is nobody to pair, or only one side of it."""
    words = wording(program)
    free = say(
        _("Free for a partner right now: {mentors} and {mentees}."),
        mentors=words.count_juniors(missing.free.mentors),
        mentees=words.count_seniors(missing.free.mentees),
    )
    blocks: list[Block] = [
        heading(say(NO_PAIRS_YET, program=program.name)),
        paragraph(together(free, _why_missing(program, missing))),
    ]
    if missing.applied:
        applied = ngettext(
            "{count} person has applied and is waiting for your answer.",
            "{count} people have applied and are waiting for your answer.",
            missing.applied,
        )
        show = command_button(_("Show applications"), "applications", style="primary")
        return Tell(Message([*blocks, paragraph(applied), buttons(show)]))
    ask = _("A pair takes one of each. Ask people to sign up: they type {command} anywhere in Slack.")
    return Tell(Message([*blocks, paragraph(say(ask, command=code("/mentor signup")))]))


def _why_missing(program: Program, missing: Missing) -> str:
    words = wording(program)
    none = [
        (missing.free.mentors, missing.mentors, words.junior),
        (missing.free.mentees, missing.mentees, words.senior),
    ]
    gone = [(signed_up, word) for free, signed_up, word in none if not free]
    if any(signed_up for signed_up, _word in gone):
        return say(_("Everybody else who signed up has a partner, is being asked or is sitting this one out."))
    if len(gone) == len(none):
        return say(_("Nobody has signed up yet."))
    return say(_("No {role} has signed up yet."), role=gone[0][1])


def what_ifs(run: MatchRun) -> list[Block]:
    lines = [told_what_if(one) for one in run.what_ifs[:WHAT_IFS_SHOWN]]
    return [paragraph(_("What your rules cost:")), bullets(*lines)] if lines else []
