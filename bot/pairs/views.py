from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from bot.core import forms
from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, button, buttons, code, listed, paragraph, small, when, who
from bot.core.submissions import Submission
from bot.enrolment.model import Enrolment, EnrolmentState
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs.lifecycle import LABELS
from bot.programs.model import PLANNING, Owner, Program, Style

USUAL_BREAK = timedelta(days=14)


@dataclass(frozen=True)
class BreakForm:
    until: date

    callback_id: ClassVar[str] = "take_break"

    @classmethod
    def modal(cls, person: Person, pairs: Sequence[PairUp], now: datetime) -> dict[str, Any]:
        until = person.paused_until or now + USUAL_BREAK
        day = until.astimezone(person.hours.zone).date().isoformat()
        meanwhile: list[Sequence[Part]] = [["Nobody is matched with you, and I ask nothing of you."]]
        if pairs:
            partners = listed([who(up.partner_of(person.id).slack_id) for up in pairs])
            meanwhile += [
                ["Sessions in that time are called off. The next one is planned for after it."],
                ["I tell ", *partners, " that you are on a break and until when, not why. Your pair stays."],
            ]
        return forms.modal(
            cls.callback_id,
            "Take a break",
            [
                paragraph("A holiday, a busy month, time with a new child: take a break. In that time:"),
                bullets(*meanwhile),
                forms.date_input("until", "First day back", day, hint="It ends by itself on that morning."),
            ],
            submit="Take a break",
        )

    @classmethod
    def read(cls, submission: Submission) -> Self:
        try:
            until = date.fromisoformat(submission.date("until"))
        except ValueError:
            submission.errors["until"] = "Please choose a day."
            until = date.min
        submission.check()
        return cls(until)


@dataclass(frozen=True)
class LeaveForm:
    program_id: int

    callback_id: ClassVar[str] = "leave_program"

    @classmethod
    def modal(
        cls, person: Person, places: Sequence[tuple[Enrolment, Program]], pairs: Sequence[PairUp]
    ) -> dict[str, Any]:
        """Says what will happen before anything does."""
        blocks: list[Block] = [paragraph("Thank you for having been part of it. Nobody asks you for a reason.")]
        will = [_what_leaving_does(person, enrolment, program, pairs) for enrolment, program in places[:10]]
        blocks.append(bullets(*will))
        choices = [(str(program.id), program.name) for _, program in places[:10]]
        blocks.append(forms.radio("program", "What would you like to leave?", choices, initial=choices[0][0]))
        blocks.append(small("You can come back with /mentor signup. For a pause there is /mentor pause."))
        return forms.modal(cls.callback_id, "Leave", blocks, submit="Leave")

    @classmethod
    def read(cls, submission: Submission) -> Self:
        program = submission.choice("program")
        submission.check()
        return cls(int(program))


def _what_leaving_does(
    person: Person, enrolment: Enrolment, program: Program, pairs: Sequence[PairUp]
) -> Sequence[Part]:
    name = bold(program.name)
    if enrolment.state is not EnrolmentState.ENROLLED:
        return [name, ": you withdraw, and the leads see that you no longer ask for a place."]
    partners = [who(up.partner_of(person.id).slack_id) for up in pairs if up.program.id == program.id]
    if not partners:
        return [name, ": you give up your place. You have no partner there, and nobody is told that you left."]
    ends = "your pair with " if len(partners) == 1 else "your pairs with "
    also = (
        " ends, and the coming session with it." if len(partners) == 1 else " end, and the coming sessions with them."
    )
    told = " They are told kindly that it has ended"
    told += ", and I look for somebody new for them." if program.state in PLANNING else "."
    return [name, ": ", ends, *listed(partners), also, told]


def introduction(up: PairUp, common: Sequence[str], questions: Mapping[str, str]) -> Message:
    """`common`: labels of what one offers and the other wishes for; `questions`: what they would ask, by label."""
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    blocks: list[Block] = [
        paragraph("Hello ", mentor, " and ", mentee, "! You are a pair in ", bold(up.program.name), "."),
        paragraph(*_sides(up)),
    ]
    if common:
        said = [bold(label) for label in common]
        blocks.append(
            paragraph("A good place to start, since one of you offers it and the other asked: ", *listed(said), ".")
        )
    asked: list[Sequence[Part]] = [[bold(label), ": ", question] for label, question in questions.items()]
    if asked:
        blocks += [paragraph(mentee, " would like to ask:"), bullets(*asked)]
    for person in up.people:
        if person.about:
            blocks.append(paragraph("What to know about ", who(person.slack_id), ": ", person.about))
    blocks += [
        paragraph(
            f"You meet {up.program.cadence.label.lower()}, {up.program.session_minutes} minutes each time. ",
            *_how_to_begin(up),
            "Before a session, ",
            *listed([who(owner.slack_id) for owner in up.agenda_owners], last=" or "),
            " types ",
            code("/mentor agenda"),
            " to post what you will talk about.",
        ),
        small(
            "This conversation is yours. I can post here, but I cannot read what you write: "
            "I never asked for that permission."
        ),
    ]
    return Message(blocks)


def _sides(up: PairUp) -> list[Part]:
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    if up.words.is_equal:
        return [
            "You are ",
            bold(up.words.both),
            ": each of you knows things that the other does not. ",
            *_owner(up),
        ]
    owns = " and owns the agenda" if up.program.agenda_owner is Owner.MENTOR else ""
    comes = "comes to learn" if up.program.agenda_owner is not Owner.MENTEE else "comes to learn and owns the agenda"
    return [mentor, f" is the mentor{owns}; ", mentee, f" is the mentee and {comes}."]


def _owner(up: PairUp) -> list[Part]:
    owners = [who(owner.slack_id) for owner in up.agenda_owners]
    return ["Either of you can set the agenda."] if len(owners) > 1 else [*owners, " sets the agenda."]


def _how_to_begin(up: PairUp) -> list[Part]:
    if up.program.style is Style.FORMAL:
        return [
            "In the first session, agree on what each of you wants to have learnt by the end, and how you will see it. "
        ]
    return []


def pair_ended(up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                bold(up.program.name),
                " has come to its end, and so has your pair",
                *_with(up.partner_of(reader.id)),
                ". Thank you for the time and the trust. Nothing stops the two of you from going on talking.",
            )
        ]
    )


def partner_left(up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                "Your pair",
                *_with(up.partner_of(reader.id)),
                " in ",
                bold(up.program.name),
                " has come to its end. Such things happen, and it says nothing about you. Thank you for the time you "
                "gave. ",
                "You keep your place, and will hear from me as soon as there is somebody new."
                if up.program.state in PLANNING
                else "The program is coming to its end as well.",
            )
        ]
    )


def partner_gone(up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                *_subject(up.partner_of(reader.id)),
                " can no longer be reached in this Slack, so your pair in ",
                bold(up.program.name),
                " rests. Your program lead can see it too. There is nothing you have to do.",
            )
        ]
    )


def partner_on_break(up: PairUp, reader: Person) -> Message:
    partner = up.partner_of(reader.id)
    assert partner.paused_until is not None
    return Message(
        [
            paragraph(
                who(partner.slack_id),
                " is on a break until ",
                when(partner.paused_until),
                ". Sessions before that are called off, and your pair goes on after it. You need not do anything.",
            )
        ]
    )


def partner_back(up: PairUp, reader: Person) -> Message:
    return Message(
        [
            paragraph(
                who(up.partner_of(reader.id).slack_id),
                " is back, and your pair in ",
                bold(up.program.name),
                " goes on.",
            )
        ]
    )


def break_over(pairs: int) -> Message:
    goes_on = "Your pair goes on." if pairs == 1 else "Your pairs go on." if pairs else "You can be matched again."
    return Message([paragraph(f"Welcome back! Your break is over. {goes_on}")])


def on_a_break(until: datetime) -> Tell:
    return Tell(
        Message(
            [
                paragraph("Enjoy it. You are on a break until ", when(until), "; it ends by itself."),
                buttons(button("End the break now", "end_break")),
            ]
        )
    )


def back() -> Tell:
    return Tell(Message([paragraph("Welcome back! You can be matched again, and your sessions are planned again.")]))


def left(program: Program, had: EnrolmentState, pairs: int) -> Tell:
    said: list[Part] = ["You have withdrawn from " if had is not EnrolmentState.ENROLLED else "You have left "]
    said += [bold(program.name), ". Thank you for having been part of it."]
    if pairs:
        said.append(" Your partner is being told kindly." if pairs == 1 else " Your partners are being told kindly.")
    said += [" You are welcome back: type ", code("/mentor signup"), "."]
    return Tell(Message([paragraph(*said)]))


def program_closed(program: Program) -> Tell:
    done = paragraph(bold(program.name), f" is {LABELS[program.state]}. Everybody in a pair is being told and thanked.")
    return Tell(Message([done]), replace=True)


def _with(partner: Person) -> list[Part]:
    """Somebody who was erased has no name any more."""
    return [] if partner.erased_at else [" with ", who(partner.slack_id)]


def _subject(partner: Person) -> list[Part]:
    return ["Your partner"] if partner.erased_at else [who(partner.slack_id)]
