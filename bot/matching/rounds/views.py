from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import Block, bold, button, buttons, command_button, heading, paragraph
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, RoundAnswer
from bot.matching.rounds.queries import Counts
from bot.matching.search.views import SHOWN
from bot.people.model import Person
from bot.programs.model import Program
from bot.programs.wording import count_people, told_day

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
        before = [paragraph("Who was asked so far: ", told_counts(counts))] if sum(counts.values()) else []
        return forms.modal(
            cls.callback_id,
            "Ask who is still in",
            [
                *before,
                paragraph(
                    "Before I look for pairs in ",
                    bold(program.name),
                    ", I ask everybody who has no partner yet. They can skip the round or take a break, and no answer "
                    "means that they are in.",
                ),
                forms.date_input(
                    "day",
                    "When will you match?",
                    day.isoformat(),
                    hint="I remind you that morning. You press the button.",
                ),
            ],
            submit="Ask",
            about={"program": program.id},
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        try:
            day = date.fromisoformat(submission.date("day"))
        except ValueError:
            submission.errors["day"] = "Please choose a day."
            day = date.min
        submission.check()
        return cls(int(submission.about["program"]), day)


def which_program_to_ask(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph("You lead several programs. In which one shall I ask who is still in?")]
    blocks += [buttons(button(program.name, "begin_round", program.id)) for program in programs[:SHOWN]]
    return Tell(Message(blocks))


def asking(program: Program, people: int) -> Tell:
    said = paragraph(f"I am asking {count_people(people)} in ", bold(program.name), ", each in their working hours.")
    return Tell(Message([said]))


def still_in(program: Program, enrolment: Enrolment) -> Message:
    return Message(
        [
            paragraph(
                "Pairs for ",
                bold(program.name),
                f" are made {_day(program)}. Are you still in? If I hear nothing, I take it that you are.",
            ),
            buttons(
                button("I am in", "in_this_round", enrolment.id, style="primary"),
                button("Skip this round", "skip_this_round", enrolment.id),
                button("Take a break", "begin_break"),
            ),
        ]
    )


def answered(program: Program, enrolment: Enrolment) -> Tell:
    """Takes the place of the question."""
    if enrolment.round_answer is RoundAnswer.SKIPS:
        said = paragraph(
            "You skip this round of ", bold(program.name), ". You keep your place, and are in the next one."
        )
        again = button("I am in after all", "in_this_round", enrolment.id)
    else:
        said = paragraph("You are in. When there is a partner for you in ", bold(program.name), ", you hear from me.")
        again = button("Skip this round", "skip_this_round", enrolment.id)
    return Tell(Message([said, buttons(again)]), replace=True)


def round_over(program: Program) -> Message:
    """In the place of the question, whoever has been paired and whoever has not."""
    said = paragraph("The pairs of this round of ", bold(program.name), " are made, so there's nothing to answer.")
    return Message([said, buttons(command_button("Show my status", "status"))])


def match_day(program: Program, counts: Counts) -> Message:
    return Message(
        [
            heading(f"{program.name}: matching is today"),
            paragraph("Who was asked: ", told_counts(counts)),
            buttons(button("Find pairs", "match_program", program.id, style="primary")),
        ]
    )


def told_counts(counts: Counts) -> str:
    skip = "1 skips" if counts[RoundAnswer.SKIPS] == 1 else f"{counts[RoundAnswer.SKIPS]:,} skip"
    silent = counts[RoundAnswer.ASKED]
    rest = f", and {silent:,} {'has' if silent == 1 else 'have'} not answered, which counts as in" if silent else ""
    return f"{counts[RoundAnswer.IN]:,} said that they are in, {skip} this round{rest}."


def _day(program: Program) -> str:
    return f"on {told_day(program.matches_on)}" if program.matches_on else "soon"
