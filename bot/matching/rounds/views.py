from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import Block, bold, button, buttons, command_button, heading, paragraph
from bot.core.dates import day as written_day
from bot.core.sentences import Part, _, ngettext, pgettext, say, together
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, RoundAnswer
from bot.matching.rounds.queries import Counts
from bot.matching.search.views import SHOWN
from bot.people.model import Person
from bot.programs.model import Program

USUAL_TIME = timedelta(days=4)  # for an answer


@dataclass(frozen=True)
class RoundForm:
    """`day` is of the matching, in ISO 8601."""

    program_id: int
    day: date

    callback_id: ClassVar[str] = "ask_who_is_in"

    @classmethod
    def modal(cls, program: Program, lead: Person, counts: Counts, now: datetime) -> dict[str, Any]:
        day = program.matches_on or (now + USUAL_TIME).astimezone(lead.hours.zone).date()
        explained = _(
            "Before I look for pairs in {program}, I ask everybody who has no partner yet. They can skip the round or "
            "take a break. No reply counts as in."
        )
        blocks: list[Block] = [
            *([paragraph(told_counts(counts))] if sum(counts.values()) else []),
            paragraph(say(explained, program=bold(program.name))),
            forms.date_input(
                "day",
                _("When will you match?"),
                day.isoformat(),
                hint=_("I'll remind you that morning, and you press the button."),
            ),
        ]
        title = pgettext("the title of a form, 24 characters at most", "Ask who's still in")
        about = {"program": program.id}
        return forms.modal(cls.callback_id, title, blocks, submit=pgettext("a button", "Ask"), about=about)

    @classmethod
    def read(cls, submission: Submission) -> Self:
        try:
            day = date.fromisoformat(submission.date("day"))
        except ValueError:
            submission.errors["day"] = _("Please choose a day.")
            day = date.min
        submission.check()
        return cls(int(submission.about["program"]), day)


def which_program_to_ask(programs: Sequence[Program]) -> Tell:
    which = _("You lead several programs. In which one should I ask who's still in?")
    blocks: list[Block] = [paragraph(which)]
    blocks += [buttons(button(program.name, "begin_round", program.id)) for program in programs[:SHOWN]]
    return Tell(Message(blocks))


def asking(program: Program, people: int) -> Tell:
    said = ngettext(
        "I'm asking {count} person in {program}, in their working hours.",
        "I'm asking {count} people in {program}, each in their working hours.",
        people,
    )
    return Tell(Message([paragraph(say(said, program=bold(program.name)))]))


def still_in(program: Program, enrolment: Enrolment) -> Message:
    name = bold(program.name)
    if program.matches_on:
        said = say(_("Pairs for {program} are made on {day}."), program=name, day=written_day(program.matches_on))
    else:
        said = say(_("Pairs for {program} are made soon."), program=name)
    return Message(
        [
            paragraph(together(said, _("Are you still in? No reply counts as a yes."))),
            buttons(
                button(_("I'm in"), "in_this_round", enrolment.id, style="primary"),
                button(_("Skip this round"), "skip_this_round", enrolment.id),
                button(_("Take a break"), "begin_break"),
            ),
        ]
    )


def answered(program: Program, enrolment: Enrolment) -> Tell:
    """Takes the place of the question."""
    if enrolment.round_answer is RoundAnswer.SKIPS:
        said = _("You're skipping this round of {program}. You keep your place, and you're in the next one.")
        again = button(_("I'm in after all"), "in_this_round", enrolment.id)
    else:
        said = _("You're in. I'll write as soon as there's a partner for you in {program}.")
        again = button(_("Skip this round"), "skip_this_round", enrolment.id)
    return Tell(Message([paragraph(say(said, program=bold(program.name))), buttons(again)]), replace=True)


def round_over(program: Program) -> Message:
    """In the place of the question, whoever has been paired and whoever has not."""
    said = _("The pairs for this round of {program} are made, so there's nothing to answer.")
    show = command_button(_("Show my status"), "status")
    return Message([paragraph(say(said, program=bold(program.name))), buttons(show)])


def match_day(program: Program, counts: Counts) -> Message:
    return Message(
        [
            heading(say(_("{program}: matching is today"), program=program.name)),
            paragraph(told_counts(counts)),
            buttons(button(_("Look for pairs"), "match_program", program.id, style="primary")),
        ]
    )


def told_counts(counts: Counts) -> Part:
    silent = counts[RoundAnswer.ASKED]
    return together(
        _("Answers so far:"),
        ngettext("{count} person is in.", "{count} people are in.", counts[RoundAnswer.IN]),
        ngettext("{count} skips this round.", "{count} skip this round.", counts[RoundAnswer.SKIPS]),
        ngettext("{count} hasn't replied, which counts as in.", "{count} haven't replied, which counts as in.", silent)
        if silent
        else "",
    )
