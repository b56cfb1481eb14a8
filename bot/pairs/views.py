from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    command_button,
    listed,
    paragraph,
    small,
    when,
    who,
)
from bot.enrolment.model import EnrolmentState
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs import first_step_views
from bot.programs.first_steps import FirstStep
from bot.programs.model import Owner, Program, Style
from bot.programs.rules.lifecycle import LABELS, PLANNING


def introduction(
    up: PairUp, common: Sequence[str], questions: Mapping[str, str], *, alone: Person | None = None
) -> Message:
    """`common`: labels of what one offers and the other wishes for; `questions`: what they would ask, by label.

    `alone` is the reader where Slack opens no conversation for the two.
    """
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
            " posts what you'll talk about.",
        ),
        buttons(command_button("Post the agenda", "agenda")),
        _where_you_talk(up, alone),
    ]
    return Message(blocks)


def _where_you_talk(up: PairUp, alone: Person | None) -> Block:
    if alone is not None:
        return paragraph(
            "Slack doesn't let me open a conversation for the two of you, so each of you gets this alone. Please write "
            "to ",
            who(up.partner_of(alone.id).slack_id),
            " directly. I'll tell you here when you meet.",
        )
    return small(
        "This conversation is yours. I can post here, but I cannot read what you write: "
        "I never asked for that permission."
    )


def pair_unreached(up: PairUp) -> Message:
    """To leads."""
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    return Message(
        [
            paragraph(
                "Slack doesn't let me open a conversation for ",
                mentor,
                " and ",
                mentee,
                " in ",
                bold(up.program.name),
                ", so I write to each of them alone. Often one of the two is a guest, or group conversations are "
                "limited here: an admin can see that in Slack's settings. Please check that the two have found each "
                "other. There's nothing else you have to do: I keep trying.",
            )
        ]
    )


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


def on_a_break(until: datetime, partners: Sequence[str] = ()) -> Tell:
    """`partners`, here and below, are the Slack ids of those who hear of it."""
    said: list[Part] = ["Enjoy it! You're on a break until ", when(until), "; it ends by itself."]
    if partners:
        said += [" I've told ", *_named(partners), " when you're back, not why. Sessions before that are moved."]
    return Tell(Message([paragraph(*said), buttons(button("End the break now", "end_break"))]))


def back(partners: Sequence[str] = ()) -> Tell:
    if not partners:
        return Tell(Message([paragraph("Welcome back! Your break is over, and you can be matched again.")]))
    said = paragraph("Welcome back! I've told ", *_named(partners), ", and your sessions go on.")
    return Tell(Message([said, buttons(command_button("When do we meet?", "status"))]))


def left(program: Program, had: EnrolmentState, partners: Sequence[str] = ()) -> Tell:
    said: list[Part] = ["You've withdrawn from " if had is not EnrolmentState.ENROLLED else "You've left "]
    said += [bold(program.name), ". Thank you for having been part of it."]
    if partners:
        said += [" I'm telling ", *_named(partners), " kindly, and without a reason."]
    said.append(" You're welcome back at any time.")
    return Tell(Message([paragraph(*said), buttons(command_button("Sign up again", "signup"))]))


def takes_no_part(nothing_to: str, step: FirstStep) -> Tell:
    """In answer to what only those can do who take part: there is nothing to leave, or to rest from."""
    said = paragraph(f"You don't take part in a program, so there's nothing to {nothing_to}.")
    if not step.may_join:
        return Tell(Message([said, *first_step_views.how_to_begin(step), _erasing()]))
    return Tell(Message([said, buttons(command_button("Sign up", "signup")), _erasing()]))


def what_to_stop() -> Tell:
    deeds = (
        command_button("Take a break", "pause"),
        command_button("Leave a program", "leave"),
        command_button("Move a session", "status"),
    )
    said = paragraph("What would you like to stop? Nothing happens before you've confirmed it.")
    return Tell(Message([said, buttons(*deeds), _erasing()]))


def _erasing() -> Block:
    return buttons(command_button("See or erase my data", "privacy"))


def _named(people: Sequence[str]) -> list[Part]:
    return listed([who(one) for one in people])


def program_closed(program: Program) -> Tell:
    done = paragraph(bold(program.name), f" is {LABELS[program.state]}. Everybody in a pair is being told and thanked.")
    return Tell(Message([done]), replace=True)


def _with(partner: Person) -> list[Part]:
    """Somebody who was erased has no name any more."""
    return [] if partner.erased_at else [" with ", who(partner.slack_id)]


def _subject(partner: Person) -> list[Part]:
    return ["Your partner"] if partner.erased_at else [who(partner.slack_id)]
